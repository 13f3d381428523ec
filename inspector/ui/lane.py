"""One background thread that does jobs in order and brings their results back to the UI thread."""

from __future__ import annotations

import itertools
import queue
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from inspector.errors import InspectorError
from inspector.ui.memory_pools import share_memory_pools

T = TypeVar("T")
Job = Callable[[], None]

_AT_ONCE, _IN_ORDER, _BEHIND = range(3)


class Lane(QObject):
    """`run` queues work; its `done` or `failed` is called on the thread that made the lane.

    A Python thread rather than QRunnable: nothing C++ owns is destroyed by the wrong thread, and a job may
    block on a pipe without holding a pool's slot.
    """

    _posted = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.PriorityQueue[tuple[int, int, Job | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closed = threading.Event()
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._loop, name=name, daemon=True)
        self._started = False

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], Any],
        failed: Callable[[InspectorError], Any],
        *,
        behind: bool = False,
    ) -> None:
        """Do `work` after everything queued before it; `behind`, only when nothing else waits any more.

        A bug fails too, and surfaces as well.
        """

        def job() -> None:
            try:
                result = work()
            except InspectorError as error:
                # Without the frames that it came through: they hold this job, and all that it worked on.
                self.post(partial(failed, error.with_traceback(None)))
            except Exception as error:
                bug = InspectorError(self.tr("The inspector failed here; this is a bug."), str(error))
                self.post(partial(failed, bug))
                self.post(partial(sys.excepthook, type(error), error, error.__traceback__))
            else:
                self.post(partial(done, result))

        self._put(_BEHIND if behind else _IN_ORDER, job)
        if not self._started:
            self._started = True
            share_memory_pools()
            self._thread.start()

    def post(self, call: Callable[[], Any]) -> None:
        """From any thread: make a call on the UI thread."""
        if not self._closed.is_set():
            self._posted.emit(call)

    def close(self, *, patience: float = 5.0) -> None:
        """Drop what waits, let the running job end (it was told to), and deliver nothing more."""
        self._closed.set()
        self._put(_AT_ONCE, None)
        if self._started:
            self._thread.join(patience)

    def _put(self, rank: int, job: Job | None) -> None:
        self._jobs.put((rank, next(self._numbers), job))

    def _loop(self) -> None:
        while (job := self._jobs.get()[-1]) is not None and not self._closed.is_set():
            job()
            job = None  # not kept, with its records, until the next one comes

    @Slot(object)
    def _deliver(self, call: Callable[[], Any]) -> None:
        if not self._closed.is_set():
            call()
