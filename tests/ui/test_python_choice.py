"""A viewer without a Python says plainly that it only reads; a Python that is chosen is tried, then kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from inspector.compat.inspection import Evidence
from inspector.ui.python_choice import adopt_chosen_python
from inspector.ui.settings import Settings
from inspector.worker.client import Worker
from inspector.worker.interpreter import PYTHON_VARIABLE

Open = Callable[..., Any]


@pytest.fixture(autouse=True)
def none_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PYTHON_VARIABLE, "")  # whatever a test sets is undone


@pytest.fixture
def lent(tmp_path: Path) -> Path:
    """This very interpreter by another name."""
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    program.chmod(0o755)
    return program


def test_a_viewer_without_a_python_reads_and_says_so(
    make_window: Open,
    qtbot: Any,
    adapter_folder: Path,
    fitting_base: Path,
    lent: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    window = make_window(worker=Worker(), paths=[str(adapter_folder)], bases=[str(fitting_base)])
    session = window.session

    def read() -> None:
        assert session.entry is not None and session.entry.stage == ""
        assert session.inspection is not None and session.inspection.weights is not None
        assert window.message.isVisible()

    qtbot.waitUntil(read, timeout=20_000)
    assert session.entry.error is None and session.inspection.report.evidence is Evidence.HEADERS
    assert window.message.property("tone") == "unknown"
    assert "nothing is loaded and nothing is run" in window.message.text
    assert window.status.worker.text() == "headers and values only: no Python chosen"
    assert "Choose Python…" in [button.text() for button in window.message.findChildren(QPushButton)]

    with qtbot.waitSignal(window.python_choice.chosen, timeout=120_000) as found:
        window.python_choice.take(str(lent))
    assert found.args[0] == str(lent) and "torch" in found.args[1]
    # The base goes through the stages again, now with a dry run: another worker starts for it.
    qtbot.waitUntil(lambda: session.entry.stage == "dry run …", timeout=20_000)
    assert not session.worker.lacks_python
    assert Settings().python == str(lent)


def test_a_python_that_cannot_is_not_kept(make_window: Open, qtbot: Any, tmp_path: Path) -> None:
    window = make_window()
    with qtbot.waitSignal(window.python_choice.failed, timeout=20_000):
        window.python_choice.take(str(tmp_path / "nowhere"))
    assert "nowhere" in window.message.text and window.message.property("tone") == "bad"
    assert Settings().python == "" and os.environ[PYTHON_VARIABLE] == ""


def test_the_environment_variable_comes_before_what_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings()
    settings.python = "/some/python"
    monkeypatch.setenv(PYTHON_VARIABLE, "/another/python")
    adopt_chosen_python(settings)
    assert os.environ[PYTHON_VARIABLE] == "/another/python"
    monkeypatch.delenv(PYTHON_VARIABLE)
    adopt_chosen_python(settings)
    assert os.environ[PYTHON_VARIABLE] == "/some/python"
