"""What the selected module gains: its figures, and its spectrum beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.compat.weights_result import ModuleWeights
from inspector.report.printable import printable
from inspector.ui.engine_words import said
from inspector.ui.quantities import figure, percent
from inspector.ui.spectrum_plot import SpectrumPlot
from inspector.ui.theme import Theme, font
from inspector.ui.weights_model import tabular

PAIRS = 2
"""Captions with their figures beside each other: the pane is wide and low."""

_RANKED = 2


class WeightsCard(QWidget):
    """Hidden where the values were not read; a note stands where a figure could not be worked out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: dict[str, str] = {}
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        for gap in (2, 3 * PAIRS - 1):
            self._grid.setColumnMinimumWidth(gap, 14)
        self._grid.setColumnStretch(3 * PAIRS - 1, 1)
        self.note = QLabel()
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.note.setFont(font(steps=-0.4))
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.spectrum = SpectrumPlot(theme)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(self._grid)
        column.addWidget(self.note)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(26)
        row.addLayout(column)
        row.addWidget(self.spectrum, 1)
        self.show_module(None)

    def show_module(self, row: ModuleWeights | None) -> None:
        self.setVisible(row is not None)
        self.figures = dict(self._figures(row)) if row is not None else {}
        while len(self._labels) < len(self.figures):
            self._labels.append(self._add_row(len(self._labels)))
        for place, labels in enumerate(self._labels):
            for label in labels:
                label.setVisible(place < len(self.figures))
        for (caption, value), (name, shown) in zip(self._labels, self.figures.items(), strict=False):
            caption.setText(name)
            value.setText(shown)
        self.note.setText(printable(said(row.note)) if row is not None else "")
        self.note.setVisible(bool(self.note.text()))
        self.spectrum.setVisible(row is not None and len(row.singular_values) >= _RANKED)
        if row is not None:
            self.spectrum.show_values(row.singular_values, row.ranks_for_90)

    def _figures(self, row: ModuleWeights) -> list[tuple[str, str]]:
        """What is known of it, in the order of the table."""
        scale = f" × {figure(row.scale)}" if row.scale is not None else ""
        relative = percent(row.relative) if row.relative is not None else ""
        rows = [
            (self.tr("Rank × scale"), f"{row.rank}{scale}" if row.rank is not None else ""),
            (self.tr("‖ΔW‖"), _shown(row.norm)),
            (self.tr("‖ΔW‖ / ‖W‖"), relative),
            (self.tr("Largest σ"), _shown(row.spectral)),
            (self.tr("Stable rank"), _shown(row.stable_rank)),
            (self.tr("Effective rank"), _shown(row.entropy_rank)),
            (self.tr("σ₁ share"), percent(row.concentration) if row.concentration is not None else ""),
        ]
        return [(name, shown) for name, shown in rows if shown]

    def _add_row(self, place: int) -> tuple[QLabel, QLabel]:
        caption, value = QLabel(), QLabel()
        caption.setObjectName("muted")
        value.setFont(tabular(0))
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for column, label in enumerate((caption, value)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(label, place // PAIRS, 3 * (place % PAIRS) + column)
        return caption, value


def _shown(value: float | None) -> str:
    return "" if value is None else figure(value)
