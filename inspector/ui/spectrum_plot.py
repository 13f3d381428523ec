"""The singular values of one module's change: a bar each, and how much of the energy they hold so far."""

from __future__ import annotations

from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from inspector.ui.figure_copy import FigureCopy
from inspector.ui.quantities import figure, percent
from inspector.ui.theme import Theme, font

LEFT, RIGHT, TOP, BOTTOM = 38, 44, 24, 20
TICK_ROOM = 24
"""Pixels that one number below the bars needs."""

MARK = 0.9
"""Share of the energy that is marked."""


class SpectrumPlot(QWidget):
    """Drawn by itself: selecting a row must not wait for a plotting library. Left and Right walk the bars."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.values: tuple[float, ...] = ()
        self.energy: tuple[float, ...] = ()
        self._rank = 0
        self._current: int | None = None
        self.setMinimumSize(220, 112)
        self.setMaximumHeight(230)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Singular values of the selected module"))
        self.setToolTip(self.tr("Bars: singular values σ of ΔW. Line: share of Σσ² held so far."))
        self.copier = FigureCopy(self, self._rows)
        theme.changed.connect(self.update)

    def show_values(self, values: tuple[float, ...], ranks_for_90: int | None) -> None:
        """`values` largest first; `ranks_for_90` is how many of them hold 90 % of Σσ²."""
        self.values, self._rank, self._current = values, ranks_for_90 or 0, None
        total = sum(value * value for value in values)
        sums = accumulate(value * value for value in values)
        self.energy = tuple(held / total for held in sums) if total else ()
        self.setAccessibleDescription(self.reading())
        self.update()

    def reading(self) -> str:
        """What stands above the bars: the bar that is pointed at, else where 90 % are reached."""
        if self._current is not None and self._current < len(self.values):
            place = self._current
            held = percent(self.energy[place]) if self.energy else "–"
            return self.tr("σ{}  {}  ·  {} so far").format(
                _subscript(place + 1), figure(self.values[place]), held
            )
        if self._rank:
            return self.tr("{} of {} hold 90 %").format(self._rank, len(self.values))
        return self.tr("{} values").format(len(self.values)) if self.values else ""

    def sizeHint(self) -> QSize:
        return QSize(320, 112)

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, area = self._theme.colours, self._area()
        painter.setFont(font(steps=-0.5))
        painter.setPen(colours.color("text"))
        head = QRectF(LEFT, 0, self.width() - LEFT, TOP - 6)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.tr("Spectrum"))
        painter.setPen(colours.color("muted"))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self.reading())
        if not self.values:
            return
        self._paint_scales(painter, area)
        self._paint_bars(painter, area)
        self._paint_energy(painter, area)
        if self.hasFocus():
            painter.setPen(QPen(colours.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_scales(self, painter: QPainter, area: QRectF) -> None:
        colours = self._theme.colours
        painter.setFont(font(steps=-1.5))
        middle = Qt.AlignmentFlag.AlignVCenter
        for share in (0.0, 0.5, 1.0):
            y = area.bottom() - share * area.height()
            painter.setPen(QPen(colours.color("line_soft"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(colours.color("muted"))
            left = QRectF(0, y - 8, LEFT - 7, 16)
            shown = figure(share * self.values[0]) if share else "0"
            painter.drawText(left, Qt.AlignmentFlag.AlignRight | middle, shown)
            if self.energy:
                right = QRectF(area.right() + 7, y - 8, RIGHT - 7, 16)
                painter.drawText(right, Qt.AlignmentFlag.AlignLeft | middle, percent(share))
        step = area.width() / len(self.values)
        every = max(1, -(-int(TICK_ROOM) // max(1, int(step))))
        for place in range(0, len(self.values), every):
            spot = QRectF(area.left() + (place + 0.5) * step - 20, area.bottom() + 3, 40, BOTTOM - 4)
            painter.drawText(spot, Qt.AlignmentFlag.AlignHCenter, str(place + 1))

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        colours = self._theme.colours
        step = area.width() / len(self.values)
        width = max(1.0, min(22.0, 0.62 * step))
        painter.setPen(Qt.PenStyle.NoPen)
        for place, value in enumerate(self.values):
            height = area.height() * value / self.values[0] if self.values[0] else 0.0
            within = not self._rank or place < self._rank
            painter.setBrush(colours.color("absent_fill" if within else "idle_fill"))
            if place == self._current:
                painter.setBrush(colours.color("accent"))
            left = area.left() + (place + 0.5) * step - width / 2
            painter.drawRect(QRectF(left, area.bottom() - height, width, height))

    def _paint_energy(self, painter: QPainter, area: QRectF) -> None:
        if not self.energy:
            return
        colours, accent = self._theme.colours, QColor(self._theme.colours.color("accent"))
        mark = area.bottom() - MARK * area.height()
        painter.setPen(QPen(colours.color("faint"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), mark), QPointF(area.right(), mark))
        step = area.width() / len(self.energy)
        spots = [
            QPointF(area.left() + (place + 0.5) * step, area.bottom() - held * area.height())
            for place, held in enumerate(self.energy)
        ]
        painter.setPen(QPen(accent, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(spots)
        reached = self._rank - 1
        for place, spot in enumerate(spots):
            if place in (reached, self._current) or len(spots) == 1:
                painter.setBrush(accent if place == self._current else colours.color("surface"))
                painter.drawEllipse(spot, 3.2, 3.2)

    def _area(self) -> QRectF:
        return QRectF(LEFT, TOP, max(1, self.width() - LEFT - RIGHT), max(1, self.height() - TOP - BOTTOM))

    # reading values off

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        inside = (event.position().x() - area.left()) / area.width()
        self._point(int(inside * len(self.values)) if 0 <= inside < 1 and self.values else None)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self.values:
            super().keyPressEvent(event)
            return
        here = -1 if self._current is None else self._current
        self._point(min(len(self.values) - 1, max(0, here + step)))

    def _point(self, place: int | None) -> None:
        if place != self._current:
            self._current = place
            self.setAccessibleDescription(self.reading())
            self.update()

    def _rows(self) -> list[tuple[str | float | int, ...]]:
        rows: list[tuple[str | float | int, ...]] = [("number", "singular value", "share of energy so far")]
        for place, value in enumerate(self.values):
            rows.append((place + 1, value, self.energy[place] if self.energy else ""))
        return rows


def _subscript(value: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(value))
