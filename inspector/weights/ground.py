"""What a change amounts to on the base's own weight: ‖W‖, and ΔW of the methods that need W for it."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, sqrt
from typing import Any, NamedTuple

from inspector.errors import Cancelled
from inspector.weights.base_weights import BaseWeights, NotReadable, Weight
from inspector.weights.change import Change, LowRank, Renormalised, Rotated, Scaled
from inspector.weights.projection import Projection
from inspector.weights.spectrum import length

_VALUES_AT_ONCE = 1 << 18
_NOISE = 0.1


class OnGround(NamedTuple):
    """‖W‖_F, and ‖ΔW‖_F where it takes W (None for methods whose factors say it).

    `rho` is ⟨W, ΔW⟩ / ‖ΔW‖²: about 0 for a base that the change is new to, 1 for one that holds it already.
    None where chance alone would move it by a tenth.
    """

    weight_norm: float
    norm: float | None
    rho: float | None = None


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
    width = weight.shape[-1] if len(weight.shape) < 4 else weight.size // weight.shape[0]
    rows = weight.size // max(width, 1)
    measure = _measure(change, rows, width, turned)
    held = _projection(change, rows, width, turned)
    total = change_total = along = reach = 0.0
    for first, block in weights.blocks(weight, rows=max(1, _VALUES_AT_ONCE // max(width, 1)), width=width):
        if cancelled is not None and cancelled():
            raise Cancelled
        total += float((block * block).sum())
        if measure is not None:
            change_total += measure(first, block)
        if held is not None:
            sums = held.onto(first, block.astype("float32"))
            along, reach = along + sums[0], reach + sums[1]
    if not isfinite(total + change_total):
        raise NotReadable("The base holds values that are not finite here.")
    norm = length(change_total) if measure is not None else None
    # Of two unrelated matrices of n values ⟨W, ΔW⟩ is off zero by ‖W‖ ‖ΔW‖ / sqrt(n).
    is_telling = reach > 0 and total < _NOISE * _NOISE * reach * weight.size
    return OnGround(sqrt(total), norm, along / reach if is_telling else None)


def _projection(change: Change, rows: int, width: int, turned: bool) -> Projection | None:
    if not isinstance(change, LowRank):
        return None
    return Projection(change.turned() if turned else change, rows, width)


Measure = Callable[[int, Any], float]


def _measure(change: Change, rows: int, width: int, turned: bool) -> Measure | None:
    """A function from (first row, rows of W) to what they add to ‖ΔW‖²."""
    if isinstance(change, Scaled):
        return _scaled(change, rows, width, turned)
    if isinstance(change, Rotated):
        return _rotated(change, width, turned)
    if isinstance(change, Renormalised):
        return _renormalised(change, rows, width, turned)
    return None


def _scaled(change: Scaled, rows: int, width: int, turned: bool) -> Measure:
    """Σ ((l_i - 1) w_ij)²"""
    along_rows = change.on_inputs is turned
    if len(change.factors) != (rows if along_rows else width):
        raise NotReadable("The vector has another length than the base's weight.")
    squares = (change.factors - 1) ** 2

    def measure(first: int, block: Any) -> float:
        factor = squares[first : first + len(block), None] if along_rows else squares[None]
        return float((factor * block * block).sum())

    return measure


def _rotated(change: Rotated, width: int, turned: bool) -> Measure:
    """‖W (Rᵀ - I)‖² block by block of the inputs."""
    import numpy

    count, size = change.blocks.shape[:2]
    if turned or width % size or count not in (1, width // size):
        raise NotReadable("The rotations do not go together with the base's weight.")
    turns = numpy.swapaxes(change.blocks, 1, 2) - numpy.eye(size)

    def measure(_first: int, block: Any) -> float:
        parts = block.reshape(len(block), -1, size).swapaxes(0, 1)
        return float((numpy.matmul(parts, turns) ** 2).sum())

    return measure


def _renormalised(change: Renormalised, rows: int, width: int, turned: bool) -> Measure:
    """Σ c²n² - 2c(‖w‖² + s b·(A w)) + ‖w‖² over the rows, n = ‖w + s b A‖ and c = magnitude / n."""
    pair, scale = change.inner.pairs[0], change.inner.scale
    if turned or len(pair.left) != rows or pair.right.shape[1] != width:
        raise NotReadable("DoRA's real change is not computed on a weight that is stored this way.")
    gram = pair.right @ pair.right.T

    def measure(first: int, block: Any) -> float:
        here = slice(first, first + len(block))
        left = pair.left[here]
        own = (block * block).sum(axis=1)
        crossed = scale * ((block @ pair.right.T) * left).sum(axis=1)
        lengths = own + 2 * crossed + scale * scale * ((left @ gram) * left).sum(axis=1)
        # A row of length zero has no direction; torch divides by zero there as well.
        ratio = change.magnitudes[here] / lengths.clip(min=1e-300) ** 0.5
        return float((ratio * ratio * lengths - 2 * ratio * (own + crossed) + own).sum())

    return measure
