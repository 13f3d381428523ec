"""The probe's pictures: the effect over layers and over the adapter's scale, and the figures beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.compat.probe_result import LayerEffect, ProbeResult
from inspector.ui.curve_plot import CurvePlot, Point
from inspector.ui.figure_grid import FigureGrid
from inspector.ui.probe_words import figures
from inspector.ui.quantities import figure
from inspector.ui.theme import Theme

AS_TRAINED = 1.0
_LAST_NUMBER = re.compile(r"\d+(?!.*\d)")


class ProbeOverview(QWidget):
    map_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers = CurvePlot(
            theme,
            title=self.tr("Relative change by layer"),
            columns=("layer", "relative_change"),
            tip=self.tr("Of the hidden state: ‖h_on − h_off‖ / ‖h_off‖ over all prompts' positions"),
        )
        self.scales = CurvePlot(
            theme,
            title=self.tr("KL by scale, nats"),
            columns=("scale", "effect"),
            tip=self.tr("The effect with the adapter's scaling multiplied; the dashed line is as trained"),
        )
        self.figures = FigureGrid(self.tr("Figures"))
        self.to_map = QPushButton(self.tr("Show modules on the map"))
        self.to_map.setObjectName("link")
        self.to_map.setToolTip(self.tr("Colour the map of layers × projections by each module's effect"))
        self.to_map.clicked.connect(self.map_asked)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(2)
        side.addWidget(self.figures, 1)
        side.addWidget(self.to_map)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.layers, 5)
        row.addWidget(self.scales, 4)
        row.addLayout(side, 2)
        row.addStretch(0)

    def show_result(self, result: ProbeResult) -> None:
        self.layers.setVisible(bool(result.layers))
        self.scales.setVisible(bool(result.scales))
        self.layers.show_points(layer_points(result.layers))
        marked = AS_TRAINED if any(point.scale == AS_TRAINED for point in result.scales) else None
        by_kl = result.task != "features"
        self.scales.name(self.tr("KL by scale, nats") if by_kl else self.tr("Largest difference by scale"))
        self.scales.show_points(
            [
                Point(
                    point.scale,
                    point.mean_kl if by_kl else point.max_abs_logit_diff,
                    self.tr("scale {}").format(figure(point.scale)),
                    f"{point.scale:g}",
                )
                for point in result.scales
            ],
            marked=marked,
        )
        self.figures.show_figures(figures(result))
        self.to_map.setVisible(bool(result.modules))


def layer_points(layers: Sequence[LayerEffect]) -> list[Point]:
    """The layers in order; the axis says the number in a layer's name, or its place without one."""
    return [
        Point(float(place), effect.relative_change, effect.layer, _tick(effect.layer, place))
        for place, effect in enumerate(layers)
    ]


def _tick(layer: str, place: int) -> str:
    found = _LAST_NUMBER.search(layer)
    return found[0] if found is not None else layer if len(layer) <= 6 else str(place)
