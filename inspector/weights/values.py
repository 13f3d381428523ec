"""Tensor values from safetensors files as numbers: by plain reads, in blocks, never mapped into memory.

A file that is cut while it is mapped kills the process (SIGBUS); a read that comes back short is an error.
"""

from __future__ import annotations

import os
from typing import Any, BinaryIO

from inspector.errors import UnreadableInput
from inspector.files.records import TensorInfo

WORDS = {
    "F64": "<u8", "F32": "<u4", "F16": "<u2", "BF16": "<u2", "F8_E4M3": "u1", "F8_E5M2": "u1",
}  # fmt: skip
"""Every floating-point dtype that is read here, as the unsigned integer of its width."""

_IEEE = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}


def read_bytes(file: BinaryIO, offset: int, count: int) -> bytearray:
    """`count` bytes from `offset` on. Raises UnreadableInput (ADP003) where the file has become shorter."""
    raw = bytearray(count)
    read_exactly(file, offset, memoryview(raw))
    return raw


def read_exactly(file: BinaryIO, offset: int, buffer: memoryview) -> None:
    """Fill the buffer from `offset` on. Raises UnreadableInput (ADP003) where the file has become shorter."""
    if _read_at(file, offset, buffer) != len(buffer):
        name = str(getattr(file, "name", "The file")).rsplit("/", 1)[-1]
        raise UnreadableInput(f"{name} became shorter while it was read.", "Try again.", rule="ADP003")


def _read_at(file: BinaryIO, offset: int, buffer: memoryview) -> int:
    """How many bytes were there. One call of the system where it has one for this, past the file's buffer."""
    if not hasattr(os, "preadv"):
        file.seek(offset)
        return int(file.readinto(buffer))  # type: ignore[attr-defined]  # every file open for reading has it
    filled = 0
    while filled < len(buffer) and (count := os.preadv(file.fileno(), [buffer[filled:]], offset + filled)):
        filled += count
    return filled


def as_numbers(raw: Any, dtype: str) -> Any:
    """A flat array of the values: float64 for F64, else float32, which holds every other dtype exactly.

    `raw`: a buffer of whole elements. bfloat16 is the upper half of a float32, float8_e5m2 of a float16;
    float8_e4m3 has no infinities (`S.1111.111` is NaN; OCP 8-bit Floating Point Specification 1.0).
    """
    import numpy

    words = numpy.frombuffer(raw, dtype=WORDS[dtype])
    if dtype == "BF16":
        wide = words.astype("<u4")
        return numpy.left_shift(wide, 16, out=wide).view("<f4")
    if dtype == "F8_E5M2":
        return (words.astype("<u2") << 8).view("<f2").astype("<f4")
    if dtype == "F8_E4M3":
        return _e4m3_values()[words]
    numbers = words.view(_IEEE[dtype])
    return numbers.astype("<f4") if dtype == "F16" else numbers


def read_tensor(file: BinaryIO, info: TensorInfo) -> Any:
    """One whole tensor in its own shape, in float64."""
    import numpy

    raw = read_bytes(file, info.offset, info.nbytes)
    with numpy.errstate(invalid="ignore"):  # a signalling NaN stays one, and is told by the scan
        return as_numbers(raw, info.dtype).astype("float64").reshape(info.shape)


def _e4m3_values() -> Any:
    """The 256 numbers of float8_e4m3fn: bias 7, subnormals in steps of 2^-9."""
    import numpy

    code = numpy.arange(256)
    exponent, mantissa = (code >> 3) & 15, code & 7
    normal = (1 + mantissa / 8) * 2.0 ** (exponent - 7.0)
    magnitude = numpy.where(exponent == 0, mantissa * 2.0**-9, normal)
    magnitude[(code & 127) == 127] = numpy.nan
    return numpy.where(code >= 128, -magnitude, magnitude).astype("<f4")
