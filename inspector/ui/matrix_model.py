"""Adapters × bases as one Qt model: a row an adapter, a column a card; each cell a view of a record."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector.compat.inspection import Inspection
from inspector.compat.matrix import WORST_FIRST, Matrix, MatrixRow, names_apart, tally, worst_of
from inspector.ui.card_words import card_subtitles
from inspector.ui.engine_words import said
from inspector.ui.matrix_rows import CellView, Row
from inspector.ui.matrix_words import adapter_facts, cell_sentence, cell_story, cell_text, fit_here, fits_on
from inspector.ui.open_adapters import OpenAdapters
from inspector.ui.session import Session
from inspector.ui.shelf_entry import Entry

Index = QModelIndex | QPersistentModelIndex
VIEW = Qt.ItemDataRole.UserRole
"""The CellView of an index."""

FACTS = Qt.ItemDataRole.UserRole + 1
SUM = Qt.ItemDataRole.UserRole + 2
"""Of a header section: its second line, and what its row or column adds up to."""

_NO_INDEX = QModelIndex()


class Order(Enum):
    """In which the adapters stand."""

    OPENED = "opened"
    NAME = "name"
    WORST = "worst"


class MatrixModel(QAbstractTableModel):
    """Follows the session: columns come and go with the shelf, cells change as more is known."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._adapters: OpenAdapters = session.adapters
        self.order = Order.OPENED
        self.rows: list[Row] = []
        self.columns: list[Entry] = []
        self._names: dict[Path, str] = {}
        self._adapters.rows_changed.connect(self._arrange)
        self._adapters.row_changed.connect(self._on_row)
        self._adapters.cell_changed.connect(self._on_cell)
        session.entry_added.connect(self._on_columns)
        session.entry_removed.connect(self._on_columns)
        session.entry_changed.connect(self._on_entry)
        self._on_columns()

    # content

    def view(self, row: int, column: int) -> CellView:
        return self._adapters.cell(self.rows[row], self.columns[column])

    def name(self, row: int) -> str:
        return self._names[self.rows[row].path]

    def row_cells(self, row: int) -> list[Inspection | None]:
        return [self.view(row, column).inspection for column in range(len(self.columns))]

    def column_cells(self, column: int) -> list[Inspection | None]:
        rows = range(len(self.rows))
        return [self.view(row, column).inspection for row in rows if self.rows[row].error is None]

    def cells(self) -> list[Inspection | None]:
        """Every pair, row by row."""
        return [cell for row in range(len(self.rows)) for cell in self.row_cells(row)]

    def place_of(self, path: Path, entry: int) -> QModelIndex:
        """Where an adapter on a base stands; no index where one of the two is not there."""
        rows = [number for number, row in enumerate(self.rows) if row.path == path]
        columns = [number for number, column in enumerate(self.columns) if column.id == entry]
        return self.index(rows[0], columns[0]) if rows and columns else QModelIndex()

    def matrix(self) -> Matrix:
        """What is shown, to be copied or written."""
        from inspector.report.subject import names_of_bases

        names = names_of_bases([entry.base for entry in self.columns])
        rows = [
            MatrixRow(self.name(number), row.path, problem=row.error)
            if row.error is not None
            else MatrixRow(self.name(number), row.path, tuple(self.row_cells(number)))
            for number, row in enumerate(self.rows)
        ]
        bases = tuple(name or entry.name for name, entry in zip(names, self.columns, strict=True))
        return Matrix(bases, tuple(entry.source for entry in self.columns), tuple(rows))

    def sort_rows(self, order: Order) -> None:
        self.order = order
        self._arrange()

    def arrange_again(self) -> None:
        """More is known: where rows stand by their verdicts, they may stand otherwise now."""
        if self.order is Order.WORST:
            self._arrange()

    # following

    def _arrange(self) -> None:
        rows = list(self._adapters.rows.values())
        paths = [row.path for row in rows]
        self._names = dict(zip(paths, names_apart(paths), strict=True))
        if self.order is not Order.OPENED:
            rows.sort(key=lambda row: (self._names[row.path].casefold(), str(row.path)))
        if self.order is Order.WORST:
            rows.sort(key=self._badness)
        if rows == self.rows:
            self._tell_all()
        elif set(rows) == set(self.rows):
            self._move(rows)
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def _move(self, rows: list[Row]) -> None:
        """The same rows in another order: what is selected stays selected."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {id(row): number for number, row in enumerate(rows)}
        after = [self.index(places[id(self.rows[index.row()])], index.column()) for index in before]
        self.rows = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _badness(self, row: Row) -> tuple[int, int]:
        if row.error is not None:
            return -1, 0
        cells = [self._adapters.cell(row, entry).inspection for entry in self.columns]
        worst = worst_of(cells)
        return WORST_FIRST.index(worst) if worst is not None else len(WORST_FIRST), tally(cells).fits

    def _on_columns(self, _: int = 0) -> None:
        self.beginResetModel()
        self.columns = list(self._session.entries.values())
        self.endResetModel()
        self._arrange()

    def _on_row(self, row: Row) -> None:
        number = next((number for number, known in enumerate(self.rows) if known is row), None)
        if number is not None:
            if self.columns:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, number, number)

    def _on_cell(self, row: Row, entry: int) -> None:
        index = self.place_of(row.path, entry)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def _on_entry(self, entry: int) -> None:
        """A base was read, or cannot be: its whole column is another."""
        column = next((n for n, known in enumerate(self.columns) if known.id == entry), None)
        if column is not None and self.rows:
            self.dataChanged.emit(self.index(0, column), self.index(len(self.rows) - 1, column))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)

    def _tell_all(self) -> None:
        if self.rows and self.columns:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        if self.rows:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.rows) - 1)

    # Qt's side

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        view = self.view(index.row(), index.column())
        if role == VIEW:
            return view
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(view)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_sentence(self.name(index.row()), self.columns[index.column()].name, view)
        return cell_story(view) if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_row = orientation is Qt.Orientation.Vertical
        if not 0 <= section < len(self.rows if is_row else self.columns):
            return None
        return self._row_header(section, role) if is_row else self._column_header(section, role)

    def _row_header(self, section: int, role: int) -> Any:
        row, name = self.rows[section], self.name(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.path)
        if role == FACTS:
            return adapter_facts(row)
        if role == SUM:
            return "" if row.error is not None else fits_on(self.row_cells(section))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            added = said(row.error.message) if row.error is not None else fits_on(self.row_cells(section))
            return ", ".join(fact for fact in (name, adapter_facts(row), added) if fact)
        return None

    def _column_header(self, section: int, role: int) -> Any:
        entry = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(line for line in (entry.source, said(entry.story), _why(entry)) if line)
        if role == FACTS:
            return card_subtitles(entry)[1] or ("" if entry.error is not None else entry.stage)
        if role == SUM:
            return fit_here(self.column_cells(section))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            facts = (entry.name, card_subtitles(entry)[0], fit_here(self.column_cells(section)), _why(entry))
            return ", ".join(fact for fact in facts if fact)
        return None


def _why(entry: Entry) -> str:
    return said(entry.error.message) if entry.error is not None and entry.base is None else ""
