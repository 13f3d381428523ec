"""How a request under way is stopped: first asked, then terminated, then killed."""

from __future__ import annotations

import time

from inspector.worker.process import Process

TERMINATE_AFTER = 0.5
KILL_AFTER = 3.0
"""Seconds after a cancel at which a worker that has not stopped by itself is terminated, then killed."""


class Stopping:
    """Stops one request of a worker."""

    def __init__(self, process: Process, number: int) -> None:
        self._process = process
        self._number = number
        self._since: float | None = None

    @property
    def pressed(self) -> bool:
        return self._since is not None

    def press(self) -> None:
        """To be called again and again until the worker has answered or ended."""
        if self._since is None:
            self._since = time.monotonic()
            self._process.send({"id": self._number, "op": "cancel"})
            return
        waited = time.monotonic() - self._since
        if waited > KILL_AFTER:
            self._process.kill()
        elif waited > TERMINATE_AFTER:
            self._process.terminate()
