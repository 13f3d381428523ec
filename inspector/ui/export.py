"""Writing the report from the window: ask where, write beside the window, say where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.errors import InspectorError, UsageError
from inspector.ui.lane import Lane

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection


class ReportExport(QObject):
    written = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._lane = Lane("report", self)

    def ask(self, inspections: Sequence[Inspection]) -> None:
        """The save dialog, then the writing. Does nothing where the dialog is dismissed."""
        if not inspections:
            return
        name = f"{inspections[0].adapter.name}-report.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Export report"),
            str(Path.home() / name),
            self.tr("PDF (*.pdf);;JSON (*.json);;Text (*.txt)"),
        )
        if chosen:
            self.write(inspections, Path(chosen))

    def write(self, inspections: Sequence[Inspection], path: Path) -> None:
        """Write in the background; the suffix decides the format."""

        def work() -> str:
            from inspector import report

            try:
                report.write(inspections, path)
            except OSError as error:
                reason = error.strerror or str(error)
                words = self.tr("{} could not be written: {}.").format(path.name, reason)
                raise UsageError(words) from error
            return str(path)

        def failed(error: InspectorError) -> None:
            self.failed.emit(error)

        self._lane.run(work, self.written.emit, failed)

    def close(self) -> None:
        self._lane.close()


def open_path(path: Path) -> None:
    """Hand a file or a folder to the desktop."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
