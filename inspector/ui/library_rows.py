"""Adapters of the library to be taken along: their folders, their rows as text, their facts as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from inspector.files.library import LibraryItem
from inspector.report.rows import Row
from inspector.ui.engine_words import said
from inspector.ui.library_words import date_text, method_text, missing_text, size_text, verdict_text
from inspector.ui.settings import LastVerdict

Remembered = Callable[[LibraryItem], LastVerdict | None]


def copied_items(items: Sequence[LibraryItem], what: str, last: Remembered) -> str:
    """A line for each: its folder (`key`) or its `row`. As `json` one record, or a list of them."""
    if what == "json":
        records = [facts_of(item, last(item)) for item in items]
        return json.dumps(records if len(records) != 1 else records[0], ensure_ascii=False)
    if what == "row":
        return "\n".join("\t".join(_cells(item, last(item))) for item in items)
    return "\n".join(str(item.path) for item in items)


def facts_of(item: LibraryItem, last: LastVerdict | None) -> Row:
    """Everything that the library knows, under plain names: bytes, ISO dates, ids of what is missing."""
    return {
        "path": str(item.path),
        "name": item.name,
        "base": item.base or None,
        "revision": item.revision or None,
        "method": item.method or None,
        "rank": item.rank,
        "tensors": item.tensors,
        "bytes": item.size,
        "date": item.date.isoformat(timespec="seconds") if item.date is not None else None,
        "last_verdict": last.verdict if last is not None else None,
        "last_base": last.base if last is not None else None,
        "missing": [note.value for note in item.missing],
        "problem": item.problem or None,
    }


def _cells(item: LibraryItem, last: LastVerdict | None) -> tuple[str, ...]:
    rank = str(item.rank) if item.rank is not None else ""
    facts = (item.name, item.base, method_text(item), rank, size_text(item.size), date_text(item.date))
    return (*facts, " ".join(verdict_text(last).split()), said(item.problem) or missing_text(item))
