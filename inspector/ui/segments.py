"""A switch of a few words of which exactly one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class Segments(QFrame):
    """Arrow keys move the choice. `chosen` carries the id of a segment that a person or `choose` picked."""

    chosen = Signal(str)

    def __init__(self, words: Mapping[str, str], *, name: str, parent: QWidget | None = None) -> None:
        """`words` maps ids to what is written; `name` is what a screen reader calls the switch."""
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(1)
        for segment, text in words.items():
            button = QPushButton(text)
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setAccessibleName(f"{name}: {text}")
            button.toggled.connect(lambda on, segment=segment: self.chosen.emit(segment) if on else None)
            self._group.addButton(button)
            self._buttons[segment] = button
            row.addWidget(button)
        first = next(iter(self._buttons.values()))
        first.setChecked(True)
        self.setFocusProxy(first)

    @property
    def current(self) -> str:
        return next(segment for segment, button in self._buttons.items() if button.isChecked())

    def choose(self, segment: str) -> None:
        self._buttons[segment].setChecked(True)

    def set_words(self, segment: str, text: str) -> None:
        """Say a segment otherwise, with a count behind it for instance."""
        self._buttons[segment].setText(text)

    def allow(self, segment: str, allowed: bool, *, tip: str = "") -> None:
        """A segment with nothing behind it cannot be chosen; `tip` says why."""
        button = self._buttons[segment]
        button.setEnabled(allowed)
        button.setToolTip(tip)
