"""Every target module on both bases: weight, fate, how far the base moved, how far the adapter reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.revisions import ModuleChange
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.module_model import FATE, NAME, WEIGHT, ModuleModel, cells, headers
from inspector.ui.quantities import number
from inspector.ui.theme import Theme, font

ROW_HEIGHT = 27
LEAST_NAME, LEAST_BRIEF, LEAST_WEIGHT = 240, 180, 120
"""Pixels of the name below which columns that tell nothing step aside; of name and weight at the least."""

_ASIDE = 34
"""Pixels beside the text of a cell."""

_MEASURED = 200
"""Rows by which the columns are measured: the gravest come first."""


class ModuleTable(QWidget):
    """`module_chosen` carries the row that a person went to."""

    module_chosen = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modules = ModuleModel(theme, self)
        self.table = self._make_table(self.modules)
        self.empty = QLabel()
        self.empty.setObjectName("muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.toggle = QPushButton()
        self.toggle.setObjectName("link")
        self.toggle.setFont(font(steps=-0.4))
        self.toggle.clicked.connect(self._on_toggle)
        self.copier = FigureCopy(self.table, self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.viewport().installEventFilter(self)
        theme.changed.connect(self.table.viewport().update)

    def show_rows(self, rows: Sequence[ModuleChange]) -> None:
        """Keeps the selected module selected."""
        here = self.current
        self.modules.show_rows(rows)
        self._tell()
        if here is not None:
            self.go_to(here.module)

    @property
    def current(self) -> ModuleChange | None:
        index = self.table.currentIndex()
        return self.modules.rows[index.row()] if index.isValid() else None

    def go_to(self, module: str) -> bool:
        """Select a module's row without saying that a person chose it."""
        place = self.modules.place_of(module)
        if place is None:
            return False
        blocked = self.blockSignals(True)
        self.table.selectRow(place)
        self.table.scrollTo(self.modules.index(place, 0))
        self.blockSignals(blocked)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Its own width, not this widget's: a scroll bar that comes takes some of it.
        if watched is self.table.viewport() and event.type() is QEvent.Type.Resize:
            self._share_out()
        return super().eventFilter(watched, event)

    def _share_out(self) -> None:
        """Every column as wide as its texts, the name what is left.

        Where that is too little, columns in which nothing differs step aside, then fates are told by their
        glyphs alone, then the weight is cut, and left to the tip where nothing would be left of it.
        """
        room = self.table.viewport().width()
        model, model.brief = self.modules, False
        widths = self._widths()
        for column in (WEIGHT, FATE):
            idle = not any("→" in cells(row, brief=False)[column] for row in model.rows[:_MEASURED])
            if idle and _left(widths, room) < min(widths[NAME], LEAST_NAME):
                widths[column] = 0
        if _left(widths, room) < min(widths[NAME], LEAST_NAME):
            hidden = [column for column, width in widths.items() if not width]
            model.brief = True
            widths = {**self._widths(), **dict.fromkeys(hidden, 0)}
        short = min(widths[NAME], LEAST_BRIEF) - _left(widths, room)
        if short > 0 and widths[WEIGHT]:
            cut = widths[WEIGHT] - short
            widths[WEIGHT] = cut if cut >= LEAST_WEIGHT else 0
        widths[NAME] = max(60, _left(widths, room))
        for column, width in widths.items():
            self.table.setColumnHidden(column, not width)
            if width:
                self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().viewport().update()

    def _widths(self) -> dict[int, int]:
        """Pixels that each column's texts take."""
        brief = self.modules.brief
        mono, plain = QFontMetrics(font(mono=True, steps=-0.4)), QFontMetrics(self.table.font())
        aside = 24 if brief else 40
        widths = {n: plain.horizontalAdvance(title) + aside for n, title in enumerate(headers(brief))}
        for row in self.modules.rows[:_MEASURED]:
            for column, text in enumerate(cells(row, brief=brief)):
                metrics = mono if column in (NAME, WEIGHT) else plain
                widths[column] = max(widths[column], metrics.horizontalAdvance(text) + _ASIDE)
        return widths

    def _tell(self) -> None:
        untouched, folds = self.modules.untouched, self.modules.folds
        self.toggle.setVisible(untouched > 0)
        words = self.tr("Show {} unchanged") if folds else self.tr("Hide {} unchanged")
        self.toggle.setText(words.format(number(untouched)))
        nothing = not self.modules.rows
        self.table.setVisible(not nothing)
        self.empty.setVisible(nothing)
        if self.modules.is_empty:
            self.empty.setText(self.tr("The adapter has no tensors for any module."))
        else:
            self.empty.setText(self.tr("Every target module is the same on both."))
        self._share_out()
        self.changed.emit()

    def _on_toggle(self) -> None:
        here = self.current
        self.modules.fold(not self.modules.folds)
        self._tell()
        if here is not None:
            self.go_to(here.module)

    def _on_row(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid():
            self.module_chosen.emit(self.modules.rows[index.row()])

    def _rows(self) -> list[Sequence[str | float | int | None]]:
        return [ModuleChange._fields, *(tuple(map(_plain, row)) for row in self.modules.rows)]

    def _make_table(self, model: ModuleModel) -> QTableView:
        table = QTableView()
        table.setModel(model)
        table.setObjectName("probeTable")
        table.setAccessibleName(self.tr("What changed for each module"))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        for column in (NAME, WEIGHT):
            table.setItemDelegateForColumn(column, _TailDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setMinimumHeight(60)
        table.setFont(font(steps=-0.2))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        return table


class _TailDelegate(QStyledItemDelegate):
    """Of a long path the end tells most, and of a change what it is now."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


def _left(widths: Mapping[int, int], room: int) -> int:
    """Pixels that the name would get."""
    return room - sum(width for column, width in widths.items() if column != NAME)


def _plain(value: Any) -> str | float | int | None:
    return " × ".join(map(str, value)) if isinstance(value, tuple) else value
