"""How a card of the shelf is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.ui.card_words import card_glyph, card_mark, card_role, card_subtitles, card_why, card_word
from inspector.ui.shelf_entry import Entry
from inspector.ui.theme import Theme, font
from inspector.ui.wrapped_text import wrapped

ENTRY = Qt.ItemDataRole.UserRole
LIT = Qt.ItemDataRole.UserRole + 1
"""Whether another card is held over this one."""

PADDING, GAP, INDENT = 9, 7, 18
BESIDE_WORDS = 2 + PADDING + INDENT + 8
"""Pixels of a card's width that no words stand in: edges, padding and the glyph's column."""

MOST_LINES = 2


class CardDelegate(QStyledItemDelegate):
    """A card: stripe, glyph and name; what it is; the verdict's word and mark; why, in at most two lines."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = font(weight=QFont.Weight.DemiBold)
        self._small = font(steps=-1)
        self._mono = font(mono=True, steps=-1)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the words need beside a scroll bar; without one they need no more."""
        entry, view, width = index.data(ENTRY), option.widget, 200
        if isinstance(view, QListWidget):
            width = view.width() - 2 * view.frameWidth() - view.verticalScrollBar().sizeHint().width()
        lines = sum(QFontMetrics(chosen).height() + 2 for chosen in (self._name, self._mono, self._small))
        why = card_why(entry) if isinstance(entry, Entry) else ""
        count = len(wrapped(why, self._small, width - BESIDE_WORDS, MOST_LINES))
        return QSize(100, lines + count * _line_height(self._small, why) + 2 * PADDING + GAP - 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        colours = self._theme.colours
        card = QRect(option.rect).adjusted(1, 1, -1, -GAP)
        selected, lit = bool(option.state & QStyle.StateFlag.State_Selected), bool(index.data(LIT))
        role = card_role(entry)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(role))
        painter.drawRoundedRect(card, 6, 6)
        painter.setBrush(colours.color("selection" if lit else "raised"))
        painter.drawRoundedRect(card.adjusted(4, 0, 0, 0), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        style = Qt.PenStyle.DashLine if lit else Qt.PenStyle.SolidLine
        edge = "accent" if selected or lit else "line"
        painter.setPen(QPen(colours.color(edge), 2 if selected or lit else 1, style))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_words(painter, card.adjusted(PADDING, PADDING - 1, -8, -4), entry, role)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, entry: Entry, role: str) -> None:
        colours = self._theme.colours
        left, width, y = area.left() + INDENT, area.width() - INDENT, area.top()
        strong = _semibold(self._small)
        whole, short = card_subtitles(entry)
        fits = QFontMetrics(self._mono).horizontalAdvance(whole) <= width
        lines = [
            (self._name, "text", entry.name),
            (self._mono, "muted", whole if fits else short),
            (strong, role, card_word(entry)),
        ]
        painter.setFont(self._name)
        painter.setPen(colours.color(role))
        height = QFontMetrics(self._name).height()
        painter.drawText(QRect(area.left(), y, INDENT, height), Qt.AlignmentFlag.AlignLeft, card_glyph(entry))
        for chosen, colour, text in lines:
            metrics = QFontMetrics(chosen)
            painter.setFont(chosen)
            painter.setPen(colours.color(colour))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
            line = QRect(left, y, width, metrics.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, shown)
            if chosen is strong:
                self._paint_mark(painter, line.adjusted(metrics.horizontalAdvance(shown), 0, 0, 0), entry)
            y += metrics.height() + 2
        painter.setFont(self._small)
        painter.setPen(colours.color("muted"))
        why = card_why(entry)
        height = _line_height(self._small, why)
        for text in wrapped(why, self._small, width, MOST_LINES):
            painter.drawText(QRect(left, y, width, height), Qt.AlignmentFlag.AlignLeft, text)
            y += height

    def _paint_mark(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        mark = card_mark(entry)
        painter.setFont(self._small)
        painter.setPen(self._theme.colours.color("accent"))
        if painter.fontMetrics().horizontalAdvance(mark) + 8 <= room.width():
            painter.drawText(room.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignRight, mark)


def _line_height(chosen: QFont, text: str) -> int:
    """Of these very letters: those of another script may be higher than the font's own."""
    metrics = QFontMetrics(chosen)
    return max(metrics.height(), metrics.boundingRect(QRect(0, 0, 9999, 999), 0, text or " ").height())


def _semibold(chosen: QFont) -> QFont:
    copy = QFont(chosen)
    copy.setWeight(QFont.Weight.DemiBold)
    return copy
