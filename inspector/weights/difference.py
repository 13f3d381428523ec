"""How far one weight moved between two bases: one pass over both, in blocks, with bounded memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, gcd, sqrt
from typing import Any, NamedTuple

from inspector.weights.base_weights import BaseWeights, Weight
from inspector.weights.block_reader import BlockReader, FloatMemory
from inspector.weights.change import LowRank
from inspector.weights.delta_rows import RowsOf
from inspector.weights.projection import Projection
from inspector.weights.sampled_rows import SampledRows

BLOCK = 1 << 18
"""Values at a time: 1 MB in float32, so that what is done to a block finds it in the processor's cache."""

_LOOKED_AT_WHOLE, _MOST_LOOKED_AT = 1 << 15, 1 << 17
_LOOKED_AT_ONCE = 1 << 14
_WIDEST = 1 << 22
_PIECE = 4096


class Side(NamedTuple):
    """A weight and the base that it is read from."""

    values: BaseWeights
    weight: Weight


@dataclass(slots=True)
class Difference:
    """Sums over W, W' and D = W' - W, in float64 over blocks of float32 (float64 for F64).

    `is_same`: the same bytes in the same dtype. `before` and `change` are ‖W‖² and ‖D‖² of the whole weight,
    `largest` max |D|. The other sums are over the rows that were looked at closely, all of a small weight's,
    evenly spaced ones of a large one's: `seen_*` as above,
    `absolute_*` Σ|…|, `along` ⟨D, ΔW⟩ and `reach` ‖ΔW‖².
    """

    rows: SampledRows = field(repr=False)
    is_same: bool = False
    before: float = 0.0
    change: float = 0.0
    largest: float = 0.0
    seen_before: float = 0.0
    seen_after: float = 0.0
    seen_change: float = 0.0
    absolute_before: float = 0.0
    absolute_after: float = 0.0
    absolute_change: float = 0.0
    along: float = 0.0
    reach: float = 0.0

    @property
    def crossed(self) -> float:
        """⟨W, W'⟩ over the same rows: ‖D‖² = ‖W‖² + ‖W'‖² − 2⟨W, W'⟩."""
        return (self.seen_before + self.seen_after - self.seen_change) / 2


