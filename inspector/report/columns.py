"""Text in the columns of a terminal: wrapped, padded, and coloured where that is wanted."""

from __future__ import annotations

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
    """Lines of `text`: the first goes behind `first` columns already written, later ones under `rest`.

    Between words, and at no hyphen: names of keys and files stay whole, however long. (`textwrap` counts a
    wide letter as one column.)
    """
    margin = " " * (indent if rest is None else rest)
    widest = max(width, (rest or indent) + 24)
    used = indent if first is None else first
    lines: list[str] = []
    line = " " * indent if first is None else ""
    is_empty = True
    for word in text.split():
        extent = columns(word)
        if not is_empty and used + 1 + extent > widest:
            lines.append(line)
            line, used, is_empty = margin, len(margin), True
        line += word if is_empty else f" {word}"
        used += extent if is_empty else extent + 1
        is_empty = False
    return lines if is_empty else [*lines, line]


def columns(text: str) -> int:
    """Terminal columns: East Asian wide letters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def pad(text: str, width: int) -> str:
    return text + " " * max(width - columns(text), 0)
