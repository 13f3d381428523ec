"""Reads weights in blocks of numbers, into the same memory again and again."""

from __future__ import annotations

from typing import Any

from inspector.weights.base_weights import WIDTHS, BaseWeights, Weight

_TOLD_BY = 64


class FloatMemory:
    """A flat array that grows to the largest that was asked for."""

    def __init__(self) -> None:
        self._kept: Any = None

    def of(self, dtype: str, count: int) -> Any:
        """An array of `count` values with whatever was in it last."""
        import numpy

        size = count * numpy.dtype(dtype).itemsize
        if self._kept is None or len(self._kept) < size:
            self._kept = numpy.empty(size, dtype="u1")
        return self._kept[:size].view(dtype)


class BlockReader:
    """One weight at a time, from `start` on: blocks of at most so many values."""

    def __init__(self) -> None:
        self._bytes, self._numbers = FloatMemory(), FloatMemory()
        self._raw: Any = None

    def start(self, base: BaseWeights, weight: Weight, most: int) -> None:
        """Turn to this weight, of which no block will have more than `most` values."""
        self._base, self._weight, self._dtype = base, weight, weight.dtype
        self._memory = self._bytes.of("u1", most * WIDTHS[weight.dtype])
        self._wide = self._numbers.of("<u4", most) if weight.dtype in ("BF16", "F16") else None

    def read(self, start: int, count: int) -> Any:
        """The values as float32 (float64 for F64), valid until the next call. Raises UnreadableInput."""
        import numpy

        self._raw = raw = self._memory[: count * WIDTHS[self._dtype]]
        self._base.read_into(memoryview(raw), self._weight, start)
        if self._wide is None:
            return raw.view("<f8" if self._dtype == "F64" else "<f4")
        wide = self._wide[:count]
        if self._dtype == "F16":
            numpy.copyto(wide.view("<f4"), raw.view("<f2"))
        else:
            numpy.copyto(wide, raw.view("<u2"))
            numpy.left_shift(wide, 16, out=wide)
        return wide.view("<f4")

    def holds_same(self, other: BlockReader) -> bool:
        """Whether both read the same bytes last; what differs mostly does so at once."""
        one, two = self._raw, other._raw
        if bytes(one[:_TOLD_BY]) != bytes(two[:_TOLD_BY]):
            return False
        word = "u8" if one.size % 8 == 0 else "u1"
        return one.size == two.size and bool((one.view(word) == two.view(word)).all())
