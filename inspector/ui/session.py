"""What is open: one adapter, the shelf of bases, an inspection each. Runs the pipeline beside the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.ui.lane import Lane
from inspector.ui.model_runs import GOLDEN, PROMPTS, GoldenRequest, ProbeRequest, answering, measuring
from inspector.ui.probing import Probing
from inspector.ui.shelf_entry import Entry
from inspector.ui.worker_host import WorkerHost, default_worker

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.files.records import Adapter, Base
    from inspector.worker.client import Worker


class Session(QObject):
    """Everything is asked from the UI thread; answers come as signals on the UI thread.

    Three lanes: an adapter is there at once, whatever large base is being read, and header work answers in
    milliseconds, whatever the worker process is busy with.
    """

    adapter_opened = Signal(object)
    adapter_failed = Signal(str, object)
    adapter_inspected = Signal(object)
    entry_added = Signal(int)
    entry_changed = Signal(int)
    entry_removed = Signal(int)
    current_changed = Signal(int)
    inspection_changed = Signal(object)

    def __init__(
        self, parent: QObject | None = None, *, worker_factory: Callable[[], Worker] = default_worker
    ) -> None:
        super().__init__(parent)
        self.adapter: Adapter | None = None
        self.alone: Inspection | None = None
        self.entries: dict[int, Entry] = {}
        self.current: int | None = None
        self._next_id = 1
        self._first, self._quick, self._heavy = (
            Lane(name, self) for name in ("adapter", "headers", "worker")
        )
        self.worker = WorkerHost(worker_factory, self._heavy, self)
        self.probing = Probing(self.worker, self._heavy, self)
        self.probing.measured.connect(self._take)
        self._generation = 0

    # what is open

    @property
    def entry(self) -> Entry | None:
        return self.entries.get(self.current) if self.current is not None else None

    @property
    def inspection(self) -> Inspection | None:
        """What the window shows: the selected base's inspection, else the adapter's alone."""
        return self.entry.inspection if self.entry is not None else self.alone

    def inspections(self) -> list[Inspection]:
        """Every inspection there is, in the shelf's order; the adapter's alone if no base was given."""
        found = [entry.inspection for entry in self.entries.values() if entry.inspection is not None]
        return found or ([self.alone] if self.alone is not None else [])

    # opening and closing things

    def open_adapter(self, path: Path) -> None:
        self._generation += 1
        generation = self._generation

        def read() -> tuple[Adapter, Inspection]:
            from inspector import pipeline

            adapter = pipeline.open_adapter(path)
            return adapter, pipeline.inspect_headers(adapter, None)

        def done(found: tuple[Adapter, Inspection]) -> None:
            if generation != self._generation:
                return
            self.adapter, self.alone = found
            self.probing.cancel()
            self.adapter_opened.emit(self.adapter)
            self.adapter_inspected.emit(self.alone)
            for entry in self.entries.values():
                entry.inspection = None
                self._inspect(entry)
            if self.entry is None:
                self.inspection_changed.emit(self.alone)

        def failed(error: InspectorError) -> None:
            if generation == self._generation:
                self.adapter_failed.emit(str(path), error)

        self._first.run(read, done, failed)

    def close_adapter(self) -> None:
        self._generation += 1
        self.probing.cancel()
        self.adapter = self.alone = None
        self.inspection_changed.emit(None)

    def add_base(self, source: str, *, story: str = "", select: bool = True) -> int:
        """Put a base on the shelf; one that stands there already is selected instead."""
        for known in self.entries.values():
            if known.source == source:
                self.select(known.id)
                return known.id
        entry = Entry(self._next_id, source, story, stage=self.tr("reading"))
        self._next_id += 1
        self.entries[entry.id] = entry
        self.entry_added.emit(entry.id)
        if select or self.current is None:
            self.select(entry.id)
        self._read_base(entry)
        return entry.id

    def remove_base(self, entry_id: int) -> None:
        entry = self.entries.pop(entry_id, None)
        if entry is None:
            return
        entry.cancel.set()
        self.probing.cancel(entry)
        self.entry_removed.emit(entry_id)
        if self.current == entry_id:
            self.current = None
            self.select(next(iter(self.entries), None))

    def select(self, entry_id: int | None) -> None:
        if entry_id == self.current and entry_id is not None:
            return
        self.current = entry_id
        self.current_changed.emit(entry_id or 0)
        self.inspection_changed.emit(self.inspection)

    def reload(self) -> None:
        """Read everything that is open again from disk."""
        if self.adapter is None:
            return
        self.probing.cancel()
        for entry in self.entries.values():
            entry.restart()
            entry.base = None
            self._read_base(entry)
        self.open_adapter(self.adapter.path)

    def retry(self) -> None:
        """After the worker failed: a new process, and every inspection that it left unfinished again."""
        self.worker.renew()
        for entry in self.entries.values():
            if entry.error is not None:
                entry.error = None
                (self._read_base if entry.base is None else self._inspect)(entry)

    def probe(self, request: ProbeRequest) -> None:
        """Measure the selected base with and without the adapter."""
        if self.entry is not None:
            self.probing.run(PROMPTS, self.entry, measuring(request))

    def count_flips(self, request: GoldenRequest) -> None:
        """Answer a golden set before and after: on the selected base, or on another one and on it."""
        entry = self.entry
        against = self.entries.get(request.against) if request.against is not None else None
        if entry is not None:
            before = against.inspection if against is not None else None
            self.probing.run(GOLDEN, entry, answering(request, before))

    # inspecting

    def _read_base(self, entry: Entry) -> None:
        def read() -> Base:
            from inspector import pipeline

            return pipeline.open_base(entry.source)

        def done(base: Base) -> None:
            if entry.id not in self.entries:
                return
            entry.base, entry.error, entry.stage = base, None, ""
            self._changed(entry)
            self._inspect(entry)

        self._quick.run(read, done, lambda error: self._fail(entry, error))

    def _inspect(self, entry: Entry) -> None:
        adapter, base = self.adapter, entry.base
        if adapter is None or base is None:
            return
        cancel = entry.restart()
        entry.stage = self.tr("headers …")

        def headers() -> Inspection:
            from inspector import pipeline

            return pipeline.inspect_headers(adapter, base)

        def matched(inspection: Inspection) -> None:
            if not cancel.is_set():
                entry.stage = self.tr("dry run …")
                self._take(entry, inspection)
                self._heavy.run(lambda: self._stages(entry, adapter, base, cancel), finished, failed)

        def finished(_: None) -> None:
            if not cancel.is_set():
                entry.stage = ""
                self.worker.say_ready()
                self._changed(entry)

        def failed(error: InspectorError) -> None:
            if not cancel.is_set() and not isinstance(error, Cancelled):
                self._fail(entry, error)

        self._quick.run(headers, matched, failed)

    def _stages(self, entry: Entry, adapter: Adapter, base: Base, cancel: threading.Event) -> None:
        """In the worker lane: every better inspection goes straight to the window."""
        from inspector import pipeline

        if cancel.is_set():
            return
        for inspection in pipeline.stages(adapter, base, worker=self.worker.live(), cancel=cancel):
            self._heavy.post(partial(self._take, entry, inspection, cancel))

    def _take(self, entry: Entry, inspection: Inspection, cancel: threading.Event | None = None) -> None:
        if entry.id not in self.entries or (cancel is not None and cancel.is_set()):
            return
        entry.inspection, entry.error = inspection, None
        self._changed(entry)

    def _changed(self, entry: Entry) -> None:
        self.entry_changed.emit(entry.id)
        if entry.id == self.current:
            self.inspection_changed.emit(entry.inspection)

    def _fail(self, entry: Entry, error: InspectorError) -> None:
        if entry.id not in self.entries:
            return
        entry.error, entry.stage = error, ""
        self._changed(entry)
        if isinstance(error, WorkerError):
            self.worker.say_stopped()
            self.worker.failed.emit(error)

    def close(self) -> None:
        """Cancel what runs and end the worker process. Nothing is emitted afterwards."""
        self.probing.cancel()
        for entry in self.entries.values():
            entry.cancel.set()
        self.worker.close()
        for lane in (self._first, self._quick, self._heavy):
            lane.close()
        self.worker.close()
