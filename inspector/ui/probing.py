"""One probe at a time, run in the worker's lane and cancelled from the window."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.ui.lane import Lane
from inspector.ui.shelf_entry import Entry
from inspector.ui.worker_host import WorkerHost

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection


class Probing(QObject):
    """`measured` carries the entry and its better Inspection; `failed` the entry and the error."""

    started = Signal(object)
    progressed = Signal(int, int, str)
    measured = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, host: WorkerHost, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._lane = host, lane
        self._cancel: threading.Event | None = None
        self._entry: Entry | None = None

    @property
    def is_running(self) -> bool:
        return self._cancel is not None

    def run(self, entry: Entry, *, prompts: Sequence[str] | None = None, device: str = "auto") -> None:
        """Measure the entry's base with and without the adapter. Does nothing while a probe runs."""
        if entry.inspection is None or self.is_running:
            return
        cancel = threading.Event()
        self._cancel, self._entry = cancel, entry

        def progress(step: object) -> None:
            done, total, text = (getattr(step, name, None) for name in ("done", "total", "text"))
            self._lane.post(lambda: self.progressed.emit(done or 0, total or 0, text or ""))

        def measure() -> Inspection:
            from inspector import pipeline

            latest = entry.inspection
            if latest is None:  # another adapter was opened while this waited for its turn
                raise Cancelled
            return pipeline.measure(
                latest,
                worker=self._host.live(),
                prompts=list(prompts) if prompts else None,
                device=device,
                on_progress=progress,
                cancel=cancel,
            )

        def done(inspection: Inspection) -> None:
            self._cancel = self._entry = None
            self._host.say_ready()
            self.measured.emit(entry, inspection)

        def failed(error: InspectorError) -> None:
            self._cancel = self._entry = None
            if isinstance(error, WorkerError):
                self._host.say_stopped()
            else:
                self._host.say_ready()
            self.failed.emit(entry, error)

        self.started.emit(entry)
        self._lane.run(measure, done, failed)

    def cancel(self, entry: Entry | None = None) -> None:
        """Stop the probe; with `entry`, only if that is the one measured."""
        if self._cancel is not None and (entry is None or entry is self._entry):
            self._cancel.set()
