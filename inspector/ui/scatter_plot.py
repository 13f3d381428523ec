"""Every module as a point: how far the adapter reaches there, against how far the base has moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.compat.revisions import ModuleChange
from inspector.ui.bare_plot import bare_plot, with_small_axes
from inspector.ui.diagonal_label import free_place
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.log_axes import span_of, ticks
from inspector.ui.module_words import KINDS, kind_of, kind_word, share_text
from inspector.ui.stepwise import when_plots_are_there
from inspector.ui.theme import Theme, font

if TYPE_CHECKING:
    import pyqtgraph

REACHABLE = 16.0
"""Pixels from which the pointer still means a point."""

_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}


class ScatterPlot(QFrame):
    """Both axes are logarithmic and cover the same span, so that the diagonal means "equal".

    Arrow keys walk the points by the adapter's reach; `point_chosen` carries the module that was clicked or
    confirmed with Return. The plotting library is imported when there is something to plot.
    """

    point_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.points: tuple[ModuleChange, ...] = ()
        self._all: tuple[ModuleChange, ...] = ()
        self._current: int | None = None
        self._span = (-3.0, 0.0)
        self._plot: pyqtgraph.PlotWidget | None = None
        self._items: list[Any] = []
        self._label: Any = None
        self._ring: Any = None
        self._places: list[tuple[float, float]] = []
        self.setObjectName("figure")
        self.setAccessibleName(self.tr("How far the base moved, against how far the adapter reaches"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 110)
        self._title = ElidedLabel(self.tr("Base moved ↑  adapter reaches →"))
        self._title.setObjectName("figureTitle")
        self._title.setToolTip(
            self.tr("‖W_to − W_from‖ / ‖W_from‖ against ‖ΔW‖ / ‖W_from‖, a point a module")
        )
        self.reading = ElidedLabel(cut="left", smallest=0)
        self.legend = QLabel()
        for label in (self._title, self.reading, self.legend):
            label.setFont(font(steps=-0.5))
        self.reading.setObjectName("muted")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 2, 4, 0)
        self._column.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title, 1)
        head.addWidget(self.legend)
        self._column.addLayout(head)
        self._column.addStretch(0)
        self._column.addWidget(self.reading)
        self.copier = FigureCopy(self, self._rows)
        theme.changed.connect(self._draw)

    def show_rows(self, rows: Sequence[ModuleChange]) -> None:
        """Those with two finite figures are drawn; the rest is told and copied."""
        here = self.current
        self._all = tuple(row for row in rows if row.relative_change is not None)
        drawn = [row for row in self._all if _is_drawn(row)]
        self.points = tuple(sorted(drawn, key=lambda row: (row.relative_delta or 0.0, row.module)))
        self._current = None
        self._span = span_of(self.points)
        self._places = [(self._at(row.relative_delta), self._at(row.relative_change)) for row in self.points]
        if here is not None:
            self._current = self._place_of(here.module)
        if self._plot is None and self.points:
            when_plots_are_there(self, self._put_plot)
        else:
            self._draw()

    @property
    def current(self) -> ModuleChange | None:
        return self.points[self._current] if self._current is not None else None

    def go_to(self, module: str) -> bool:
        """Read a module's point out, if it has one."""
        self.point(self._place_of(module))
        return self._current is not None

    def _place_of(self, module: str) -> int | None:
        return next((n for n, row in enumerate(self.points) if row.module == module), None)

    def point(self, place: int | None) -> None:
        """Read a point out and put the ring round it; None takes the ring away."""
        if place != self._current:
            self._current = place
            self._mark()

    # drawing

    def _put_plot(self) -> None:
        if self._plot is None:
            self._plot = self._make_plot()
        self._draw()

    def _make_plot(self) -> pyqtgraph.PlotWidget:
        plot = with_small_axes(bare_plot())
        plot.getPlotItem().setContentsMargins(0, 2, 6, 0)
        plot.getViewBox().sigResized.connect(lambda _: self._turn_label())
        self._column.insertWidget(1, plot, 1)
        return plot

    def _draw(self) -> None:
        self._tell_kinds()
        plot = self._plot
        if plot is None:
            return
        import pyqtgraph

        colours, fine = self._theme.colours, plot.devicePixelRatioF()
        plot.setBackground(colours.color("surface"))
        for item in self._items:
            plot.removeItem(item)
        self._items, self._label, self._ring = [], None, None
        plot.setVisible(bool(self.points))
        if not self.points:
            self._mark()
            return
        low, high = self._span
        self._draw_ground(plot, fine)
        kinds = [kind_of(row) for row in self.points]
        for kind in reversed(KINDS):  # the gravest lie on top
            spots = [spot for spot, its in zip(self._places, kinds, strict=True) if its == kind]
            colour, hollow = colours.color(KINDS[kind].role), KINDS[kind].glyph in "△=·"
            self._items.append(
                pyqtgraph.ScatterPlotItem(
                    [x for x, _ in spots], [y for _, y in spots],
                    size=9, symbol=KINDS[kind].symbol, antialias=True,
                    brush=colours.color("surface") if hollow else colour,
                    pen=pyqtgraph.mkPen(colour, width=1.4 * fine),
                )
            )  # fmt: skip
        ring = pyqtgraph.mkPen(colours.color("accent"), width=2 * fine)
        self._ring = pyqtgraph.ScatterPlotItem(size=17, symbol="o", brush=None, pen=ring)
        self._items.append(self._ring)
        for item in self._items:
            plot.addItem(item)
        plot.setRange(xRange=(low, high), yRange=(low, high), padding=0)
        for side in ("left", "bottom"):
            plot.getAxis(side).setTicks([ticks(low, high)])
        self._turn_label()
        self._mark()

    def _mark(self) -> None:
        """The ring round the point that is read out, and its figures."""
        if self._ring is not None:
            spots = [self._places[self._current]] if self._current is not None else []
            self._ring.setData([x for x, _ in spots], [y for _, y in spots])
        self._tell()

    def _draw_ground(self, plot: pyqtgraph.PlotWidget, fine: float) -> None:
        """Grid, the diagonal, and above it the ground that the adapter does not reach."""
        import pyqtgraph

        colours, (low, high) = self._theme.colours, self._span
        line = pyqtgraph.mkPen(colours.color("line_soft"), width=fine)
        for side in ("left", "bottom"):
            plot.getAxis(side).setPen(line)
            plot.getAxis(side).setTextPen(pyqtgraph.mkPen(colours.color("muted")))
        beyond = pyqtgraph.PlotDataItem(
            [low, high], [low, high], pen=None, fillLevel=high, brush=colours.color("bad_wash")
        )
        dashed = pyqtgraph.mkPen(colours.color("muted"), width=fine, style=Qt.PenStyle.DashLine)
        equal = pyqtgraph.PlotDataItem([low, high], [low, high], pen=dashed, antialias=True)
        grid = [
            pyqtgraph.InfiniteLine(place, angle, pen=line)
            for place, _ in ticks(low, high)
            for angle in (0, 90)
        ]
        self._label = pyqtgraph.TextItem("", color=colours.color("muted"), anchor=(0.5, 1.0))
        self._label.setFont(font(steps=-1.5))
        self._items += [beyond, *grid, equal, self._label]

    def _turn_label(self) -> None:
        """Lay the longest words that fit along the diagonal, where they cover no point."""
        if self._plot is None or self._label is None:
            return
        box, (low, high) = self._plot.getViewBox(), self._span
        metrics = QFontMetricsF(font(steps=-1.5))
        spots = [((x - low) / (high - low), (y - low) / (high - low)) for x, y in self._places]
        words, place = "", 0.5
        for text in (
            self.tr("the ground moved as far as the adapter reaches"),
            self.tr("moved as far as it reaches"),
        ):
            size = (metrics.horizontalAdvance(text), metrics.height())
            free = free_place(spots, (box.width(), box.height()), size)
            if free is not None:
                words, place = text, free
                break
        if words != self._label.toPlainText():
            self._label.setText(words)
        self._label.setPos(*(2 * (low + place * (high - low),)))
        self._label.setAngle(math.degrees(math.atan2(box.height(), max(1.0, box.width()))))

    def _at(self, value: float | None) -> float:
        """A place on an axis; nothing at all lies just above its lower end."""
        low, high = self._span
        return max(low, math.log10(value)) if value else low + 0.035 * (high - low)

    # saying what is there

    def _tell(self) -> None:
        left_out = len(self._all) - len(self.points)
        row = self.current
        if row is not None:
            moved, reach = share_text(row.relative_change), share_text(row.relative_delta)
            self.reading.setText(self.tr("{}: base {}, adapter {}").format(row.module, moved, reach))
        elif not self._all:
            self.reading.setText(self.tr("No values were compared."))
        elif left_out:
            self.reading.setText(self.tr("{} without two finite figures are not drawn").format(left_out))
        else:
            self.reading.setText("")
        self.reading.setToolTip(self.reading.text())
        self.setAccessibleDescription(self.reading.text())

    def _tell_kinds(self) -> None:
        kinds = [kind for kind in KINDS if any(kind_of(point) == kind for point in self.points)]
        # Where there are many, glyph and count must do: the table beside it has the words.
        entries = [self._legend_entry(kind, brief=len(kinds) > 2) for kind in kinds]
        self.legend.setText("&nbsp;&nbsp; ".join(entries))
        self.legend.setToolTip(", ".join(map(kind_word, kinds)))
        self.legend.setVisible(bool(kinds))

    def _legend_entry(self, kind: str, *, brief: bool) -> str:
        colour = self._theme.colours.color(KINDS[kind].role).name()
        count = sum(kind_of(point) == kind for point in self.points)
        glyph = "○" if KINDS[kind].symbol == "o" else KINDS[kind].glyph
        words = glyph if brief else f"{glyph} {kind_word(kind)}"
        return f'<span style="color:{colour}">{words}</span> {count:,}'

    # reading values off

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._near(event.position())
        if place is not None:
            self.point(place)
        self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._near(event.position())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.point(place)
            self.point_chosen.emit(self.points[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.point_chosen.emit(self.current)
        elif key in _KEYS and self.points:
            here = self._current if self._current is not None else -_KEYS[key]
            self.point(min(len(self.points) - 1, max(0, here + _KEYS[key])))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # The axes' labels change their width when the plot is first laid out, and the angle with it.
        if event.type() is QEvent.Type.LayoutRequest:
            self._turn_label()
        return super().event(event)

    def place_of(self, row: ModuleChange) -> QPointF | None:
        """Where a module's point is in this widget."""
        if self._plot is None or row not in self.points:
            return None
        point = QPointF(self._at(row.relative_delta), self._at(row.relative_change))
        scene = self._plot.getViewBox().mapViewToScene(point)
        return QPointF(self._plot.mapTo(self, self._plot.mapFromScene(scene)))

    def _near(self, place: QPointF) -> int | None:
        if self._plot is None or not self.points:
            return None
        box, inside = (
            self._plot.getViewBox(),
            self._plot.mapToScene(self._plot.mapFrom(self, place.toPoint())),
        )
        here, pixel = box.mapSceneToView(inside), box.viewPixelSize()

        def away(n: int) -> float:
            x, y = self._places[n]
            return math.hypot((x - here.x()) / pixel[0], (y - here.y()) / pixel[1])

        nearest = min(range(len(self.points)), key=away)
        return nearest if away(nearest) <= REACHABLE else None

    def _rows(self) -> list[tuple[str | float | None, ...]]:
        rows = ((row.module, row.relative_delta, row.relative_change, kind_of(row)) for row in self._all)
        return [("module", "relative_delta", "relative_change", "kind"), *rows]


def _is_drawn(row: ModuleChange) -> bool:
    figures = (row.relative_change, row.relative_delta)
    return all(figure is not None and math.isfinite(figure) for figure in figures)
