"""The matrix's table: arrow keys go from cell to cell, Return opens one, names stay while it scrolls."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from inspector.ui.matrix_model import MatrixModel
from inspector.ui.matrix_painting import CellDelegate, MatrixHeader, row_height
from inspector.ui.theme import Theme

NARROWEST, WIDEST, SHARED = 142, 200, 300
"""Pixels of a column: least, most, and what few columns share beyond that."""

NAMES = (190, 0.24, 330)
"""Least pixels, share of the width, and most pixels for the adapters' names."""


class MatrixView(QTableView):
    """`opened` carries an adapter's folder and a base's id, `removal_asked` a folder, `menu_asked` an index
    and where on the screen."""

    opened = Signal(object, int)
    removal_asked = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, model: MatrixModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = model
        self._kept: tuple[object, int] | None = None
        self.setObjectName("matrixTable")
        self.setModel(model)
        self.setItemDelegate(CellDelegate(theme, self))
        self.setVerticalHeader(MatrixHeader(theme, Qt.Orientation.Vertical, self))
        self.setHorizontalHeader(MatrixHeader(theme, Qt.Orientation.Horizontal, self))
        self.verticalHeader().setDefaultSectionSize(row_height() + 8)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.verticalHeader().customContextMenuRequested.connect(self._on_header_menu)
        self.verticalHeader().sectionDoubleClicked.connect(self._on_name)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._arrange)
        model.layoutChanged.connect(self._span_sentences)
        model.headerDataChanged.connect(lambda *_: self._span_sentences())

    # what is chosen

    @property
    def place(self) -> tuple[int, int] | None:
        """Row and column of the current cell."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current one, in sight."""
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def copied(self, *, comma: bool = False) -> str:
        """The selected cells with the names that they belong to, tab-separated or as CSV."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        chosen = [index for index in chosen if index.isValid()]
        model = self._matrix
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        texts = {(index.row(), index.column()): str(index.data() or "") for index in chosen}
        bases = [model.columns[column].name for column in columns]
        lines = [["", *bases]]
        lines += [[model.name(row), *(texts.get((row, column), "") for column in columns)] for row in rows]
        text = io.StringIO()
        if comma:
            from inspector.report.as_csv import cell

            csv.writer(text, lineterminator="\n").writerows([cell(word) for word in line] for line in lines)
        else:
            text.write("".join("\t".join(" ".join(word.split()) for word in line) + "\n" for line in lines))
        return text.getvalue() if chosen else ""

    def copy(self, *, comma: bool = False) -> None:
        if text := self.copied(comma=comma):
            QGuiApplication.clipboard().setText(text)

    # events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place, key = self.place, event.key()
        if place is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(*place)
        elif place is not None and key == Qt.Key.Key_Delete:
            self.removal_asked.emit(self._matrix.rows[place[0]].path)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A plain click opens; one that selects more (dragged, with Ctrl or Shift) does not."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        chosen = self.selectionModel().selectedIndexes()
        if event.button() is Qt.MouseButton.LeftButton and is_plain and chosen == [index]:
            self._open(index.row(), index.column())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open(self, row: int, column: int) -> None:
        if self._matrix.rows[row].error is None:
            self.opened.emit(self._matrix.rows[row].path, self._matrix.columns[column].id)

    def _on_name(self, row: int) -> None:
        column = self.currentIndex().column()
        if self._matrix.columns:
            self._open(row, max(column, 0))

    # menus

    def _on_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid():
            self.menu_asked.emit(index, self.viewport().mapToGlobal(point))

    def _on_header_menu(self, point: QPoint) -> None:
        row = self.verticalHeader().logicalIndexAt(point)
        if row >= 0:
            index = self._matrix.index(row, max(self.currentIndex().column(), 0))
            self.menu_asked.emit(index, self.verticalHeader().mapToGlobal(point))

    # room

    def _keep_place(self) -> None:
        place = self.place
        if place is not None:
            row, column = place
            self._kept = (self._matrix.rows[row].path, self._matrix.columns[column].id)

    def _arrange(self) -> None:
        """After rows or columns came or went: the current cell stays, else the first one is."""
        self._fit()
        self._span_sentences()
        index = QModelIndex()
        if self._kept is not None:
            index = self._matrix.place_of(*self._kept)  # type: ignore[arg-type]
        if not index.isValid():
            index = self._matrix.index(0, 0)
        if index.isValid():
            self.setCurrentIndex(index)

    def _fit(self) -> None:
        """Columns share what the names leave, and scroll where that is not enough."""
        least, share, most = NAMES
        names = min(most, max(least, int(share * self.width())))
        self.verticalHeader().setFixedWidth(names)
        self.horizontalHeader().setFixedHeight(row_height() + 6)
        columns = self._matrix.columnCount()
        if columns:
            room = (self.width() - names - self.verticalScrollBar().sizeHint().width()) // columns
            self.horizontalHeader().setDefaultSectionSize(
                min(WIDEST + SHARED // columns, max(NARROWEST, room))
            )

    def _span_sentences(self) -> None:
        """Why an adapter cannot be read is told across its row."""
        self.clearSpans()
        columns = self._matrix.columnCount()
        for number, row in enumerate(self._matrix.rows):
            if row.error is not None and columns > 1:
                self.setSpan(number, 0, 1, columns)
