"""A real worker that is killed in the middle of a chosen stage, however busy the window is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from processes import is_running, kill

from inspector.worker.client import Worker


class DoomedWorker(Worker):
    """With `doom` set to a stage, it is killed `delay` seconds after that stage was first heard of.

    Heard of in the thread that reads the pipe: the window hears of it later, and may then be too late.
    """

    doom = ""
    delay = 0.0

    def probe(self, *pair: Any, on_progress: Callable[[Any], None], **how: Any) -> Any:
        doomed: list[int] = []
        killers: list[threading.Timer] = []

        def told(step: Any) -> None:
            if step.stage == self.doom and (pid := self.pid) is not None:
                self.doom = ""
                doomed.append(pid)
                killers.append(threading.Timer(self.delay, kill, (pid,)))
                killers[0].start()
            on_progress(step)

        try:
            return super().probe(*pair, on_progress=told, **how)
        finally:
            # A kill that comes too late is not to hit the next run.
            for killer in killers:
                killer.join()
            while any(is_running(pid) for pid in doomed):
                time.sleep(0.01)
