"""The library's list: one adapter a row, painted like the window's other rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from inspector.files.library import LibraryItem
from inspector.ui.engine_words import said
from inspector.ui.library_model import (
    BASE,
    COLUMNS,
    DATE,
    METHOD,
    NAME,
    NOTES,
    RANK,
    SIZE,
    VERDICT,
    LibraryModel,
)
from inspector.ui.library_words import verdict_of
from inspector.ui.theme import Theme, font
from inspector.ui.words import VERDICT_ROLE

MARGIN = 10
WIDTHS = {METHOD: 84, RANK: 62, SIZE: 92, DATE: 112, VERDICT: 128}
NARROW = 1180
"""Pixels below which the date and the method's room is given up."""

_NARROW_WIDTHS = {METHOD: 72, RANK: 54, SIZE: 84, DATE: 100, VERDICT: 116}
_SHARES = {NAME: 0.34, BASE: 0.28, NOTES: 0.38}
Index = QModelIndex | QPersistentModelIndex


class LibraryView(QTreeView):
    """Return, or a double click, on an adapter is `opened`."""

    opened = Signal(object)

    def __init__(self, model: LibraryModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("libraryList")
        self.setModel(model)
        self.setItemDelegate(LibraryDelegate(theme, model, self))
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QTreeView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(True)
        self.setSortingEnabled(True)
        self.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)

    def items(self) -> list[LibraryItem]:
        """The selected adapters, in the order of the list."""
        model = self.model()
        assert isinstance(model, LibraryModel)
        rows = sorted(self.selectionModel().selectedRows(), key=lambda i: (i.parent().row(), i.row()))
        return [item for row in rows if (item := model.item_of(row)) is not None]

    @property
    def current_item(self) -> LibraryItem | None:
        model = self.model()
        assert isinstance(model, LibraryModel)
        return model.item_of(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        fixed = _NARROW_WIDTHS if width < NARROW else WIDTHS
        room = max(300, width - sum(fixed.values()))
        for column in range(COLUMNS):
            share = int(room * _SHARES[column]) if column in _SHARES else fixed[column]
            self.header().resizeSection(column, share)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current_item or next(iter(self.items()), None)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.opened.emit(item)
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        model = self.model()
        assert isinstance(model, LibraryModel)
        item = model.item_of(self.indexAt(event.position().toPoint()))
        if item is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(item)
            return
        super().mouseDoubleClickEvent(event)

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        colours = self._theme.colours
        rect = QRect(0, options.rect.y(), self.viewport().width(), options.rect.height())
        first = index.sibling(index.row(), NAME)
        if self.selectionModel().isSelected(first):
            painter.fillRect(rect, colours.color("selection"))
            painter.fillRect(QRect(0, rect.y(), 3, rect.height()), colours.color("accent"))
        super().drawRow(painter, options, index)
        painter.setPen(QPen(colours.color("line_soft"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self.hasFocus() and self.currentIndex().sibling(self.currentIndex().row(), NAME) == first:
            painter.setPen(QPen(colours.color("accent"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


class LibraryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: LibraryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._plain, self._strong = font(), font(weight=QFont.Weight.Medium)
        self._heading = font(weight=QFont.Weight.DemiBold)
        self._small = font(steps=-0.4)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, QFontMetrics(self._plain).height() + 15)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, column = self._model.item_of(index), index.column()
        broken = item is not None and bool(item.problem)
        if broken and column > BASE:
            return
        # What is wrong with a file takes the room of the facts that it does not give.
        text = f"✕  {said(item.problem)}" if item is not None and broken and column == BASE else index.data()
        if not text:
            return
        rect = QRect(option.rect).adjusted(MARGIN + (6 if column == NAME else 0), 0, -MARGIN, 0)
        painter.save()
        if item is None:
            painter.setFont(self._heading)
            painter.setPen(self._theme.colours.color("muted"))
            rect.setWidth(2 * rect.width())
        else:
            painter.setFont(self._font(column))
            painter.setPen(self._colour(item, column))
        if broken and column == BASE:
            rect.setRight(option.rect.left() + self._room_from(option, BASE) - MARGIN)
        side = Qt.AlignmentFlag.AlignRight if column in (RANK, SIZE) else Qt.AlignmentFlag.AlignLeft
        mode = Qt.TextElideMode.ElideMiddle if column in (NAME, BASE) else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, mode, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    @staticmethod
    def _room_from(option: QStyleOptionViewItem, first: int) -> int:
        view = option.widget
        columns = range(first, COLUMNS)
        return sum(view.columnWidth(column) for column in columns) if isinstance(view, QTreeView) else 0

    def _font(self, column: int) -> QFont:
        return self._strong if column == NAME else self._plain if column in (BASE, VERDICT) else self._small

    def _colour(self, item: LibraryItem, column: int) -> QColor:
        colours = self._theme.colours
        if item.problem and column == BASE:
            return colours.color("bad")
        if column == NOTES:
            return colours.color("warn")
        if column == VERDICT:
            verdict = verdict_of(self._model.last_verdict(item))
            return colours.color(VERDICT_ROLE[verdict] if verdict is not None else "muted")
        return colours.color("text" if column == NAME else "muted")
