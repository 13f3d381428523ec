"""One streamed pass over the adapter's values: which tensors are all zero, which are not finite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from inspector.compat.inspection import WeightScan
from inspector.errors import Cancelled
from inspector.files.records import Adapter, TensorInfo

_BLOCK = 4 * 1024 * 1024
_FORMATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
_BF16_EXPONENT = 0x7F80


def scan_weights(adapter: Adapter, *, cancelled: Callable[[], bool] | None = None) -> WeightScan | None:
    """Read every floating-point tensor in blocks of 4 MB. None when there is nothing that can be read so.

    Values are looked at in the file's own dtype: bfloat16 by its bits, so that nothing is converted.
    Raises Cancelled.
    """
    path = adapter.weights_file
    if path is None or adapter.container != "safetensors" or not adapter.tensors:
        return None
    started = perf_counter()
    non_finite: list[str] = []
    zero: list[str] = []
    scanned = 0
    for key, tensor in adapter.tensors.items():
        if tensor.dtype not in _FORMATS or tensor.nbytes == 0:
            continue
        finite, any_value = _look(path, tensor, cancelled)
        scanned += 1
        if not finite:
            non_finite.append(key)
        elif not any_value:
            zero.append(key)
    return WeightScan(
        non_finite=tuple(non_finite), zero=tuple(zero), scanned=scanned, seconds=perf_counter() - started
    )


def _look(path: Path, tensor: TensorInfo, cancelled: Callable[[], bool] | None) -> tuple[bool, bool]:
    """(every value is finite, some value is not zero)."""
    import numpy

    any_value = False
    with path.open("rb") as file:
        file.seek(tensor.offset)
        left = tensor.nbytes
        while left:
            if cancelled is not None and cancelled():
                raise Cancelled
            raw = file.read(min(_BLOCK, left))
            if not raw:
                break  # the header was checked against the file's size: somebody cut it just now
            left -= len(raw)
            values: Any = numpy.frombuffer(raw, dtype=_FORMATS[tensor.dtype])
            if tensor.dtype == "BF16":
                if bool(((values & _BF16_EXPONENT) == _BF16_EXPONENT).any()):
                    return False, True
                any_value = any_value or bool((values & 0x7FFF).any())
            else:
                if not bool(numpy.isfinite(values).all()):
                    return False, True
                any_value = any_value or bool(values.any())
    return True, any_value
