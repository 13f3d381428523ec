"""Every key of every base as comma-separated values: one line a tensor or missing slot, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from inspector.compat.inspection import Inspection, Status
from inspector.compat.keys import natural_key
from inspector.report.figures import shape_text
from inspector.report.printable import printable
from inspector.report.subject import base_names, subject

COLUMNS = ("base", "verdict", "evidence", "status", "key", "slot", "shape", "expected", "dtype")
_FORMULA_STARTS = ("=", "+", "-", "@")


def render_csv(inspections: Sequence[Inspection]) -> str:
    """RFC 4180 text with a header line; a missing slot has no key. Raises UsageError as all reports do."""
    subject(inspections)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for inspection, base in zip(inspections, base_names(inspections), strict=True):
        for row in _rows(inspection):
            shared = (base, inspection.verdict.value, inspection.report.evidence.value)
            writer.writerow([cell(value) for value in (*shared, *row)])
    return text.getvalue()


def _rows(inspection: Inspection) -> Iterator[tuple[str, ...]]:
    for tensor in sorted(inspection.report.tensors, key=lambda tensor: natural_key(tensor.key)):
        shapes = shape_text(tensor.shape), shape_text(tensor.expected)
        yield (tensor.status.value, tensor.key, tensor.slot or "", *shapes, tensor.dtype)
    for slot in sorted(inspection.report.missing, key=lambda slot: natural_key(slot.slot)):
        yield (Status.MISSING.value, "", slot.slot, "", shape_text(slot.expected), "")


def cell(value: str) -> str:
    """A key from a stranger's file must not become a formula in somebody's spreadsheet (CWE-1236)."""
    safe = printable(value)
    return f"'{safe}" if safe.startswith(_FORMULA_STARTS) else safe
