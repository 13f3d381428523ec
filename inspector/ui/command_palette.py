"""Every action by name: type a few of its letters, Return does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from inspector.ui.theme import font

_COMMAND = Qt.ItemDataRole.UserRole
WIDTH, MOST_ROWS, ROW_HEIGHT = 520, 11, 32


class Command(NamedTuple):
    action: QAction
    text: str
    keys: str


def fuzzy_cost(query: str, text: str) -> int | None:
    """How badly `query` matches as letters of `text` in order (0: a prefix); None where it does not.

    Each gap costs its length, but one that ends at the beginning of a word costs one only.
    """
    text, at, cost = text.casefold(), 0, 0
    for letter in query.casefold().replace(" ", ""):
        starts = [i for i in range(at, len(text)) if text[i] == letter and (i == 0 or text[i - 1] == " ")]
        found = text.find(letter, at)
        if found < 0:
            return None
        if found > at and starts:
            found, cost = starts[0], cost + 1
        else:
            cost += found - at
        at = found + 1
    return cost


class CommandPalette(QFrame):
    """Lies over its window until something is chosen, Esc is pressed or one goes elsewhere.

    Commands that cannot be done now are shown last and cannot be chosen.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before = QApplication.focusWidget()
        self.setAccessibleName(self.tr("All commands"))
        self._commands = [
            Command(action, action.text(), action.shortcut().toString())
            for name, action in actions.items()
            if name != "palette"
        ]
        self.box = QLineEdit()
        self.box.setPlaceholderText(self.tr("Type a command"))
        self.box.setAccessibleName(self.tr("Type a command"))
        self.box.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setItemDelegate(CommandDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.itemClicked.connect(lambda _: self._do())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.box)
        column.addWidget(self.list)
        self.setFixedWidth(WIDTH)
        self.list.setFixedHeight(MOST_ROWS * ROW_HEIGHT + 2)
        self.box.textChanged.connect(self._narrow)
        self._narrow("")

    def open_over(self, window: QWidget) -> None:
        """Show it at the upper middle of its window."""
        # A child widget is no larger than it was made; only windows take the size of what is in them.
        self.adjustSize()
        self.move((window.width() - WIDTH) // 2, 56)
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.close()
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            row = self.list.currentRow() + steps[Qt.Key(event.key())]
            self.list.setCurrentRow(row % max(1, self.list.count()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True

    def _leave(self) -> None:
        self.close()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, query: str) -> None:
        ranked = []
        for place, command in enumerate(self._commands):
            cost = fuzzy_cost(query, command.text)
            if cost is not None:
                ranked.append((not command.action.isEnabled(), cost, place, command))
        self.list.clear()
        for *_, command in sorted(ranked):
            item = QListWidgetItem(command.text)
            item.setData(_COMMAND, command)
            item.setToolTip(command.action.toolTip())
            spoken = f"{command.text}, {command.keys}" if command.keys else command.text
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{spoken}: {command.action.toolTip()}")
            if not command.action.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if ranked else -1)

    def _do(self) -> None:
        item = self.list.currentItem()
        command = item.data(_COMMAND) if item is not None else None
        if not isinstance(command, Command) or not command.action.isEnabled():
            return
        self._leave()
        command.action.trigger()


class CommandDelegate(QStyledItemDelegate):
    """The command's name at the left, its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command = index.data(_COMMAND)
        if not isinstance(command, Command):
            return
        rect, colours = QRect(option.rect), option.palette
        enabled = command.action.isEnabled()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected and enabled:
            painter.fillRect(rect, colours.color(QPalette.ColorRole.Highlight))
            role = QPalette.ColorRole.HighlightedText
        else:
            role = QPalette.ColorRole.Text
        group = QPalette.ColorGroup.Active if enabled else QPalette.ColorGroup.Disabled
        painter.setPen(colours.color(group, role))
        inner = rect.adjusted(12, 0, -12, 0)
        painter.setFont(font())
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, left | Qt.AlignmentFlag.AlignVCenter, command.text)
        painter.setFont(font(steps=-1))
        keys = QFontMetrics(painter.font()).elidedText(command.keys, Qt.TextElideMode.ElideLeft, 160)
        painter.drawText(inner, right | Qt.AlignmentFlag.AlignVCenter, keys)
        painter.restore()
