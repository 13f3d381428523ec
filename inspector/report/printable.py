"""Text from strangers' files made safe to show: no control characters, no invisible or reordering ones."""

from __future__ import annotations

import re
import unicodedata

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SUSPECT = re.compile(r"[^\x20-\x7e\xa0-\u02ff\u0370-\u0588\u2010-\u2027\u2030-\u205e\u2070-\u2bff]")
"""Everything outside plain letters and symbols is looked up in the Unicode tables."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def printable(text: str) -> str:
    r"""One line: control, format, surrogate and unassigned characters become visible escapes (`\x1b`).

    An escape sequence could repaint a terminal and a bidirectional override could show a key backwards;
    here both are shown for what they are.
    """
    return _SUSPECT.sub(_escape, text)


def printable_lines(text: str) -> str:
    """Several lines (a loader's error, a prompt): line ends stay, tabs become two spaces."""
    lines = text.replace("\r\n", "\n").replace("\t", "  ").split("\n")
    return "\n".join(printable(line).rstrip() for line in lines).strip("\n")


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if unicodedata.category(char) not in _HIDDEN:
        return char
    code = ord(char)
    return _NAMED.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}")


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis, in at most `limit` characters."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "…"
