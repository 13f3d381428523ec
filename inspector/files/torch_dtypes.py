"""torch's names for element types, as they stand in a pickle, and the safetensors codes for them."""

from __future__ import annotations

from inspector.files.safetensors import BITS

_STORAGE_DTYPES = {
    "FloatStorage": "F32", "DoubleStorage": "F64", "HalfStorage": "F16", "BFloat16Storage": "BF16",
    "LongStorage": "I64", "IntStorage": "I32", "ShortStorage": "I16", "CharStorage": "I8",
    "ByteStorage": "U8", "BoolStorage": "BOOL", "ComplexFloatStorage": "C64",
    "ComplexDoubleStorage": "C128",
}  # fmt: skip

_DTYPES = {
    "float32": "F32", "float64": "F64", "float16": "F16", "bfloat16": "BF16", "int64": "I64",
    "int32": "I32", "int16": "I16", "int8": "I8", "uint8": "U8", "bool": "BOOL", "uint16": "U16",
    "uint32": "U32", "uint64": "U64", "complex64": "C64", "complex128": "C128",
    "float8_e5m2": "F8_E5M2", "float8_e4m3fn": "F8_E4M3", "float8_e8m0fnu": "F8_E8M0",
    "float8_e4m3fnuz": "F8_E4M3FNUZ", "float8_e5m2fnuz": "F8_E5M2FNUZ",
}  # fmt: skip

ITEM_BYTES = {code: bits // 8 for code, bits in BITS.items()} | {"C128": 16}
"""Bytes per element; C128 is torch's complex128, for which safetensors has no code."""


def dtype_of(name: str) -> str | None:
    """The safetensors code of `torch.FloatStorage`, `torch.cuda.FloatStorage` or `torch.float32`."""
    package, _, last = name.rpartition(".")
    if package in ("torch", "torch.cuda") and last in _STORAGE_DTYPES:
        return _STORAGE_DTYPES[last]
    return _DTYPES.get(last) if package == "torch" else None
