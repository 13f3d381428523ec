"""Work on other threads waits until a large record's first rows are painted, and for nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject

from inspector.compat.inspection import Inspection
from inspector.ui import large_reports
from inspector.ui.large_reports import is_large, once_painted


def test_a_small_record_is_worked_on_at_once(qapp: Any, fitting: Inspection) -> None:
    begun: list[str] = []
    assert not is_large(fitting.report)
    once_painted(QObject(), fitting.report, lambda: begun.append("begun"))
    assert begun


def test_a_large_one_after_its_rows_and_not_for_a_view_that_is_gone(
    qtbot: Any, fitting: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_reports, "LARGE", 1)
    begun: list[str] = []
    view, gone = QObject(), QObject()
    once_painted(gone, fitting.report, lambda: begun.append("gone"))
    once_painted(view, fitting.report, lambda: begun.append("begun"))
    assert not begun
    gone.deleteLater()
    qtbot.waitUntil(lambda: bool(begun))
    qtbot.wait(2 * large_reports.PAINTED)
    assert begun == ["begun"]
