"""A few figures as caption and number, aligned; what was not measured is left out, never zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.ui.figure_copy import FigureCopy
from inspector.ui.theme import font

WIDEST = 290


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
        self._labels: list[tuple[QLabel, QLabel]] = []
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setMaximumWidth(WIDEST)
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
        while len(self._labels) < len(figures):
            self._labels.append(self._add_row(len(self._labels)))
        for row, labels in enumerate(self._labels):
            for label in labels:
                label.setVisible(row < len(figures))
        for (caption, value), found in zip(self._labels, figures, strict=False):
            caption.setText(found.caption)
            value.setText(found.shown)
            for label in (caption, value):
                label.setToolTip(found.tip)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self._page.minimumSizeHint().width() + bar if figures else 0)
        self.setAccessibleDescription(", ".join(f"{f.caption}: {f.shown}" for f in figures))

    def _add_row(self, row: int) -> tuple[QLabel, QLabel]:
        caption, value = QLabel(), QLabel()
        caption.setObjectName("muted")
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        for column, label in enumerate((caption, value)):
            label.setFont(font(steps=-0.3))
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(label, row, column)
        return caption, value

    def _rows(self) -> list[tuple[str | float | int, ...]]:
        return [("figure", "value"), *((found.caption, found.value) for found in self.figures)]
