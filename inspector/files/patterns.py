"""Regular expressions from strangers: whether matching one could run without end."""

from __future__ import annotations

import re
import re._parser as _parser  # type: ignore[import-not-found]  # the parser behind re.compile
from typing import Any, NamedTuple

LONGEST_PATTERN = 4000

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_MOST_CHOICES = 16
"""Each may double the paths that are tried: 2^16 is a moment, 2^30 an hour."""


class _Effort(NamedTuple):
    """`repeats` of no fixed count, and `choices`: alternatives and optional parts."""

    repeats: int = 0
    choices: int = 0

    def plus(self, other: _Effort) -> _Effort:
        return _Effort(self.repeats + other.repeats, self.choices + other.choices)

    def times(self, factor: int) -> _Effort:
        return _Effort(self.repeats * factor, self.choices * factor)


def could_run_away(pattern: str, *, most_repeats: int) -> bool:
    """Whether matching could take exponential time, or a higher power of the text's length than wanted.

    `re` takes exponential time for a repeat or a choice inside a repeat and for many choices in a row, and
    about the n-th power of the text's length for n open repeats in a row. Raises ValueError where the
    pattern is no valid expression.
    """
    try:
        re.compile(pattern)
        if len(pattern) > LONGEST_PATTERN:
            return True
        effort = _effort(_parser.parse(pattern))
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return effort is None or effort.repeats > most_repeats or effort.choices > _MOST_CHOICES


def _effort(parsed: Any) -> _Effort | None:
    """What the parsed pattern asks of the matcher; None where a repeat or a choice is itself repeated."""
    total = _Effort()
    for operation, argument in parsed:
        part = _repeat(*argument) if str(operation) in _REPEATS else _other(str(operation), argument)
        if part is None:
            return None
        total = total.plus(part)
    return total


def _repeat(least: int, most: int, body: Any) -> _Effort | None:
    inner = _effort(body)
    if inner is None:
        return None
    if most == least:
        return inner.times(int(most))
    if most == 1:
        return inner.plus(_Effort(choices=1))
    return _Effort(repeats=1) if inner == _Effort() else None


def _other(operation: str, argument: Any) -> _Effort | None:
    if operation == "BRANCH":
        bodies, total = list(argument[1]), _Effort(choices=1)
    else:
        parts = argument if isinstance(argument, (tuple, list)) else (argument,)
        bodies, total = [part for part in parts if isinstance(part, _parser.SubPattern)], _Effort()
    for body in bodies:
        inner = _effort(body)
        if inner is None:
            return None
        total = total.plus(inner)
    return total
