"""The page while an adapter is being read, and when it cannot be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from inspector.errors import InspectorError, UnreadableInput
from inspector.ui.engine_words import said
from inspector.ui.theme import Theme, font


class ProblemView(QFrame):
    """An adapter that cannot be read: the sentence, what to do, the rule. Also the page while reading."""

    open_asked = Signal()
    back_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._role = theme, "muted"
        self.setObjectName("problemView")
        self.glyph, self.sentence, self.hint, self.place = QLabel(), QLabel(), QLabel(), QLabel()
        self.glyph.setFont(font(steps=18))
        self.sentence.setFont(font(steps=4, weight=QFont.Weight.DemiBold))
        self.hint.setObjectName("muted")
        self.place.setObjectName("muted")
        self.place.setFont(font(mono=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(120, 40, 120, 40)
        column.setSpacing(12)
        column.addStretch(2)
        for label in (self.glyph, self.sentence, self.hint, self.place):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(320)
        self.bar.setAccessibleName(self.tr("Reading the adapter"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_asked)
        for widget in (self.bar, self.cancel):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.addStretch(1)
        for text, asked in ((self.tr("Open another…"), self.open_asked), (self.tr("Back"), self.back_asked)):
            button = QPushButton(text)
            button.clicked.connect(asked)
            row.addWidget(button)
        row.addStretch(1)
        column.addSpacing(8)
        column.addWidget(self._buttons)
        column.addStretch(3)
        theme.changed.connect(self._colour)

    def show_reading(self, path: str) -> None:
        self._fill("…", "muted", self.tr("Reading {}").format(Path(path).name), "", path)
        self._show_running(True)

    def show_error(self, path: str, error: InspectorError) -> None:
        rule = error.rule if isinstance(error, UnreadableInput) else ""
        where = error.path or path if isinstance(error, UnreadableInput) else path
        self._fill(
            "✕",
            "bad",
            said(error.message),
            said(error.hint),
            "   ".join(part for part in (rule, where) if part),
        )
        self._show_running(False)

    def _show_running(self, running: bool) -> None:
        for widget in (self.bar, self.cancel):
            widget.setVisible(running)
        self._buttons.setVisible(not running)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.cancel.isVisible():
            self.cancel_asked.emit()
            return
        super().keyPressEvent(event)

    def _fill(self, glyph: str, role: str, sentence: str, hint: str, place: str) -> None:
        self._role = role
        self.glyph.setText(glyph)
        self._colour()
        self.sentence.setText(sentence)
        self.hint.setText(hint)
        self.place.setText(place)

    def _colour(self) -> None:
        self.glyph.setStyleSheet(f"color: {self._theme.colours.color(self._role).name()}")
