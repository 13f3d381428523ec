"""The shelf: every base as a card with its own verdict; the selected one fills the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.ui.card_drag import CardList, entry_of
from inspector.ui.card_painting import ENTRY, CardDelegate
from inspector.ui.card_words import card_sentence, card_why
from inspector.ui.engine_words import said
from inspector.ui.shelf_entry import Entry
from inspector.ui.theme import Theme, font


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
        painter.setPen(colours.color("muted"))
        painter.drawText(
            QRect(0, middle + 4, self.width(), middle),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            self.tr("folder · file · .gguf · Hub link"),
        )


class Shelf(QFrame):
    """`compare_asked` carries two cards, the older side first as far as the shelf can tell."""

    entry_selected = Signal(int)
    entry_removed = Signal(int)
    flips_asked = Signal(int)
    compare_asked = Signal(int, int)
    origin_asked = Signal(int, bool)
    add_asked = Signal()
    hub_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shelf")
        title = QLabel(self.tr("Bases"))
        title.setObjectName("sectionTitle")
        title.setFont(font(steps=-1))
        hub = QPushButton(self.tr("From the Hub…"))
        hub.setObjectName("link")
        hub.setFont(font(steps=-1))
        hub.setToolTip(self.tr("Add a base from the Hub (Ctrl+H)"))
        hub.clicked.connect(self.hub_asked)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(hub)
        self.cards = CardList()
        self.cards.setObjectName("shelfList")
        self.cards.setItemDelegate(CardDelegate(theme, self.cards))
        self.cards.setAccessibleName(self.tr("Bases"))
        self.cards.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.cards.customContextMenuRequested.connect(self._on_menu)
        self.cards.currentItemChanged.connect(self._on_current)
        self.cards.removal_asked.connect(self._remove_current)
        # Whoever drags the newer base holds it over the older one.
        self.cards.pair_dropped.connect(lambda dragged, target: self.compare_asked.emit(target, dragged))
        drop = DropHint(theme)
        drop.clicked.connect(self.add_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.cards, 1)
        column.addWidget(drop)
        self._items: dict[int, QListWidgetItem] = {}

    def add(self, entry: Entry) -> None:
        item = QListWidgetItem()
        item.setData(ENTRY, entry)
        self._items[entry.id] = item
        self.cards.addItem(item)
        self.update_entry(entry.id)

    def update_entry(self, entry_id: int) -> None:
        """The session knows better now what is on a card."""
        item = self._items.get(entry_id)
        entry = entry_of(item)
        if item is None or entry is None:
            return
        item.setData(Qt.ItemDataRole.AccessibleTextRole, card_sentence(entry))
        architecture = entry.base.architecture or "" if entry.base is not None else ""
        told = (entry.source, architecture, said(entry.story), card_why(entry))
        item.setToolTip("\n".join(line for line in told if line))
        # The lines that a card needs may have changed with its words.
        self.cards.scheduleDelayedItemsLayout()
        self.cards.viewport().update()

    def remove(self, entry_id: int) -> None:
        item = self._items.pop(entry_id, None)
        if item is not None:
            self.cards.takeItem(self.cards.row(item))

    def select(self, entry_id: int) -> None:
        item = self._items.get(entry_id)
        if item is not None:
            self.cards.setCurrentItem(item)

    def _on_current(self, item: QListWidgetItem | None, _: QListWidgetItem | None) -> None:
        entry = entry_of(item)
        if entry is not None:
            self.entry_selected.emit(entry.id)

    # what can be done with a card

    def ask_other(self) -> None:
        """From the keyboard: with which other card to compare the selected one."""
        item, entry = self.cards.currentItem(), entry_of(self.cards.currentItem())
        if entry is None or len(self._items) < 2:
            return
        menu = QMenu(self)
        self._fill_others(menu, entry)
        menu.setActiveAction(menu.actions()[0])
        corner = self.cards.visualItemRect(item).topRight()
        menu.exec(self.cards.viewport().mapToGlobal(corner))
        menu.deleteLater()

    def menu(self, entry: Entry) -> QMenu:
        """Everything that can be done with one card."""
        menu = QMenu(self)
        if len(self._items) > 1:
            self._fill_others(menu.addMenu(self.tr("Compare with")), entry)
        current = entry_of(self.cards.currentItem())
        if current is not None and current is not entry and entry.base is not None:
            words = self.tr("Count flips from here to {}…").format(_plain(current.name))
            menu.addAction(words, lambda: self.flips_asked.emit(entry.id))
        chosen = entry.is_origin and not entry.is_proven
        words = self.tr("Not the one it was trained on")
        if not chosen:
            words = self.tr("Set as the one it was trained on")
        origin = menu.addAction(words, lambda: self.origin_asked.emit(entry.id, not chosen))
        origin.setEnabled(chosen or not entry.is_origin)
        menu.addSeparator()
        menu.addAction(self.tr("Remove from the shelf\tDel"), lambda: self.entry_removed.emit(entry.id))
        return menu

    def _fill_others(self, menu: QMenu, entry: Entry) -> None:
        for other in filter(None, map(entry_of, self._items.values())):
            if other is not entry:
                ask = lambda other=other: self.compare_asked.emit(entry.id, other.id)  # noqa: E731
                menu.addAction(_plain(other.name), ask)

    def _on_menu(self, point: QPoint) -> None:
        entry = entry_of(self.cards.itemAt(point))
        if entry is None:
            return
        menu = self.menu(entry)
        menu.exec(self.cards.viewport().mapToGlobal(point))
        menu.deleteLater()

    def _remove_current(self) -> None:
        entry = entry_of(self.cards.currentItem())
        if entry is not None:
            self.entry_removed.emit(entry.id)


def _plain(name: str) -> str:
    """A stranger's name holds no shortcut key."""
    return name.replace("&", "&&")
