"""What each module gains, a row a module: sortable, filtered by name, without a widget a row."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from inspector.compat.keys import natural_key
from inspector.compat.path_search import FilterError, search
from inspector.compat.weights_result import ModuleWeights
from inspector.report.printable import printable
from inspector.ui.aligned_figures import Aligned
from inspector.ui.engine_words import said
from inspector.ui.language import tr
from inspector.ui.theme import Theme, font

Value = float | int | str | None


class WeightColumn(NamedTuple):
    """A column: its field's title, what it means, and the value of a row. `share` shows it in percent."""

    title: str
    tip: str
    value: Callable[[ModuleWeights], Value]
    share: bool = False


MODULE, RANK, SCALE, NORM, RELATIVE, SPECTRAL, STABLE, EFFECTIVE, FIRST, NOTE = range(10)


def columns() -> tuple[WeightColumn, ...]:
    """In the order of the constants above; texts in the window's language."""
    return (
        WeightColumn(tr("Module"), "", lambda row: row.module),
        WeightColumn(tr("Rank"), tr("Rank of the adapter's factors"), lambda row: row.rank),
        WeightColumn(
            tr("Scale"), tr("What the product of the factors is multiplied by"), lambda row: row.scale
        ),
        WeightColumn(tr("‖ΔW‖"), tr("Frobenius norm of what the adapter adds"), lambda row: row.norm),
        WeightColumn(
            tr("‖ΔW‖ / ‖W‖"), tr("Relative to the base's own weight"), lambda row: row.relative, True
        ),
        WeightColumn(tr("σ₁"), tr("Largest singular value of ΔW"), lambda row: row.spectral),
        WeightColumn(tr("Stable rank"), tr("‖ΔW‖² / σ₁²"), lambda row: row.stable_rank),
        WeightColumn(
            tr("Effective rank"),
            tr("exp of the entropy of σ / Σσ (Roy & Vetterli 2007)"),
            lambda row: row.entropy_rank,
        ),
        WeightColumn(tr("σ₁ share"), tr("σ₁² / Σσ²"), lambda row: row.concentration, True),
        WeightColumn(tr("Note"), tr("Why a figure is missing"), lambda row: row.note),
    )


class WeightsModel(QAbstractTableModel):
    """Modules in the model's order until a column is sorted by; what was not computed stays last."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = columns()
        self._all: tuple[ModuleWeights, ...] = ()
        self._kept: tuple[ModuleWeights, ...] = ()
        self._text = ""
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder
        self._places: dict[str, int] = {}
        self._aligned: dict[int, Aligned] = {}
        self._mono, self._figures = font(mono=True, steps=-0.4), tabular(-0.2)
        self.rows: tuple[ModuleWeights, ...] = ()

    @property
    def total(self) -> int:
        return len(self._all)

    @property
    def shared_note(self) -> str:
        """What is said of every module alike; it need not stand in every row."""
        notes = {row.note for row in self._all}
        return notes.pop() if len(notes) == 1 else ""

    @property
    def has_notes(self) -> bool:
        """Whether the modules differ in what is said of them."""
        return not self.shared_note and any(row.note for row in self._all)

    def has_values(self, column: int) -> bool:
        value = self._columns[column].value
        return any(value(row) is not None for row in self._all)

    def show_rows(self, rows: Sequence[ModuleWeights]) -> None:
        self._all = tuple(sorted(rows, key=lambda row: natural_key(row.module)))
        self._aligned = {
            place: Aligned.of([column.value(row) for row in self._all], share=column.share)
            for place, column in enumerate(self._columns)
            if place not in (MODULE, NOTE)
        }
        try:
            self._kept = self._fitting(self._text)
        except FilterError:  # in time over the modules before, but not over these
            self._kept = self._all
        self._arrange()

    def keep(self, text: str) -> None:
        """Only modules whose path fits the filter box. Raises FilterError as `search` and `in_time` do."""
        if text != self._text:
            self._kept = self._fitting(text)
            self._text = text
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order = column, order
        self._arrange()

    def place_of(self, module: str) -> int | None:
        return self._places.get(module)

    def _arrange(self) -> None:
        self.beginResetModel()
        rows = list(self._kept)
        if self._column == MODULE:
            if self._order is Qt.SortOrder.DescendingOrder:
                rows.reverse()
        elif self._column > 0:
            rows = self._sorted(rows)
        self.rows = tuple(rows)
        self._places = {row.module: place for place, row in enumerate(rows)}
        self.endResetModel()

    def _fitting(self, text: str) -> tuple[ModuleWeights, ...]:
        if not text.strip():
            return self._all
        fits = search(text)
        with fits.in_time():
            return tuple(row for row in self._all if fits(row.module))

    def _sorted(self, rows: list[ModuleWeights]) -> list[ModuleWeights]:
        value = self._columns[self._column].value
        known = [row for row in rows if value(row) not in (None, "")]
        descending = self._order is Qt.SortOrder.DescendingOrder
        known.sort(key=lambda row: _sortable(value(row)), reverse=descending)
        return known + [row for row in rows if value(row) in (None, "")]

    # what views ask

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._columns[section].tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.FontRole:
            return self._mono if column == MODULE else None if column == NOTE else self._figures
        if role == Qt.ItemDataRole.ForegroundRole and column in (RANK, SCALE, NOTE):
            return self._theme.colours.color("muted")
        if role == Qt.ItemDataRole.ToolTipRole and column in (MODULE, NOTE):
            return printable(said(row.note) if column == NOTE and row.note else row.module)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def shown(self, row: ModuleWeights, column: int) -> str:
        """A cell's text; empty where nothing was computed, never a zero."""
        value = self._columns[column].value(row)
        if column in (MODULE, NOTE):
            return printable(said(str(value)) if column == NOTE else str(value))
        return self._aligned[column].text(value)

    def _spoken(self, row: ModuleWeights, column: int) -> str:
        if column == MODULE:  # the whole row: every figure that there is
            known = [place for place in range(RANK, NOTE) if self._columns[place].value(row) is not None]
            return ", ".join((row.module, *(self._spoken(row, place) for place in known)))
        said = self.shown(row, column).strip()
        return tr("{}: {}").format(self._columns[column].title, said or tr("not computed"))


def tabular(steps: float) -> Any:
    """The window's font with digits of one width, so that figures stand below each other."""
    from PySide6.QtGui import QFont

    chosen = font(steps=steps)
    if hasattr(chosen, "setFeature"):  # Qt 6.7
        chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


def _sortable(value: Value) -> Any:
    """What is not finite is larger than everything."""
    return math.inf if isinstance(value, float) and not math.isfinite(value) else value


def _side(column: int) -> Qt.AlignmentFlag:
    left = column in (MODULE, NOTE)
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
