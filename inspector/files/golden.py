"""Golden sets: examples with a known right answer, one JSON object a line, bounded in every direction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from inspector.errors import UsageError
from inspector.files.patterns import could_run_away
from inspector.files.signatures import open_regular, size_in_words

MAX_BYTES = 16 * 1024 * 1024
"""Three times this, the most that ASCII escapes make of it, still is one message to the worker."""

MAX_EXAMPLES = 20_000
MAX_LINE_BYTES = 256 * 1024
MAX_EXPECTED = 4_000
MAX_CHOICES = 64
MAX_MESSAGES = 200

REGEX_SEES = 256
"""Characters of an answer that a regular expression is searched in."""

_MOST_REPEATS = 3
_FORMAT = 'Each line is an object such as {"prompt": "…", "expected": "…"}, or with "choices" and "answer".'


class Match(StrEnum):
    """How an answer is held against what was expected (see `compat.golden_answers`)."""

    EXACT = "exact"
    NORMALISED = "normalised"
    CONTAINS = "contains"
    REGEX = "regex"
    CHOICE = "choice"


class Message(NamedTuple):
    """One turn of a chat, as chat templates take it."""

    role: str
    content: str


class GoldenExample(NamedTuple):
    """One example. `number` is its line in the file, from 1.

    `expected` is the right answer: a text, a regular expression, or the right one of `choices`. `prompt` is
    what is shown; where there are `messages`, they are what the model gets, through its chat template.
    """

    number: int
    prompt: str
    expected: str
    match: Match = Match.EXACT
    choices: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenSet:
    """The examples of one file and the SHA-256 (hex) of its bytes."""

    path: Path
    sha256: str
    examples: tuple[GoldenExample, ...]


class _Fault(Exception):
    """What is wrong with a line, as the end of a sentence that begins with its number."""


def read_golden(path: str | Path) -> GoldenSet:
    """Read a JSONL file of examples; blank lines are skipped, unknown fields ignored.

    Raises UnreadableInput when it cannot be opened, UsageError with the line's number for anything in it
    that is not an example, for more than 20,000 of them, and for a file above 16 MB.
    """
    path = Path(path)
    file, size = open_regular(path)
    with file:
        if size > MAX_BYTES:
            raise UsageError(
                f"{path.name} has {size_in_words(size)}; a golden set may have 16 MB.", "Give fewer examples."
            )
        digest = hashlib.sha256()
        examples = [
            _example(line, number, path.name) for number, line in _lines(file, digest, path.name) if line
        ]
    if not examples:
        raise UsageError(f"{path.name} holds no examples.", _FORMAT)
    return GoldenSet(path=path, sha256=digest.hexdigest(), examples=tuple(examples))


def _lines(file: BinaryIO, digest: hashlib._Hash, name: str) -> Iterator[tuple[int, bytes]]:
    """Every line with its number, stripped of white space; bounded, also where the file grows meanwhile."""
    number, examples = 0, 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            raise UsageError(f"Line {number} of {name} is longer than 256 kB.", "Give a shorter example.")
        digest.update(line)
        text = (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip()
        examples += bool(text)
        if examples > MAX_EXAMPLES:
            raise UsageError(f"{name} holds more than {MAX_EXAMPLES:,} examples.", "Give fewer of them.")
        yield number, text


def _example(line: bytes, number: int, name: str) -> GoldenExample:
    try:
        return _parse(line, number)
    except _Fault as fault:
        raise UsageError(f"Line {number} of {name} {fault}.", _FORMAT) from fault


def _parse(line: bytes, number: int) -> GoldenExample:
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _Fault("is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise _Fault(f"is not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise _Fault("is not JSON that can be read here") from error
    if not isinstance(fields, dict):
        raise _Fault("is not a JSON object")
    fields = {name: value for name, value in fields.items() if value is not None}  # as tables are exported
    messages = _messages(fields)
    prompt = messages[-1].content if messages else _text(fields, "prompt", limit=MAX_LINE_BYTES)
    if "choices" in fields:
        choices, expected = _choices(fields)
        return GoldenExample(number, prompt, expected, Match.CHOICE, choices, messages)
    expected, match = _text(fields, "expected", limit=MAX_EXPECTED), _match(fields)
    if match is Match.REGEX:
        _check_pattern(expected)
    return GoldenExample(number, prompt, expected, match, (), messages)


def _text(fields: Mapping[str, Any], name: str, *, limit: int) -> str:
    value = fields.get(name)
    if value is None:
        raise _Fault(f'has no "{name}"')
    return _checked(value, f'"{name}"', limit)


def _checked(value: Any, what: str, limit: int) -> str:
    if not isinstance(value, str):
        raise _Fault(f"has {what} that is not a text")
    if not value.strip():
        raise _Fault(f"has {what} that is empty")
    if len(value) > limit:
        raise _Fault(f"has {what} of {len(value):,} characters, and {limit:,} are allowed")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _Fault(f"has {what} with half a Unicode character")
    return value


def _messages(fields: Mapping[str, Any]) -> tuple[Message, ...]:
    rows = fields.get("messages")
    if rows is None:
        return ()
    if "prompt" in fields:
        raise _Fault('has "prompt" and "messages"; give one of them')
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_MESSAGES:
        raise _Fault(f'has "messages" that are not a list of 1 to {MAX_MESSAGES}')
    if not all(isinstance(row, dict) for row in rows):
        raise _Fault('has "messages" that are not objects with "role" and "content"')
    return tuple(
        Message(_text(row, "role", limit=64), _text(row, "content", limit=MAX_LINE_BYTES)) for row in rows
    )


def _choices(fields: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The choices and the right one; `answer` is its place, from 0, or its text."""
    if "expected" in fields:
        raise _Fault('has "expected" and "choices"; with choices, "answer" says which is right')
    if fields.get("match", "choice") != "choice":
        raise _Fault('has "choices", and a "match" that is not "choice"')
    rows = fields["choices"]
    if not isinstance(rows, list) or not 2 <= len(rows) <= MAX_CHOICES:
        raise _Fault(f'has "choices" that are not a list of 2 to {MAX_CHOICES} texts')
    choices = tuple(_checked(row, "a choice", MAX_EXPECTED) for row in rows)
    if len({choice.strip() for choice in choices}) < len(choices):
        raise _Fault("has the same choice twice")
    answer = fields.get("answer")
    if isinstance(answer, str) and answer in choices:
        return choices, answer
    if isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer < len(choices):
        return choices, choices[answer]
    raise _Fault('has an "answer" that is neither one of its choices nor the place of one, from 0')


def _match(fields: Mapping[str, Any]) -> Match:
    wanted = fields.get("match", "exact")
    if wanted == "choice":
        raise _Fault('has the match "choice", but no "choices"')
    try:
        return Match(wanted)
    except ValueError:
        raise _Fault(f'has a "match" that is none of {", ".join(Match)}') from None


def _check_pattern(pattern: str) -> None:
    try:
        runs_away = could_run_away(pattern, most_repeats=_MOST_REPEATS)
    except ValueError as error:
        raise _Fault(f"has a regular expression that is not valid ({error})") from error
    if runs_away:
        raise _Fault("has a regular expression that could run without end; use at most three open repeats")
