"""The worker is killed under a running window, in the middle of every stage: the window goes on, and says so.

ADAPTER_INSPECTOR_KILLS=50 kills that many times; without it this is left out.
"""

from __future__ import annotations

import os
import random
import time

import pytest
from doomed_worker import DoomedWorker
from processes import workers_of
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from inspector.resource import resource_path

KILLS = int(os.environ.get("ADAPTER_INSPECTOR_KILLS", "0"))
STAGES = ("base", "pristine", "adapter", "adapted", "scale")
PATIENCE = 120_000

pytestmark = pytest.mark.skipif(
    KILLS == 0, reason="set ADAPTER_INSPECTOR_KILLS to a number to kill that often"
)


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
    demo, worker = resource_path("demo"), DoomedWorker()
    window = make_window(
        [str(demo / "support-router-lora")],
        bases=[str(demo / "ticket-llama-n")],
        worker_factory=lambda: worker,
    )
    qtbot.addWidget(window)
    window.show()
    session, chance, pulse = window.session, random.Random(0), Pulse()
    qtbot.waitUntil(
        lambda: bool(session.inspection and session.inspection.report.evidence == "dry-run"), timeout=PATIENCE
    )
    told: list[str] = []
    session.probing.failed.connect(lambda _entry, error: told.append(error.message))
    pane, late = window.bench.probe, 0
    while len(told) < KILLS:
        number = len(told)
        worker.doom, worker.delay = STAGES[number % len(STAGES)], chance.uniform(0, 0.04)
        stage = worker.doom
        pulse.forget()
        window.actions_by_id["probe"].trigger()
        assert pane.state == "running"
        qtbot.waitUntil(lambda: pane.state != "running", timeout=PATIENCE)
        assert not session.probing.is_running
        if pane.state == "done":
            late += 1
            assert late < KILLS
            continue
        assert pane.state == "failed" and len(told) == number + 1
        assert told[-1].startswith("The worker was killed (SIGKILL") and "\n" not in told[-1]
        print(
            f"{number + 1:3} {stage:9} longest still {1000 * pulse.longest:4.0f} ms: {told[-1]}", flush=True
        )
    print(f"{late} came too late: the run was over")
    window.actions_by_id["probe"].trigger()
    qtbot.waitUntil(lambda: pane.state == "done", timeout=PATIENCE)
    window.close()
    qtbot.waitUntil(lambda: workers_of(os.getpid()) == [], timeout=PATIENCE)
