"""A thin strip beside the trees that shows where in the whole tree the problems lie; a click goes there."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector.compat.tree_filter import Shown
from inspector.ui.theme import Theme
from inspector.ui.words import STATUS_ROLE

WIDTH = 14
MARK_HEIGHT = 3


class OverviewStrip(QWidget):
    node_clicked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Shown | None = None
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Overview of problems"))

    def show_problems(self, shown: Shown | None) -> None:
        self._shown = shown
        any_problem = bool(shown and shown.problems)
        self.setCursor(Qt.CursorShape.PointingHandCursor if any_problem else Qt.CursorShape.ArrowCursor)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.colours
        painter.fillRect(self.rect(), colours.color("surface"))
        if self._shown is None:
            return
        tree = self._shown.tree
        drawn = -MARK_HEIGHT
        for node in self._shown.problems:
            y = self._y(tree.position[node])
            if y < drawn + MARK_HEIGHT + 1:
                continue
            status = tree.status(node)
            if status is not None:
                painter.fillRect(QRect(4, y, 7, MARK_HEIGHT), colours.color(f"{STATUS_ROLE[status]}_fill"))
            drawn = y

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._shown is None or not self._shown.problems:
            return
        positions = [self._y(self._shown.tree.position[node]) for node in self._shown.problems]
        y = event.position().y()
        after = bisect_left(positions, y)
        near = min(
            range(max(0, after - 1), min(len(positions), after + 1)), key=lambda i: abs(positions[i] - y)
        )
        self.node_clicked.emit(self._shown.problems[near])

    def _y(self, position: int) -> int:
        assert self._shown is not None
        return int(position / max(1, len(self._shown.tree)) * (self.height() - 2 * MARK_HEIGHT)) + MARK_HEIGHT
