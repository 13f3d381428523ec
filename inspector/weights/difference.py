"""How far one weight moved between two bases: one pass over both, in blocks, with bounded memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import gcd, sqrt
from typing import Any, NamedTuple

from inspector.weights.base_weights import WIDTHS, BaseWeights, Weight
from inspector.weights.change import LowRank
from inspector.weights.projection import Projection
from inspector.weights.values import as_numbers

BLOCK = 1 << 16
"""Values at a time: 256 KB in float32, so that a block and its scratch stay in the processor's cache."""

_LOOKED_AT = 1 << 17
_PROBED_FIRST = 1 << 10
MOST_DIRECTIONS = 256
"""Up to this rank a change is told from one of full rank."""

_COLUMNS_KEPT = 1024
_WIDEST = 1 << 22


class Side(NamedTuple):
    """A weight and the base that it is read from."""

    values: BaseWeights
    weight: Weight


@dataclass(slots=True)
class Difference:
    """Sums over W, W' and D = W' - W, in float64 over blocks of float32 (float64 for F64).

    `before` and `change` are ‖W‖² and ‖D‖² of the whole weight, `largest` max |D|. The other sums are over
    the rows that were looked at closely: `seen_*` as above, `crossed` ⟨W, W'⟩, `absolute_*` Σ|…|, `along`
    ⟨D, ΔW⟩ and `reach` ‖ΔW‖². `rows` are evenly spaced rows of D, of wide matrices evenly spaced columns.
    """

    before: float = 0.0
    change: float = 0.0
    largest: float = 0.0
    seen_before: float = 0.0
    seen_after: float = 0.0
    seen_change: float = 0.0
    crossed: float = 0.0
    absolute_before: float = 0.0
    absolute_after: float = 0.0
    absolute_change: float = 0.0
    along: float = 0.0
    reach: float = 0.0
    rows: Any = field(default=None, repr=False)


def norm_if_same(one: Side, other: Side, step: Callable[[int], None]) -> float | None:
    """‖W‖² where both weights hold the same bytes, else None; ends at the first block that differs.

    The same place in the same file (links into the Hub cache's blobs) is read once.
    """
    if one.weight.dtype != other.weight.dtype or one.weight.size != other.weight.size:
        return None
    is_one_place = _place(one.weight) == _place(other.weight)
    size, width = one.weight.size, WIDTHS[one.weight.dtype]
    reader, total = _Reader(one, BLOCK), 0.0
    theirs = bytearray(BLOCK * width)
    start, count = 0, min(_PROBED_FIRST, BLOCK, size)  # weights that differ mostly do so at once
    while count:
        step(0)
        values = reader.read(start, count)
        if not is_one_place:
            buffer = memoryview(theirs)[: count * width]
            other.values.read_into(buffer, other.weight, start)
            if reader.bytes_of(count) != (theirs if len(buffer) == len(theirs) else theirs[: len(buffer)]):
                return None
        total += _dot(values, values)
        start += count
        count = min(BLOCK, size - start)
    return total


def _place(weight: Weight) -> tuple[tuple[str, int, int], ...]:
    return tuple((str(run.file.resolve()), run.offset, run.size) for run in weight.runs)


