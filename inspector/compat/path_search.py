"""What the filter box's text looks for in dotted paths; no expression may hold up the window."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from inspector.files.pattern_clock import RanOn, has_clock, stopped_after
from inspector.files.pattern_facts import for_small_letters
from inspector.files.patterns import could_run_away

LONGEST = 0.5
"""Seconds for one regular expression over all paths."""

_MOST_REPEATS = 3
"""Where no clock can stop a pattern: three repeats over a name of 100 letters are a million steps."""

_RUNS_ON = "This expression would run without end on these names; simplify it."


class FilterError(ValueError):
    """The text between the slashes is no regular expression, or one that takes too long."""


class Search(NamedTuple):
    """A test for dotted paths in small letters, true or false as an object is.

    Every path that passes holds `literal`; `is_exact`: and every path that holds it passes. `in_one_name`:
    what is looked for stands within one name of the path and the dot before it; so a path passes where one
    of its names does, and everything below it too. `bounded` is the expression whose time is watched.
    """

    test: Callable[[str], object]
    literal: str
    is_exact: bool
    in_one_name: bool
    bounded: str = ""

    def __call__(self, path: str) -> bool:
        return bool(self.test(path.casefold()))

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """Raises FilterError where the tests that are made inside take too long.

        Where no clock can stop them (Windows, another thread), expressions that could run without end are
        refused beforehand.
        """
        if not self.bounded:
            yield
        elif has_clock():
            try:
                with stopped_after(LONGEST):
                    yield
            except RanOn:
                raise FilterError(_RUNS_ON) from None
        elif could_run_away(self.bounded, most_repeats=_MOST_REPEATS):
            raise FilterError(_RUNS_ON)
        else:
            yield


def search(text: str) -> Search:
    """What `text` looks for, letter case ignored: a substring, a glob (`*`, `?`, `[…]`) or a `/regex/`.

    Raises FilterError for a broken `/regex/`.
    """
    text = text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        return _regex(text[1:-1])
    needle = text.casefold()
    if any(sign in needle for sign in "*?["):
        return _glob(needle)
    return Search(lambda path: needle in path, needle, True, "." not in needle[1:])


def _regex(text: str) -> Search:
    try:
        pattern, facts = for_small_letters(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise FilterError(str(error)) from error
    return Search(pattern.search, facts.literal, False, facts.in_one_name, text)


def _glob(needle: str) -> Search:
    """Stars at either end say nothing: what is looked for may stand anywhere."""
    needle = needle.strip("*")
    if not any(sign in needle for sign in "*?["):
        return Search(lambda path: needle in path, needle, True, "." not in needle[1:])
    literal = "" if "[" in needle else max(re.split(r"[*?]", needle), key=len)
    return Search(re.compile(fnmatch.translate(f"{needle}*")).search, literal, False, False)
