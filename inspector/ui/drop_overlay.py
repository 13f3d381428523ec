"""The zones that appear over the window while something is dragged across it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from inspector.ui.theme import Theme, font


class Zone(NamedTuple):
    """`kind` is `adapter` or `base`."""

    rect: QRect
    kind: str
    words: str


def zones_around(room: QRect, left: int, right: int, *, adapter: str, base: str) -> list[Zone]:
    """The adapter's zone from `left` to `right` (pixels in `room`); a base may go to either side of it."""
    height = room.height()
    zones = [
        Zone(QRect(left, 0, right - left, height), "adapter", adapter),
        Zone(QRect(right, 0, room.width() - right, height), "base", base),
    ]
    return [Zone(QRect(0, 0, left, height), "base", base), *zones] if left else zones


class DropOverlay(QWidget):
    """Covers its parent, takes no events, and lights the zone under the pointer."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zones: Sequence[Zone] = ()
        self._over: Zone | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def show_zones(self, zones: Sequence[Zone], point: QPoint) -> None:
        self._zones = zones
        self._over = self.zone_at(point)
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()

    def zone_at(self, point: QPoint) -> Zone | None:
        return next((zone for zone in self._zones if zone.rect.contains(point)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        veil = QColor(colours.color("window"))
        veil.setAlpha(190)
        painter.fillRect(self.rect(), veil)
        painter.setFont(font(steps=3, weight=QFont.Weight.DemiBold))
        for zone in self._zones:
            lit = zone == self._over
            wash = QColor(colours.color("selection" if lit else "surface"))
            wash.setAlpha(235 if lit else 200)
            painter.setBrush(wash)
            painter.setPen(QPen(colours.color("accent" if lit else "faint"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(zone.rect).adjusted(6, 6, -6, -6), 10, 10)
            painter.setPen(colours.color("accent" if lit else "muted"))
            words = zone.rect.adjusted(14, 0, -14, 0)
            painter.drawText(
                words, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), zone.words
            )
