"""Beside the window: reads the base of a card, then inspects the adapter on it, stage by stage."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.ui.lane import Lane
from inspector.ui.large_reports import once_painted
from inspector.ui.shelf_entry import Entry
from inspector.ui.worker_host import WorkerHost

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.files.records import Adapter, Base
    from inspector.files.rule_choice import RuleChoice
    from inspector.ui.base_reading import BaseRead


class Inspecting(QObject):
    """`changed` carries a card of which more is known, `base_read` one whose base is there.

    Lanes of their own: header work answers in milliseconds, whatever the worker process is busy with or the
    Hub is asked for. A card that was removed or begun anew has its `cancel` set, and is left alone.
    """

    changed = Signal(object)
    base_read = Signal(object)

    def __init__(self, worker: WorkerHost, heavy: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self._heavy = worker, heavy
        self._quick, self._hub = (Lane(name, self) for name in ("headers", "hub"))

    def read(self, entry: Entry) -> None:
        """Read the base that a card names."""
        cancel = entry.restart()
        entry.stage = self.tr("reading")
        lane = self._hub if entry.network else self._quick

        def tell(done: int, total: int) -> None:
            if not cancel.is_set():
                several = self.tr("Hub: {} of {}").format(done, total)
                entry.stage = several if total > 1 else self.tr("asking the Hub …")
                self.changed.emit(entry)

        def read() -> BaseRead:
            from inspector.ui.base_reading import read_base

            return read_base(entry, cancel, on_progress=lambda *step: lane.post(partial(tell, *step)))

        def done(found: BaseRead) -> None:
            if cancel.is_set():
                return
            entry.base, entry.date, entry.error, entry.stage = found.base, found.date, None, ""
            self.changed.emit(entry)
            self.base_read.emit(entry)

        lane.run(read, done, lambda error: self._fail(entry, error, cancel))

    def inspect(self, entry: Entry, adapter: Adapter, choice: RuleChoice | None) -> None:
        """Headers at once, then values and dry run in the worker's lane; every better answer is `changed`."""
        base = entry.base
        if base is None:
            return
        cancel = entry.restart()
        entry.stage = self.tr("headers …")

        def headers() -> Inspection:
            from inspector import pipeline

            return pipeline.inspect_headers(adapter, base, choice=choice)

        def stages() -> None:
            self._stages(entry, adapter, base, choice, cancel)

        def failed(error: InspectorError) -> None:
            self._fail(entry, error, cancel)

        def matched(inspection: Inspection) -> None:
            if not cancel.is_set():
                entry.stage = self.tr("dry run …")
                self._take(entry, inspection, cancel)
                start = partial(self._heavy.run, stages, finished, failed)
                once_painted(self, inspection.report, start)

        def finished(_: None) -> None:
            if not cancel.is_set():
                entry.stage = ""
                self._worker.say_ready()
                self.changed.emit(entry)

        self._quick.run(headers, matched, failed)

    def close(self) -> None:
        for lane in (self._quick, self._hub):
            lane.close()

    def _stages(
        self, entry: Entry, adapter: Adapter, base: Base, choice: RuleChoice | None, cancel: threading.Event
    ) -> None:
        """In the worker lane: every better inspection goes straight to the window."""
        from inspector import pipeline

        if cancel.is_set():
            return
        worker = self._worker.live_or_none()
        for inspection in pipeline.stages(adapter, base, worker=worker, choice=choice, cancel=cancel):
            self._heavy.post(partial(self._take, entry, inspection, cancel))

    def _take(self, entry: Entry, inspection: Inspection, cancel: threading.Event) -> None:
        if not cancel.is_set():
            entry.inspection, entry.error = inspection, None
            self.changed.emit(entry)

    def _fail(self, entry: Entry, error: InspectorError, cancel: threading.Event) -> None:
        if cancel.is_set() or isinstance(error, Cancelled):
            return
        entry.error, entry.stage = error, ""
        self.changed.emit(entry)
        if isinstance(error, WorkerError):
            self._worker.say_stopped()
            self._worker.failed.emit(error)
