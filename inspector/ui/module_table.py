"""Every target module on both bases: weight, fate, how far the base moved, how far the adapter reaches."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
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

from inspector.compat.keys import natural_key
from inspector.compat.revisions import ModuleChange
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.module_words import (
    KINDS,
    fate_role,
    fate_text,
    is_untouched,
    kind_of,
    kind_word,
    name_text,
    row_sentence,
    row_tip,
    share_text,
    weight_text,
)
from inspector.ui.quantities import number
from inspector.ui.theme import Theme, font

NAME, WEIGHT, FATE, MOVED, REACH, KIND = range(6)
ROW_HEIGHT = 27
LEAST_NAME, LEAST_BRIEF, LEAST_WEIGHT = 240, 180, 120
"""Pixels of the name below which columns that tell nothing step aside; of name and weight at the least."""

_ASIDE = 34
"""Pixels beside the text of a cell."""

_MEASURED = 200
"""Rows by which the columns are measured: the gravest come first."""

_GRAVITY = {kind: place for place, kind in enumerate(KINDS)}


class ModuleModel(QAbstractTableModel):
    """Gravest kind first and the furthest move first within it, until a column is sorted by.

    `folds` leaves out what is the same on both; `brief` says fates by their glyphs, for want of room.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: tuple[ModuleChange, ...] = ()
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder
        self.folds = True
        self.brief = False
        self.rows: tuple[ModuleChange, ...] = ()

    @property
    def untouched(self) -> int:
        return sum(map(is_untouched, self._all))

    @property
    def is_empty(self) -> bool:
        return not self._all

    def show_rows(self, rows: Sequence[ModuleChange]) -> None:
        self._all = tuple(rows)
        self._arrange()

    def fold(self, on: bool) -> None:
        """Leave out what is the same on both."""
        self.folds = on
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order = column, order
        self._arrange()

    def place_of(self, module: str) -> int | None:
        return next((n for n, row in enumerate(self.rows) if module in (row.module, row.module_to)), None)

    def _arrange(self) -> None:
        self.beginResetModel()
        shown = [row for row in self._all if not (self.folds and is_untouched(row))]
        shown.sort(key=_gravest_first)
        if self._column >= 0:
            descending = self._order is Qt.SortOrder.DescendingOrder
            shown.sort(key=_SORTS[self._column], reverse=descending)
        self.rows = tuple(shown)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _headers(self.brief)[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _header_tips().get(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(row, brief=self.brief)[column]
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, column)
        if role == Qt.ItemDataRole.FontRole and column in (NAME, WEIGHT):
            return font(mono=True, steps=-0.4)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row_tip(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_sentence(row)
        return None

    def _colour(self, row: ModuleChange, column: int) -> Any:
        if column == KIND:
            return self._theme.colours.color(KINDS[kind_of(row)].role)
        if column == FATE:
            return self._theme.colours.color(fate_role(row))
        if column == WEIGHT and "→" not in weight_text(row):
            return self._theme.colours.color("muted")
        return None


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
            idle = not any("→" in _cells(row, brief=False)[column] for row in model.rows[:_MEASURED])
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
        widths = {n: plain.horizontalAdvance(title) + aside for n, title in enumerate(_headers(brief))}
        for row in self.modules.rows[:_MEASURED]:
            for column, text in enumerate(_cells(row, brief=brief)):
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


def _cells(row: ModuleChange, *, brief: bool) -> tuple[str, ...]:
    kind = kind_of(row)
    return (
        name_text(row),
        weight_text(row),
        fate_text(row, glyphs_only=brief),
        share_text(row.relative_change),
        share_text(row.relative_delta),
        f"{KINDS[kind].glyph}  {kind_word(kind)}",
    )


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (MOVED, REACH) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _number(value: float | None) -> float:
    """Sorts: what was not compared comes last when the largest come first, what is not finite first."""
    if value is None:
        return -1.0
    return value if math.isfinite(value) else math.inf


def _gravest_first(row: ModuleChange) -> tuple[Any, ...]:
    return (_GRAVITY[kind_of(row)], -_number(row.relative_change), natural_key(row.module))


_SORTS: dict[int, Callable[[ModuleChange], Any]] = {
    NAME: lambda row: natural_key(row.module),
    WEIGHT: lambda row: row.shape_from or (),
    FATE: fate_text,
    MOVED: lambda row: _number(row.relative_change),
    REACH: lambda row: _number(row.relative_delta),
    KIND: lambda row: _GRAVITY[kind_of(row)],
}


def _plain(value: Any) -> str | float | int | None:
    return " × ".join(map(str, value)) if isinstance(value, tuple) else value


def _headers(brief: bool) -> tuple[str, ...]:
    moved, reach = (_tr("Moved"), _tr("Reach")) if brief else (_tr("Base moved"), _tr("Adapter reaches"))
    return (_tr("Module"), _tr("Weight"), _tr("Fate"), moved, reach, _tr("Change"))


def _header_tips() -> dict[int, str]:
    return {
        MOVED: _tr("‖W_to − W_from‖ / ‖W_from‖: how far the base's weight moved"),
        REACH: _tr("‖ΔW‖ / ‖W_from‖: how far the adapter itself moves that weight"),
        FATE: _tr("What becomes of the adapter's tensors there"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("modules", text)
