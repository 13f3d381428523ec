"""A plot without pyqtgraph's own manners: nothing to drag or click, no menu, no buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from inspector.ui.theme import font

if TYPE_CHECKING:
    import pyqtgraph


def bare_plot() -> pyqtgraph.PlotWidget:
    """An empty plot for a figure that reads its own values off. See `when_plots_are_there`."""
    import pyqtgraph

    plot = pyqtgraph.PlotWidget()
    plot.setAntialiasing(True)
    plot.setFrameShape(QFrame.Shape.NoFrame)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return plot


def with_small_axes(plot: pyqtgraph.PlotWidget) -> pyqtgraph.PlotWidget:
    """The same plot, its left and bottom axes in small letters and without ticks or unit prefixes."""
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.enableAutoSIPrefix(False)
        axis.setStyle(tickLength=0, tickFont=font(steps=-1.5), autoExpandTextSpace=True)
    return plot
