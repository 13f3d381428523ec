"""One curve over a few named points, with its value under the pointer: layers, or the adapter's scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.ui.bare_plot import bare_plot, with_small_axes
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.quantities import figure
from inspector.ui.stepwise import when_plots_are_there
from inspector.ui.theme import Theme, font

if TYPE_CHECKING:
    import pyqtgraph

HEADROOM = 1.12
ROUNDING = 1e-6
"""The axis reaches so far at the least: what float32 rounds away, in nats or as a share, is no curve."""
TICK_ROOM = 26
"""Pixels that one label of the horizontal axis needs."""


class Point(NamedTuple):
    """`name` is what the point is called in full (`model.layers.3`), `tick` what the axis says (`3`)."""

    x: float
    y: float
    name: str
    tick: str


class CurvePlot(QFrame):
    """Left and Right walk the points. The plotting library is imported when there is something to plot."""

    def __init__(
        self, theme: Theme, *, title: str, columns: tuple[str, str], tip: str, parent: QWidget | None = None
    ) -> None:
        """`columns` head the copied values: what a point is, and what was measured there."""
        super().__init__(parent)
        self._theme, self._columns = theme, columns
        self._all: tuple[Point, ...] = ()
        self._points: tuple[Point, ...] = ()
        self._marked: float | None = None
        self._current: int | None = None
        self._plot: pyqtgraph.PlotWidget | None = None
        self._items: list[Any] = []
        self.setObjectName("figure")
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(150, 110)
        self._title = ElidedLabel(title)
        self._title.setObjectName("figureTitle")
        self._title.setToolTip(tip)
        self.reading = QLabel()
        self.reading.setObjectName("muted")
        for label in (self._title, self.reading):
            label.setFont(font(steps=-0.5))
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 4, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.reading)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 0)
        self._column.setSpacing(2)
        self._column.addLayout(head)
        self.copier = FigureCopy(self, self._rows)
        theme.changed.connect(self._draw)

    def name(self, title: str) -> None:
        """Say otherwise what the curve shows."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def show_points(self, points: Sequence[Point], *, marked: float | None = None) -> None:
        """Draw what is finite; the rest is told and copied.

        `marked` is where on the horizontal axis a line says "this is how it was trained".
        """
        self._all, self._marked, self._current = tuple(points), marked, None
        self._points = tuple(point for point in points if math.isfinite(point.y))
        told = ", ".join(f"{point.name}: {figure(point.y)}" for point in points)
        self.setAccessibleDescription(told)
        if self._plot is None and self._points:
            when_plots_are_there(self, self._put_plot)
        else:
            self._draw()

    def point(self, place: int | None) -> None:
        """Read one point out; None reads the largest again."""
        self._current = place
        self._draw()

    # drawing

    def _put_plot(self) -> None:
        if self._plot is None:
            self._plot = self._make_plot()
        self._draw()

    def _make_plot(self) -> pyqtgraph.PlotWidget:
        plot = with_small_axes(bare_plot())
        plot.getPlotItem().setContentsMargins(0, 0, 4, 0)
        plot.getViewBox().sigResized.connect(lambda _: self._set_ticks())
        self._column.addWidget(plot, 1)
        return plot

    def _draw(self) -> None:
        plot = self._plot
        if plot is None:
            self.reading.setText(self.tr("not finite") if self._all and not self._points else "")
            return
        import pyqtgraph

        colours = self._theme.colours
        # pyqtgraph's pens are cosmetic: their widths are pixels of the screen, whatever its scale.
        fine = plot.devicePixelRatioF()
        accent, line = colours.color("accent"), colours.color("line_soft")
        plot.setBackground(colours.color("surface"))
        for side in ("left", "bottom"):
            plot.getAxis(side).setPen(pyqtgraph.mkPen(line, width=fine))
            plot.getAxis(side).setTextPen(pyqtgraph.mkPen(colours.color("muted")))
        for item in self._items:
            plot.removeItem(item)
        self._items = []
        if not self._points:
            self.reading.setText(self.tr("not finite") if self._all else "")
            return
        xs, ys = [point.x for point in self._points], [point.y for point in self._points]
        top = self._top
        shade = QColor(accent)
        shade.setAlpha(38)
        self._items = [
            pyqtgraph.InfiniteLine(y, 0, pen=pyqtgraph.mkPen(line, width=fine)) for y in self._grid(top)
        ]
        if self._marked is not None:
            dashed = pyqtgraph.mkPen(colours.color("faint"), width=fine, style=Qt.PenStyle.DashLine)
            self._items.append(pyqtgraph.InfiniteLine(self._marked, 90, pen=dashed))
        here = self._here
        if self._current is not None:
            self._items.append(pyqtgraph.InfiniteLine(xs[here], 90, pen=pyqtgraph.mkPen(accent, width=fine)))
        pen = pyqtgraph.mkPen(accent, width=2 * fine)
        self._items.append(pyqtgraph.PlotDataItem(xs, ys, pen=pen, fillLevel=0, brush=shade, antialias=True))
        sizes = [10 if place == self._current else 6 for place in range(len(xs))]
        if len(xs) > 40:
            sizes = [10 if place == self._current else 0 for place in range(len(xs))]
        edge = pyqtgraph.mkPen(colours.color("surface"), width=1.5 * fine)
        self._items.append(
            pyqtgraph.ScatterPlotItem(xs, ys, size=sizes, brush=accent, pen=edge, antialias=True)
        )
        for item in self._items:
            plot.addItem(item)
        margin = 0.04 * (max(xs) - min(xs)) or 0.5
        plot.setRange(xRange=(min(xs) - margin, max(xs) + margin), yRange=(0, top), padding=0)
        self._set_ticks()
        self.reading.setText(self._words(self._points[here]))

    def _words(self, point: Point) -> str:
        """What the line above the curve says: the point that is read, or the one that stands out."""
        if self._current is None and len(self._points) < len(self._all):
            return self.tr("{} not finite").format(len(self._all) - len(self._points))
        if self._current is not None:
            return f"{point.name}:  {figure(point.y)}"
        if point.x == self._marked:
            return self.tr("as trained:  {}").format(figure(point.y))
        return self.tr("most:  {} at {}").format(figure(point.y), point.tick)

    @property
    def _top(self) -> float:
        return max(*(point.y for point in self._points), ROUNDING) * HEADROOM

    @property
    def _here(self) -> int:
        """The point that is read out: the current one, else the marked one, else the largest."""
        if self._current is not None:
            return self._current
        for place, point in enumerate(self._points):
            if point.x == self._marked:
                return place
        return max(range(len(self._points)), key=lambda place: self._points[place].y)

    def _grid(self, top: float) -> list[float]:
        """Two to four round heights up to the top."""
        power = 10.0 ** math.floor(math.log10(top / 3))
        step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= top / 3)
        return [step * n for n in range(1, int(0.97 * top / step) + 1)]

    def _set_ticks(self) -> None:
        if self._plot is None or not self._points:
            return
        heights = [(0.0, "0"), *((y, figure(y)) for y in self._grid(self._top))]
        self._plot.getAxis("left").setTicks([heights])
        fits = max(1, int(self._plot.width() / TICK_ROOM))
        every = max(1, -(-len(self._points) // fits))
        ticks = [(point.x, point.tick) for point in self._points[::every]]
        self._plot.getAxis("bottom").setTicks([ticks])

    # reading values off

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._read_at(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._points:
            super().keyPressEvent(event)
            return
        self.point(min(len(self._points) - 1, max(0, self._here + step)))

    def _read_at(self, place: QPoint) -> None:
        if self._plot is None or not self._points:
            return
        inside = self._plot.mapToScene(self._plot.mapFrom(self, place))
        x = self._plot.getViewBox().mapSceneToView(inside).x()
        nearest = min(range(len(self._points)), key=lambda n: abs(self._points[n].x - x))
        if nearest != self._current:
            self.point(nearest)

    def _rows(self) -> list[tuple[str | float, ...]]:
        return [self._columns, *((point.name, point.y) for point in self._all)]
