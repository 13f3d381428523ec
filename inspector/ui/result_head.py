"""Over a result: glyph and sentence, what qualifies it, and at the right the switch between its views."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.ui.elided_label import ElidedLabel
from inspector.ui.theme import Theme, font
from inspector.ui.wrapped_text import WrappedLabel


class ResultHead(QWidget):
    def __init__(self, theme: Theme, *, beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = "text"
        self.glyph, self.sentence = QLabel(), WrappedLabel(most=2)
        for label in (self.glyph, self.sentence):
            label.setFont(font(steps=1, weight=QFont.Weight.DemiBold))
        self.facts = ElidedLabel(smallest=0)
        self.facts.setObjectName("muted")
        self.facts.setFont(font(steps=-0.3))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.sentence, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._recolour)

    def say(self, glyph: str, role: str, sentence: str, *, facts: str) -> None:
        """`role` colours the glyph; what does not fit of `facts` stands in its tip."""
        self._role = role
        self.glyph.setText(glyph)
        self.sentence.setText(sentence)
        self.facts.setText(facts)
        self.facts.setToolTip(facts)
        self._recolour()

    def _recolour(self) -> None:
        self.glyph.setStyleSheet(f"color: {self._theme.colours.color(self._role).name()}")
