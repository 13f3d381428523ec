"""Two chat templates as a text difference, compared as Jinja reads them."""

from __future__ import annotations

MOST_DIFF_LINES = 2_000


def template_diff(before: str | None, after: str | None) -> str:
    """A unified difference of two chat templates; empty where they mean the same or none is there.

    Jinja reads `\\r\\n` as `\\n` and drops one line end at the end (jinja2 `newline_sequence`,
    `keep_trailing_newline`).
    """
    old, new = template_text(before), template_text(after)
    if old == new:
        return ""
    lines = _unified(old.split("\n") if old else [], new.split("\n") if new else [])
    more = len(lines) - MOST_DIFF_LINES
    return "\n".join([*lines[:MOST_DIFF_LINES], *([f"… {more} more lines"] if more > 0 else [])])


def _unified(old: list[str], new: list[str]) -> list[str]:
    """Unified lines; all of one side and then all of the other where one is missing or very long.

    difflib takes a time that grows with the product of the lengths, and a stranger chose them.
    """
    if old and new and max(len(old), len(new)) <= MOST_DIFF_LINES:
        import difflib  # a check without templates does without it

        return list(difflib.unified_diff(old, new, "before", "after", lineterm="", n=2))
    return [*(f"-{line}" for line in old), *(f"+{line}" for line in new)]


def template_text(template: str | None) -> str:
    """A chat template as Jinja reads it; empty for none."""
    text = (template or "").replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n")
