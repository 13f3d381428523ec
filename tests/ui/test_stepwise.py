"""Long work on the UI thread leaves room for everything else, and nothing calls into what has gone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from inspector.ui.stepwise import BENCH_PARTS, COMPARISON_PARTS, RESULT_PARTS, Stepwise

PLOTS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from inspector.ui.stepwise import when_plots_are_there
application, parent, turns = QApplication([]), QWidget(), []
timer = QTimer()
timer.timeout.connect(lambda: turns.append("pyqtgraph" in sys.modules))
timer.start(1)
when_plots_are_there(parent, application.quit)
assert "pyqtgraph" not in sys.modules
application.exec()
assert "pyqtgraph" in sys.modules and turns.count(False) > 5
called = []
when_plots_are_there(parent, lambda: called.append(True))
assert called, "at once, now that it is there"
print("fine")
"""


def test_others_come_round_between_the_turns(qtbot: QtBot) -> None:
    told: list[str] = []

    def steps() -> Iterator[bool]:
        for number in range(3):
            told.append(str(number))
            QTimer.singleShot(0, lambda: told.append("other"))
            yield True

    parent = QObject()
    work = Stepwise(parent)
    work.run(steps(), lambda: told.append("done"))
    assert told == [] and work.is_running
    qtbot.waitUntil(lambda: not work.is_running)
    assert told == ["0", "other", "1", "other", "2", "other", "done"]


def test_with_its_parent_it_ends(qtbot: QtBot) -> None:
    told: list[int] = []

    def steps() -> Iterator[bool]:
        while True:
            told.append(len(told))
            yield True

    parent = QObject()
    Stepwise(parent).run(steps())
    qtbot.waitUntil(lambda: len(told) > 1)
    parent.deleteLater()
    qtbot.wait(30)
    seen = len(told)
    qtbot.wait(30)
    assert len(told) == seen


def test_the_plots_are_imported_in_turns(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", PLOTS],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    assert ran.stdout.strip() == "fine", ran.stderr


@pytest.mark.parametrize("name", [*BENCH_PARTS, *COMPARISON_PARTS, *RESULT_PARTS])
def test_what_is_imported_ahead_is_there(name: str) -> None:
    assert find_spec(name) is not None
