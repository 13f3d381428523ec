"""How the matrix is painted: cells, and headers of two lines that lose their middle where they are long."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector.ui.engine_words import said
from inspector.ui.matrix_model import FACTS, SUM, VIEW
from inspector.ui.matrix_rows import CellView, Standing
from inspector.ui.matrix_words import cell_badge, cell_glyph, cell_landed, cell_role, cell_word, is_settled
from inspector.ui.theme import Theme, font

PADDING, INDENT, LINE_GAP = 11, 18, 3
Index = QModelIndex | QPersistentModelIndex


def row_height() -> int:
    """Pixels of two lines, as a cell and a row's header have them."""
    lines = QFontMetrics(font()).height() + QFontMetrics(font(steps=-1)).height()
    return lines + LINE_GAP + 2 * PADDING - 4


class CellDelegate(QStyledItemDelegate):
    """Glyph and verdict, then what lands and the evidence. Washed in colour once the loader has spoken."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain, self._strong = font(), font(weight=QFont.Weight.DemiBold)
        self._small, self._mono = font(steps=-1), font(mono=True, steps=-1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, colours = index.data(VIEW), self._theme.colours
        if not isinstance(view, CellView):
            return
        role = cell_role(view)
        body = QRectF(option.rect).adjusted(3.5, 3.5, -3.5, -3.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(colours.color(f"{role}_wash" if is_settled(view) else "surface"))
        line = colours.color("accent" if is_chosen else f"{role}_wash" if is_settled(view) else "line")
        painter.setPen(QPen(line, 2 if has_focus else 1))
        painter.drawRoundedRect(body, 6, 6)
        if is_chosen and not has_focus:
            painter.setPen(QPen(colours.color("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(body.adjusted(2, 2, -2, -2), 4, 4)
        area = QRect(option.rect).adjusted(PADDING + 3, PADDING - 1, -PADDING, -PADDING + 2)
        if view.standing is Standing.UNREADABLE:
            if isinstance(option.widget, QTableView):  # it runs across the row, and is read where one is
                shown = option.widget.viewport().rect()
                area.setLeft(max(area.left(), shown.left() + PADDING))
                area.setRight(min(area.right(), shown.right() - PADDING))
            self._paint_sentence(painter, area, view)
        else:
            self._paint_words(painter, area, view, role)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, view: CellView, role: str) -> None:
        colours = self._theme.colours
        top = QFontMetrics(self._plain).height()
        known = view.inspection is not None or view.error is not None
        painter.setFont(self._strong if is_settled(view) else self._plain)
        painter.setPen(colours.color(role if known else "muted"))
        left = Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(area.left(), area.top(), INDENT, top), left, cell_glyph(view))
        words = area.adjusted(INDENT, 0, 0, 0)
        shown = _elided(painter, cell_word(view), words.width(), Qt.TextElideMode.ElideRight)
        painter.drawText(QRect(words.left(), words.top(), words.width(), top), left, shown)
        second = words.adjusted(0, top + LINE_GAP, 0, 4)
        painter.setPen(colours.color("muted"))
        painter.setFont(self._mono)
        landed = cell_landed(view)
        painter.drawText(second, left, landed)
        room = second.adjusted(painter.fontMetrics().horizontalAdvance(landed) + 8, 0, 0, 0)
        painter.setFont(self._small)
        if view.standing is Standing.FAILED:
            painter.setPen(colours.color("bad"))
        badge = _elided(painter, cell_badge(view), room.width(), Qt.TextElideMode.ElideRight)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, badge)

    def _paint_sentence(self, painter: QPainter, area: QRect, view: CellView) -> None:
        """Why an adapter cannot be read takes the whole row."""
        error = view.error
        if error is None:
            return
        painter.setPen(self._theme.colours.color("bad"))
        painter.setFont(self._plain)
        top = QFontMetrics(self._plain).height()
        told = _elided(painter, f"✕  {said(error.message)}", area.width(), Qt.TextElideMode.ElideRight)
        painter.drawText(QRect(area.left(), area.top(), area.width(), top), Qt.AlignmentFlag.AlignLeft, told)
        painter.setPen(self._theme.colours.color("muted"))
        painter.setFont(self._small)
        hint = area.adjusted(INDENT, top + LINE_GAP, 0, 4)
        shown = _elided(painter, said(error.hint), hint.width(), Qt.TextElideMode.ElideRight)
        painter.drawText(hint, Qt.AlignmentFlag.AlignLeft, shown)


class MatrixHeader(QHeaderView):
    """Name, then facts and what the row or column adds up to."""

    def __init__(self, theme: Theme, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self._theme = theme
        self._name, self._small = font(weight=QFont.Weight.DemiBold), font(steps=-1)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), row_height() + 4)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model, colours = self.model(), self._theme.colours
        upright = self.orientation() is Qt.Orientation.Horizontal
        painter.save()
        painter.fillRect(rect, colours.color("surface"))
        painter.setPen(QPen(colours.color("line" if upright else "line_soft"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        margin = PADDING + 3 if upright else 16
        area = rect.adjusted(margin, PADDING - 1, -PADDING, -PADDING + 2)
        top = QFontMetrics(self._name).height()
        view = self.parent()
        current = view.currentIndex() if isinstance(view, QTableView) else QModelIndex()
        here = current.isValid() and section == (current.column() if upright else current.row())
        painter.setFont(self._name)
        painter.setPen(colours.color("accent" if here else "text"))
        name, facts, added = (
            str(model.headerData(section, self.orientation(), role) or "")
            for role in (Qt.ItemDataRole.DisplayRole, FACTS, SUM)
        )
        shown = _elided(painter, name, area.width(), Qt.TextElideMode.ElideMiddle)
        painter.drawText(QRect(area.left(), area.top(), area.width(), top), Qt.AlignmentFlag.AlignLeft, shown)
        painter.setFont(self._small)
        painter.setPen(colours.color("muted"))
        second = area.adjusted(0, top + LINE_GAP, 0, 4)
        painter.drawText(second, Qt.AlignmentFlag.AlignRight, added)
        # Of facts, half a word tells nobody anything; the sum does without them.
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(facts) + metrics.horizontalAdvance(added) + 10 <= second.width():
            painter.drawText(second, Qt.AlignmentFlag.AlignLeft, facts)
        painter.restore()


def _elided(painter: QPainter, text: str, width: int, mode: Qt.TextElideMode) -> str:
    return painter.fontMetrics().elidedText(text, mode, max(width, 0))
