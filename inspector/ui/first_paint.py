"""Tells when a window was first painted: what is not needed for that begins afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

LONGEST = 2000
"""Milliseconds from the showing: a window that comes up out of sight is not painted."""


class FirstPaint(QObject):
    """`painted` comes once, when all of it is on its way to the display."""

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._is_told = False
        window.installEventFilter(self)

    def afterwards(self, call: Callable[[], object]) -> None:
        """Call then, or now where it has been."""
        if self._is_told:
            call()
        else:
            self.painted.connect(call)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        elif event.type() is QEvent.Type.Show:
            QTimer.singleShot(LONGEST, self, self._tell)
        return False

    def _tell(self) -> None:
        if not self._is_told:
            self._is_told = True
            self.painted.emit()
