"""The second process as the window has it: started after the first paint, replaced when it has died."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.ui.lane import Lane

if TYPE_CHECKING:
    from inspector.worker.client import Worker

T = TypeVar("T")


class WorkerHost(QObject):
    """`live` is asked from the lane's thread; everything else from the UI thread."""

    changed = Signal(str)
    failed = Signal(object)
    without_python = Signal()

    def __init__(self, factory: Callable[[], Worker], lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._factory, self._lane = factory, lane
        self._worker: Worker | None = None
        self._closed = False
        self.lacks_python = False

    def start(self) -> None:
        """Start it in the background, so that its imports are done when they are needed."""

        def failed(error: InspectorError) -> None:
            if self.lacks_python:
                self.say_ready()
                return
            self.changed.emit(self.tr("no worker"))
            self.failed.emit(error)

        self.changed.emit(self.tr("worker starting …"))
        self._lane.run(self.live, lambda _: self.say_ready(), failed)

    def live(self) -> Worker:
        """The running worker, started if there is none. Raises WorkerError, Cancelled once closed, and
        NoPython in a viewer that has not been told of a Python to run it in."""
        if self._closed:
            raise Cancelled
        if self._worker is None:
            worker = self._factory()
            self._worker = worker
            from inspector.worker.interpreter import NoPython

            try:
                worker.start()
            except NoPython:
                self._worker, self.lacks_python = None, True
                raise
            self.lacks_python = False
        return self._worker

    def live_or_none(self) -> Worker | None:
        """As `live`, and None where there is no Python to run it in."""
        try:
            return self.live()
        except WorkerError:
            if self.lacks_python:
                return None
            raise

    def run(
        self, work: Callable[[Worker], T], done: Callable[[T], Any], failed: Callable[[InspectorError], Any]
    ) -> None:
        """Do `work` with the live worker, after everything that waits for it."""
        self._lane.run(lambda: work(self.live()), done, failed)

    def run_behind(
        self,
        work: Callable[[Worker | None], T],
        done: Callable[[T], Any],
        failed: Callable[[InspectorError], Any],
    ) -> None:
        """Do `work` when nothing else waits for the worker; with None where there is no Python for one."""
        self._lane.run(lambda: work(self.live_or_none()), done, failed, behind=True)

    def post(self, call: Callable[[], Any]) -> None:
        """From any thread: make a call on the UI thread."""
        self._lane.post(call)

    def say_ready(self) -> None:
        """The worker waits; or there is none, and that is no failure."""
        if self.lacks_python:
            self.changed.emit(self.tr("headers and values only: no Python chosen"))
            self.without_python.emit()
        else:
            self.changed.emit(self.tr("worker ready"))

    def say_stopping(self) -> None:
        self.changed.emit(self.tr("worker stopping …"))

    def say_stopped(self) -> None:
        if self.lacks_python:
            self.say_ready()
        else:
            self.changed.emit(self.tr("worker stopped"))

    def renew(self) -> None:
        """End the process and start another."""
        self._lane.run(self._drop, lambda _: None, lambda _: None)
        self.start()

    def close(self) -> None:
        """End the process for good; what waits for an answer is told that it was cancelled."""
        self._closed = True
        self._drop()

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
