"""The shelf: every base as a card with its own verdict; the selected one fills the window."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from inspector.ui.card_words import card_glyph, card_role, card_subtitle, card_why, card_word
from inspector.ui.shelf_entry import Entry
from inspector.ui.theme import Theme, font

_ENTRY = Qt.ItemDataRole.UserRole
PADDING, GAP = 9, 7


class CardDelegate(QStyledItemDelegate):
    """A card: stripe, glyph and name; what it is; the verdict's word; why, in at most two lines."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = font(weight=QFont.Weight.DemiBold)
        self._small = font(steps=-1)
        self._mono = font(mono=True, steps=-1)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry, view = index.data(_ENTRY), option.widget
        bar = view.verticalScrollBar().sizeHint().width() if isinstance(view, QListWidget) else 0
        width = view.width() - bar if isinstance(view, QListWidget) else 200
        lines = sum(QFontMetrics(chosen).height() + 2 for chosen in (self._name, self._mono, self._small))
        why = self._why_height(width - PADDING - 26, card_why(entry)) if isinstance(entry, Entry) else 0
        return QSize(100, lines + why + 2 * PADDING + GAP - 4)

    def _why_height(self, width: int, text: str) -> int:
        metrics = QFontMetrics(self._small)
        wrapped = metrics.boundingRect(QRect(0, 0, width, 999), int(Qt.TextFlag.TextWordWrap), text).height()
        return min(wrapped, 2 * metrics.lineSpacing() + 1) if text else 0

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, Entry):
            return
        colours = self._theme.colours
        card = QRect(option.rect).adjusted(1, 1, -1, -GAP)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = card_role(entry)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(role))
        painter.drawRoundedRect(card, 6, 6)
        painter.setBrush(colours.color("raised"))
        painter.drawRoundedRect(card.adjusted(4, 0, 0, 0), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.color("accent" if selected else "line"), 2 if selected else 1))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_words(painter, card.adjusted(PADDING, PADDING - 1, -8, -4), entry, role)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, entry: Entry, role: str) -> None:
        colours = self._theme.colours
        left, width, y = area.left() + 18, area.width() - 18, area.top()
        lines = [
            (self._name, "text", entry.name),
            (self._mono, "muted", card_subtitle(entry)),
            (_semibold(self._small), role, card_word(entry)),
        ]
        painter.setFont(self._name)
        painter.setPen(colours.color(role))
        height = QFontMetrics(self._name).height()
        painter.drawText(QRect(area.left(), y, 18, height), Qt.AlignmentFlag.AlignLeft, card_glyph(entry))
        for chosen, colour, text in lines:
            metrics = QFontMetrics(chosen)
            painter.setFont(chosen)
            painter.setPen(colours.color(colour))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
            painter.drawText(QRect(left, y, width, metrics.height()), Qt.AlignmentFlag.AlignLeft, shown)
            y += metrics.height() + 2
        painter.setFont(self._small)
        painter.setPen(colours.color("muted"))
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignTop)
        rest = QRect(left, y, width, self._why_height(width, card_why(entry)))
        painter.drawText(rest, flags, card_why(entry))


class DropHint(QPushButton):
    """The dashed place under the cards; it is a button too, for those who do not drag."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(52)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Add a base"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        lively = self.hasFocus() or self.underMouse()
        pen = QPen(colours.color("accent" if lively else "faint"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        painter.setPen(colours.color("muted"))
        middle = self.height() // 2
        painter.drawText(
            QRect(0, 0, self.width(), middle + 2),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom,
            self.tr("Drop a base here"),
        )
        painter.setFont(font(steps=-1.5))
        painter.setPen(colours.color("faint"))
        painter.drawText(
            QRect(0, middle + 4, self.width(), middle),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            self.tr("folder · .safetensors · .gguf"),
        )


class CardList(QListWidget):
    removal_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit()
            return
        super().keyPressEvent(event)


class Shelf(QFrame):
    entry_selected = Signal(int)
    entry_removed = Signal(int)
    flips_asked = Signal(int)
    add_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shelf")
        title = QLabel(self.tr("Bases"))
        title.setObjectName("sectionTitle")
        title.setFont(font(steps=-1))
        self.cards = CardList()
        self.cards.setObjectName("shelfList")
        self.cards.setItemDelegate(CardDelegate(theme, self.cards))
        self.cards.setAccessibleName(self.tr("Bases"))
        self.cards.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.cards.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cards.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.cards.customContextMenuRequested.connect(self._on_menu)
        self.cards.currentItemChanged.connect(self._on_current)
        self.cards.removal_asked.connect(self._remove_current)
        drop = DropHint(theme)
        drop.clicked.connect(self.add_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(self.cards, 1)
        column.addWidget(drop)
        self._items: dict[int, QListWidgetItem] = {}

    def add(self, entry: Entry) -> None:
        item = QListWidgetItem()
        item.setData(_ENTRY, entry)
        self._items[entry.id] = item
        self.cards.addItem(item)
        self.update_entry(entry.id)

    def update_entry(self, entry_id: int) -> None:
        """The session knows better now what is on a card."""
        item = self._items.get(entry_id)
        if item is None:
            return
        entry: Entry = item.data(_ENTRY)
        words = f"{entry.name}, {card_word(entry)}, {card_why(entry)}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        item.setToolTip("\n".join(line for line in (entry.source, entry.story, card_why(entry)) if line))
        # The lines that a card needs may have changed with its words.
        self.cards.scheduleDelayedItemsLayout()

    def remove(self, entry_id: int) -> None:
        item = self._items.pop(entry_id, None)
        if item is not None:
            self.cards.takeItem(self.cards.row(item))

    def select(self, entry_id: int) -> None:
        item = self._items.get(entry_id)
        if item is not None:
            self.cards.setCurrentItem(item)

    def _on_current(self, item: QListWidgetItem | None, _: QListWidgetItem | None) -> None:
        entry = item.data(_ENTRY) if item is not None else None
        if isinstance(entry, Entry):
            self.entry_selected.emit(entry.id)

    def _on_menu(self, point: QPoint) -> None:
        item = self.cards.itemAt(point)
        entry = item.data(_ENTRY) if item is not None else None
        if not isinstance(entry, Entry):
            return
        menu = self.menu(entry)
        menu.exec(self.cards.viewport().mapToGlobal(point))
        menu.deleteLater()

    def menu(self, entry: Entry) -> QMenu:
        """What can be done with a card; flips need another one that is selected."""
        menu = QMenu(self)
        current = self.cards.currentItem().data(_ENTRY) if self.cards.currentItem() is not None else None
        if isinstance(current, Entry) and current is not entry and entry.base is not None:
            words = self.tr("Count flips from here to {}…").format(current.name)
            menu.addAction(words, lambda: self.flips_asked.emit(entry.id))
            menu.addSeparator()
        menu.addAction(self.tr("Remove from the shelf\tDel"), lambda: self.entry_removed.emit(entry.id))
        return menu

    def _remove_current(self) -> None:
        item = self.cards.currentItem()
        entry = item.data(_ENTRY) if item is not None else None
        if isinstance(entry, Entry):
            self.entry_removed.emit(entry.id)


def _semibold(chosen: QFont) -> QFont:
    copy = QFont(chosen)
    copy.setWeight(QFont.Weight.DemiBold)
    return copy
