"""Rows of ΔW as the weight is stored, a few at a time, for methods whose change is no plain product."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from inspector.errors import Cancelled
from inspector.weights.base_weights import BaseWeights, NotReadable, Weight
from inspector.weights.change import Change, Hadamard, Kronecker, Renormalised, Rotated, Scaled
from inspector.weights.measures import columns_brought_to_length, rows_brought_to_length

_VALUES_AT_ONCE = 1 << 18
_NOT_TOGETHER = "The adapter's tensors do not go together with the base's weight."

RowsOf = Callable[[slice, Any], Any]
"""Which rows, and these rows of W → these rows of ΔW."""


def delta_rows(
    change: Change,
    weight: Weight,
    values: BaseWeights,
    *,
    turned: bool,
    cancelled: Callable[[], bool] | None = None,
) -> RowsOf | None:
    """None for a product, whose rows are never formed (`Projection`), and for what is not computed.

    `turned`: the weight is stored (in, out). Where lengths of W's columns are needed it is read once. Raises
    NotReadable where shapes do not go together, Cancelled.
    """
    width = weight.width
    rows = weight.size // width
    if isinstance(change, Scaled):
        return _scaled(change, rows, width, prod(weight.shape[2:]), turned)
    if isinstance(change, Rotated):
        return _rotated(change, width, turned)
    if isinstance(change, Kronecker):
        return _kronecker(change, rows, width, turned)
    if isinstance(change, Hadamard):
        return _hadamard(change, rows, width, turned)
    if not isinstance(change, Renormalised):
        return None
    inner = change.inner.turned() if turned else change.inner
    _expect(inner.rows == rows and inner.pairs[0].right.shape[1] == width)
    if change.by_columns is turned:
        return rows_brought_to_length(inner, change.magnitudes)
    own = columns_brought_to_length(inner, change.magnitudes)
    for first, block in values.blocks(weight, rows=max(1, _VALUES_AT_ONCE // width), width=width):
        if cancelled is not None and cancelled():
            raise Cancelled
        own.take(first, block)
    return own.rows_of()


def _expect(fits: bool) -> None:
    if not fits:
        raise NotReadable(_NOT_TOGETHER)


def _scaled(change: Scaled, rows: int, width: int, kernel: int, turned: bool) -> RowsOf:
    along_rows = change.on_inputs is turned
    factors = (change.factors if along_rows else change.factors.repeat(kernel)) - 1
    _expect(len(factors) == (rows if along_rows else width))
    if along_rows:
        return lambda which, block: factors[which, None] * block
    return lambda _which, block: factors * block


def _rotated(change: Rotated, width: int, turned: bool) -> RowsOf:
    import numpy

    count, size = change.blocks.shape[:2]
    _expect(not turned and width % size == 0 and count in (1, width // size))
    turns = numpy.swapaxes(change.blocks, 1, 2) - numpy.eye(size)

    def rows_of(_which: slice, block: Any) -> Any:
        parts = block.reshape(len(block), -1, size).swapaxes(0, 1)
        return numpy.matmul(parts, turns).swapaxes(0, 1).reshape(block.shape)

    return rows_of


def _kronecker(change: Kronecker, rows: int, width: int, turned: bool) -> RowsOf:
    import numpy

    first, second = (one.T if turned else one for one in (change.first, change.second))
    _expect((len(first) * len(second), first.shape[1] * second.shape[1]) == (rows, width))
    numbers = numpy.arange(rows)

    def rows_of(which: slice, block: Any) -> Any:
        outer, inner = numpy.divmod(numbers[which], len(second))
        return change.scale * (first[outer][:, :, None] * second[inner][:, None]).reshape(block.shape)

    return rows_of


def _hadamard(change: Hadamard, rows: int, width: int, turned: bool) -> RowsOf:
    pairs = [(p.right.T, p.left.T) if turned else (p.left, p.right) for p in (change.first, change.second)]
    _expect(all((len(left), right.shape[1]) == (rows, width) for left, right in pairs))
    (left, right), (other_left, other_right) = pairs
    return lambda which, _block: change.scale * (left[which] @ right) * (other_left[which] @ other_right)
