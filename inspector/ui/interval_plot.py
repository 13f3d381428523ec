"""Rates with their 95 % intervals: a dot on a line each, on one axis from 0 to 100 %."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.compat.flips import Rate
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.quantities import percent
from inspector.ui.theme import Theme, font

LEFT, DOT, LINES, PAD = 4.0, 4.5, 2, 8.0


class NamedRate(NamedTuple):
    """`role` colours dot and line; `gate` is where a limit stands, None for none."""

    caption: str
    rate: Rate
    role: str
    gate: float | None = None


class IntervalPlot(QWidget):
    """Two text lines a rate: caption and figure, then the axis with its interval."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rates: tuple[NamedRate, ...] = ()
        self.setAccessibleName(self.tr("Rates with their intervals"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.copier = FigureCopy(self, self._rows)
        theme.changed.connect(self.update)

    def show_rates(self, rates: Sequence[NamedRate]) -> None:
        self._rates = tuple(rates)
        told = ", ".join(f"{r.caption} {percent(r.rate.value)} ({interval_text(r.rate)})" for r in rates)
        self.setAccessibleDescription(told)
        self.setToolTip(self.tr("Line: the 95 % interval. Upright: the gate.") if rates else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, int(self._row_height() * max(1, len(self._rates))) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(248, self.sizeHint().height())

    def _row_height(self) -> float:
        return QFontMetricsF(font(steps=-0.3)).height() + 2 * DOT + PAD + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, named in enumerate(self._rates):
            self._paint_rate(painter, named, place * self._row_height())
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colours.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_rate(self, painter: QPainter, named: NamedRate, top: float) -> None:
        colours, rate = self._theme.colours, named.rate
        chosen = font(steps=-0.3)
        line = QFontMetricsF(chosen).height()
        words = QRectF(LEFT, top, self.width() - 2 * LEFT, line)
        painter.setFont(chosen)
        painter.setPen(colours.color("muted"))
        interval = f"{percent(rate.value)}  "
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, interval_text(rate))
        aside = QFontMetricsF(chosen).horizontalAdvance(interval_text(rate))
        value = words.adjusted(0, 0, -aside, 0)
        painter.setPen(colours.color("text"))
        painter.drawText(value, Qt.AlignmentFlag.AlignRight, interval)
        room = value.width() - QFontMetricsF(chosen).horizontalAdvance(interval) - 6
        caption = painter.fontMetrics().elidedText(named.caption, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(value, Qt.AlignmentFlag.AlignLeft, caption)
        y, left, width = top + line + DOT + 1, LEFT + DOT, self.width() - 2 * (LEFT + DOT)
        painter.setPen(QPen(colours.color("line"), 1))
        painter.drawLine(QPointF(left, y), QPointF(left + width, y))
        pen = QPen(colours.color(named.role), 3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(left + rate.low * width, y), QPointF(left + rate.high * width, y))
        if named.gate is not None:
            painter.setPen(QPen(colours.color("text"), 1.4))
            x = left + named.gate * width
            painter.drawLine(QPointF(x, y - DOT), QPointF(x, y + DOT))
        painter.setPen(QPen(colours.color("surface"), 1.5))
        painter.setBrush(colours.color(named.role))
        painter.drawEllipse(QPointF(left + rate.value * width, y), DOT, DOT)

    def _rows(self) -> list[tuple[str | float | int, ...]]:
        header = ("rate", "value", "low_95", "high_95", "examples")
        return [
            header,
            *((n.caption, n.rate.value, n.rate.low, n.rate.high, n.rate.examples) for n in self._rates),
        ]


def interval_text(rate: Rate) -> str:
    """`22.9 – 34.3 %`."""
    return f"{100 * rate.low:.1f} – {100 * rate.high:.1f}\u00a0%"
