"""ADP906: what a golden set says of a change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspector.compat.inspection import Severity
from inspector.compat.rules.registry import Case, Fault, Need, rule

if TYPE_CHECKING:
    from inspector.compat.flips import GoldenComparison


@rule(
    "ADP906",
    "flip-rate",
    Severity.WARNING,
    needs=(Need.GOLDEN,),
    what="Examples of the golden set that were answered right before are answered wrong now.",
    why="The average may hardly move while single answers break, and whoever relied on those notices.",
    fix="Read the flipped examples; train the adapter anew on this base, or stay on the one before.",
    source="Positive-Congruent Training (arXiv 2011.09161), MUSCLE (arXiv 2407.09435)",
)
def flip_rate(case: Case) -> Iterator[Fault]:
    golden = case.golden
    if golden is None or golden.negative_flip_rate.value == 0:
        return
    told = [
        f"{_in_words(golden)} were right with {golden.before_name} and are wrong with {golden.after_name}."
    ]
    if golden.passes is False and golden.gate is not None:
        told.append(f"At most {100 * golden.gate:.3g} % were allowed.")
    yield Fault(
        " ".join(told),
        severity=Severity.ERROR if golden.passes is False else None,
        evidence={
            "negative_flip_rate": golden.negative_flip_rate.value,
            "negative_flip_rate_low": golden.negative_flip_rate.low,
            "negative_flip_rate_high": golden.negative_flip_rate.high,
            "positive_flip_rate": golden.positive_flip_rate.value,
            "examples": golden.n,
            "gate": golden.gate,
            "lines": [flip.number for flip in golden.flips if flip.kind == "negative"][:100],
        },
    )


def _in_words(golden: GoldenComparison) -> str:
    rate = golden.negative_flip_rate
    count = round(rate.value * golden.n)
    share, low, high = (f"{100 * value:.1f}" for value in (rate.value, rate.low, rate.high))
    return f"{count:,} of {golden.n:,} examples ({share} %, 95 % interval {low} to {high} %)"
