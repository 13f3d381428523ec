"""Choosing a report: its formats at the left, beside them what each of them will be, and Save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.ui.elided_label import ElidedLabel
from inspector.ui.language import tr
from inspector.ui.report_formats import ReportFormat, report_formats
from inspector.ui.report_preview import ReportPreview
from inspector.ui.theme import Theme

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection

LIST_WIDTH, ROW_HEIGHT = 168, 33


class FormatList(QListWidget):
    """One row a format; `chosen` carries the format that a person or `choose` picked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = report_formats()
        self.setObjectName("formatList")
        self.setAccessibleName(self.tr("Format"))
        self.setFixedWidth(LIST_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for found in self._formats:
            self.addItem(found.name)
            item = self.item(self.count() - 1)
            item.setSizeHint(QSize(LIST_WIDTH, ROW_HEIGHT))
            item.setToolTip(found.purpose)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, found.purpose)
        self.currentRowChanged.connect(lambda row: self.chosen.emit(self._formats[row]) if row >= 0 else None)

    @property
    def current(self) -> ReportFormat:
        return self._formats[max(0, self.currentRow())]

    def choose(self, format: str) -> None:
        """By its id, as on the command line."""
        self.setCurrentRow([found.id for found in self._formats].index(format))


class ExportDialog(QDialog):
    """`save_asked` carries the ReportFormat; where to is asked by whoever writes it."""

    save_asked = Signal(object)
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        inspections: Sequence[Inspection],
        parent: QWidget | None = None,
        *,
        format: str = "pdf",
    ) -> None:
        super().__init__(parent)
        self._inspections = inspections
        self.setWindowTitle(self.tr("Export report"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.formats = FormatList()
        self.preview = ReportPreview(theme)
        self.save, self.copy = QPushButton(self.tr("Save…")), QPushButton(self.tr("Copy"))
        self.save.setObjectName("accent")
        self.save.clicked.connect(lambda: self.save_asked.emit(self.formats.current))
        self.copy.setToolTip(self.tr("The whole text, for pasting"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self.preview.copy)
        leave = QPushButton(self.tr("Cancel"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.close)
        self.subject = ElidedLabel(_subject(inspections))
        self.subject.setObjectName("muted")
        title = QLabel(self.tr("Format"))
        title.setObjectName("sectionTitle")
        left = QFrame()
        left.setObjectName("formatPane")
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 12, 0, 0)
        rows.setSpacing(6)
        title.setContentsMargins(16, 0, 0, 0)
        rows.addWidget(title)
        rows.addWidget(self.formats, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(left)
        body.addWidget(self.preview, 1)
        foot = QFrame()
        foot.setObjectName("exportFoot")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(16, 10, 16, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self.subject, 1)
        for button in (self.copy, leave, self.save):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(foot)
        self.save.setDefault(True)  # now that it is the dialog's: Return saves, from the list as well
        self._fit(parent)
        self.formats.chosen.connect(self._on_format)
        self.preview.changed.connect(self._tell)
        self.formats.choose(format)

    @property
    def is_ready(self) -> bool:
        return self.preview.is_ready

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preview.close_lanes()
        self.closed.emit()
        super().closeEvent(event)

    def _fit(self, parent: QWidget | None) -> None:
        """As high as its window, for a page is; never larger."""
        room = parent.size() if parent is not None else None
        width, height = (room.width(), room.height()) if room is not None else (1000, 760)
        self.resize(min(960, max(640, width - 60)), min(1000, max(480, height - 50)))

    def _on_format(self, found: ReportFormat) -> None:
        self.preview.purpose.setText(found.purpose[:1].upper() + found.purpose[1:])
        self.preview.show_report(self._inspections, found.id)

    def _tell(self) -> None:
        made = self.preview.made
        self.copy.setVisible(made is not None and not made.pages)


def _subject(inspections: Sequence[Inspection]) -> str:
    """`support-router-lora on 4 bases`."""
    name = inspections[0].adapter.name
    bases = [inspection.base.name for inspection in inspections if inspection.base is not None]
    if not bases:
        return name
    if len(bases) == 1:
        return tr("{} on {}").format(name, bases[0])
    return tr("{} on {} bases").format(name, len(bases))
