"""Adapters × bases as text, Markdown and CSV: a head, a row an adapter as they come, and their sums."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from inspector.compat.inspection import Evidence, Inspection
from inspector.compat.matrix import Matrix, MatrixRow, tally
from inspector.errors import UsageError
from inspector.report.columns import Paint, columns, pad, painter
from inspector.report.marks import VERDICT
from inspector.report.printable import printable, shorten

UNREADABLE = "✕ unreadable"
LONGEST_NAME, LONGEST_BASE = 44, 26
"""Columns of a terminal; longer names lose their middle."""

CSV_COLUMNS = (
    "adapter", "path", "base", "source", "verdict", "landed", "tensors", "evidence", "headline",
)  # fmt: skip
_HEADERS_ALONE = "* headers alone: no dry run has confirmed it."


class MatrixWriter(Protocol):
    """Each part is lines that end in a newline, or nothing."""

    def head(self) -> str: ...
    def row(self, row: MatrixRow) -> str: ...
    def foot(self) -> str: ...


def matrix_writer(
    format: str, bases: Sequence[str], sources: Sequence[str], names: Sequence[str], *, colour: bool = False
) -> MatrixWriter:
    """`format` is `text`, `md` or `csv`; `names` are those of the rows to come."""
    if format == "csv":
        return _CsvMatrix(bases, sources)
    return _MarkdownMatrix(bases) if format == "md" else _TextMatrix(bases, names, painter(colour))


def render_matrix(matrix: Matrix, format: str, *, colour: bool = False) -> str:
    """The whole of it in one of the formats of `matrix_writer`, or as `json` lines."""
    if format == "json":
        from inspector.report.json_lines import document_line, error_line

        return "".join(
            f"{error_line(row.problem) if row.problem else document_line(_known(row.cells))}\n"
            for row in matrix.rows
            if row.problem or _known(row.cells)
        )
    names = [row.name for row in matrix.rows]
    writer = matrix_writer(format, matrix.bases, matrix.sources, names, colour=colour)
    return writer.head() + "".join(map(writer.row, matrix.rows)) + writer.foot()


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write it whole or not at all; the suffix chooses the format. Raises InspectorError, UsageError."""
    from inspector.report.writing import check_folder, write_whole

    formats = {".csv": "csv", ".md": "md", ".json": "json", ".jsonl": "json", ".txt": "text"}
    format = formats.get(path.suffix.lower())
    if format is None:
        raise UsageError(
            f"A matrix is not written as {path.suffix or 'a file without a suffix'}.",
            "Use .csv, .md, .jsonl or .txt.",
        )
    check_folder(path)
    write_whole(path, render_matrix(matrix, format).encode("utf-8", "replace"))


def cell_text(cell: Inspection | None) -> str:
    """`✓ fits 56/56`; with an asterisk where headers alone say so; `–` where nothing is known."""
    if cell is None:
        return "–"
    mark, counts = VERDICT[cell.verdict], cell.counts
    return f"{mark.glyph} {mark.word} {counts.landed}/{counts.file}{_asterisk(cell)}"


def middle_shortened(text: str, limit: int) -> str:
    """The beginning and the end of a name, in at most `limit` columns: checkpoints differ at their ends."""
    if columns(text) <= limit:
        return text
    keep = max(limit - 1, 2)
    return f"{text[: keep // 2]}…{text[len(text) - (keep - keep // 2) :]}"


class _Columns:
    """Adds up what each base comes to."""

    def __init__(self, bases: Sequence[str]) -> None:
        self._columns: list[list[Inspection | None]] = [[] for _ in bases]
        self._has_headers_alone = False

    def add(self, row: MatrixRow) -> None:
        for column, cell in zip(self._columns, row.cells, strict=False):
            column.append(cell)
            self._has_headers_alone |= cell is not None and bool(_asterisk(cell))

    def sums(self) -> list[str]:
        return [_fits(column) for column in self._columns]

    @property
    def legend(self) -> str:
        return _HEADERS_ALONE if self._has_headers_alone else ""


