"""A comparison in a sentence or two: both verdicts, and what the golden set says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.compat.inspection import Inspection

if TYPE_CHECKING:
    from inspector.compat.flips import GoldenComparison


def flips_in_words(golden: GoldenComparison) -> str:
    """How many answers got worse."""
    count = round(golden.negative_flip_rate.value * golden.n)
    if not count:
        return f"None of {golden.n:,} golden examples got worse."
    return f"{count:,} of {golden.n:,} golden examples were right before and are wrong now."


def verdicts_in_words(before: Inspection, after: Inspection) -> str:
    """Both verdicts; bases are named, or the adapters where those are what differs."""
    names = [side.base.name if side.base is not None else "no base" for side in (before, after)]
    way = "on"
    if names[0] == names[1] and before.adapter.path != after.adapter.path:
        way, names = "with", [str(side.adapter.path) for side in (before, after)]
    elif names[0] == names[1]:
        names = _told_apart(before, after) or names
    if before.verdict is after.verdict:
        return f"{before.verdict.value.capitalize()} {way} both {names[0]} and {names[1]}."
    verdict = before.verdict.value.capitalize()
    return f"{verdict} {way} {names[0]}; {after.verdict.value} {way} {names[1]}."


def _told_apart(before: Inspection, after: Inspection) -> list[str] | None:
    """Names of two bases that are called alike: with the folder above, else as they were given."""
    if before.base is None or after.base is None or before.base.source == after.base.source:
        return None
    bases = (before.base, after.base)
    if all(base.kind != "hub" for base in bases):
        names = [f"{base.path.parent.name}/{base.path.name}" for base in bases]
        if names[0] != names[1]:
            return names
    return [base.source for base in bases]
