"""The rows of a comparison's modules: their texts, their colours, their order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from inspector.compat.keys import natural_key
from inspector.compat.revisions import ModuleChange
from inspector.ui.language import tr
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
from inspector.ui.theme import Theme, font

NAME, WEIGHT, FATE, MOVED, REACH, KIND = range(6)

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
            return headers(self.brief)[section]
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
            return cells(row, brief=self.brief)[column]
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


def cells(row: ModuleChange, *, brief: bool) -> tuple[str, ...]:
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


def headers(brief: bool) -> tuple[str, ...]:
    moved, reach = (tr("Moved"), tr("Reach")) if brief else (tr("Base moved"), tr("Adapter reaches"))
    return (tr("Module"), tr("Weight"), tr("Fate"), moved, reach, tr("Change"))


def _header_tips() -> dict[int, str]:
    return {
        MOVED: tr("‖W_to − W_from‖ / ‖W_from‖: how far the base's weight moved"),
        REACH: tr("‖ΔW‖ / ‖W_from‖: how far the adapter itself moves that weight"),
        FATE: tr("What becomes of the adapter's tensors there"),
    }
