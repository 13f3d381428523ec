"""The worker is killed under a running window, in the middle of every stage: the window goes on, and says so.

ADAPTER_INSPECTOR_KILLS=50 kills that many times; without it this is left out.
"""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from inspector.resource import resource_path

KILLS = int(os.environ.get("ADAPTER_INSPECTOR_KILLS", "0"))
STAGES = ("base", "pristine", "adapter", "adapted", "scale")
PATIENCE = 120_000

pytestmark = pytest.mark.skipif(
    KILLS == 0, reason="set ADAPTER_INSPECTOR_KILLS to a number to kill that often"
)


def workers() -> list[int]:
    """Process ids of the workers that this process has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            status = (entry / "stat").read_text().rpartition(")")[2].split()
            if b"inspector.worker" in (entry / "cmdline").read_bytes() and int(status[1]) == os.getpid():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


class Pulse:
    """A timer that notices how long the event loop was away."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(20)

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now

    def forget(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()


def test_the_window_outlives_its_worker(qtbot: QtBot) -> None:
    from inspector.ui.app import make_application, make_window

    make_application()
    demo = resource_path("demo")
    window = make_window([str(demo / "support-router-lora")], bases=[str(demo / "ticket-llama-n")])
    qtbot.addWidget(window)
    window.show()
    session, chance, pulse = window.session, random.Random(0), Pulse()
    qtbot.waitUntil(
        lambda: bool(session.inspection and session.inspection.report.evidence == "dry-run"), timeout=PATIENCE
    )
    told: list[str] = []
    session.probing.failed.connect(lambda _entry, error: told.append(error.message))
    wanted = {"stage": ""}

    def kill(stage: str, *_: Any) -> None:
        if stage == wanted["stage"]:
            wanted["stage"] = ""
            victims = workers()
            QTimer.singleShot(chance.randrange(40), lambda: [os.kill(pid, signal.SIGKILL) for pid in victims])

    session.probing.progressed.connect(kill)
    for number in range(KILLS):
        wanted["stage"] = stage = STAGES[number % len(STAGES)]
        pulse.forget()
        window.actions_by_id["probe"].trigger()
        qtbot.waitUntil(lambda n=number: len(told) == n + 1, timeout=PATIENCE)  # type: ignore[misc]
        assert told[-1].startswith("The worker was killed (SIGKILL") and "\n" not in told[-1]
        assert window.bench.probe.state == "failed" and not session.probing.is_running
        print(
            f"{number + 1:3} {stage:9} longest still {1000 * pulse.longest:4.0f} ms: {told[-1]}", flush=True
        )
    window.actions_by_id["probe"].trigger()
    qtbot.waitUntil(lambda: window.bench.probe.state == "done", timeout=PATIENCE)
    window.close()
    qtbot.waitUntil(lambda: workers() == [], timeout=PATIENCE)
