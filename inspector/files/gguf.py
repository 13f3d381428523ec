"""GGUF headers: metadata and tensor infos, skipping over vocabularies without reading them into objects.

Layout (little-endian): magic, version, counts, key-value pairs, tensor infos, padding, tensor data
(ggml `docs/gguf.md`, versions 2 and 3). `gguf.GGUFReader` gives the same, 100 times slower.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

from inspector.errors import UnreadableInput
from inspector.files.signatures import HEAD_BYTES, open_regular, refuse_impostor, size_in_words

MAGIC = b"GGUF"
MAX_HEADER_BYTES = 256 * 1024 * 1024
"""A vocabulary of 262,144 tokens with its merges takes about 20 MB."""

MAX_TENSORS = 1_000_000
MAX_ENTRIES = 65_536
_LONGEST_KEPT_ARRAY = 1024
_LONGEST_READ_ARRAY = 4_000_000
_LONGEST_KEPT_TEXT = 1_000_000
_LONGEST_NAME = 65_535
_MAX_DIMENSIONS = 4
_DEEPEST_ARRAY = 4
_DEFAULT_ALIGNMENT = 32
_FIRST_READ = 1024 * 1024

_SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d",
}  # fmt: skip
_TEXT, _ARRAY = 8, 9
_U32, _U64 = struct.Struct("<I"), struct.Struct("<Q")

GGML_TYPES: dict[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 40), 10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210),
    15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98),
    19: ("IQ1_S", 256, 50), 20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8),
    28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2), 34: ("TQ1_0", 256, 54),
    35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17), 40: ("NVFP4", 64, 36), 41: ("Q1_0", 128, 18),
}  # fmt: skip
"""ggml type number → (name, elements in a block, bytes of a block); gguf 0.19 `GGML_QUANT_SIZES`."""


class Length(NamedTuple):
    """Stands for an array or text that was skipped: how many items (characters) it has."""

    items: int


class GgufTensor(NamedTuple):
    """`shape` in torch's order (GGUF stores it reversed); `offset` in bytes from the file's start."""

    shape: tuple[int, ...]
    type: str
    offset: int
    nbytes: int


class GgufHeader(NamedTuple):
    """`metadata` holds scalars, texts and short arrays of numbers; anything longer as its `Length`,
    unless it was asked for."""

    metadata: dict[str, Any]
    tensors: dict[str, GgufTensor]
    version: int
    file_size: int


class _Fault(Exception):
    """Why the file is refused, as the end of a sentence that begins with its name."""


def read_gguf(path: Path, *, keep: Collection[str] = ()) -> GgufHeader:
    """Read the header of one GGUF file; texts of its vocabulary and tensor data are not touched.

    Arrays of the entries named in `keep` are read out, as tuples, however long they are.

    Raises UnreadableInput: ADP001 (cannot be opened), ADP002 (Git LFS pointer), ADP003 (damaged or cut
    off), ADP006 (a version that is not read).
    """
    file, file_size = open_regular(path)
    with file:
        head = file.read(HEAD_BYTES)
        if not head.startswith(MAGIC):
            refuse_impostor(path, head, expected="a GGUF file")
            _refuse(path, "does not begin with the letters GGUF")
        file.seek(0)
        try:
            return _read(_Cursor(file, file_size), path, frozenset(keep))
        except (_Fault, struct.error) as fault:
            _refuse(path, str(fault))


def _refuse(path: Path, reason: str) -> NoReturn:
    raise UnreadableInput(
        f"{path.name} {reason}.",
        "The file is damaged or incomplete: download or convert it again.",
        rule="ADP003",
        path=path,
    )


class _Cursor:
    """A position in a file whose beginning is read as far as it is needed, and no further than the cap."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size
        self.limit = min(size, MAX_HEADER_BYTES)
        self.buffer = bytearray()
        self.position = 0

    def require(self, count: int) -> None:
        """Make `count` bytes from the position on available."""
        end = self.position + count
        if end > self.limit:
            if end > self.size:
                missing = size_in_words(end - self.size)
                raise _Fault(f"is cut off inside its header: at least {missing} are missing")
            raise _Fault("has a header larger than any model needs, and was not read")
        while len(self.buffer) < end:
            piece = self._file.read(max(_FIRST_READ, end - len(self.buffer)))
            if not piece:
                raise _Fault("became shorter while it was read")
            self.buffer += piece

    def unpack(self, layout: struct.Struct) -> Any:
        self.require(layout.size)
        (value,) = layout.unpack_from(self.buffer, self.position)
        self.position += layout.size
        return value

    def skip(self, count: int) -> None:
        self.require(count)
        self.position += count

    def text(self, longest: int) -> str:
        length = self.unpack(_U64)
        if length > longest:
            raise _Fault(f"has a name of {length:,} bytes in its header")
        self.require(length)
        raw = self.buffer[self.position : self.position + length]
        self.position += length
        return raw.decode("utf-8", "replace")

    def skip_texts(self, count: int) -> None:
        """Jump over `count` texts: a vocabulary of 128k tokens and 280k merges takes some 0.1 s."""
        if count * _U64.size > self.limit - self.position:
            raise _Fault(f"announces {count:,} texts, which its header cannot hold")
        unpack, position, done = _U64.unpack_from, self.position, 0
        while done < count:
            buffer = self.buffer
            try:
                while done < count:
                    (length,) = unpack(buffer, position)
                    position += 8 + length
                    done += 1
            except (struct.error, OverflowError):
                self.position = position
                self.require(_U64.size)
        self.position = position
        self.require(0)

    def texts(self, count: int) -> tuple[str, ...]:
        """`count` texts; what is not UTF-8 in them is replaced."""
        start = self.position
        self.skip_texts(count)
        raw = bytes(self.buffer[start : self.position])
        unpack, position, found = _U64.unpack_from, 0, []
        for _ in range(count):
            (length,) = unpack(raw, position)
            position += 8 + length
            found.append(raw[position - length : position].decode("utf-8", "replace"))
        return tuple(found)


