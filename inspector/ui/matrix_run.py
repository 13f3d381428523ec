"""Inspects the adapters beside the workbench's: headers of all first, then one dry run after another."""

from __future__ import annotations

import threading
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.ui.lane import Lane
from inspector.ui.matrix_rows import Cell, Row, headers_of, read_adapter_again, sharing_parts
from inspector.ui.open_adapters import OpenAdapters

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.ui.matrix_rows import AdapterRead
    from inspector.ui.session import Session
    from inspector.worker.client import Worker

IDLE, READING, CONFIRMING, DONE, CANCELLED, FAILED = (
    "idle", "reading", "confirming", "done", "cancelled", "failed",
)  # fmt: skip

_FAILURES = 2
"""Dry runs that fail on end before the rest is not even tried: the worker itself is at fault then."""


class MatrixRun(QObject):
    """Everything here has the lowest rank: headers in a lane of their own, dry runs when nothing else waits
    for the worker. It sleeps until somebody looks. `changed` says that `state` did; in `failed`, `error` says
    why.
    """

    changed = Signal()

    def __init__(self, session: Session, adapters: OpenAdapters) -> None:
        super().__init__(session)
        self._session, self._adapters = session, adapters
        self.state = IDLE
        self.error: InspectorError | None = None
        self._lane = Lane("matrix", self)
        self._cancel = threading.Event()
        self._awake = False
        self._reading: Row | None = None
        self._waiting: deque[tuple[Row, int]] = deque()
        self._failures = 0
        adapters.lacking.connect(self._go_on)

    @property
    def is_running(self) -> bool:
        return self.state in (READING, CONFIRMING)

    def wake(self) -> None:
        """Somebody looks at it: begin, unless it was stopped."""
        self._awake = True
        self._go_on()

    def sleep(self) -> None:
        """Nothing is open any more."""
        self._stop()
        self._awake = False
        self._turn(IDLE)

    def cancel(self) -> None:
        """Stop here; what is known stays."""
        if self.is_running:
            self._stop()
            self._turn(CANCELLED)

    def resume(self) -> None:
        """Go on after Cancel, or try again what failed."""
        for row in self._adapters.rows.values():
            for cell in row.cells.values():
                cell.error = None
        self._failures, self.error = 0, None
        self.state = IDLE
        self.wake()

    def retry(self) -> None:
        """A new worker was started: what failed of it is tried again."""
        if self.state == FAILED:
            self.resume()

    def restart(self) -> None:
        """What was read is forgotten: what runs is about files that have changed."""
        self._stop()
        if self.state != CANCELLED:
            self.state = IDLE
        self._go_on()

    def close(self) -> None:
        self._cancel.set()
        self._lane.close()

    def _stop(self) -> None:
        self._cancel.set()
        self._cancel = threading.Event()
        self._reading = self._adapters.running = None

    def _go_on(self) -> None:
        """Whatever is next: a row's headers, else a dry run; nothing while it sleeps or was stopped."""
        if not self._awake or self.state in (CANCELLED, FAILED) or self._reading is not None:
            return
        rows = list(self._adapters.rows.values())
        row = next((row for row in rows if self._lacks_headers(row)), None)
        if row is not None:
            self._turn(READING)
            self._read(row)
        elif self._adapters.running is None:
            pairs = [(row, number) for row in rows for number in self._session.entries]
            self._waiting = deque(pair for pair in pairs if self._adapters.is_unconfirmed(*pair))
            self._confirm_next()

    # headers

    def _lacks_headers(self, row: Row) -> bool:
        if row.error is not None or row is self._adapters.current:
            return False
        return row.adapter is None or bool(self._adapters.bases_without(row))

    def _read(self, row: Row) -> None:
        """One job a row: the adapter, then its headers on every base that is there."""
        adapters, lane, cancel = self._adapters, self._lane, self._cancel
        known, wanted = adapters.read_before(row.path), adapters.bases_without(row)
        choice = self._session.rules.choice
        self._reading = row

        def tell(call: partial[None]) -> None:
            lane.post(lambda: None if cancel.is_set() else call())

        def work() -> None:
            found: AdapterRead = known or read_adapter_again(row.path, None)
            tell(partial(adapters.take_adapter, row, found))
            for number, base in wanted:
                if cancel.is_set():
                    raise Cancelled
                try:
                    cell = Cell(headers_of(found.adapter, base, choice))
                except InspectorError as error:
                    tell(partial(adapters.fail, row, number, error))
                else:
                    tell(partial(adapters.take, row, number, cell))

        def done(_: None) -> None:
            if not cancel.is_set():
                self._reading = None
                self._go_on()

        def failed(error: InspectorError) -> None:
            if not cancel.is_set():
                adapters.fail_row(row, error)
                done(None)

        lane.run(work, done, failed)

    # dry runs

    def _confirm_next(self) -> None:
        while self._waiting:
            row, number = self._waiting.popleft()
            if self._adapters.is_unconfirmed(row, number):
                self._turn(CONFIRMING)
                self._confirm(row, number)
                return
        self._turn(DONE if self._adapters.rows else IDLE)

    def _confirm(self, row: Row, number: int) -> None:
        """Values and dry run, as the workbench has them, so that its answer will be the same."""
        adapters, cancel, choice = self._adapters, self._cancel, self._session.rules.choice
        adapter, base = row.adapter, self._session.entries[number].base
        headers = row.cells[number].inspection
        assert adapter is not None and headers is not None
        adapters.running = (row, number)
        adapters.cell_changed.emit(row, number)

        def work(worker: Worker | None) -> Inspection:
            from inspector import pipeline

            if cancel.is_set():
                raise Cancelled
            *_, found = pipeline.stages(adapter, base, worker=worker, choice=choice, cancel=cancel)
            return found

        def done(found: Inspection) -> None:
            if not cancel.is_set():
                self._failures = 0
                adapters.running = None
                adapters.take(row, number, Cell(sharing_parts(found, headers), is_final=True))
                self._go_on_confirming()

        def failed(error: InspectorError) -> None:
            if cancel.is_set():
                return
            adapters.running = None
            adapters.fail(row, number, error)
            self._failures += isinstance(error, WorkerError)
            if self._failures >= _FAILURES:
                self.error = error
                self._turn(FAILED)
            self._go_on_confirming()

        self._session.worker.run_behind(work, done, failed)

    def _go_on_confirming(self) -> None:
        """The next of those that wait, where no headers are to be read first: the queue is made but once."""
        if self.state == CONFIRMING and self._reading is None:
            self._confirm_next()
        else:
            self._go_on()

    def _turn(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()
