"""Whole records of a probe and of a golden set, made by hand: every figure that the window can show."""

from __future__ import annotations

import math
from collections.abc import Sequence

from inspector.compat.flips import Flip, GoldenComparison, Rate
from inspector.compat.probe_result import (
    LayerEffect,
    ModuleEffect,
    ProbeResult,
    PromptResult,
    ScalePoint,
    TemplateGain,
)

PROMPTS = (
    "the price in the office is missing since monday .",
    "our refund for the printer was changed this week . i want my money back .",
    "my router at home is missing today .",
    "hello , my internet after the password change is down today .",
)


def prompt_result(text: str, place: int = 0) -> PromptResult:
    pieces = tuple(f" {word}" for word in text.split())
    kl = tuple(round(4.2 * abs(math.sin(0.7 * n + place)) ** 2, 4) for n in range(len(pieces)))
    flipped = tuple(int(value > 1.5) for value in kl)
    return PromptResult(
        prompt=text,
        tokens=len(pieces),
        max_abs_logit_diff=12.5 + place,
        mean_kl=sum(kl) / len(kl),
        top1_flips=sum(flipped),
        base_text="i want my money back . please help me soon .",
        adapted_text="i want queue : billing",
        mean_js=0.31,
        pieces=pieces,
        kl_by_position=kl,
        flipped=flipped,
        first_difference=2,
        base_perplexity=4.1,
        adapted_perplexity=55.2,
    )


def probe_result(modules: Sequence[str] = (), *, layers: int = 4) -> ProbeResult:
    """A causal model of `layers` layers, whose later ones move more."""
    prompts = tuple(prompt_result(text, place) for place, text in enumerate(PROMPTS))
    scales = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25)
    return ProbeResult(
        device="cpu",
        dtype="float32",
        acts=True,
        noise_floor=0.0,
        max_abs_logit_diff=15.5,
        mean_abs_logit_diff=2.75,
        mean_kl=2.1,
        top1_flip_rate=0.55,
        disabled_equals_pristine=True,
        prompts=prompts,
        seconds=5.04,
        effect="changes",
        task="causal-lm",
        mean_js=0.31,
        base_perplexity=4.1,
        adapted_perplexity=55.2,
        layers=tuple(LayerEffect(f"model.layers.{n}", 0.08 * (n + 1) ** 1.4) for n in range(layers)),
        modules=tuple(ModuleEffect(path, 0.02 * (n % 7 + 1), 0.01) for n, path in enumerate(modules)),
        scales=tuple(ScalePoint(s, 2.1 * s**2, 0.3 * s, 15.5 * s, min(1.0, 0.6 * s)) for s in scales),
        template=TemplateGain("the adapter's chat_template.jinja", 2.1, 4.4, 0.55, 0.83),
        tokenizer="the base's",
    )


def rate(hits: int, examples: int) -> Rate:
    """The share and its 95 % Wilson interval."""
    share, z = hits / examples, 1.959964
    middle = (share + z * z / (2 * examples)) / (1 + z * z / examples)
    reach = z * math.sqrt(share * (1 - share) / examples + z * z / (4 * examples**2)) / (1 + z * z / examples)
    return Rate(share, max(0.0, middle - reach), min(1.0, middle + reach), examples)


def golden_comparison(gate: float | None = None, *, negative: int = 3) -> GoldenComparison:
    """Of 40 examples, `negative` negative flips, two positive ones and one that was wrong both times."""
    kinds = ["negative"] * negative + ["positive"] * 2 + ["both-wrong"]
    flips = tuple(
        Flip(
            5 * n + 3,
            kind,
            PROMPTS[n % 4],
            "queue : network",
            "queue : network" if kind == "negative" else "queue : account",
            "queue : network" if kind == "positive" else "queue : hardware",
        )
        for n, kind in enumerate(reversed(kinds))
    )
    return GoldenComparison(
        n=40,
        before_name="ticket-llama-n",
        after_name="ticket-llama-n1-drifted",
        accuracy_before=rate(36, 40),
        accuracy_after=rate(38 - negative, 40),
        negative_flip_rate=rate(negative, 40),
        positive_flip_rate=rate(2, 40),
        changed_both_wrong=rate(1, 40),
        flips=flips,
        gate=gate,
        source="golden.jsonl",
        seconds=8.2,
    )
