"""Perplexity of a given text, in windows that the model can read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from inspector.worker.probe_figures import perplexity
from inspector.worker.probe_inputs import PromptTokens, longest_input
from inspector.worker.probe_tasks import Runner

WINDOW = 256
MOST_TOKENS = 16_384


class TextWindows(NamedTuple):
    """`windows` overlap by one token, so that every token but the first is predicted once."""

    windows: tuple[torch.Tensor, ...]
    tokens: int
    left_out: int


def windows_of(text: str, tokenizer: Any, model: Any) -> TextWindows:
    """The text's tokens in windows of shape (1, positions), at most MOST_TOKENS of them in all."""
    ids: list[int] = tokenizer(text)["input_ids"]
    kept = ids[:MOST_TOKENS]
    size = max(2, min(WINDOW, longest_input(model) or WINDOW))
    starts = range(0, max(1, len(kept) - 1), size - 1)
    windows = (kept[start : start + size] for start in starts)
    return TextWindows(
        tuple(torch.tensor([row], dtype=torch.long) for row in windows if len(row) > 1),
        len(kept),
        len(ids) - len(kept),
    )


def text_perplexity(runner: Runner, text: TextWindows, *, step: Callable[[int, int], None]) -> float | None:
    """exp of the mean −ln p(token | tokens before it in its window); None where nothing is predicted.

    Windows are read apart from one another (transformers' documentation, "Perplexity of fixed-length
    models", without overlap), which makes it a little higher than with a sliding window.
    """
    nll, tokens = 0.0, 0
    for number, ids in enumerate(text.windows):
        step(number, len(text.windows))
        logits = runner.run(PromptTokens("", ids))[:-1]
        chosen = ids[0, 1:]
        nll -= float(logits.log_softmax(-1).gather(1, chosen[:, None]).sum(dtype=torch.float64))
        tokens += len(chosen)
    return perplexity(nll, tokens)
