"""Waiting on the network with a clock and a Cancel button: it is done by threads that may be left behind."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from inspector.errors import Cancelled
from inspector.files.hub_access import HubAccess
from inspector.files.hub_errors import stalled
from inspector.files.hub_link import HubName
from inspector.files.hub_wire import Wire

Result = TypeVar("Result")

CREW = 8
"""Requests at a time, as in huggingface_hub's own `get_safetensors_metadata`."""

_LOOK_EVERY = 0.05


class Errand:
    """What is asked about one model: all of it within the time that `access` gives, until Cancel."""

    def __init__(self, name: HubName, access: HubAccess) -> None:
        self.name, self.access = name, access
        self._stop = threading.Event()
        self.wire = Wire(name, patience=access.patience, stop=self._stop)
        self._until = time.monotonic() + access.patience.total

    def run(self, jobs: Sequence[Callable[[], Result]], text: str) -> list[Result]:
        """The results of all jobs. Raises HubError, Cancelled, and what a job raises."""

        def done(count: int) -> None:
            if self.access.on_progress is not None:
                self.access.on_progress(count, len(jobs), f"{text}: {self.name.repo_id}")

        if jobs:
            done(0)
        return work_off(
            jobs,
            until=self._until,
            late=lambda: stalled(self.name, endpoint=self.wire.endpoint),
            stop=self._stop,
            cancel=self.access.cancel,
            on_done=done,
        )


class _Outcome(Generic[Result]):
    __slots__ = ("error", "number", "result")

    def __init__(self, number: int, result: Result | None, error: BaseException | None) -> None:
        self.number, self.result, self.error = number, result, error


def work_off(
    jobs: Sequence[Callable[[], Result]],
    *,
    until: float,
    late: Callable[[], Exception],
    stop: threading.Event,
    cancel: threading.Event | None = None,
    on_done: Callable[[int], None] | None = None,
) -> list[Result]:
    """The results of all jobs, in their order; the first error that one of them raises.

    Jobs run on daemon threads: a name server or a host that never answers cannot be interrupted, but it can
    be left. `until` is on the monotonic clock, `late` makes the error for it. `stop` is set as soon as
    nobody waits any more; jobs look at it. `on_done(number done)` is called on the caller's thread.

    Raises Cancelled when `cancel` is set, what `late` gives, and what a job raises.
    """
    waiting: queue.SimpleQueue[tuple[int, Callable[[], Result]]] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[_Outcome[Result]] = queue.SimpleQueue()
    for numbered in enumerate(jobs):
        waiting.put(numbered)

    def serve() -> None:
        while not stop.is_set():
            try:
                number, job = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                outcomes.put(_Outcome(number, job(), None))
            except BaseException as error:
                outcomes.put(_Outcome(number, None, error))

    for _ in range(min(CREW, len(jobs))):
        threading.Thread(target=serve, name="hub-request", daemon=True).start()
    results: dict[int, Result] = {}
    try:
        while len(results) < len(jobs):
            outcome = _next(outcomes, until=until, late=late, cancel=cancel)
            if outcome.error is not None:
                raise outcome.error
            results[outcome.number] = outcome.result  # type: ignore[assignment]
            if on_done is not None:
                on_done(len(results))
    except BaseException:
        stop.set()
        raise
    return [results[number] for number in range(len(jobs))]


def _next(
    outcomes: queue.SimpleQueue[_Outcome[Result]],
    *,
    until: float,
    late: Callable[[], Exception],
    cancel: threading.Event | None,
) -> _Outcome[Result]:
    while True:
        if cancel is not None and cancel.is_set():
            raise Cancelled
        try:
            return outcomes.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            if time.monotonic() > until:
                raise late() from None
