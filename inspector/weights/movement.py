"""What a difference amounts to: rounding, a merged adapter, another LoRA, other weights, or training."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from inspector.weights.difference import Difference

MERGED_BETWEEN = (0.5, 1.5)
"""ρ of a merge is 1; in half precision a part of ΔW is lost between two neighbouring numbers."""
MERGED_COSINE = 0.5
HELD_COSINE = 0.9
"""At another scale than its own only the direction tells."""
_NEAR_WHOLE = 0.4
UNRELATED_COSINE = 0.3
"""Weights of the same training keep a cosine near 1 through fine-tuning; those of two trainings have 0."""

_ROUNDING = {"BF16": 2.0**-7, "F16": 2.0**-10, "F32": 2.0**-23, "F64": 2.0**-52}
_MEAN_SQUARE = 0.541 / 12
"""Of an error that is even within ± half a step, for values even in the logarithm: E[(2^e / w)²] / 12."""
_UNEXPLAINED = 1e-4
_ENOUGH_VALUES = 1024


class Movement(NamedTuple):
    """`kind` and `note` as in `ModuleChange`, with the figures that they rest on."""

    kind: str
    note: str
    cosine: float | None
    rho: float | None
    rank: int | None


def judge(found: Difference, dtypes: tuple[str, str], size: int, *, asked: bool = True) -> Movement:
    """Name the difference. `dtypes`: those of both weights; `size` the number of values.

    `asked`: whether the adapter's own change was held against it; without that no other LoRA is claimed.
    """
    cosine = _cosine(found.crossed, found.seen_before, found.seen_after)
    rho = found.along / found.reach if found.reach > 0 else None
    rounding = _rounding_energy(found, dtypes)
    coarser = max(dtypes, key=_ROUNDING.__getitem__)
    if found.change == 0:
        note = f"Equal values, stored as {dtypes[0]} and {dtypes[1]}." if dtypes[0] != dtypes[1] else ""
        return Movement("same", note, cosine, rho, None)
    if dtypes[0] != dtypes[1] and found.change <= 2 * rounding:
        note = f"No more than rounding to {coarser}."
        return Movement("moved", note, cosine, rho, None)
    along = _cosine(found.along, found.reach, found.seen_change)
    if rho is not None and along is not None:
        least, most = MERGED_BETWEEN
        is_whole = least <= abs(rho) <= most
        if abs(along) >= (MERGED_COSINE if is_whole else HELD_COSINE):
            scale = "" if is_whole and abs(abs(rho) - 1) <= _NEAR_WHOLE else f"{abs(rho):.2g}"
            return Movement(*_held(rho > 0, scale), cosine, rho, None)
    rank = _directions(found, rounding)
    if rank is not None:
        noun = "direction" if rank == 1 else "directions"
        if not asked:
            note = f"The change has {rank} {noun}; whether this is the adapter could not be told."
            return Movement("moved", note, cosine, rho, rank)
        note = f"The change has {rank} {noun}, as a merged LoRA has."
        return Movement("low-rank", note, cosine, rho, rank)
    if cosine is not None and size >= _ENOUGH_VALUES and cosine < UNRELATED_COSINE:
        return Movement("other-weights", "The two weights have nothing in common.", cosine, rho, None)
    note = "" if asked else "Whether this base holds the adapter could not be told."
    return Movement("moved", note, cosine, rho, None)


def _held(is_newer: bool, scale: str) -> tuple[str, str]:
    """Kind and note of a base that holds the adapter; `scale` where that is not its own."""
    if is_newer and scale:
        return "merged", f"This base holds the adapter at {scale} times its scale."
    if is_newer:
        return "merged", "This base already holds the adapter."
    if scale:
        return "moved", f"The base before holds the adapter at {scale} times its scale; this one does not."
    return "moved", "The base before holds the adapter; this one does not."


def _cosine(crossed: float, one: float, other: float) -> float | None:
    return crossed / sqrt(one * other) if one > 0 and other > 0 else None


def _rounding_energy(found: Difference, dtypes: tuple[str, str]) -> float:
    """What ‖D‖² comes to where every value is only rounded to the coarser of the two dtypes."""
    step = max(_ROUNDING[dtype] for dtype in dtypes)
    return found.before * step * step * _MEAN_SQUARE


def _directions(found: Difference, rounding: float) -> int | None:
    """How many directions hold all of D but its rounding; None where those are not few."""
    if rounding > found.change / 4:
        return None
    return found.rows.directions(_UNEXPLAINED + 1.5 * rounding / found.change)
