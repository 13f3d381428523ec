"""A clock for regular expressions: `re` looks for signals while it matches, so an alarm can stop it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class RanOn(BaseException):
    """Not an Exception: loaders catch those here and there, and would go on."""


def has_clock() -> bool:
    """Whether `stopped_after` works here: on the main thread of a system with timers (not Windows)."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raises RanOn inside once the time is up, and each second again should somebody swallow it."""
    running = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if running:
            raise RanOn

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