def measure_difference(
    one: Side, other: Side, change: LowRank | None, step: Callable[[int], None]
) -> Difference:
    """Read both weights once. `change`: the adapter's, with rows and columns as the weight is stored.

    `step` is called with the number of values of each block, and may raise Cancelled.
    """
    import numpy

    size = one.weight.size
    width = _row_width(one.weight, change)
    rows = max(1, BLOCK // width)
    found = Difference()
    sample = _Sample(size // width, width)
    every = max(1, size // _LOOKED_AT)
    readers = _Reader(one, rows * width), _Reader(other, rows * width)
    aligned = Projection(change, size // width, width) if change is not None else None
    scratch = numpy.empty(
        rows * width, dtype="float64" if "F64" in (one.weight.dtype, other.weight.dtype) else "float32"
    )
    for number, start in enumerate(range(0, size, rows * width)):
        count = min(rows * width, size - start)
        step(count)
        before, after = (reader.read(start, count) for reader in readers)
        moved = numpy.subtract(after, before, out=scratch[:count])
        found.before += _dot(before, before)
        own = _dot(moved, moved)
        found.change += own
        found.largest = max(found.largest, float(moved.max()), -float(moved.min()))
        first = start // width
        block = moved.reshape(-1, width)
        sample.take(first, block)
        if number % every == 0:
            found.seen_change += own
            _look_closely(found, before, after, moved)
            if aligned is not None:
                along, reach = aligned.onto(first, block)
                found.along += along
                found.reach += reach
    found.rows = sample.values
    return found


class _Sample:
    """Evenly spaced rows of a matrix, and of them evenly spaced columns: enough to tell its rank."""

    def __init__(self, rows: int, width: int) -> None:
        import numpy

        columns = min(width, _COLUMNS_KEPT)
        most = min(MOST_DIRECTIONS, rows // 2, columns // 4)
        self._rows = numpy.linspace(0, rows - 1, min(rows, max(16, most + most // 2))).astype("int64")
        self._columns = numpy.linspace(0, width - 1, columns).astype("int64") if columns < width else None
        self.values = numpy.empty((len(self._rows), columns), dtype="float32")

    def take(self, first: int, block: Any) -> None:
        """Take what is wanted of `block`, the rows from `first` on."""
        import numpy

        start, stop = numpy.searchsorted(self._rows, (first, first + len(block)))
        if start < stop:
            rows = block[self._rows[start:stop] - first]
            self.values[start:stop] = rows if self._columns is None else rows[:, self._columns]


def _look_closely(found: Difference, before: Any, after: Any, moved: Any) -> None:
    import numpy

    found.seen_before += _dot(before, before)
    found.seen_after += _dot(after, after)
    found.crossed += _dot(before, after)
    ones = numpy.ones_like(before)
    found.absolute_before += _dot(numpy.abs(before), ones)
    found.absolute_after += _dot(numpy.abs(after), ones)
    found.absolute_change += _dot(numpy.abs(moved), ones)


def _row_width(weight: Weight, change: LowRank | None) -> int:
    """The width under which the weight is seen as a matrix: the change's own where it has one."""
    if change is not None and change.rows * change.pairs[0].right.shape[1] == weight.size:
        return int(change.pairs[0].right.shape[1])
    shape = weight.shape or (1,)
    width = max(1, shape[-1] if len(shape) < 4 else weight.size // shape[0])
    return width if width <= _WIDEST else gcd(weight.size, BLOCK)


def _dot(one: Any, other: Any) -> float:
    """⟨one, other⟩, in float64 over pieces of 4096: float32 alone would lose three digits over a block."""
    import numpy

    whole = len(one) // 4096 * 4096
    total = float(numpy.dot(one[whole:], other[whole:]))
    if whole:
        pieces = numpy.vecdot(one[:whole].reshape(-1, 4096), other[:whole].reshape(-1, 4096))
        total += float(pieces.sum(dtype="float64"))
    return total


class _Reader:
    """Reads blocks of one weight into the same memory again and again."""

    def __init__(self, side: Side, most: int) -> None:
        import numpy

        self._side = side
        self._dtype = side.weight.dtype
        self._raw = bytearray(most * WIDTHS[self._dtype])
        self._wide = numpy.empty(most, dtype="<u4") if self._dtype == "BF16" else None

    def bytes_of(self, count: int) -> bytearray:
        """The bytes of the last `count` values that were read."""
        size = count * WIDTHS[self._dtype]
        return self._raw if size == len(self._raw) else self._raw[:size]

    def read(self, start: int, count: int) -> Any:
        """The values as float32 (float64 for F64); valid until the next call."""
        import numpy

        raw = memoryview(self._raw)[: count * WIDTHS[self._dtype]]
        self._side.values.read_into(raw, self._side.weight, start)
        if self._wide is None:
            return as_numbers(raw, self._dtype)
        wide = self._wide[:count]
        numpy.copyto(wide, numpy.frombuffer(raw, dtype="<u2"))
        return numpy.left_shift(wide, 16, out=wide).view("<f4")


def row_products(rows: Any) -> Any:
    """The Gram matrix (n, n) of rows (n, width), in float64."""
    return (rows @ rows.T).astype("float64")


def eigenvalues(gram: Any) -> Any:
    """The squared singular values of the rows behind a Gram matrix, largest first."""
    import numpy

    return numpy.linalg.eigvalsh(gram)[::-1].clip(min=0)


def ratio(part: float, whole: float) -> float | None:
    """sqrt(part / whole) of two sums of squares."""
    return sqrt(part / whole) if whole > 0 else None
