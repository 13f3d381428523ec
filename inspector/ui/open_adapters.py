"""The adapters that are open: the workbench's, those beside it, and what is known of each on each base."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from inspector.errors import InspectorError
from inspector.ui.matrix_rows import AdapterRead, Cell, CellView, Row, Standing, adapter_folder
from inspector.ui.shelf_entry import Entry

if TYPE_CHECKING:
    from inspector.files.records import Adapter, Base
    from inspector.files.rule_choice import RuleChoice
    from inspector.ui.session import Session

MOST_ROWS = 100
"""Adapters that a window takes: each pair's record is some 300 kB for an 8B model. `scan` keeps none."""

_ENDED = (Standing.DONE, Standing.FAILED, Standing.NO_BASE, Standing.UNREADABLE)


class Counted(NamedTuple):
    """`done` cells that have their answer, or cannot get one, of `total`."""

    done: int
    total: int


class OpenAdapters(QObject):
    """What the workbench finds is taken over. `cell_changed` carries a Row and a base's id.

    `rows_changed`: rows have come, gone or are to be read anew; `row_changed`: one was read, or cannot be.
    `lacking`: there may be something to inspect.
    """

    rows_changed = Signal()
    row_changed = Signal(object)
    cell_changed = Signal(object, int)
    lacking = Signal()
    refused = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.rows: dict[Path, Row] = {}
        self.running: tuple[Row, int] | None = None
        self._choice: RuleChoice | None = None
        session.adapter_opened.connect(self._on_adapter)
        session.adapter_failed.connect(self._on_adapter_failed)
        session.entry_changed.connect(self._on_entry)
        session.entry_removed.connect(self._on_entry_removed)

    @property
    def current(self) -> Row | None:
        """The row of the adapter that the workbench shows."""
        adapter = self._session.adapter
        return self.rows.get(adapter.path) if adapter is not None else None

    @property
    def are_several(self) -> bool:
        return len(self.rows) > 1

    # which are open

    def add(self, paths: Iterable[Path]) -> list[Path]:
        """Put adapters beside those that are open. The folders of those that were not."""
        folders = dict.fromkeys(map(adapter_folder, paths))
        new = [folder for folder in folders if folder not in self.rows]
        room = max(0, MOST_ROWS - len(self.rows))
        if len(new) > room:
            words = self.tr("The matrix takes {} adapters; the rest is for `adapter-inspector scan`.")
            self.refused.emit(words.format(MOST_ROWS))
        for folder in new[:room]:
            self.rows[folder] = Row(folder)
        if new:
            self.rows_changed.emit()
            self.lacking.emit()
        return new[:room]

    def remove(self, path: Path) -> bool:
        """Close an adapter; the one that the workbench shows stays."""
        row = self.rows.get(path)
        if row is None or row is self.current:
            return False
        del self.rows[path]
        self.rows_changed.emit()
        return True

    def clear(self) -> None:
        self.rows.clear()
        self.rows_changed.emit()

    def forget(self) -> None:
        """Everything that was read of them: it is to be read anew."""
        for row in self.rows.values():
            row.forget()
        self.rows_changed.emit()

    def doubt(self) -> None:
        """The loader is another one now: what it has said is asked again."""
        for row in self.rows.values():
            for cell in row.cells.values():
                cell.is_final, cell.error = False, None
        self.rows_changed.emit()
        self.lacking.emit()

    # what is known

    def cell(self, row: Row, entry: Entry) -> CellView:
        """How far a cell has come, and what is known."""
        if row.error is not None:
            return CellView(Standing.UNREADABLE, error=row.error)
        if entry.base is None and entry.error is not None:
            return CellView(Standing.NO_BASE, error=entry.error)
        cell = row.cells.get(entry.id, Cell())
        is_open = row.adapter is not None and row.adapter is self._session.adapter
        error = cell.error or (entry.error if is_open else None)
        if error is not None:
            return CellView(Standing.FAILED, cell.inspection, error)
        if row.adapter is None or entry.base is None:
            return CellView(Standing.READING)
        if cell.inspection is None or not cell.belongs_to(row.adapter, entry.base):
            return CellView(Standing.WAITING)
        if cell.is_final:
            return CellView(Standing.DONE, cell.inspection)
        runs = self.running == (row, entry.id) or (is_open and bool(entry.stage))
        return CellView(Standing.RUNNING if runs else Standing.HEADERS, cell.inspection)

    def counted(self) -> Counted:
        entries = self._session.entries.values()
        standings = [self.cell(row, entry).standing for row in self.rows.values() for entry in entries]
        return Counted(sum(standing in _ENDED for standing in standings), len(standings))

    def bases_without(self, row: Row) -> list[tuple[int, Base]]:
        """The bases on which nothing is known of an adapter as it is now, by the ids of their cards."""
        bases = [(entry.id, entry.base) for entry in self._session.entries.values() if entry.base is not None]
        adapter = row.adapter
        if adapter is None:
            return bases
        return [
            (number, base)
            for number, base in bases
            if (cell := row.cells.get(number)) is None
            or (cell.error is None and not cell.belongs_to(adapter, base))
        ]

    def is_unconfirmed(self, row: Row, number: int) -> bool:
        """Whether headers have answered here and later stages have not; the workbench sees to its own."""
        entry, cell = self._session.entries.get(number), row.cells.get(number)
        if entry is None or entry.base is None or cell is None or row.adapter is None or row is self.current:
            return False
        is_open = not cell.is_final and cell.error is None and self.rows.get(row.path) is row
        return is_open and cell.belongs_to(row.adapter, entry.base)

    def read_before(self, path: Path) -> AdapterRead | None:
        """What was read of an adapter: unless its files change, it need not be read twice."""
        row = self.rows.get(adapter_folder(path))
        return AdapterRead(row.adapter, row.stamp) if row is not None and row.adapter is not None else None

    def kept(self, adapter: Adapter, entry: Entry, choice: RuleChoice | None) -> Cell | None:
        """The cell of these very records and rules, where every stage has had its say."""
        row = self.rows.get(adapter.path)
        cell = row.cells.get(entry.id) if row is not None else None
        if cell is None or not cell.is_final or cell.inspection is None or entry.base is None:
            return None
        return cell if cell.belongs_to(adapter, entry.base) and cell.inspection.choice == choice else None

    # what is found

    def take_adapter(self, row: Row, found: AdapterRead) -> None:
        """A row's adapter, unless the workbench has come first."""
        if row is not self.current and row.adapter is not found.adapter:
            row.adapter, row.stamp = found
            self.row_changed.emit(row)

    def take(self, row: Row, number: int, cell: Cell) -> None:
        """What was found of a pair, unless one of the two is another by now, or the workbench's."""
        entry, known = self._session.entries.get(number), cell.inspection
        if row is self.current or entry is None or known is None or self.rows.get(row.path) is not row:
            return
        if known.adapter is row.adapter and known.base is entry.base:
            row.cells[number] = cell
            self.cell_changed.emit(row, number)

    def fail(self, row: Row, number: int, error: InspectorError) -> None:
        """Something went wrong with a pair; what is known of it stays."""
        if row is not self.current and self.rows.get(row.path) is row:
            row.cells.setdefault(number, Cell()).error = error
            self.cell_changed.emit(row, number)

    def fail_row(self, row: Row, error: InspectorError) -> None:
        if row is not self.current and self.rows.get(row.path) is row:
            row.forget()
            row.error = error
            self.row_changed.emit(row)

    # what the workbench finds

    def _on_adapter(self, adapter: Adapter) -> None:
        """Its row is the workbench's from now on; where there is only one, it follows what is opened."""
        if adapter.path not in self.rows:
            if not self.are_several:
                self.rows.clear()
            self.rows[adapter.path] = Row(adapter.path)
        row, read = self.rows[adapter.path], self._session.adapter_read
        if row.adapter is not adapter:
            row.cells.clear()
        row.adapter, row.error = adapter, None
        row.stamp = read.stamp if read is not None else None
        if self._choice != self._session.rules.choice:
            self._choice = self._session.rules.choice
            for other in self.rows.values():
                other.cells.clear()
        self.rows_changed.emit()
        self.lacking.emit()

    def _on_adapter_failed(self, path: str, error: InspectorError) -> None:
        row = self.rows.get(adapter_folder(Path(path)))
        if row is not None:
            self.fail_row(row, error)

    def _on_entry(self, number: int) -> None:
        entry, row = self._session.entries.get(number), self.current
        known = entry.inspection if entry is not None else None
        if row is not None and entry is not None and known is not None and row.adapter is known.adapter:
            is_final = not entry.stage and entry.error is None
            row.cells[number] = Cell(known, is_final, entry.error, entry.flips_from)
        if row is not None:
            self.cell_changed.emit(row, number)
        self.lacking.emit()

    def _on_entry_removed(self, number: int) -> None:
        for row in self.rows.values():
            row.cells.pop(number, None)
        self.lacking.emit()
