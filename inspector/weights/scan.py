"""One streamed pass over the adapter's values: zeros, what is not finite, the largest value, dead rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, BinaryIO

from inspector.compat.inspection import WeightScan
from inspector.compat.weights_result import ZeroRows
from inspector.errors import Cancelled
from inspector.files.records import Adapter, TensorInfo
from inspector.files.signatures import open_regular
from inspector.weights.values import WORDS, as_numbers, read_bytes

_BLOCK = 1024 * 1024
_FIRST_NON_FINITE = {
    "F64": 0x7FF0000000000000, "F32": 0x7F800000, "F16": 0x7C00, "BF16": 0x7F80,
    "F8_E4M3": 0x7F, "F8_E5M2": 0x7C,
}  # fmt: skip
"""Without its sign, a float is the larger the larger its bits are as an integer; from these on, no number."""


def scan_weights(
    adapter: Adapter,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> WeightScan | None:
    """Read every floating-point tensor in blocks of 1 MB. None when there is nothing that can be read so.

    Values are looked at as the file's own bits, so that nothing is converted. `progress` gets bytes read and
    bytes in all. Raises Cancelled, UnreadableInput where the file is cut while it is read.
    """
    path = adapter.weights_file
    if path is None or adapter.container != "safetensors" or not adapter.tensors:
        return None
    started = perf_counter()
    chosen = [t for t in adapter.tensors.values() if t.dtype in WORDS and t.nbytes]
    total, done = sum(tensor.nbytes for tensor in chosen), 0
    found = _Found()
    file, _ = open_regular(path)
    with file:
        for tensor in chosen:
            _look(file, tensor, found, cancelled)
            done += tensor.nbytes
            if progress is not None:
                progress(done, total)
    dtypes = Counter(tensor.dtype for tensor in adapter.tensors.values())
    return WeightScan(
        non_finite=tuple(found.non_finite),
        zero=tuple(found.zero),
        scanned=len(chosen),
        seconds=perf_counter() - started,
        zero_rows=tuple(found.zero_rows),
        largest=found.largest,
        largest_key=found.largest_key,
        dtypes=tuple(sorted(dtypes.items())),
    )


@dataclass(slots=True)
class _Found:
    non_finite: list[str]
    zero: list[str]
    zero_rows: list[ZeroRows]
    largest: float
    largest_key: str

    def __init__(self) -> None:
        self.non_finite, self.zero, self.zero_rows = [], [], []
        self.largest, self.largest_key = 0.0, ""


def _look(file: BinaryIO, tensor: TensorInfo, found: _Found, cancelled: Callable[[], bool] | None) -> None:
    """Put what is to be said about one tensor into `found`."""
    largest, alive = _magnitudes(file, tensor, cancelled)
    if largest >= _FIRST_NON_FINITE[tensor.dtype]:
        found.non_finite.append(tensor.key)
        return
    if largest == 0:
        found.zero.append(tensor.key)
        return
    value = float(as_numbers(largest.tobytes(), tensor.dtype)[0])
    if value > found.largest:
        found.largest, found.largest_key = value, tensor.key
    if alive is not None and not alive.all():
        found.zero_rows.append(_longest_run(tensor.key, alive))


def _magnitudes(file: BinaryIO, tensor: TensorInfo, cancelled: Callable[[], bool] | None) -> tuple[Any, Any]:
    """The largest magnitude as bits, and for a matrix which of its rows hold a value."""
    import numpy

    word = numpy.dtype(WORDS[tensor.dtype])
    unsigned = word.type((1 << (8 * word.itemsize - 1)) - 1)
    rows = tensor.shape[0] if len(tensor.shape) > 1 else 1
    row_bytes = tensor.nbytes // rows
    # Whole rows at a time; a row that is longer than a block is only looked at for its largest value.
    step = _BLOCK // row_bytes * row_bytes or _BLOCK
    alive = numpy.ones(rows, dtype=bool) if rows > 1 and step % row_bytes == 0 else None
    largest = word.type(0)
    for start in range(0, tensor.nbytes, step):
        if cancelled is not None and cancelled():
            raise Cancelled
        raw = read_bytes(file, tensor.offset + start, min(step, tensor.nbytes - start))
        bits = numpy.frombuffer(raw, dtype=word)
        numpy.bitwise_and(bits, unsigned, out=bits)
        largest = max(largest, bits.max())
        if alive is not None:
            first = start // row_bytes
            block = bits.reshape(-1, row_bytes // word.itemsize)
            alive[first : first + len(block)] = _rows_with_values(block)
    return largest, alive


def _rows_with_values(block: Any) -> Any:
    """Which rows hold a value. Most rows begin with one, so the rest are looked at only where they do not."""
    alive = block[:, 0] != 0
    doubtful = (~alive).nonzero()[0]
    if len(doubtful):
        alive[doubtful] = block[doubtful].any(axis=1)
    return alive


def _longest_run(key: str, alive: Any) -> ZeroRows:
    """The longest run of rows without a value."""
    import numpy

    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([True], alive, [True])).astype("i1")))
    starts, stops = edges[::2], edges[1::2]
    longest = int((stops - starts).argmax())
    return ZeroRows(key, int(starts[longest]), int(stops[longest]), len(alive))
