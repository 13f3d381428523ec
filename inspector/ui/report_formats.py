"""The formats of a report as a person chooses among them: name, purpose, suffix."""

from __future__ import annotations

from typing import NamedTuple

from inspector.report import FORMATS
from inspector.ui.language import tr


class ReportFormat(NamedTuple):
    """`id` as the command line has it; `suffix` with its dot."""

    id: str
    suffix: str
    name: str
    purpose: str


def report_formats() -> tuple[ReportFormat, ...]:
    """Every format that there is, in the order of the command line's list."""
    words = {
        "pdf": (tr("PDF"), tr("to send on: verdict first, every key, searchable")),
        "html": (tr("HTML"), tr("one file for a browser, light and dark, sortable")),
        "md": (tr("Markdown"), tr("for a pull request or an issue")),
        "json": (tr("JSON"), tr("everything, for programs")),
        "sarif": (tr("SARIF"), tr("for code scanning")),
        "junit": (tr("JUnit XML"), tr("for a test dashboard")),
        "csv": (tr("CSV"), tr("every key, for a spreadsheet")),
        "text": (tr("Text"), tr("as the terminal shows it")),
    }
    return tuple(ReportFormat(id, suffix, *words.get(id, (id, ""))) for suffix, id in FORMATS.items())


def file_filters() -> str:
    """For a save dialog: each format with its name and suffix."""
    return ";;".join(f"{found.name} (*{found.suffix})" for found in report_formats())
