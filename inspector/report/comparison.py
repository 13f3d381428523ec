"""A comparison of two bases in every report format. Views only: nothing is compared here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import UsageError
from inspector.report import format_of, render

if TYPE_CHECKING:
    from inspector.compat.revisions import Comparison

FORMATS = ("text", "json", "pdf", "html", "md", "csv", "sarif", "junit")
_TEXT_WIDTH = 100


def render_comparison(comparison: Comparison, format: str) -> str | bytes:
    """The report on one comparison; `pdf` as bytes. PDF and HTML on an updated adapter hold the newer side
    whole. SARIF and JUnit are about findings, and hold those of the newer side.

    Raises UsageError for a format that it does not come in, WorkerError when the PDF cannot be set.
    """
    if format == "json":
        from inspector.report.as_json import dump
        from inspector.report.comparison_json import comparison_document

        return dump(comparison_document(comparison))
    if format == "text":
        from inspector.report.comparison_text import render_comparison_text

        return render_comparison_text(comparison, colour=False, width=_TEXT_WIDTH)
    if format in ("sarif", "junit"):
        return render([comparison.after], format)
    if format in ("md", "csv"):
        from inspector.report.comparison_files import comparison_csv, comparison_markdown

        return (comparison_markdown if format == "md" else comparison_csv)(comparison)
    before, after = comparison.before, comparison.after
    sides = [before, after] if before.adapter.path == after.adapter.path else [after]
    if format == "pdf":
        from inspector.report.pdf import render_pdf

        return render_pdf(sides, comparison=comparison)
    if format == "html":
        from inspector.report.as_html import render_html

        return render_html(sides, comparison=comparison)
    raise UsageError(f"A comparison is not written as {format}.", f"Formats: {', '.join(FORMATS)}.")


def write_comparison(comparison: Comparison, path: Path, *, format: str | None = None) -> None:
    """Write it to `path`, whole or not at all, in the format of its suffix unless `format` names one.

    Raises UsageError for the format, InspectorError when the folder is missing or cannot be written to.
    """
    from inspector.report.writing import check_folder, write_whole

    chosen = format or format_of(path)
    check_folder(path)
    result = render_comparison(comparison, chosen)
    write_whole(path, result if isinstance(result, bytes) else result.encode())
