"""Rows of a list as a person has narrowed it, for a spreadsheet (CSV) or a program (JSON)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from inspector.errors import UsageError
from inspector.report.as_csv import cell
from inspector.report.figures import shape_text
from inspector.report.writing import check_folder, write_whole

Value = str | int | None | Sequence[int] | Sequence[str]
Row = Mapping[str, Value]

SUFFIXES = (".csv", ".json")


def render_rows(rows: Sequence[Row], suffix: str) -> str:
    """RFC 4180 text under the names of the first row's fields, or a JSON array of objects.

    Shapes are texts (`[8, 64]`) in CSV and lists in JSON. Raises UsageError for another suffix.
    """
    if suffix.lower() == ".json":
        return json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
    if suffix.lower() != ".csv":
        raise UsageError(f"Rows are written as {' or '.join(SUFFIXES)}, not as {suffix or 'nothing'}.")
    text = io.StringIO()
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0])
        writer.writerows([cell(_text(value)) for value in row.values()] for row in rows)
    return text.getvalue()


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """Whole or not at all; the suffix decides the format. Raises InspectorError when it cannot be done."""
    check_folder(path)
    write_whole(path, render_rows(rows, path.suffix).encode())


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, int)):
        return str(value)
    numbers = [part for part in value if isinstance(part, int)]
    return shape_text(tuple(numbers)) if numbers else "; ".join(map(str, value))
