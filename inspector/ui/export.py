"""Writing the report from the window: what it will be, where to, beside the window; then where it lies."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.errors import Cancelled, InspectorError, UsageError
from inspector.ui.lane import Lane
from inspector.ui.report_formats import ReportFormat, file_filters
from inspector.ui.theme import Theme

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.compat.matrix import Matrix
    from inspector.compat.revisions import Comparison
    from inspector.report.rows import Row
    from inspector.ui.export_dialog import ExportDialog


class ReportExport(QObject):
    """`started` carries the file's name, `written` its path; `cancelled` comes where nothing was written."""

    started = Signal(str)
    written = Signal(str)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._window, self._theme = parent, theme
        self._lane = Lane("report", self)
        self._cancel = threading.Event()
        self._folder, self._format = Path.home(), "pdf"
        self.dialog: ExportDialog | None = None

    def ask(self, inspections: Sequence[Inspection]) -> None:
        """The dialog with formats and preview; saving asks where, and writes."""
        if not inspections:
            return
        if self.dialog is not None:
            self.dialog.raise_()
            return
        from inspector.ui.export_dialog import ExportDialog

        dialog = ExportDialog(self._theme, inspections, self._window, format=self._format)
        dialog.save_asked.connect(lambda found: self._ask_path(inspections, found))
        dialog.closed.connect(self._on_closed)
        self.dialog = dialog
        dialog.open()

    def write(self, inspections: Sequence[Inspection], path: Path) -> None:
        """Write in the background; the suffix decides the format."""
        from inspector import report

        self._write(path, lambda cancel: report.write(inspections, path, cancel=cancel))

    def ask_comparison(self, comparison: Comparison) -> None:
        """Where to write what changes between two bases, then the writing; the suffix decides the format."""
        name = f"{comparison.after.adapter.name}-comparison.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the comparison"), str(self._folder / name), file_filters()
        )
        if chosen:
            path = Path(chosen)
            self._folder = path.parent
            self.write_comparison(comparison, path)

    def write_comparison(self, comparison: Comparison, path: Path) -> None:
        """Write a comparison in the background; the suffix decides the format."""
        from inspector.report.comparison import write_comparison

        self._write(path, lambda _: write_comparison(comparison, path))

    def ask_rows(self, name: str, rows: Callable[[], Sequence[Row]]) -> None:
        """Where to write the rows that a list shows, as CSV or JSON; they are made where they are written."""
        filters = "CSV (*.csv);;JSON (*.json)"
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the rows shown"), str(self._folder / f"{name}.csv"), filters
        )
        if chosen:
            path = Path(chosen)
            if not path.suffix:
                path = path.with_suffix(".json" if "json" in kind else ".csv")
            self._folder = path.parent
            self.write_rows(rows, path)

    def write_rows(self, rows: Callable[[], Sequence[Row]], path: Path) -> None:
        """Make rows and write them in the background; the suffix decides the format."""
        from inspector.report.rows import write_rows

        self._write(path, lambda _: write_rows(rows(), path))

    def ask_matrix(self, matrix: Matrix) -> None:
        """Where to write adapters × bases, then the writing; the suffix decides the format."""
        filters = [
            (self.tr("CSV, a line a pair"), "csv"),
            (self.tr("Markdown table"), "md"),
            (self.tr("JSON lines, as `scan` writes them"), "jsonl"),
            (self.tr("Text"), "txt"),
        ]
        chosen, found = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save the matrix"),
            str(self._folder / "adapters.csv"),
            ";;".join(f"{words} (*.{suffix})" for words, suffix in filters),
        )
        if chosen:
            path = Path(chosen)
            if not path.suffix:
                path = path.with_suffix("." + found.rpartition("*.")[2].rstrip(")"))
            self._folder = path.parent
            self.write_matrix(matrix, path)

    def write_matrix(self, matrix: Matrix, path: Path) -> None:
        """Write adapters × bases in the background; the suffix decides the format."""
        from inspector.report.matrix import write_matrix

        self._write(path, lambda _: write_matrix(matrix, path))

    def _write(self, path: Path, write: Callable[[threading.Event], None]) -> None:
        cancel = self._cancel = threading.Event()
        self.started.emit(path.name)

        def work() -> str:
            try:
                write(cancel)
            except OSError as error:
                reason = error.strerror or str(error)
                words = self.tr("{} could not be written: {}.").format(path.name, reason)
                raise UsageError(words) from error
            return str(path)

        def failed(error: InspectorError) -> None:
            if isinstance(error, Cancelled):
                self.cancelled.emit()
            else:
                self.failed.emit(error)

        self._lane.run(work, self.written.emit, failed)

    def cancel(self) -> None:
        """Give up on what is being written; no file appears, and an earlier one stays."""
        self._cancel.set()

    def close(self) -> None:
        self._cancel.set()
        if self.dialog is not None:
            self.dialog.close()
        self._lane.close()

    def _ask_path(self, inspections: Sequence[Inspection], found: ReportFormat) -> None:
        name = f"{inspections[0].adapter.name}-report{found.suffix}"
        dialog = self.dialog
        chosen, _ = QFileDialog.getSaveFileName(
            dialog or self._window,
            self.tr("Save the report"),
            str(self._folder / name),
            file_filters(),
            f"{found.name} (*{found.suffix})",
        )
        if not chosen:
            return
        path = with_suffix(Path(chosen), found)
        self._folder, self._format = path.parent, found.id
        if dialog is not None:
            dialog.close()
        self.write(inspections, path)

    def _on_closed(self) -> None:
        self.dialog = None


def with_suffix(path: Path, found: ReportFormat) -> Path:
    """The path as it is where its suffix names a format, else with the chosen format's behind it."""
    from inspector.report import FORMATS

    return path if path.suffix.lower() in FORMATS else path.with_name(path.name + found.suffix)


def open_path(path: Path) -> None:
    """Hand a file or a folder to the desktop."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
