"""The legend of the map: what each colour stands for, by glyph and word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector.compat.inspection import Status
from inspector.ui.theme import Theme, font
from inspector.ui.words import STATUS_GLYPH, STATUS_ROLE, status_word


def fill(theme: Theme, status: Status | None) -> QColor:
    return theme.colours.color(f"{STATUS_ROLE[status]}_fill" if status else "empty_fill")


class Legend(QWidget):
    """Swatch, glyph and word for each status in the picture, as many in a line as there is room."""

    LINE, ITEM = 20, 104

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: list[tuple[Status | None, str]] = []
        self._across = 2

    def show_statuses(self, statuses: list[Status | None]) -> None:
        order = [*(status for status in STATUS_GLYPH if status in statuses)]
        self._items = [(status, f"{STATUS_GLYPH[status]} {status_word(status)}") for status in order]
        if None in statuses:
            self._items.append((None, self.tr("not targeted")))
        self._fit()

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        self._across = max(1, min(2, self.width() // self.ITEM))
        self.setFixedHeight(self.LINE * max(1, -(-len(self._items) // self._across)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(steps=-1.5))
        width = self.width() / self._across
        for position, (status, words) in enumerate(self._items):
            x, y = (position % self._across) * width, position // self._across * self.LINE
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill(self._theme, status))
            painter.drawRoundedRect(QRectF(x, y + 5, 10, 10), 2, 2)
            painter.setPen(self._theme.colours.color("muted"))
            area = QRectF(x + 16, y, width - 16, self.LINE)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
