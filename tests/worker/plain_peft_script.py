"""What a person would write without the inspector: the probe's figures by transformers and PEFT alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from peft import PeftModel
from real_load import quiet


class PlainFigures(NamedTuple):
    max_abs: float
    mean_abs: float
    mean_kl: float
    mean_js: float
    flip_rate: float
    base_perplexity: float
    adapted_perplexity: float
    disabled_gap: float


def plain_figures(
    load: Callable[[], tuple[Any, Callable[[str], Any]]], adapter: Path, prompts: Sequence[str]
) -> PlainFigures:
    """In float64 and one prompt after another; `load()` gives a causal LM and its tokenizer."""
    model, tokenizer = load()
    rows = [torch.tensor([tokenizer(prompt)["input_ids"]]) for prompt in prompts]
    model = model.eval()
    with torch.no_grad(), quiet():
        before = [model(input_ids=ids).logits[0] for ids in rows]
        adapted = PeftModel.from_pretrained(model, str(adapter)).eval()
        after = [adapted(input_ids=ids).logits[0] for ids in rows]
        with adapted.disable_adapter():
            off = [adapted(input_ids=ids).logits[0] for ids in rows]
    base, tuned = torch.cat(before).double(), torch.cat(after).double()
    p, q = base.softmax(-1), tuned.softmax(-1)
    m = (p + q) / 2

    def kl(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return (a * (a.log() - b.log())).sum(-1)

    return PlainFigures(
        max_abs=float((tuned - base).abs().max()),
        mean_abs=float((tuned - base).abs().mean()),
        mean_kl=float(kl(p, q).mean()),
        mean_js=float((kl(p, m) / 2 + kl(q, m) / 2).mean()),
        flip_rate=float((p.argmax(-1) != q.argmax(-1)).double().mean()),
        base_perplexity=_perplexity(before, rows),
        adapted_perplexity=_perplexity(after, rows),
        disabled_gap=max(float((x - y).abs().max()) for x, y in zip(before, off, strict=True)),
    )


def _perplexity(logits: Sequence[torch.Tensor], rows: Sequence[torch.Tensor]) -> float:
    losses = [
        torch.nn.functional.cross_entropy(values[:-1].double(), ids[0, 1:], reduction="none")
        for values, ids in zip(logits, rows, strict=True)
    ]
    return float(torch.cat(losses).mean().exp())
