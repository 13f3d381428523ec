"""What begins after the first paint begins once, and begins for a window that nobody sees as well."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.ui import first_paint
from inspector.ui.first_paint import FirstPaint


class Painting(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.told.append("paint")


def test_it_is_told_once_after_the_first_paint(qtbot: QtBot) -> None:
    window = Painting()
    qtbot.addWidget(window)
    first = FirstPaint(window)
    first.painted.connect(lambda: window.told.append("told"))
    window.show()
    assert "told" not in window.told
    qtbot.waitUntil(lambda: "told" in window.told)
    assert window.told[0] == "paint"
    window.repaint()
    qtbot.wait(20)
    assert window.told.count("told") == 1


def test_a_window_out_of_sight_is_not_waited_for(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_paint, "LONGEST", 0)
    window: Any = QWidget()
    qtbot.addWidget(window)
    window.setUpdatesEnabled(False)
    with qtbot.waitSignal(FirstPaint(window).painted):
        window.show()


def test_what_is_asked_for_afterwards_waits_only_once(qtbot: QtBot) -> None:
    window = Painting()
    qtbot.addWidget(window)
    first = FirstPaint(window)
    first.afterwards(lambda: window.told.append("waited"))
    assert window.told == []
    window.show()
    qtbot.waitUntil(lambda: "waited" in window.told)
    first.afterwards(lambda: window.told.append("at once"))
    assert window.told[-1] == "at once"
