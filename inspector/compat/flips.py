"""A golden set answered on two sides: accuracies, flips and their confidence intervals, as records."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class Rate(NamedTuple):
    """A share of `examples` with its 95 % interval, from `low` to `high`."""

    value: float
    low: float
    high: float
    examples: int


class Flip(NamedTuple):
    """One example whose answer changed.

    `kind` is `negative` (right before, wrong after), `positive`, or `both-wrong` (another wrong answer).
    `number` is the example's line in the file, from 1.
    """

    number: int
    kind: str
    prompt: str
    expected: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenComparison:
    """The same examples answered before and after; `before_name` and `after_name` say what that was.

    `gate` is the largest negative flip rate that was allowed, None without a gate. `note` says how the
    answers came about: whose tokenizer, and what was taken over from an earlier run.
    """

    n: int
    before_name: str
    after_name: str
    accuracy_before: Rate
    accuracy_after: Rate
    negative_flip_rate: Rate
    positive_flip_rate: Rate
    changed_both_wrong: Rate
    flips: tuple[Flip, ...]
    gate: float | None = None
    source: str = ""
    seconds: float = 0.0
    note: str = ""

    @property
    def passes(self) -> bool | None:
        """Whether the gate holds; None without one."""
        return None if self.gate is None else self.negative_flip_rate.value <= self.gate


def as_share(percent: float) -> float:
    """A percentage as a share, rounded once: 2.8 / 100 lies below 0.028, and 7 of 250 would miss it."""
    return float(Decimal(repr(percent)) / 100)
