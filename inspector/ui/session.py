"""What is open: one adapter, the shelf of bases, an inspection each. Runs the pipeline beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.errors import InspectorError
from inspector.files.folder import placed
from inspector.ui.adapter_alone import AdapterAlone
from inspector.ui.adapter_reading import AdapterOpened, AdapterReading
from inspector.ui.inspecting import Inspecting
from inspector.ui.lane import Lane
from inspector.ui.matrix_rows import AdapterRead
from inspector.ui.matrix_run import MatrixRun
from inspector.ui.measuring import Measuring, with_drift
from inspector.ui.model_runs import GoldenRequest, ProbeRequest
from inspector.ui.open_adapters import OpenAdapters
from inspector.ui.own_worker import default_worker
from inspector.ui.rule_settings import RuleSettings
from inspector.ui.shelf_entry import Entry
from inspector.ui.shelf_origin import ShelfOrigin
from inspector.ui.worker_host import WorkerHost

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.files.records import Adapter
    from inspector.worker.client import Worker


class Session(QObject):
    """Everything is asked from the UI thread; answers come as signals on the UI thread."""

    adapter_opened = Signal(object)
    adapter_failed = Signal(str, object)
    rules_failed = Signal(object)
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
        self.rules = RuleSettings()
        self.entries: dict[int, Entry] = {}
        self.current: int | None = None
        self._next_id = 1
        self._reading = AdapterReading(self)
        self._reading.opened.connect(self._on_opened)
        self._reading.failed.connect(self.adapter_failed)
        self._heavy = Lane("worker", self)
        self.worker = WorkerHost(worker_factory, self._heavy, self)
        self._alone = AdapterAlone(self._heavy, self)
        self._alone.weighed.connect(self._on_weighed)
        self._alone.failed.connect(self._on_not_weighed)
        self._inspecting = Inspecting(self.worker, self._heavy, self)
        self._inspecting.changed.connect(self._changed)
        self._inspecting.base_read.connect(self._inspect)
        self._measuring = Measuring(self.worker, self._heavy, self)
        self._measuring.found.connect(self._take)
        self._measuring.compared.connect(self._settle_drift)
        self.probing, self.comparing = self._measuring.probing, self._measuring.comparing
        self.comparing.changed.connect(self._settle_drift)
        self.adapter_read: AdapterRead | None = None
        self.adapters = OpenAdapters(self)
        self.matrix = MatrixRun(self, self.adapters)
        self._origin = ShelfOrigin(self.entries)
        self._selects: int | None = None

    # what is open

    @property
    def entry(self) -> Entry | None:
        return self.entries.get(self.current) if self.current is not None else None

    @property
    def alone(self) -> Inspection | None:
        """The adapter inspected without any base."""
        return self._alone.inspection

    @property
    def alone_stage(self) -> str:
        """What is under way for it, or nothing."""
        return self._alone.stage

    @property
    def inspection(self) -> Inspection | None:
        """What the window shows: the selected base's inspection, else the adapter's alone."""
        return self.entry.inspection if self.entry is not None else self.alone

    @property
    def origin(self) -> int | None:
        """The card of the base that the adapter was trained on: a person said so, else a lock or commit."""
        return self._origin.id

    def set_origin(self, entry_id: int | None) -> None:
        """Say which base the adapter was trained on, as long as this window is open; None takes it back."""
        self._origin.said = entry_id
        self._mark_origin()

    def inspections(self) -> list[Inspection]:
        """Every inspection there is, in the shelf's order; the adapter's alone if no base was given."""
        found = [entry.inspection for entry in self.entries.values() if entry.inspection is not None]
        return found or ([self.alone] if self.alone is not None else [])

    @property
    def is_opening(self) -> bool:
        """Whether an adapter is being read, to be shown."""
        return self._reading.is_reading

    # opening and closing things

    def open_adapter(self, path: Path, *, on: int | None = None) -> None:
        """Read and inspect it; `on` is the card to be selected with it."""
        self._selects = on
        self._reading.open(path, self.adapters.read_before(path))

    def _on_opened(self, found: AdapterOpened) -> None:
        self.adapter_read, self.rules, self._alone.inspection = found
        self.adapter = found.read.adapter
        if self.rules.problem is not None:
            self.rules_failed.emit(self.rules.problem)
        for entry in self.entries.values():
            entry.inspection = entry.flips_from = None
        self._measuring.forget()
        self._select_with_adapter()
        self.adapter_opened.emit(self.adapter)
        self.adapter_inspected.emit(self.alone)
        for entry in self.entries.values():
            self._inspect_or_keep(entry)
        if self.entry is None:
            self._alone.weigh(self.rules.choice)
        if self.entry is None or self.entry.base is None:  # nothing comes of a base that cannot be read
            self.inspection_changed.emit(self.inspection)

    def _select_with_adapter(self) -> None:
        chosen, self._selects = self._selects, None
        if chosen in self.entries and chosen != self.current:
            self.current = chosen
            self.current_changed.emit(chosen)

    def close_adapter(self) -> None:
        self._reading.forget()
        self._alone.forget()
        self._measuring.forget()
        self.adapter = self.adapter_read = None
        self.adapters.clear()
        self.matrix.sleep()
        self.inspection_changed.emit(None)

    def add_base(self, source: str, *, story: str = "", select: bool = True, network: bool = False) -> int:
        """Put a base on the shelf; one that stands there already is selected instead.

        With `network` a person named this very model, and the Hub is asked for what is not here.
        """
        source = placed(source)
        for known in self.entries.values():
            if known.source == source:
                self.select(known.id)
                if known.error is not None and network:
                    known.network, known.error = True, None
                    self._inspecting.read(known)
                return known.id
        entry = Entry(self._next_id, source, story, stage=self.tr("reading"), network=network)
        self._next_id += 1
        self._alone.leave_off()
        self.entries[entry.id] = entry
        self.entry_added.emit(entry.id)
        if select or self.current is None:
            self.select(entry.id)
        self._inspecting.read(entry)
        return entry.id

    def remove_base(self, entry_id: int) -> None:
        entry = self.entries.pop(entry_id, None)
        if entry is None:
            return
        entry.cancel.set()
        self._measuring.forget(entry)
        self.entry_removed.emit(entry_id)
        self._mark_origin()
        if self.current == entry_id:
            self.current = None
            if not self.entries and self.adapter is not None:
                self._alone.weigh(self.rules.choice)
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
        self._measuring.forget()
        for entry in self.entries.values():
            entry.restart()
            entry.base = None
            self._inspecting.read(entry)
        self.adapters.forget()
        self.matrix.restart()
        self.open_adapter(self.adapter.path)

    def retry(self) -> None:
        """After the worker failed: a new process, and every inspection that it left unfinished again."""
        self.worker.renew()
        for entry in self.entries.values():
            if entry.error is not None:
                self._begin_again(entry)
        self.matrix.retry()

    def read_again(self) -> None:
        """The selected base, which could not be read."""
        if self.entry is not None and self.entry.unreadable is not None:
            self._begin_again(self.entry)
            self._changed(self.entry)

    def inspect_again(self) -> None:
        """After another Python was chosen for the worker: a new process, and every base again."""
        self.worker.renew()
        for entry in self.entries.values():
            self._begin_again(entry)
        self.adapters.doubt()

    def probe(self, request: ProbeRequest) -> None:
        """Measure a base with and without the adapter."""
        entry = self._named_by(request)
        if entry is not None:
            self._measuring.probe(entry, request)

    def count_flips(self, request: GoldenRequest) -> None:
        """Answer a golden set before and after: on a base alone, or on another one and on it."""
        entry = self._named_by(request)
        against = self.entries.get(request.against) if request.against is not None else None
        if entry is not None:
            self._measuring.count_flips(entry, request, against)

    def _named_by(self, request: ProbeRequest | GoldenRequest) -> Entry | None:
        return self.entry if request.on is None else self.entries.get(request.on)

    def compare(self, one: int, other: int) -> None:
        """Hold two cards against each other: from the one it was trained on, else from `one` to `other`."""
        if one in self.entries and other in self.entries and one != other:
            before, after = (other, one) if other == self.origin else (one, other)
            self.comparing.show(self.entries[before], self.entries[after])
            self.select(after)

    # what comes of it

    def _begin_again(self, entry: Entry) -> None:
        entry.error = None
        (self._inspecting.read if entry.base is None else self._inspect)(entry)

    def _inspect_or_keep(self, entry: Entry) -> None:
        """What the matrix has found of these very records is what would be found again."""
        assert self.adapter is not None
        kept = self.adapters.kept(self.adapter, entry, self.rules.choice)
        if kept is None:
            self._inspect(entry)
            return
        entry.restart()
        entry.inspection, entry.flips_from = kept.inspection, kept.flips_from
        entry.error, entry.stage = None, ""
        self._changed(entry)

    def _inspect(self, entry: Entry) -> None:
        if self.adapter is not None:
            self._inspecting.inspect(entry, self.adapter, self.rules.choice)

    def _on_weighed(self) -> None:
        if self.entry is None:
            self.inspection_changed.emit(self.alone)

    def _on_not_weighed(self, error: InspectorError) -> None:
        if self.adapter is not None:
            self.adapter_failed.emit(str(self.adapter.path), error)

    def _take(self, entry: Entry, inspection: Inspection) -> None:
        if entry.id in self.entries:
            entry.inspection, entry.error = inspection, None
            self._changed(entry)

    def _settle_drift(self) -> None:
        """Drift counts against a base where it was measured from the origin; while no origin is known, from
        the older side of what is compared, as on the command line. Every card is held to that."""
        older = self.comparing.before
        origin = self.origin if self.origin is not None or older is None else older.id
        for entry in list(self.entries.values()):
            known = entry.inspection
            drift = self.comparing.drift(origin, entry) if origin is not None else None
            if known is not None and known.drift is not drift:
                self._take(entry, with_drift(known, drift))

    def _mark_origin(self) -> None:
        for entry_id in self._origin.mark():
            self.entry_changed.emit(entry_id)
        self._settle_drift()

    def _changed(self, entry: Entry) -> None:
        self._mark_origin()
        self.comparing.note(entry)
        self.entry_changed.emit(entry.id)
        if entry.id == self.current:
            self.inspection_changed.emit(entry.inspection)

    def close(self) -> None:
        """Cancel what runs and end the worker process. Nothing is emitted afterwards."""
        self._alone.leave_off()
        for entry in self.entries.values():
            entry.cancel.set()
        self._measuring.close()
        self.matrix.close()
        self.worker.close()
        self._reading.close()
        self._inspecting.close()
        self._heavy.close()
        self.worker.close()
