"""A JSON file from a stranger, read as an object: bounded in size, never a traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, cast

from inspector.errors import UnreadableInput
from inspector.files.signatures import (
    HEAD_BYTES,
    is_html,
    open_regular,
    refuse_impostor,
    size_in_words,
)

MAX_CONFIG_BYTES = 10_000_000
"""adapter_config.json and config.json; the largest seen have 0.2 MB."""

MAX_DEPTH = 100
"""Nesting that Python's json could still read, but not every program that gets the values from us."""

_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")

MAX_INDEX_BYTES = 100_000_000
"""model.safetensors.index.json and tokenizer files; 30 MB happen."""


def read_json_object(path: Path, *, rule: str, max_bytes: int = MAX_CONFIG_BYTES) -> dict[str, Any]:
    """The object that the file holds. NaN and Infinity are accepted, as Python's json and transformers do.

    Raises UnreadableInput: ADP001 (cannot be opened), ADP002 (Git LFS pointer), ADP003 (a web page), else
    `rule` (too large, not UTF-8, not JSON, not an object, nested too deeply).
    """
    file, size = open_regular(path)
    with file:
        raw = file.read(max_bytes + 1)
    head = raw[:HEAD_BYTES]
    if head.startswith(b"version https://git-lfs") or is_html(head):
        refuse_impostor(path, head, expected="a JSON file")
    if len(raw) > max_bytes:
        raise UnreadableInput(
            f"{path.name} has {size_in_words(size)}, more than any such file needs, and was not read.",
            "Choose the right file.",
            rule=rule,
            path=path,
        )
    try:
        document = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        reason = "it is not UTF-8 text"
    except json.JSONDecodeError as error:
        reason = f"{error.msg[:1].lower()}{error.msg[1:]}, line {error.lineno} column {error.colno}"
    except RecursionError:
        reason = "it is nested too deeply"
    except ValueError:
        reason = "it holds a number with thousands of digits"
    else:
        fault = _fault(document, may_hold_halves=_HALF_CHARACTER.search(raw) is not None)
        if fault is None:
            return cast(dict[str, Any], document)
        reason = fault
    raise UnreadableInput(
        f"{path.name} is not valid JSON: {reason}." if raw.strip() else f"{path.name} is empty.",
        "Restore the file from its source, or correct it in a text editor.",
        rule=rule,
        path=path,
    )


def _fault(document: Any, *, may_hold_halves: bool) -> str | None:
    """Why a parsed document is not used: no object, too deep, or a text that cannot be printed.

    Only an escape can make half a character of UTF-8 text, so without one no text is looked at: a
    vocabulary has hundreds of thousands.
    """
    if not isinstance(document, dict):
        return "it is not an object in braces"
    level: list[Any] = [document]
    for _ in range(MAX_DEPTH):
        children = list(chain.from_iterable(map(_values, level)))
        if may_hold_halves and not all(map(_is_unicode, _texts(level, children))):
            return "it holds half a Unicode character"
        if _NESTED.isdisjoint(map(type, children)):
            return None
        level = [child for child in children if type(child) in _NESTED]
    return "it is nested too deeply"


_NESTED = frozenset({dict, list})
"""json makes exactly these, so that types are compared: a vocabulary has hundreds of thousands of values."""


def _values(part: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return part.values() if type(part) is dict else part


def _texts(level: list[Any], children: list[Any]) -> Iterator[str]:
    yield from (child for child in children if type(child) is str)
    yield from chain.from_iterable(part for part in level if type(part) is dict)


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)
