"""A few figures as caption and number, aligned; what was not measured is left out, never zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.ui.figure_copy import FigureCopy
from inspector.ui.theme import font


class Figure(NamedTuple):
    """`shown` is what the window writes, `value` what a copy takes; `tip` says how it is defined."""

    caption: str
    shown: str
    value: float | int | str
    tip: str = ""


class FigureGrid(QScrollArea):
    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: tuple[Figure, ...] = ()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = self._page = QWidget()
        page.setObjectName("figureGrid")
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 10, 4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(page)
        self.copier = FigureCopy(self, self._rows)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        self.figures = tuple(figures)
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for row, found in enumerate(figures):
            caption, value = QLabel(found.caption), QLabel(found.shown)
            caption.setObjectName("muted")
            value.setTextFormat(Qt.TextFormat.PlainText)
            for label in (caption, value):
                label.setFont(font(steps=-0.3))
                label.setToolTip(found.tip)
                self._grid.addWidget(label, row, 0 if label is caption else 1)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._page.adjustSize()
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self._page.minimumSizeHint().width() + bar if figures else 0)
        self.setAccessibleDescription(", ".join(f"{f.caption}: {f.shown}" for f in figures))

    def _rows(self) -> list[tuple[str | float | int, ...]]:
        return [("figure", "value"), *((found.caption, found.value) for found in self.figures)]