class _TextMatrix:
    """Aligned for a terminal: the names are known beforehand, so that each row can be printed as it comes."""

    def __init__(self, bases: Sequence[str], names: Sequence[str], paint: Paint) -> None:
        self._bases = [middle_shortened(printable(base), LONGEST_BASE) for base in bases]
        self._paint, self._sums = paint, _Columns(bases)
        shown = [columns(printable(name)) for name in names]
        self._name_width = max([*(min(width, LONGEST_NAME) for width in shown), len("fits on")])
        # Glyph, the longest word, and n/N of adapters with up to 999 tensors: wider cells push their row.
        self._widths = [max(columns(base), len("△ degraded 999/999*")) for base in self._bases]

    def head(self) -> str:
        cells = [pad(base, width) for base, width in zip(self._bases, self._widths, strict=True)]
        line = self._line("", [*cells, "fits on"])
        return f"{self._paint(line, 'bold')}\n"

    def row(self, row: MatrixRow) -> str:
        name = middle_shortened(printable(row.name), self._name_width)
        if row.problem is not None:
            said = f"{UNREADABLE}: {shorten(printable(row.problem.message), 120)}"
            return self._line(name, [self._paint(said, "bad")]) + "\n"
        self._sums.add(row)
        cells = [
            self._paint(pad(cell_text(cell), width), VERDICT[cell.verdict].tone)
            if cell is not None
            else pad(cell_text(cell), width)
            for cell, width in zip(row.cells, self._widths, strict=True)
        ]
        return self._line(name, [*cells, _fits(row.cells)]) + "\n"

    def foot(self) -> str:
        sums = [pad(text, width) for text, width in zip(self._sums.sums(), self._widths, strict=True)]
        line = self._paint(self._line("fits", sums), "dim")
        return "".join(f"{said}\n" for said in (line, self._sums.legend) if said)

    def _line(self, name: str, cells: Sequence[str]) -> str:
        return "  ".join([pad(name, self._name_width), *cells]).rstrip()


class _MarkdownMatrix:
    def __init__(self, bases: Sequence[str]) -> None:
        self._bases, self._sums = bases, _Columns(bases)

    def head(self) -> str:
        from inspector.report.as_markdown import plain_text

        names = [plain_text(printable(base)) for base in self._bases]
        return self._line(["adapter", *names, "fits on"]) + self._line(["---"] * (len(names) + 2))

    def row(self, row: MatrixRow) -> str:
        from inspector.report.as_markdown import plain_text

        name = plain_text(printable(row.name))
        if row.problem is not None:
            said = plain_text(printable(row.problem.message))
            return self._line([name, f"{UNREADABLE}: {said}", *[""] * len(self._bases)])
        self._sums.add(row)
        return self._line([name, *map(self._cell, row.cells), _fits(row.cells)])

    def foot(self) -> str:
        legend = self._sums.legend.replace("*", "\\*")
        return self._line(["fits", *self._sums.sums(), ""]) + (f"\n{legend}\n" if legend else "")

    @staticmethod
    def _cell(cell: Inspection | None) -> str:
        if cell is None:
            return "–"
        mark, counts = VERDICT[cell.verdict], cell.counts
        alone = "\\*" if _asterisk(cell) else ""
        return f"{mark.glyph} **{mark.word}** {counts.landed}/{counts.file}{alone}"

    @staticmethod
    def _line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |\n"


class _CsvMatrix:
    """A line a pair, for spreadsheets that pivot: the table itself is one pivot away, and nothing is lost."""

    def __init__(self, bases: Sequence[str], sources: Sequence[str]) -> None:
        self._bases, self._sources = bases, sources

    def head(self) -> str:
        return self._lines([CSV_COLUMNS])

    def row(self, row: MatrixRow) -> str:
        first = (row.name, str(row.path))
        if row.problem is not None:
            return self._lines([(*first, "", "", "unreadable", "", "", "", row.problem.message)])
        pairs = zip(self._bases, self._sources, row.cells, strict=True)
        return self._lines([(*first, base, source, *_facts(cell)) for base, source, cell in pairs])

    def foot(self) -> str:
        return ""

    @staticmethod
    def _lines(rows: Iterable[Sequence[str]]) -> str:
        from inspector.report.as_csv import cell

        text = io.StringIO()
        csv.writer(text).writerows([cell(value) for value in row] for row in rows)
        return text.getvalue()


def _facts(cell: Inspection | None) -> tuple[str, ...]:
    if cell is None:
        return ("", "", "", "", "")
    counts = cell.counts
    facts = (cell.verdict.value, str(counts.landed), str(counts.file))
    return (*facts, cell.report.evidence.value, cell.headline)


def _fits(cells: Iterable[Inspection | None]) -> str:
    found = tally(cells)
    return f"{found.fits} of {found.total}"


def _known(cells: Iterable[Inspection | None]) -> list[Inspection]:
    return [cell for cell in cells if cell is not None]


def _asterisk(cell: Inspection) -> str:
    return "*" if cell.report.evidence is Evidence.HEADERS else ""
