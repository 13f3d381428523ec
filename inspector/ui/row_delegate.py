"""Paints tree rows: glyph, word and colour of the status, shapes in monospace."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from inspector.compat.inspection import Status
from inspector.compat.tree import TROUBLE, NodeKind, UnionTree
from inspector.ui.row_text import BASE_DTYPE, BASE_KIND, BASE_NAME, NAME, SHAPE, STATUS, cell_text, is_aside
from inspector.ui.theme import Theme, font
from inspector.ui.tree_model import TreeModel
from inspector.ui.words import STATUS_GLYPH, STATUS_ROLE

GLYPH_WIDTH = 20
_MONO = frozenset({SHAPE, BASE_KIND, BASE_DTYPE})


def row_wash(tree: UnionTree, node: int) -> str | None:
    """Colour role behind a row: only tensors and slots in trouble are washed."""
    if tree.tensors[node] is None and tree.slots[node] is None:
        return None
    status = tree.status(node)
    return f"{STATUS_ROLE[status]}_wash" if status in TROUBLE else None


class RowDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sans, self._mono = font(), font(mono=True)
        self._mono_names = font(mono=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, QFontMetrics(self._sans).height() + 11)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, TreeModel)
        tree = model.tree
        if tree is None:
            return
        node, column = index.internalId(), index.column()
        text = cell_text(tree, node, column)
        if not text:
            return
        rect: QRect = option.rect
        # A long name may run on where the shape beside it is empty.
        room = self._beside(option) if column == NAME and not cell_text(tree, node, SHAPE) else 0
        rect = rect.adjusted(4, 0, room - 8, 0)
        painter.save()
        if column == STATUS:
            self._paint_status(painter, rect, tree, node, text)
        else:
            mono = column in _MONO or (column in (NAME, BASE_NAME) and self._is_key(tree, node))
            aside = column in (NAME, BASE_NAME) and is_aside(tree, node, column)
            painter.setFont(self._mono if mono and not aside else self._sans)
            painter.setPen(self._text_colour(tree, node, column, aside))
            right = column in (SHAPE, BASE_DTYPE)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    @staticmethod
    def _beside(option: QStyleOptionViewItem) -> int:
        view = option.widget
        return view.columnWidth(SHAPE) if isinstance(view, QTreeView) else 0

    def _paint_status(self, painter: QPainter, rect: QRect, tree: UnionTree, node: int, text: str) -> None:
        status = tree.status(node)
        if status is None:
            return
        painter.setPen(self._theme.colours.color(STATUS_ROLE[status]))
        painter.setFont(self._sans)
        left = rect.adjusted(10, 0, 0, 0)
        painter.drawText(
            left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, STATUS_GLYPH[status]
        )
        words = left.adjusted(GLYPH_WIDTH, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _text_colour(self, tree: UnionTree, node: int, column: int, aside: bool) -> QColor:
        colours = self._theme.colours
        if aside:
            return colours.color("muted")
        if row_wash(tree, node) and column in (SHAPE, BASE_KIND):
            status = tree.status(node)
            # Only a differing shape is wrong as a shape; an orphan's shape is as good as any.
            return colours.color("bad" if status is Status.MISMATCHED else "text")
        return colours.color("text" if column in (NAME, BASE_NAME) else "muted")

    @staticmethod
    def _is_key(tree: UnionTree, node: int) -> bool:
        return tree.kinds[node] in (NodeKind.MODULE, NodeKind.TENSOR, NodeKind.SLOT)
