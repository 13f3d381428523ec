"""A sentencepiece model (`tokenizer.model`): its pieces, scores and options, read without its package.

The file is one protobuf message, `ModelProto` of google/sentencepiece `src/sentencepiece_model.proto`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from inspector.errors import UnreadableInput
from inspector.files.folder import printable
from inspector.files.signatures import HEAD_BYTES, open_regular, refuse_impostor

MAX_BYTES = 64 * 1024 * 1024
"""The largest seen (256,000 pieces, a character map of 240 kB) has 4.7 MB."""

MAX_PIECES = 4_000_000
MAX_TRAINER_BYTES = 8 * 1024 * 1024
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6
"""`SentencePiece.Type`; GGUF's `tokenizer.ggml.token_type` has the same numbers."""

_ALGORITHMS = {1: "Unigram", 2: "BPE", 3: "Word", 4: "Char"}
_FLOAT = struct.Struct("<f")


class Piece(NamedTuple):
    """One piece; its id is its place in the list. Spaces are written `▁`."""

    text: str
    score: float
    type: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePieceModel:
    """Defaults are those of the .proto. `normalizer_name` is `nmt_nfkc`, `identity`, …; `maps_characters`
    tells whether texts go through a precompiled character map first."""

    pieces: tuple[Piece, ...]
    algorithm: str = "Unigram"
    normalizer_name: str = ""
    maps_characters: bool = False
    adds_prefix: bool = True
    joins_spaces: bool = True
    escapes_spaces: bool = True
    suffix_spaces: bool = False
    bos_id: int = 1
    eos_id: int = 2
    pad_id: int = -1


class _Fault(Exception):
    """Why the file is refused, as the end of a sentence that begins with its name."""


def read_sentencepiece(path: Path) -> SentencePieceModel:
    """Read a sentencepiece model. Raises UnreadableInput (ADP001 to ADP003)."""
    file, _ = open_regular(path)
    with file:
        raw = file.read(MAX_BYTES + 1)
    refuse_impostor(path, raw[:HEAD_BYTES], expected="a sentencepiece model")
    try:
        if len(raw) > MAX_BYTES:
            raise _Fault("is larger than any sentencepiece model, and was not read")
        return parse_model(raw)
    except _Fault as fault:
        raise UnreadableInput(
            f"{printable(path.name)} {fault}.",
            "The file is damaged or no sentencepiece model: download it again.",
            rule="ADP003",
            path=path,
        ) from None


def parse_model(raw: bytes) -> SentencePieceModel:
    """The model in a serialised ModelProto; unknown fields are skipped, as protobuf does."""
    pieces: list[Piece] = []
    trainer, normalizer = b"", b""
    for number, value in _fields(raw):
        if number == 1 and isinstance(value, bytes):
            pieces.append(_piece(value))
            if len(pieces) > MAX_PIECES:
                raise _Fault("has more pieces than any model has")
        elif number == 2 and isinstance(value, bytes):
            trainer += value  # a message that comes in parts is the parts put together
        elif number == 3 and isinstance(value, bytes):
            normalizer += value
        if len(trainer) > MAX_TRAINER_BYTES:
            raise _Fault("has more training options than any model has")
    if not pieces:
        raise _Fault("holds no pieces")
    spec, rules = dict(_fields(trainer)), dict(_fields(normalizer))
    name = rules.get(1, b"")
    return SentencePieceModel(
        pieces=tuple(pieces),
        algorithm=_ALGORITHMS.get(_number(spec, 3, 1), "unknown"),
        normalizer_name=_text(name) if isinstance(name, bytes) else "",
        maps_characters=bool(rules.get(2)),
        adds_prefix=bool(_number(rules, 3, 1)),
        joins_spaces=bool(_number(rules, 4, 1)),
        escapes_spaces=bool(_number(rules, 5, 1)),
        suffix_spaces=bool(_number(spec, 24, 0)),
        bos_id=_signed(_number(spec, 41, 1)),
        eos_id=_signed(_number(spec, 42, 2)),
        pad_id=_signed(_number(spec, 43, -1)),
    )


def _piece(raw: bytes) -> Piece:
    text, score, kind = "", 0.0, NORMAL
    for number, value in _fields(raw):
        if number == 1 and isinstance(value, bytes):
            text = _text(value)
        elif number == 2 and isinstance(value, bytes) and len(value) == _FLOAT.size:
            (score,) = _FLOAT.unpack(value)
        elif number == 3 and isinstance(value, int):
            kind = value
    return Piece(text, score, kind)


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Field numbers and values of one message: varints as numbers, everything else as its bytes."""
    position, end = 0, len(raw)
    while position < end:
        tag, position = _varint(raw, position)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise _Fault("has a field without a number")
        if wire == 0:
            value, position = _varint(raw, position)
            yield number, value
            continue
        if wire == 2:
            length, position = _varint(raw, position)
        elif wire in (1, 5):
            length = 8 if wire == 1 else 4
        else:
            raise _Fault("is no protobuf message")
        if length > end - position:
            raise _Fault("is cut off")
        yield number, raw[position : position + length]
        position += length


def _varint(raw: bytes, position: int) -> tuple[int, int]:
    value, shift = 0, 0
    while shift < 70:
        if position >= len(raw):
            raise _Fault("is cut off")
        byte = raw[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
    raise _Fault("holds a number that never ends")


def _number(fields: dict[int, int | bytes], number: int, usual: int) -> int:
    value = fields.get(number, usual)
    return value if isinstance(value, int) else usual


def _signed(value: int) -> int:
    """An int32 as protobuf writes it: negative numbers as their 64-bit complement."""
    return value - 2**64 if value >= 2**63 else value


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
