"""Safetensors headers: names, shapes, dtypes and offsets, without the values and without a library.

Accepts what the safetensors crate 0.8 accepts (`SafeTensors::read_metadata`, `Metadata::validate`) and
refuses what it refuses; tests/files/test_safetensors_oracle.py holds the two against each other.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from inspector.errors import UnreadableInput
from inspector.files.signatures import HEAD_BYTES, open_regular, refuse_impostor, size_in_words
from inspector.files.tensor_info import TensorInfo

BITS = {
    "BOOL": 8, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8,
    "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
    "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip
"""Bits per element of every dtype that safetensors 0.8 knows."""

MAX_HEADER_BYTES = 100_000_000
"""The crate's own limit."""

MAX_HEADER_MARKS = 8_000_000
"""Brackets and commas that a header may hold: some 800,000 tensors. Keeps hostile JSON from filling memory;
the one place where this reader is stricter than the crate."""

_FIELDS = frozenset({"dtype", "shape", "data_offsets"})
_MAX_DEPTH = 127
_MAX_USIZE = 2**64 - 1


class Header(NamedTuple):
    """One file's `tensors` by name in the order of their bytes, its `metadata` and `file_size` in bytes."""

    tensors: dict[str, TensorInfo]
    metadata: dict[str, str]
    file_size: int


class _Object(list[tuple[str, Any]]):
    """A JSON object as its pairs: duplicates matter here, and a list is told from an object by its type."""


class HeaderFault(Exception):
    """Why the header is refused, as the end of a sentence that begins with the file's name."""


def read_header(path: Path) -> Header:
    """Read and validate the header of one .safetensors file; the values are not touched.

    Raises UnreadableInput: ADP001 (cannot be opened), ADP002 (Git LFS pointer), ADP003 (anything that
    safetensors 0.8 refuses; a truncated file is told how many bytes it lacks).
    """
    file, file_size = open_regular(path)
    with file:
        prefix = file.read(8)
        length = int.from_bytes(prefix, "little")
        if len(prefix) < 8 or length > MAX_HEADER_BYTES or 8 + length > file_size:
            _refuse_length(path, prefix + file.read(HEAD_BYTES), length, file_size)
        raw = file.read(length)
    try:
        if len(raw) != length:
            raise HeaderFault("became shorter while it was read")
        return parse_header(raw, file=path.name, file_size=file_size)
    except HeaderFault as fault:
        _refuse(path, f"{path.name} {fault}.")


def parse_header(raw: bytes, *, file: str, file_size: int) -> Header:
    """Validate a header's JSON (`raw`, without the 8 bytes before it) against the size of its file in bytes.

    Raises HeaderFault.
    """
    tensors, metadata = _interpret(_parse(raw))
    by_name = _lay_out(tensors, file=file, data_start=8 + len(raw), file_size=file_size)
    return Header(by_name, metadata, file_size)


def _refuse(path: Path, message: str) -> NoReturn:
    raise UnreadableInput(
        message,
        "The file is damaged or was not written by safetensors: download or save it again.",
        rule="ADP003",
        path=path,
    )


def _refuse_length(path: Path, head: bytes, length: int, file_size: int) -> NoReturn:
    if length > MAX_HEADER_BYTES or file_size < 8:
        # A text, an archive or a pickle reads as an absurd length; a plausible one may look like anything.
        refuse_impostor(path, head, expected="a safetensors file")
    if file_size < 8:
        _refuse(path, f"{path.name} has {file_size} bytes; a safetensors file begins with an 8-byte length.")
    if length > MAX_HEADER_BYTES:
        _refuse(path, f"{path.name} announces a header of {length:,} bytes, above the limit of 100,000,000.")
    missing = 8 + length - file_size
    _refuse(path, f"{path.name} is cut off inside its header: at least {size_in_words(missing)} are missing.")


def _parse(raw: bytes) -> _Object:
    """The header's JSON with the strictness of serde_json; duplicates are kept."""
    if raw.count(b"{") + raw.count(b"[") + raw.count(b",") > MAX_HEADER_MARKS:
        raise HeaderFault("describes more tensors than any model has, and was not read")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise HeaderFault("has a header that is not UTF-8 text") from None
    try:
        document = json.loads(
            text,
            object_pairs_hook=_Object,
            parse_int=_integer,
            parse_float=_real,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError) as error:
        reason = (
            error.msg if isinstance(error, json.JSONDecodeError) else "a number or its nesting is too large"
        )
        raise HeaderFault(f"has a header that is not valid JSON ({reason[:1].lower()}{reason[1:]})") from None
    if not isinstance(document, _Object):
        raise HeaderFault("has a header that is not a JSON object")
    if "\\ud" in text or "\\uD" in text:
        _refuse_lone_surrogates(document)
    return document


def _integer(digits: str) -> int | float:
    # serde_json reads -0 and whatever does not fit 64 bits as a floating-point number.
    if digits == "-0":
        return -0.0
    if len(digits) < 19:
        return int(digits)
    return value if len(digits) < 21 and -(2**63) <= (value := int(digits)) <= _MAX_USIZE else _real(digits)


