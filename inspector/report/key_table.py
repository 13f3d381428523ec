"""The adapter's keys as table rows: folded to a few patterns, or complete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from inspector.compat.inspection import Inspection, Status
from inspector.compat.keys import fold, natural_key, split_key, strip_prefix
from inspector.report.figures import shape_text
from inspector.report.marks import STATUS, Mark
from inspector.report.printable import printable

_TITLES = {
    Status.MISMATCHED: ("Shape differs", "These keys have a slot, but the base needs another shape there."),
    Status.ORPHANED: ("Orphaned", "These keys have no slot on the base: the loader leaves them out."),
    Status.OVERWRITES_BASE: ("Overwrites the base", "These full tensors replace the base's own weights."),
    Status.MISSING: ("Missing", "No key of the file fills these slots: they keep their initial values."),
    Status.UNKNOWN: ("Unknown", "What becomes of these keys could not be told."),
    Status.LANDED: ("Landed", "These keys have a slot of the right shape."),
}
_ALWAYS_FOLDED = frozenset({Status.LANDED, Status.UNKNOWN})
_PATTERNS_A_ROW = 12
_BETWEEN_PATTERNS = re.compile(r",\s(?![^{]*\})")


class KeyRow(NamedTuple):
    """One key, or `number` keys as patterns, a line each.

    `shape` is the file's, `expected` the base's; both as text, empty where there is none.
    """

    key: str
    shape: str
    expected: str
    dtype: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTable:
    """All keys of one status. `folded` tells patterns (without PEFT's prefix) from keys as in the file."""

    status: Status
    mark: Mark
    title: str
    meaning: str
    folded: bool
    total: int
    rows: tuple[KeyRow, ...]


def troubled_tables(inspection: Inspection) -> tuple[KeyTable, ...]:
    """What does not land: one table a status that occurs, worst first; equal shapes fold into one pattern."""
    troubled = _by_status(inspection, *(status for status in _TITLES if status is not Status.LANDED))
    return tuple(_table(status, _fold_rows(rows), folded=True) for status, rows in troubled)


def complete_tables(inspection: Inspection, *, limit: int) -> tuple[KeyTable, ...]:
    """Every status, landed last, with a row a key; landed, unknown and more than `limit` keys stay folded."""
    return tuple(
        _table(status, _fold_rows(rows), folded=True)
        if status in _ALWAYS_FOLDED or len(rows) > limit
        else _table(status, rows, folded=False)
        for status, rows in _by_status(inspection, *_TITLES)
    )


def _by_status(inspection: Inspection, *statuses: Status) -> list[tuple[Status, list[KeyRow]]]:
    rows: dict[Status, list[KeyRow]] = {status: [] for status in statuses}
    for tensor in inspection.report.tensors:
        if tensor.status in rows:
            shapes = shape_text(tensor.shape), shape_text(tensor.expected)
            rows[tensor.status].append(KeyRow(tensor.key, *shapes, tensor.dtype, 1))
    for slot in inspection.report.missing:
        rows[Status.MISSING].append(KeyRow(slot.slot, "", shape_text(slot.expected), "", 1))
    return [
        (status, sorted(found, key=lambda row: natural_key(row.key)))
        for status, found in rows.items()
        if found
    ]


def _table(status: Status, rows: list[KeyRow], *, folded: bool) -> KeyTable:
    title, meaning = _TITLES[status]
    return KeyTable(
        status=status,
        mark=STATUS[status],
        title=title,
        meaning=meaning,
        folded=folded,
        total=sum(row.number for row in rows),
        rows=tuple(row._replace(key=_lines(row.key) if folded else printable(row.key)) for row in rows),
    )


def _lines(folded: str) -> str:
    return "\n".join(printable(pattern) for pattern in _BETWEEN_PATTERNS.split(folded))


def _fold_rows(rows: list[KeyRow]) -> list[KeyRow]:
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for row in rows:
        traits = (split_key(row.key).part, row.shape, row.expected, row.dtype)
        alike.setdefault(traits, []).append(strip_prefix(row.key))
    return [
        KeyRow(fold(keys, limit=_PATTERNS_A_ROW), shape, expected, dtype, len(keys))
        for (_, shape, expected, dtype), keys in alike.items()
    ]
