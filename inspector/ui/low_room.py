"""What does when there is less height than it needs: it keeps its own, and is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class NeverLower(QWidget):
    """Fills its room with the content, which is squeezed down to `height` pixels and no further.

    A layout in its place would ask for the height that the content would like best, and scroll sooner.
    """

    def __init__(self, content: QWidget, height: int) -> None:
        super().__init__()
        self._content = content
        content.setParent(self)
        self.setMinimumHeight(height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._content.minimumSizeHint().width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._content.setGeometry(self.rect())


def scrolling(content: QWidget, *, least: int) -> QScrollArea:
    """An area that is never lower than `least` pixels, and lets its content be scrolled up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumHeight(least)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
