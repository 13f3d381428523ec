"""The window with its real worker: a probe killed, tried again, cancelled; and nothing stays behind."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from doomed_worker import DoomedWorker
from processes import is_running

from inspector.compat.inspection import Evidence
from inspector.demo import Demo
from inspector.resource import resource_path
from inspector.ui import app

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

PATIENCE = 120_000
"""Milliseconds; a worker imports torch first."""

DEMO = Demo.read(resource_path("demo/manifest.json").parent)


def test_a_probe_survives_its_worker_and_the_verdict_says_that_the_adapter_acts(
    qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADAPTER_INSPECTOR_SETTINGS", str(tmp_path / "settings.ini"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    app.make_application()
    worker = DoomedWorker()
    base, _ = DEMO.bases[0]
    window = app.make_window([str(DEMO.adapter)], bases=[str(base)], worker_factory=lambda: worker)
    qtbot.addWidget(window)
    window.show()
    session = window.session

    def confirmed() -> bool:
        found = session.entry.inspection if session.entry is not None else None
        return found is not None and found.report.evidence is Evidence.DRY_RUN and not session.entry.stage

    qtbot.waitUntil(confirmed, timeout=PATIENCE)
    pane, before = window.bench.probe, session.inspection
    pids = {worker.pid}

    worker.doom = "adapted"
    window.actions_by_id["probe"].trigger()
    qtbot.waitUntil(lambda: pane.state == "failed", timeout=PATIENCE)
    page = pane.views["prompts"].page
    assert "SIGKILL" in page.sentence.text() or "signal 9" in page.sentence.text()
    assert session.inspection is before, "nothing else is lost"
    assert not window.message.isVisible()

    page.retry.click()
    qtbot.waitUntil(lambda: pane.state == "done", timeout=PATIENCE)
    pids.add(worker.pid)
    probe = session.inspection.probe
    assert probe.acts
    assert "not been measured" not in window.bench.verdict.summary.text()
    acts = next(chip for chip in window.bench.filter.answers if chip.property("answer") == "acts")
    assert "yes" in acts.accessibleName()
    on_map = {cell.module for cell in window.bench.map.canvas.cells()}
    assert {effect.module for effect in probe.modules} <= on_map

    window.actions_by_id["golden"].trigger()
    assert DEMO.golden is not None
    pane.golden.take(DEMO.golden)
    qtbot.waitUntil(lambda: pane.golden.asked is not None, timeout=PATIENCE)
    with qtbot.waitSignal(session.probing.progressed, timeout=PATIENCE):
        pane.start()
    pane.views["golden"].page.cancel.click()
    assert pane.state == "cancelled", "back at once, whatever the worker does"
    assert pane.run.isEnabled()

    pids.add(worker.pid)
    window.close()
    qtbot.waitUntil(lambda: not [pid for pid in pids if pid and is_running(pid)], timeout=PATIENCE)
