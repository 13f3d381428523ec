"""Inspection → text, JSON, PDF, HTML, Markdown, SARIF, JUnit, CSV. Views only: no verdict is made here."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import Cancelled, UsageError

if TYPE_CHECKING:
    from threading import Event

    from inspector.compat.inspection import Inspection

FORMATS = {
    ".pdf": "pdf",
    ".html": "html",
    ".md": "md",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".csv": "csv",
    ".txt": "text",
}
"""Suffix of an output file → the format that it gets."""

SHOW_WRITTEN_TEXT = frozenset({"json", "html", "pdf"})
"""Formats that give what a probed model writes, however much that is; text gives it where it was measured."""

_RENDERERS = {
    "html": ("inspector.report.as_html", "render_html"),
    "md": ("inspector.report.as_markdown", "render_markdown"),
    "sarif": ("inspector.report.as_sarif", "render_sarif"),
    "junit": ("inspector.report.as_junit", "render_junit"),
    "csv": ("inspector.report.as_csv", "render_csv"),
}
"""Imported when asked for: the window and the terminal start without them."""

_TEXT_WIDTH = 100


def render(inspections: Sequence[Inspection], format: str, *, cancel: Event | None = None) -> str | bytes:
    """One report on one adapter and its bases, as str; `pdf` as bytes.

    Raises UsageError for an unknown format, no inspection or several adapters; WorkerError when the
    process that sets the PDF fails, and Cancelled: setting a PDF is what one may have to wait for.
    """
    if format == "pdf":
        from inspector.report.pdf import render_pdf

        return render_pdf(inspections, cancel=cancel)
    if format == "json":
        from inspector.report.as_json import document, dump

        return dump(document(inspections))
    if format == "text":
        from inspector.report.text import render_text

        return render_text(inspections, colour=False, width=_TEXT_WIDTH)
    if format in _RENDERERS:
        module, function = _RENDERERS[format]
        made: str | bytes = getattr(import_module(module), function)(inspections)
        return made
    raise UsageError(f"There is no report format {format!r}.", f"Formats: {', '.join(FORMATS.values())}.")


def write(
    inspections: Sequence[Inspection],
    path: Path,
    *,
    format: str | None = None,
    cancel: Event | None = None,
) -> None:
    """Write the report to `path`, in the format of its suffix unless `format` names one.

    The file appears whole or not at all. Raises UsageError for an unknown suffix or format, InspectorError
    when the folder is missing or cannot be written to, Cancelled.
    """
    from inspector.report.writing import check_folder, write_whole

    chosen = format or format_of(path)
    check_folder(path)
    result = render(inspections, chosen, cancel=cancel)
    if cancel is not None and cancel.is_set():
        raise Cancelled
    write_whole(path, result if isinstance(result, bytes) else result.encode())


def format_of(path: Path) -> str:
    """The format that a file's suffix asks for. Raises UsageError with the list of suffixes."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise UsageError(
            f"{path.name!r} does not say which report to write.",
            f"Use one of {', '.join(FORMATS)} as its suffix.",
        )
    return found
