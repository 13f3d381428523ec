"""One run of the models at a time, in the worker's lane: the probe or a golden set, cancelled at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.ui.lane import Lane
from inspector.ui.shelf_entry import Entry
from inspector.ui.worker_host import WorkerHost

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.worker.client import OnProgress, Worker
    from inspector.worker.protocol import Progress

    Work = Callable[[Inspection, Worker, OnProgress, threading.Event], Inspection]


@dataclass(slots=True, eq=False)
class Run:
    """What is under way: its kind (`prompts` or `golden`), for which card, and how to stop it."""

    task: str
    entry: Entry
    cancel: threading.Event = field(default_factory=threading.Event)


class Probing(QObject):
    """`started` carries the run; `measured` the entry and its better Inspection; `failed` entry and error."""

    started = Signal(object)
    progressed = Signal(str, int, int, str)
    measured = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, host: WorkerHost, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._lane = host, lane
        self._run: Run | None = None

    @property
    def is_running(self) -> bool:
        return self._run is not None

    def run(self, task: str, entry: Entry, work: Work) -> None:
        """Do `work` on the entry's latest Inspection. Does nothing while something runs."""
        if entry.inspection is None or self.is_running:
            return
        run = self._run = Run(task, entry)

        def progress(step: Progress) -> None:
            self._lane.post(lambda: self._tell(run, step))

        def measure() -> Inspection:
            latest = entry.inspection
            if latest is None or run.cancel.is_set():  # another adapter was opened while this waited
                raise Cancelled
            return work(latest, self._host.live(), progress, run.cancel)

        def done(inspection: Inspection) -> None:
            self._host.say_ready()
            if self._is_over(run):
                return
            self.measured.emit(entry, inspection)

        def failed(error: InspectorError) -> None:
            if isinstance(error, WorkerError):
                self._host.say_stopped()
            else:
                self._host.say_ready()
            if not self._is_over(run):
                self.failed.emit(entry, error)

        self.started.emit(run)
        self._lane.run(measure, done, failed)

    def cancel(self, entry: Entry | None = None) -> None:
        """Stop what runs; with `entry`, only if that is the one measured.

        Said at once: the worker may need seconds to stop, and nobody has to watch it do so.
        """
        run = self._run
        if run is None or (entry is not None and entry is not run.entry):
            return
        run.cancel.set()
        self._run = None
        self._host.say_stopping()
        self.failed.emit(run.entry, Cancelled())

    def _tell(self, run: Run, step: Progress) -> None:
        if run is self._run:
            self.progressed.emit(step.stage, step.done, step.total, step.text)

    def _is_over(self, run: Run) -> bool:
        """Whether the run was given up before it ended; if not, it ends now."""
        if run is not self._run:
            return True
        self._run = None
        return False
