"""The language between the inspector and its second process: JSON lines, and records as plain data."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

PROTOCOL = 1
MAX_LINE = 64 * 1024 * 1024
"""Longest line that either side accepts, in bytes; a report on 100,000 tensors needs about a third of it."""

Record = TypeVar("Record")


class Progress(NamedTuple):
    """How far an operation is: `done` of `total` steps of `stage` (`total` 0: not known)."""

    stage: str
    done: int
    total: int
    text: str


class ProtocolError(Exception):
    """A line that is not a message of this protocol."""


def encode_message(message: Mapping[str, Any]) -> bytes:
    """One message as one line. Raises ProtocolError when it would be longer than MAX_LINE."""
    line = json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"
    if len(line) > MAX_LINE:
        raise ProtocolError(f"a message of {len(line):,} bytes is longer than the protocol's {MAX_LINE:,}")
    return line


def decode_message(line: bytes) -> dict[str, Any]:
    """The message in one line. Raises ProtocolError for anything that is not a JSON object."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not a message: {line[:120]!r}") from error
    if not isinstance(message, dict):
        raise ProtocolError(f"not a message: {line[:120]!r}")
    return message


def read_messages(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Messages until the stream ends. Raises ProtocolError for garbage and for overlong lines."""
    while line := stream.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise ProtocolError(f"a line is longer than the protocol's {MAX_LINE:,} bytes")
        if line.strip():
            yield decode_message(line)


def encode_record(value: Any) -> Any:
    """Records (dataclasses, NamedTuples, enums, paths and containers of them) as what JSON can hold.

    A dataclass becomes an object, a NamedTuple an array (thousands of tensors travel as rows).
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode_record(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): encode_record(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [encode_record(item) for item in value]
    return value


def decode_record(kind: type[Record], data: Any) -> Record:
    """The record of type `kind` that `encode_record` made `data` from.

    Raises ProtocolError when the data does not have the record's shape.
    """
    try:
        return typing.cast(Record, _decode(kind, data))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ProtocolError(f"not a {kind.__name__}: {error}") from error


def _decode(kind: Any, data: Any) -> Any:
    if kind is Any:
        return data
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(typing.get_args(kind), data)
    if origin is tuple:
        item, *rest = typing.get_args(kind)
        if rest != [...]:
            raise TypeError(f"{kind} is not a sequence of one type")
        return tuple(_decode(item, entry) for entry in data)
    if origin is not None and issubclass(origin, Mapping):
        value_kind = typing.get_args(kind)[1]
        return {key: _decode(value_kind, entry) for key, entry in data.items()}
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            hints = _hints(kind)
            return kind(**{name: _decode(hints[name], entry) for name, entry in data.items()})
        if issubclass(kind, tuple) and hasattr(kind, "_fields"):
            hints = _hints(kind)
            return kind(*(_decode(hint, entry) for hint, entry in zip(hints.values(), data, strict=True)))
        if issubclass(kind, Enum | Path):
            return kind(data)
        if not isinstance(data, kind) and not (kind is float and isinstance(data, int)):
            raise TypeError(f"{data!r} is not {kind.__name__}")
    return data


def _decode_union(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None:
        if type(None) in kinds:
            return None
        raise TypeError("null is not allowed here")
    errors = []
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _decode(kind, data)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            errors.append(str(error))
    raise TypeError("; ".join(errors))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