def _read(cursor: _Cursor, path: Path, keep: frozenset[str]) -> GgufHeader:
    cursor.skip(len(MAGIC))
    version = cursor.unpack(_U32)
    if version not in (2, 3):
        raise UnreadableInput(
            f"{path.name} is GGUF of version {version if version < 1000 else 'unknown (big-endian?)'}.",
            "Versions 2 and 3 are read; convert it again with a current llama.cpp.",
            rule="ADP006",
            path=path,
        )
    tensors, entries = cursor.unpack(_U64), cursor.unpack(_U64)
    if tensors > MAX_TENSORS or entries > MAX_ENTRIES:
        raise _Fault(f"announces {tensors:,} tensors and {entries:,} entries, more than any model has")
    metadata: dict[str, Any] = {}
    for _ in range(entries):
        key = cursor.text(_LONGEST_NAME)
        if key in metadata:
            raise _Fault(f"has the entry {key[:80]!r} twice")
        metadata[key] = _value(cursor, cursor.unpack(_U32), kept=key in keep)
    described = [_describe(cursor) for _ in range(tensors)]
    return GgufHeader(metadata, _place(described, cursor, metadata), version, cursor.size)


def _value(cursor: _Cursor, kind: int, depth: int = 0, *, kept: bool = False) -> Any:
    if kind in _SCALARS:
        return cursor.unpack(struct.Struct(_SCALARS[kind]))
    if kind == _TEXT:
        length = cursor.unpack(_U64)
        if length > _LONGEST_KEPT_TEXT:
            cursor.skip(length)
            return Length(length)
        cursor.position -= _U64.size
        return cursor.text(_LONGEST_KEPT_TEXT)
    if kind == _ARRAY and depth < _DEEPEST_ARRAY:
        return _array(cursor, depth, kept=kept)
    raise _Fault(f"has an entry of the unknown type {kind}")


def _array(cursor: _Cursor, depth: int, *, kept: bool) -> tuple[Any, ...] | Length:
    kind, count = cursor.unpack(_U32), cursor.unpack(_U64)
    if kept and count > _LONGEST_READ_ARRAY:
        raise _Fault(f"has a vocabulary of {count:,} entries, more than any model has")
    if kind in _SCALARS:
        size = struct.calcsize(_SCALARS[kind])
        cursor.require(count * size)
        if count > _LONGEST_KEPT_ARRAY and not kept:
            cursor.skip(count * size)
            return Length(count)
        values = struct.unpack_from(f"<{count}{_SCALARS[kind][1]}", cursor.buffer, cursor.position)
        cursor.skip(count * size)
        return values
    if kind == _TEXT:
        if kept:
            return cursor.texts(count)
        cursor.skip_texts(count)
        return Length(count)
    if count > _LONGEST_KEPT_ARRAY:
        raise _Fault(f"has an array of {count:,} arrays")
    return tuple(_value(cursor, kind, depth + 1) for _ in range(count))


class _Described(NamedTuple):
    name: str
    shape: tuple[int, ...]
    type: int
    offset: int


def _describe(cursor: _Cursor) -> _Described:
    name = cursor.text(_LONGEST_NAME)
    dimensions = cursor.unpack(_U32)
    if dimensions > _MAX_DIMENSIONS:
        raise _Fault(f"has a tensor of {dimensions:,} dimensions ({name[:80]})")
    extents = [cursor.unpack(_U64) for _ in range(dimensions)]
    return _Described(name, tuple(reversed(extents)), cursor.unpack(_U32), cursor.unpack(_U64))


def _place(described: list[_Described], cursor: _Cursor, metadata: dict[str, Any]) -> dict[str, GgufTensor]:
    """Where each tensor's bytes lie; none may lie beyond the end of the file."""
    alignment = metadata.get("general.alignment", _DEFAULT_ALIGNMENT)
    if not isinstance(alignment, int) or not 0 < alignment <= 2**20:
        raise _Fault("names no usable alignment")
    start = -(-cursor.position // alignment) * alignment
    tensors: dict[str, GgufTensor] = {}
    for name, shape, number, offset in described:
        if name in tensors:
            raise _Fault(f"has the tensor {name[:80]!r} twice")
        kind, block, block_bytes = GGML_TYPES.get(number, (f"type {number}", 1, 0))
        count = 1
        for extent in shape:
            count *= extent
        if count % block:
            raise _Fault(
                f"has a {kind} tensor of {count:,} elements ({name[:80]}), no whole number of blocks"
            )
        nbytes = count // block * block_bytes
        missing = start + offset + nbytes - cursor.size
        if missing > 0:
            raise _Fault(f"is cut off: at least {size_in_words(missing)} are missing")
        tensors[name] = GgufTensor(shape, kind, start + offset, nbytes)
    return tensors