class Differences:
    """Measures weight after weight in the same memory.

    `step` is called with the number of values of each block, and may raise Cancelled.
    """

    def __init__(self, step: Callable[[int], None]) -> None:
        self._step = step
        self._old, self._new = BlockReader(), BlockReader()
        self._memory, self._sampled = FloatMemory(), FloatMemory()

    def measure(
        self, one: Side, other: Side, change: LowRank | None, rows_of: RowsOf | None = None
    ) -> Difference:
        """Read both weights once. `change`: the adapter's, with rows and columns as the weight is stored; one
        that is no product is given by `rows_of`.

        Blocks of equal bytes are only summed up, and what both sides have at the same place in the same file
        (links into the Hub cache's blobs) is read once. Raises UnreadableInput where a file is cut meanwhile.
        """

        size, width = one.weight.size, _row_width(one.weight, change)
        rows = max(1, BLOCK // width)
        dtypes = one.weight.dtype, other.weight.dtype
        found = Difference(SampledRows(size // width, width, self._sampled))
        aligned = Projection(change, size // width, width) if change is not None else None
        one_place = dtypes[0] == dtypes[1] and _place(one) == _place(other)
        self._old.start(one.values, one.weight, rows * width)
        self._new.start(other.values, other.weight, rows * width)
        every, step = _looks(size, width, rows)
        near = slice((step - 1) // 2, None, step)
        most = len(range(min(rows, size // width))[near]) * width
        scratch = self._memory.of("float64" if "F64" in dtypes else "float32", most)
        found.is_same = dtypes[0] == dtypes[1]
        for number, start in enumerate(range(0, size, rows * width)):
            count = min(rows * width, size - start)
            self._step(count)
            before = self._old.read(start, count)
            found.before += _square(before)
            after = before if one_place else self._new.read(start, count)
            is_same = one_place or (dtypes[0] == dtypes[1] and self._old.holds_same(self._new))
            found.is_same &= is_same
            is_near = number % every == every // 2
            if is_near:
                near_before = _rows(before, width, near)
                _look_at_sides(found, near_before, _rows(after, width, near), scratch)
                first = start // width + near.start
                # Before the difference takes the place of what it needs.
                delta = _delta(rows_of, first, step, near_before.reshape(-1, width))
            if not is_same:
                moved = _moved(found, before, after)
                found.rows.take(start // width, moved.reshape(-1, width))
            if is_near:
                near_moved = _zeros_like(_rows(before, width, near)) if is_same else _rows(moved, width, near)
                _look_at_change(found, near_moved, scratch)
                if delta is not None:
                    found.along += _dot(near_moved.astype("float64"), delta)
                    found.reach += _dot(delta, delta)
                elif aligned is not None:
                    along, reach = aligned.onto(first, near_moved.reshape(-1, width), step)
                    found.along += along
                    found.reach += reach
        return found


def _place(side: Side) -> tuple[tuple[str, int, int], ...]:
    return tuple((side.values.real_path(run.file), run.offset, run.size) for run in side.weight.runs)


def _looks(size: int, width: int, rows: int) -> tuple[int, int]:
    """Which blocks are looked at closely, every how many-th, and every how many-th row of each."""
    if size <= _LOOKED_AT_WHOLE:
        return 1, 1
    wanted = min(max(size >> 4, _LOOKED_AT_ONCE), _MOST_LOOKED_AT)
    blocks = ceil(size / (rows * width))
    every = max(1, blocks * _LOOKED_AT_ONCE // wanted)
    looked_at = ceil(wanted / ceil(blocks / every) / width)
    return every, max(1, min(rows, size // width) // looked_at)


def _rows(values: Any, width: int, which: slice) -> Any:
    """Some rows of a block in one piece: copied where others lie between them."""
    return values if which.step == 1 else values.reshape(-1, width)[which].reshape(-1)


def _delta(rows_of: RowsOf | None, first: int, step: int, before: Any) -> Any:
    """Those rows of ΔW, flat, in float64."""
    if rows_of is None or not len(before):
        return None
    which = slice(first, first + (len(before) - 1) * step + 1, step)
    return rows_of(which, before.astype("float64")).reshape(-1)


def _zeros_like(values: Any) -> Any:
    import numpy

    return numpy.zeros_like(values)


def _moved(found: Difference, before: Any, after: Any) -> Any:
    """D, where the values stood: a third block would not fit into the processor's cache beside them."""
    import numpy

    wider = after if after.itemsize >= before.itemsize else before
    moved = numpy.subtract(after, before, out=wider)
    found.change += _square(moved)
    largest, least = float(numpy.maximum.reduce(moved)), float(numpy.minimum.reduce(moved))
    found.largest = max(found.largest, largest, -least)
    return moved


def _look_at_sides(found: Difference, before: Any, after: Any, scratch: Any) -> None:
    found.seen_before += _square(before)
    found.seen_after += _square(after)
    found.absolute_before += _absolute(before, scratch)
    found.absolute_after += _absolute(after, scratch)


def _look_at_change(found: Difference, moved: Any, scratch: Any) -> None:
    found.seen_change += _square(moved)
    found.absolute_change += _absolute(moved, scratch)


def _absolute(values: Any, scratch: Any) -> float:
    """Σ|…|"""
    import numpy

    return float(numpy.add.reduce(numpy.abs(values, out=scratch[: len(values)])))


def _row_width(weight: Weight, change: LowRank | None) -> int:
    """The width under which the weight is seen as a matrix: the change's own where it has one."""
    if change is not None and change.rows * change.pairs[0].right.shape[1] == weight.size:
        return int(change.pairs[0].right.shape[1])
    return weight.width if weight.width <= _WIDEST else gcd(weight.size, BLOCK)


def _square(values: Any) -> float:
    return _dot(values, values)


def _dot(one: Any, other: Any) -> float:
    """⟨one, other⟩, in float64 over short pieces: float32 alone would lose three digits over a block."""
    import numpy

    whole = len(one) & -_PIECE
    total = float(numpy.dot(one[whole:], other[whole:])) if whole < len(one) else 0.0
    if whole:
        pieces = numpy.vecdot(one[:whole].reshape(-1, _PIECE), other[:whole].reshape(-1, _PIECE))
        total += sum(pieces.tolist())
    return total


def ratio(part: float, whole: float) -> float | None:
    """sqrt(part / whole) of two sums of squares."""
    return sqrt(part / whole) if whole > 0 else None
