"""The formats of a report as a person chooses among them: name, purpose, suffix."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from inspector.report import FORMATS


class ReportFormat(NamedTuple):
    """`id` as the command line has it; `suffix` with its dot."""

    id: str
    suffix: str
    name: str
    purpose: str


def report_formats() -> tuple[ReportFormat, ...]:
    """Every format that there is, in the order of the command line's list."""
    words = {
        "pdf": (_tr("PDF"), _tr("to send on: verdict first, every key, searchable")),
        "html": (_tr("HTML"), _tr("one file for a browser, light and dark, sortable")),
        "md": (_tr("Markdown"), _tr("for a pull request or an issue")),
        "json": (_tr("JSON"), _tr("everything, for programs")),
        "sarif": (_tr("SARIF"), _tr("for code scanning")),
        "junit": (_tr("JUnit XML"), _tr("for a test dashboard")),
        "csv": (_tr("CSV"), _tr("every key, for a spreadsheet")),
        "text": (_tr("Text"), _tr("as the terminal shows it")),
    }
    return tuple(ReportFormat(id, suffix, *words.get(id, (id, ""))) for suffix, id in FORMATS.items())


def file_filters() -> str:
    """For a save dialog: each format with its name and suffix."""
    return ";;".join(f"{found.name} (*{found.suffix})" for found in report_formats())


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
