"""What a change amounts to on the base's own weight: ‖W‖, and ΔW of the methods that need W for it."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, sqrt
from typing import NamedTuple

from inspector.errors import Cancelled
from inspector.weights.base_weights import BaseWeights, NotReadable, Weight
from inspector.weights.change import Change, LowRank, Renormalised, Rotated, Scaled
from inspector.weights.measures import measure_of
from inspector.weights.projection import Projection
from inspector.weights.spectrum import length

_VALUES_AT_ONCE = 1 << 18
_NOISE = 0.1


class OnGround(NamedTuple):
    """‖W‖_F, and ‖ΔW‖_F where it takes W (None for methods whose factors say it).

    `rho` is ⟨W, ΔW⟩ / ‖ΔW‖²: about 0 for a base that the change is new to, 1 for one that holds it already.
    None where chance alone would move it by a tenth. `fresh_norm`: see `ModuleWeights`.
    """

    weight_norm: float
    norm: float | None
    rho: float | None = None
    fresh_norm: float | None = None


def needs_weight(change: Change) -> bool:
    """Whether ‖ΔW‖ cannot be told from the adapter alone."""
    return isinstance(change, (Scaled, Rotated, Renormalised))


def on_ground(
    change: Change,
    weight: Weight,
    weights: BaseWeights,
    *,
    turned: bool,
    cancelled: Callable[[], bool] | None = None,
) -> OnGround:
    """One pass over the weight in blocks of rows, in float64.

    `turned`: the weight is stored (in, out), as Conv1D does. Raises NotReadable where shapes do not go
    together, Cancelled.
    """
    width = weight.width
    rows = weight.size // width
    measure = measure_of(change, weight, rows, width, turned)
    held = _projection(change, rows, width, turned)
    total = along = reach = 0.0
    for first, block in weights.blocks(weight, rows=max(1, _VALUES_AT_ONCE // max(width, 1)), width=width):
        if cancelled is not None and cancelled():
            raise Cancelled
        total += float((block * block).sum())
        if measure is not None:
            measure.take(first, block)
        if held is not None:
            sums = held.onto(first, block.astype("float32"))
            along, reach = along + sums[0], reach + sums[1]
    change_total = measure.total if measure is not None else 0.0
    if not isfinite(total + change_total):
        if not weights.is_finite(weight):
            raise NotReadable("The base holds values that are not finite here.")
        raise NotReadable("The squares of its values are too large to be summed up.")
    norm = length(change_total) if measure is not None else None
    # Of two unrelated matrices of n values ⟨W, ΔW⟩ is off zero by ‖W‖ ‖ΔW‖ / sqrt(n).
    is_telling = reach > 0 and total < _NOISE * _NOISE * reach * weight.size
    fresh = sqrt(width if turned else rows)  # values of variance 1 / inputs
    return OnGround(sqrt(total), norm, along / reach if is_telling else None, fresh)


def _projection(change: Change, rows: int, width: int, turned: bool) -> Projection | None:
    if not isinstance(change, LowRank):
        return None
    return Projection(change.turned() if turned else change, rows, width)