def _real(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError("number out of range")
    return value


def _no_constant(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is not JSON", "", 0)


def _refuse_lone_surrogates(document: _Object) -> None:
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, (list, tuple)):
            waiting.extend(value)
        elif isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise HeaderFault("has a header with half a Unicode character in a name")


class _Entry(NamedTuple):
    dtype: str
    shape: list[int]
    begin: int
    end: int


def _interpret(document: _Object) -> tuple[dict[str, _Entry], dict[str, str]]:
    metadata: dict[str, str] | None = None
    seen_metadata = False
    tensors: dict[str, _Entry] = {}
    for name, value in document:
        if name != "__metadata__":
            tensors[name] = _entry(name, value)
            continue
        if seen_metadata:
            raise HeaderFault("has two __metadata__ entries in its header")
        seen_metadata = True
        if value is None:
            continue
        if not isinstance(value, _Object) or not all(isinstance(text, str) for _, text in value):
            raise HeaderFault("has __metadata__ that is not a table of texts")
        metadata = dict(value)
    return tensors, metadata or {}


def _entry(name: str, value: Any) -> _Entry:
    if isinstance(value, _Object):
        fields = dict(value)
        if len(value) != 3 or fields.keys() != _FIELDS:
            _check_fields(name, value)
        dtype, shape, offsets = fields["dtype"], fields["shape"], fields["data_offsets"]
    elif type(value) is list and len(value) == 3:
        dtype, shape, offsets = value
    else:
        raise HeaderFault(f"has no tensor description under the name {_shown(name)}")
    if isinstance(dtype, _Object) and len(dtype) == 1 and dtype[0][1] is None:
        dtype = dtype[0][0]  # serde's other spelling of a unit variant: {"F32": null}
    if not isinstance(dtype, str) or dtype not in BITS:
        raise HeaderFault(f"gives {_shown(name)} an unknown dtype: {_shown(dtype)}")
    if not _are_sizes(shape):
        raise HeaderFault(f"gives {_shown(name)} a shape that is not a list of sizes: {_shown(shape)}")
    if not _are_sizes(offsets) or len(offsets) != 2:
        raise HeaderFault(f"gives {_shown(name)} offsets that are not a pair of positions: {_shown(offsets)}")
    return _Entry(dtype, shape, offsets[0], offsets[1])


def _check_fields(name: str, value: _Object) -> None:
    """Each of the three fields once; others do not matter, as long as they are not nested too deeply."""
    seen = set()
    for field, content in value:
        if field not in _FIELDS:
            _refuse_depth(content)
        elif field in seen:
            raise HeaderFault(f"gives {field} of {_shown(name)} twice")
        seen.add(field)
    missing = [field for field in ("dtype", "shape", "data_offsets") if field not in seen]
    if missing:
        raise HeaderFault(f"does not give {missing[0]} of {_shown(name)}")


def _are_sizes(value: Any) -> bool:
    return type(value) is list and set(map(type, value)) <= {int} and min(value, default=0) >= 0


def _refuse_depth(value: Any) -> None:
    """serde_json's recursion limit; `value` is a field of a tensor's description, so at depth 3 itself."""
    level, depth = [value], 2
    while level := [part for part in level if isinstance(part, list)]:
        depth += 1
        if depth > _MAX_DEPTH:
            raise HeaderFault("has a header that is nested too deeply")
        level = [child for part in level for child in _children(part)]


def _children(part: Any) -> list[Any]:
    return [value for _, value in part] if isinstance(part, _Object) else list(part)


def _shown(value: Any) -> str:
    """At most 80 characters of a stranger's text, safe to print."""
    text = value if isinstance(value, str) else json.dumps(value)
    text = text.encode("unicode_escape").decode("ascii")
    return text if len(text) <= 80 else text[:77] + "…"


def _lay_out(
    entries: dict[str, _Entry], *, file: str, data_start: int, file_size: int
) -> dict[str, TensorInfo]:
    """Check that the tensors tile the data without hole or overlap, each as large as its shape."""
    tensors: dict[str, TensorInfo] = {}
    # A few kinds of tensors make up a model: each is worked out and kept once.
    kinds: dict[tuple[tuple[int, ...], str], tuple[tuple[int, ...], str, int]] = {}
    position = 0
    for name, entry in sorted(entries.items(), key=lambda item: (item[1].begin, item[1].end)):
        if entry.begin != position or entry.end < entry.begin:
            fault = "overlaps the tensor before it" if entry.begin < position else "leaves a gap before it"
            fault = "ends before it begins" if entry.end < entry.begin else fault
            raise HeaderFault(f"is inconsistent: {_shown(name)} {fault} ({entry.begin:,} to {entry.end:,})")
        position = entry.end
        kind = (tuple(entry.shape), entry.dtype)
        known = kinds.get(kind)
        if known is None:
            known = kinds[kind] = (*kind, _bytes_needed(name, entry))
        shape, dtype, nbytes = known
        if nbytes != entry.end - entry.begin:
            raise HeaderFault(
                f"is inconsistent: {_shown(name)} needs {nbytes:,} bytes for its shape "
                f"and is given {entry.end - entry.begin:,}"
            )
        tensors[name] = TensorInfo(name, shape, dtype, file, data_start + entry.begin, nbytes)
    expected = data_start + position
    if file_size < expected:
        raise HeaderFault(
            f"is cut off: {size_in_words(expected - file_size)} of {size_in_words(expected)} are missing"
        )
    if file_size > expected:
        raise HeaderFault(f"has {size_in_words(file_size - expected)} after its last tensor")
    return tensors


def _bytes_needed(name: str, entry: _Entry) -> int:
    elements = 1
    for extent in entry.shape:
        elements *= extent
        if elements > _MAX_USIZE:
            raise HeaderFault(f"gives {_shown(name)} a shape whose size overflows 64 bits")
    bits = elements * BITS[entry.dtype]
    if bits > _MAX_USIZE:
        raise HeaderFault(f"gives {_shown(name)} a shape whose size overflows 64 bits")
    if bits % 8:
        raise HeaderFault(f"gives {_shown(name)} a {entry.dtype} shape that does not end on a whole byte")
    return bits // 8
