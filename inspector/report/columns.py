"""Text in the columns of a terminal: wrapped, padded, and coloured where that is wanted."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable

_SGR = {
    "good": "32", "landed": "32", "warn": "33", "overwrites": "33", "bad": "31", "mismatched": "31",
    "inert": "34", "missing": "34", "orphaned": "35", "unknown": "90", "info": "90", "bold": "1", "dim": "2",
}  # fmt: skip

Paint = Callable[[str, str], str]
"""Text and tone (as in `marks`) to text."""


def painter(colour: bool) -> Paint:
    """ANSI colours, or the text as it is."""
    return _ansi if colour else _plain


def _plain(text: str, _tone: str) -> str:
    return text


def _ansi(text: str, tone: str) -> str:
    return f"\x1b[{_SGR.get(tone, '0')}m{text}\x1b[0m" if text else ""


def wrap(
    text: str, width: int, *, indent: int = 0, first: int | None = None, rest: int | None = None
) -> list[str]:
    """Lines of `text`: the first goes behind `first` columns already written, later ones under `rest`."""
    if not text:
        return []
    lines = textwrap.wrap(
        text,
        width=max(width, (rest or indent) + 24),
        initial_indent=" " * (indent if first is None else first),
        subsequent_indent=" " * (indent if rest is None else rest),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [lines[0][first or 0 :], *lines[1:]] if lines else []


def columns(text: str) -> int:
    """Terminal columns: East Asian wide letters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def pad(text: str, width: int) -> str:
    return text + " " * max(width - columns(text), 0)
