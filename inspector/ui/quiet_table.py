"""A read-only table of texts as the window's other tables look: no grid, whole rows, wrapped where wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from inspector.ui.figure_copy import FigureCopy
from inspector.ui.theme import font

ROW_HEIGHT = 27
_LONGEST_TIP = 1500


class Column(NamedTuple):
    """`share` of the width; `mono` for keys and values, `right` for numbers."""

    title: str
    share: float
    mono: bool = False
    right: bool = False


class Cell(NamedTuple):
    text: str
    colour: QColor | None = None
    tip: str = ""


class QuietTable(QTableWidget):
    """Filled anew with `show_cells`; Ctrl+C copies what it shows."""

    def __init__(
        self, columns: Sequence[Column], *, name: str, wraps: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(columns), parent)
        self._columns = tuple(columns)
        self.setObjectName("probeTable")
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([column.title for column in columns])
        self.setShowGrid(False)
        self.setWordWrap(wraps)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(60)
        self.setFont(font(steps=-0.2))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        if wraps:
            self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        for place, column in enumerate(columns):
            title = self.horizontalHeaderItem(place)
            assert title is not None
            title.setTextAlignment(_side(column))
        self.copier = FigureCopy(self, self._rows)

    def show_cells(self, rows: Sequence[Sequence[Cell]]) -> None:
        self.clearContents()
        self.setRowCount(len(rows))
        mono = font(mono=True, steps=-0.4)
        for place, row in enumerate(rows):
            spoken = ", ".join(
                f"{column.title} {cell.text}"
                for column, cell in zip(self._columns, row, strict=True)
                if cell.text
            )
            for number, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
                item = QTableWidgetItem(cell.text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
                item.setTextAlignment(_side(column))
                item.setToolTip((cell.tip or cell.text)[:_LONGEST_TIP])
                if column.mono:
                    item.setFont(mono)
                if cell.colour is not None:
                    item.setForeground(cell.colour)
                self.setItem(place, number, item)
        if self.wordWrap():
            self.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        for place, column in enumerate(self._columns[:-1]):
            self.setColumnWidth(place, max(44, int(column.share * width)))

    def _rows(self) -> list[Sequence[str | float | int | None]]:
        cells = [
            [self._text(row, column) for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]
        return [[column.title for column in self._columns], *cells]

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""


def _side(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
