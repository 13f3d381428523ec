"""Save a repaired copy: ask where, write and prove it beside the window, say where it lies."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.errors import InspectorError, WorkerError
from inspector.ui.worker_host import WorkerHost

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.repair import RepairResult
    from inspector.worker.client import Worker
    from inspector.worker.protocol import Progress


class Repairing(QObject):
    """One copy at a time, in the worker's lane. `written` carries the RepairResult."""

    started = Signal()
    progressed = Signal(int, int, str)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, window: QWidget, host: WorkerHost) -> None:
        super().__init__(window)
        self._window, self._host = window, host
        self._cancel: threading.Event | None = None

    @property
    def is_running(self) -> bool:
        return self._cancel is not None

    def can_repair(self, inspection: Inspection | None) -> bool:
        """Whether there is a proposal that has been shown to work, and nothing is being written."""
        proposal = inspection.proposal if inspection is not None else None
        return proposal is not None and proposal.is_offered and not self.is_running

    def ask(self, inspection: Inspection | None) -> None:
        """The folder dialog, then the writing. Does nothing where the dialog is dismissed."""
        if inspection is None or not self.can_repair(inspection):
            return
        start = str(inspection.adapter.path.parent)
        title = self.tr("The repaired copy gets a new folder in …")
        chosen = QFileDialog.getExistingDirectory(self._window, title, start)
        if chosen:
            self.write(inspection, free_name(Path(chosen), f"{inspection.adapter.name}-repaired"))

    def write(self, inspection: Inspection, folder: Path) -> None:
        """Write the copy to this new folder in the background."""
        cancel = threading.Event()
        self._cancel = cancel

        def progress(step: Progress) -> None:
            self._host.post(lambda: self.progressed.emit(step.done, step.total, step.text))

        def work(worker: Worker) -> RepairResult:
            from inspector import pipeline

            return pipeline.repair(inspection, folder, worker=worker, on_progress=progress, cancel=cancel)

        def done(result: RepairResult) -> None:
            self._cancel = None
            self.written.emit(result)

        def failed(error: InspectorError) -> None:
            self._cancel = None
            if isinstance(error, WorkerError):
                self._host.say_stopped()
            self.failed.emit(error)

        self.started.emit()
        self._host.run(work, done, failed)

    def cancel(self) -> None:
        """Stop; nothing is left behind."""
        if self._cancel is not None:
            self._cancel.set()


def free_name(parent: Path, name: str) -> Path:
    """`name` in `parent`, or `name-2`, `name-3`, … where that is taken."""
    number, path = 1, parent / name
    while path.exists() or path.is_symlink():
        number += 1
        path = parent / f"{name}-{number}"
    return path
