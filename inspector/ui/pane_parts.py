"""What stands over a pane, below it and in its place: a caption, a foot, and a page of quiet words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.compat.inspection import Inspection
from inspector.ui.elided_label import ElidedLabel


def caption(title: str) -> tuple[QLabel, QFrame]:
    """A header with a title, and the label behind the title that says what is open there."""
    header = QFrame()
    header.setObjectName("paneHeader")
    name, behind = QLabel(title), ElidedLabel(cut="middle", smallest=0)
    name.setObjectName("paneTitle")
    behind.setObjectName("paneCaption")
    row = QHBoxLayout(header)
    row.setContentsMargins(14, 7, 14, 7)
    row.setSpacing(10)
    row.addWidget(name)
    row.addWidget(behind, 1)
    return behind, header


def lay_out_foot(foot: QWidget, words: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    """What is said of the selected row at the left, what can be done about the run at the right."""
    row = QHBoxLayout(foot)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(12)
    row.addLayout(words, 1)
    for widget in widgets:
        row.addWidget(widget)
    foot.setFixedHeight(58)


def base_title(inspection: Inspection) -> str:
    """Name, short revision and class of the base, as far as there are any."""
    base = inspection.base
    if base is None:
        return ""
    revision = f" @ {base.revision[:7]}" if base.revision else ""
    kind = base.architecture or inspection.report.base_class or ""
    return f"{base.name}{revision}" + (f" · {kind}" if kind else "")


class QuietPage(QWidget):
    """A sentence in the middle of a pane that has nothing else to show, and a button where one helps."""

    asked = Signal()

    def __init__(self, text: str, *, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel(text)
        self._words.setObjectName("muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 0)
        column.addStretch(1)
        column.addWidget(self._words)
        if button:
            asks = QPushButton(button)
            asks.clicked.connect(self.asked)
            column.addSpacing(10)
            column.addWidget(asks, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    @property
    def text(self) -> str:
        return self._words.text()

    def say(self, text: str) -> None:
        self._words.setText(text)
