"""A label of one line that gives way: what does not fit becomes an ellipsis."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from inspector.ui.qt_values import PLAIN_TEXT


class ElidedLabel(QLabel):
    """Plain text only; `cut` is where the ellipsis goes, `smallest` the width in pixels that it keeps."""

    def __init__(
        self,
        text: str = "",
        *,
        cut: Literal["left", "middle", "right"] = "right",
        smallest: int = 40,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._cut, self._smallest = cut, smallest
        self.setProperty("textFormat", PLAIN_TEXT)

    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), self._smallest), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.contentsRect()
        if self.fontMetrics().horizontalAdvance(self.text()) <= area.width():
            super().paintEvent(event)
            return
        from PySide6.QtCore import Qt

        modes = {
            "left": Qt.TextElideMode.ElideLeft,
            "middle": Qt.TextElideMode.ElideMiddle,
            "right": Qt.TextElideMode.ElideRight,
        }
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), modes[self._cut], area.width())
        painter.drawText(area, self.alignment(), shown)
