"""One of the two tree views: it paints its own row background and arrows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTreeView, QWidget

from inspector.ui.row_delegate import RowDelegate, row_wash
from inspector.ui.row_text import COLUMNS, NAME
from inspector.ui.theme import Theme
from inspector.ui.tree_model import TreeModel
from inspector.ui.words import STATUS_ROLE

INDENT = 15
NAME_ROOM = 170
"""Pixels that the first column keeps as long as the others can give way."""

Index = QModelIndex | QPersistentModelIndex


class RowTreeView(QTreeView):
    """Shows some of the model's columns; `widths` gives pixels for all but the first, which stretches.

    Where there is little room, `giving_way` says which column shrinks to how many pixels, one after another.
    """

    def __init__(
        self,
        model: TreeModel,
        theme: Theme,
        *,
        columns: tuple[int, ...],
        widths: tuple[int, ...],
        giving_way: tuple[tuple[int, int], ...],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = frozenset(columns)
        self._first = columns[0]
        self._widths = dict(zip(columns[1:], widths, strict=True))
        self._giving_way = giving_way
        self.setModel(model)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setExpandsOnDoubleClick(True)
        self.setSelectionBehavior(QTreeView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(0)
        for column in range(COLUMNS):
            self.setColumnHidden(column, column not in columns)
        header.setSectionResizeMode(columns[0], QHeaderView.ResizeMode.Stretch)
        for column, width in zip(columns[1:], widths, strict=True):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        self.setTreePosition(-1 if columns[0] == NAME else columns[0])

    def visualRect(self, index: Index) -> QRect:
        """Of a column that this view does not show: its row's, so that keys select rows wherever they go.

        Both views share what is current, and its column may be one of the other view's.
        """
        shown = not index.isValid() or index.column() in self._columns
        return super().visualRect(index if shown else index.sibling(index.row(), self._first))

    def resizeEvent(self, event: QResizeEvent) -> None:
        widths = dict(self._widths)
        for column, smaller in self._giving_way:
            if NAME_ROOM + sum(widths.values()) > self.viewport().width():
                widths[column] = smaller
        for column, width in widths.items():
            self.header().resizeSection(column, width)
        super().resizeEvent(event)

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        model, colours = self.model(), self._theme.colours
        tree = model.tree if isinstance(model, TreeModel) else None
        rect: QRect = options.rect
        rect = QRect(0, rect.y(), self.viewport().width(), rect.height())
        if tree is not None:
            node = index.internalId()
            wash = row_wash(tree, node)
            if wash:
                painter.fillRect(rect, colours.color(wash))
            current = self.currentIndex()
            if self.selectionModel().isSelected(index.sibling(index.row(), NAME)):
                if not wash:
                    painter.fillRect(rect, colours.color("selection"))
                bar = colours.color(wash.removesuffix("_wash") if wash else "accent")
                painter.fillRect(QRect(0, rect.y(), 3, rect.height()), bar)
                if self.hasFocus() and current.isValid() and current.internalId() == node:
                    painter.setPen(QPen(colours.color("accent"), 1))
                    painter.drawRect(rect.adjusted(0, 0, -1, -1))
        super().drawRow(painter, options, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        model = self.model()
        if (
            not isinstance(model, TreeModel)
            or model.tree is None
            or not model.rowCount(index.sibling(index.row(), NAME))
        ):
            return
        # A side that has nothing here shows no arrow either: it would promise rows that are not its own.
        tree, node = model.tree, index.internalId()
        if not (tree.in_file(node) if self.treePosition() <= 0 else tree.in_base[node]):
            return
        x, y = rect.right() - INDENT / 2, rect.center().y() + 0.5
        opened = self.isExpanded(index.sibling(index.row(), NAME))
        shape = [(-3.5, -2), (3.5, -2), (0, 2.8)] if opened else [(-2, -3.5), (-2, 3.5), (2.8, 0)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        status = tree.status(node)
        quiet = "muted" if opened or status is None or not tree.trouble(node) else STATUS_ROLE[status]
        painter.setBrush(self._theme.colours.color(quiet))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in shape]))
        painter.restore()
