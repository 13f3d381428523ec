"""Every key on one page, made from the table of actions; typing narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inspector.ui.actions import ACTIONS
from inspector.ui.filter_bar import FilterBox
from inspector.ui.language import tr
from inspector.ui.theme import font

ROW_HEIGHT = 29


class Shortcut(NamedTuple):
    """`keys` is empty for what the menu and Ctrl+Shift+P reach."""

    place: str
    text: str
    keys: str
    tip: str


def shortcuts(actions: Mapping[str, QAction]) -> list[Shortcut]:
    """Every action, then the keys that lists, trees and pictures have by themselves."""
    rows = []
    for spec in ACTIONS:
        action = actions[spec.id]
        keys = "   ".join(_native(key) for key in action.shortcuts())
        place = tr(spec.menu) if spec.menu else tr("Window")
        rows.append(Shortcut(place, action.text(), keys, action.toolTip()))
    places = list(dict.fromkeys(row.place for row in rows))
    rows.sort(key=lambda row: places.index(row.place))
    return rows + [
        Shortcut(tr("Lists"), tr("Open or close a row"), "→   ←", tr("In the trees")),
        Shortcut(tr("Lists"), tr("Open everything below"), "*", tr("In the trees")),
        Shortcut(tr("Lists"), tr("Open the adapter"), _native("Return"), tr("In the library")),
        Shortcut(tr("Lists"), tr("Go to the module"), "↑   ↓   ←   →", tr("In the map")),
        Shortcut(tr("Lists"), tr("Clear the filter"), _native("Esc"), tr("In a filter's box")),
    ]


class ShortcutsPage(QDialog):
    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(760, 640)
        title = QLabel(self.tr("Keyboard shortcuts"))
        title.setFont(font(steps=4, weight=QFont.Weight.DemiBold))
        self.box = FilterBox()
        self.box.setPlaceholderText(self.tr("Filter"))
        self.box.setAccessibleName(self.tr("Filter shortcuts"))
        self.box.setFixedWidth(220)
        self.box.textChanged.connect(self._narrow)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self.box)
        self._rows = shortcuts(actions)
        self.table = self._table()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._narrow("")
        self.box.setFocus()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setObjectName("shortcutTable")
        table.setAccessibleName(self.tr("Keyboard shortcuts"))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().hide()
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = table.horizontalHeader()
        for place in (0, 1):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, 250)
        header.resizeSection(1, 178)
        header.setStretchLastSection(True)
        return table

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "table"):
            self._narrow(self.box.text())

    def _narrow(self, text: str) -> None:
        """Show the rows in which every word of `text` stands, below their headings."""
        words = text.casefold().split()
        shown = [row for row in self._rows if all(word in " ".join(row).casefold() for word in words)]
        self.table.clearSpans()
        self.table.setRowCount(0)
        place = ""
        for row in shown:
            if row.place != place:
                place = row.place
                self._add_heading(place)
            self._add(row)

    def _add_heading(self, text: str) -> None:
        at = self.table.rowCount()
        self.table.insertRow(at)
        item = QTableWidgetItem(text)
        item.setFont(font(weight=QFont.Weight.DemiBold))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.table.setItem(at, 0, item)
        self.table.setSpan(at, 0, 1, 3)
        self.table.setRowHeight(at, ROW_HEIGHT + (12 if at else 0))

    def _add(self, row: Shortcut) -> None:
        at = self.table.rowCount()
        self.table.insertRow(at)
        sentence = self.tr("{}, {}: {}").format(row.text, row.keys or self.tr("no key"), row.tip)
        for column, text in enumerate((row.text, row.keys, row.tip)):
            item = QTableWidgetItem(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, sentence)
            item.setToolTip(row.tip)
            if column == 1:
                item.setFont(font(mono=True))
            elif column == 2:
                item.setForeground(self.palette().placeholderText())
            self.table.setItem(at, column, item)


def _native(keys: QKeySequence | str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
