"""Cards that can be dragged onto each other."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from inspector.ui.card_painting import ENTRY, LIT
from inspector.ui.shelf_entry import Entry

CARD_MIME = "application/x-adapter-inspector-card"
"""Carries the id of a card, of this window alone."""


class CardList(QListWidget):
    """`pair_dropped` carries the card that was dragged and the one that it was dropped on.

    What is no card of this list (files, links) is left to the window.
    """

    removal_asked = Signal()
    pair_dropped = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lit: QListWidgetItem | None = None
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit()
            return
        super().keyPressEvent(event)

    # dragging

    def startDrag(self, actions: Qt.DropAction) -> None:
        item = self.currentItem()
        entry = entry_of(item)
        if item is None or entry is None:
            return
        drag = QDrag(self)
        drag.setMimeData(card_mime(entry.id))
        picture = self._picture(item)
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(24, 20))
        drag.exec(Qt.DropAction.LinkAction)
        self._light(None)

    def _picture(self, item: QListWidgetItem) -> QPixmap:
        picture = self.viewport().grab(self.visualItemRect(item))
        soft = QPixmap(picture.size())
        soft.setDevicePixelRatio(picture.devicePixelRatio())
        soft.fill(Qt.GlobalColor.transparent)
        painter = QPainter(soft)
        painter.setOpacity(0.8)
        painter.drawPixmap(0, 0, picture)
        painter.end()
        return soft

    # dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._source(event) is None:
            event.ignore()
            return
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        source, target = self._source(event), self.itemAt(event.position().toPoint())
        entry = entry_of(target)
        if source is None or entry is None or entry.id == source:
            self._light(None)
            event.ignore()
            return
        self._light(target)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(None)

    def dropEvent(self, event: QDropEvent) -> None:
        source, entry = self._source(event), entry_of(self.itemAt(event.position().toPoint()))
        self._light(None)
        if source is None or entry is None or entry.id == source:
            event.ignore()
            return
        event.acceptProposedAction()
        self.pair_dropped.emit(source, entry.id)

    def _source(self, event: QDropEvent) -> int | None:
        if event.source() not in (self, None) or not event.mimeData().hasFormat(CARD_MIME):
            return None
        number = bytes(event.mimeData().data(CARD_MIME).data()).decode("ascii", "replace")
        return int(number) if number.isdecimal() else None

    def _light(self, item: QListWidgetItem | None) -> None:
        if item is self._lit:
            return
        for card, lit in ((self._lit, False), (item, True)):
            if card is not None and self.row(card) >= 0:
                card.setData(LIT, lit)
        self._lit = item


def card_mime(entry_id: int) -> QMimeData:
    mime = QMimeData()
    mime.setData(CARD_MIME, str(entry_id).encode())
    return mime


def entry_of(item: QListWidgetItem | None) -> Entry | None:
    entry = item.data(ENTRY) if item is not None else None
    return entry if isinstance(entry, Entry) else None
