"""What a regular expression says of itself before it is tried: what it needs, and how far a match reaches."""

from __future__ import annotations

import re
import re._parser as _parser  # type: ignore[import-not-found]  # the parser behind re.compile
from collections.abc import Iterator
from typing import Any, NamedTuple

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_WITHOUT_DOT = ("CATEGORY_DIGIT", "CATEGORY_SPACE", "CATEGORY_WORD")
_DOT = ord(".")
_CAPITAL = re.compile(r"\\.|[A-Z]", re.DOTALL)
_LEADING, _TRAILING = re.compile(r"^(?:\.\*)+(?![?+*{|])"), re.compile(r"(?<!\\)((?:\\\\)*)(?:\.\*)+$")


class PatternFacts(NamedTuple):
    """`literal`: every match holds it. `in_one_name`: a match holds no dot but as its first letter, and
    nothing around it matters."""

    literal: str
    in_one_name: bool


def for_small_letters(text: str) -> tuple[re.Pattern[str], PatternFacts]:
    """An expression that fits case-folded texts where `text` does with IGNORECASE, and its facts.

    Without that flag `re` skips to a pattern's first letters, several times as fast. Raises re.error,
    RecursionError or OverflowError where `text` is no expression.
    """
    either = re.compile(text, re.IGNORECASE)
    small = _CAPITAL.sub(lambda found: found[0] if found[0][0] == "\\" else found[0].lower(), text)
    try:
        # Capitals that are left in it were written as escapes.
        alike = (
            text.isascii() and _turns_small(_parser.parse(text)) and not _has_capitals(_parser.parse(small))
        )
    except re.error:  # the P of `(?P<name>…)` for one
        alike = False
    if not alike:
        return either, PatternFacts("", False)
    if "|" not in small:
        # What may be anything, before or after, decides nothing about whether there is a match.
        small = _TRAILING.sub(r"\1", _LEADING.sub("", small))
    parsed = _parser.parse(small)
    start = 1 if parsed and parsed[0] == (_parser.LITERAL, _DOT) else 0
    return re.compile(small), PatternFacts(_literal(parsed), _is_dotless(list(parsed)[start:]))


def _turns_small(parsed: Any) -> bool:
    """Whether no range begins or ends among the capitals without lying there as a whole."""
    return all(
        last < ord("A") or first > ord("Z") or (ord("A") <= first and last <= ord("Z"))
        for first, last in _ranges(parsed)
    )


def _has_capitals(parsed: Any) -> bool:
    return any(first <= ord("Z") and last >= ord("A") for first, last in _ranges(parsed))


def _ranges(parsed: Any) -> Iterator[tuple[int, int]]:
    """First and last letter of everything that the expression names."""
    for operation, argument in parsed:
        match str(operation):
            case "LITERAL" | "NOT_LITERAL":
                yield argument, argument
            case "RANGE":
                yield argument
            case name:
                for body in _bodies(name, argument):
                    yield from _ranges(body)


def _bodies(operation: str, argument: Any) -> list[Any]:
    """The expressions inside an operation; of a set, what it lists."""
    if operation == "IN":
        return [argument]
    if operation == "BRANCH":
        return list(argument[1])
    parts = argument if isinstance(argument, tuple) else (argument,)
    return [part for part in parts if isinstance(part, _parser.SubPattern)]


def _literal(parsed: Any) -> str:
    """The longest run of letters that every match holds; empty where there is none to be sure of."""
    longest = run = ""
    for operation, argument in parsed:
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument)
            continue
        inner = ""
        if (name in _REPEATS and argument[0] > 0) or name == "ATOMIC_GROUP":
            inner = _literal(_bodies(name, argument)[0])
        elif name == "SUBPATTERN" and not argument[1]:  # no flags of its own
            inner = _literal(argument[3])
        longest, run = max(longest, run, inner, key=len), ""
    flags = getattr(parsed, "state", None)
    if flags is not None and flags.flags & re.IGNORECASE:
        return ""
    return max(longest, run, key=len)


def _is_dotless(parsed: Any) -> bool:
    """Whether nothing in the expression matches a dot, or looks at what stands around a match."""
    return all(_can_be_dotless(str(operation), argument) for operation, argument in parsed)


def _can_be_dotless(operation: str, argument: Any) -> bool:
    match operation:
        case "LITERAL":
            return bool(argument != _DOT)
        case "NOT_LITERAL":
            return bool(argument == _DOT)
        case "IN":
            negated = str(argument[0][0]) == "NEGATE"
            return negated == any(_holds_dot(str(name), item) for name, item in argument[negated:])
        case "GROUPREF":
            return True
        case "BRANCH" | "SUBPATTERN" | "ATOMIC_GROUP":
            return all(map(_is_dotless, _bodies(operation, argument)))
        case _:
            return operation in _REPEATS and all(map(_is_dotless, _bodies(operation, argument)))


def _holds_dot(operation: str, argument: Any) -> bool:
    if operation == "RANGE":
        return bool(argument[0] <= _DOT <= argument[1])
    if operation == "CATEGORY":
        return str(argument) not in _WITHOUT_DOT
    return bool(argument == _DOT)
