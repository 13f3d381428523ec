"""The probe's figures as a picture: one bar a prompt, its mean KL, each beside its row of the table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QLabel, QTableWidget, QVBoxLayout, QWidget

from inspector.ui.bare_plot import bare_plot
from inspector.ui.quantities import figure
from inspector.ui.stepwise import when_plots_are_there
from inspector.ui.theme import Theme, font

if TYPE_CHECKING:
    import pyqtgraph

BAR = 0.42
"""Height of a bar in rows."""

ROOM_FOR_LABEL = 1.38
"""How far the axis reaches beyond the longest bar, so that its figure fits."""


class EffectPlot(QFrame):
    """No axes: bars start at 0 and each carries its figure. Scrolls with the table, marks its current row."""

    def __init__(self, table: QTableWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._table = theme, table
        self._values: tuple[float, ...] = ()
        self._plot: pyqtgraph.PlotWidget | None = None
        self._items: list[Any] = []
        self.setObjectName("effectPlot")
        self.setAccessibleName(self.tr("Mean KL per prompt"))
        self._title = QLabel(self.tr("mean KL, nats"))
        self._title.setObjectName("plotHeader")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.setContentsMargins(8, 0, 0, 0)
        self._column.addWidget(self._title)
        self._column.addStretch(1)
        table.verticalScrollBar().valueChanged.connect(self._follow)
        table.currentCellChanged.connect(self._draw)
        theme.changed.connect(self._draw)

    @property
    def labels(self) -> list[str]:
        """The figures that stand at the bars, in the table's order."""
        return [figure(value) for value in self._values]

    @property
    def _lengths(self) -> list[float]:
        """What is not finite has no length; its figure says so."""
        return [value if math.isfinite(value) else 0.0 for value in self._values]

    def show_values(self, values: Sequence[float]) -> None:
        """One bar for each of the table's rows, in nats."""
        self._values = tuple(values)
        told = ", ".join(f"{row}: {label}" for row, label in enumerate(self.labels, 1))
        self.setAccessibleDescription(told)
        when_plots_are_there(self, self._put_plot)

    def _put_plot(self) -> None:
        if self._plot is None:
            self._plot = self._make_plot()
        self._draw()

    def _make_plot(self) -> pyqtgraph.PlotWidget:
        plot = bare_plot()
        plot.invertY(True)
        for side in ("left", "bottom"):
            plot.hideAxis(side)
        plot.getPlotItem().setContentsMargins(0, 0, 0, 0)
        plot.getViewBox().sigResized.connect(lambda _: self._follow())
        self._column.insertWidget(1, plot, 1)
        self._column.setStretch(2, 0)
        return plot

    def _draw(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        colours, current = self._theme.colours, self._table.currentRow()
        self._plot.setBackground(colours.color("surface"))
        for item in self._items:
            self._plot.removeItem(item)
        brushes = [
            colours.color("accent" if row == current else "absent_fill") for row in range(len(self._values))
        ]
        rows = [row + 0.5 for row in range(len(self._values))]
        bars = pyqtgraph.BarGraphItem(
            x0=0, y=rows, height=BAR, width=self._lengths, brushes=brushes, pen=None
        )
        self._items = [bars]
        for row, value in enumerate(self._values):
            label = pyqtgraph.TextItem(
                figure(value), color=colours.color("text" if row == current else "muted"), anchor=(0, 0.5)
            )
            label.setFont(font(steps=-1))
            label.setPos(self._lengths[row], row + 0.5)
            self._items.append(label)
        for item in self._items:
            self._plot.addItem(item)
        self._follow()

    def _follow(self) -> None:
        """Show the rows that the table shows, at the same heights."""
        self._title.setFixedHeight(self._table.horizontalHeader().height())
        if self._plot is None or not self._values:
            return
        row_height = self._table.verticalHeader().defaultSectionSize()
        top = self._table.verticalScrollBar().value() / row_height
        rows = max(1.0, self._plot.height() / row_height)
        reach = max(*self._lengths, 1e-12) * ROOM_FOR_LABEL
        self._plot.setRange(xRange=(0, reach), yRange=(top, top + rows), padding=0, disableAutoRange=True)
