"""What the map's colours stand for: the fate of the tensors, or an amount measured for each module."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from inspector.compat.inspection import Status
from inspector.compat.layer_map import Cell
from inspector.ui.language import marked, tr
from inspector.ui.map_legend import Legend, fill
from inspector.ui.quantities import figure, number
from inspector.ui.theme import Theme, font
from inspector.ui.value_ramp import ink_on, paint_unmeasured, ramp
from inspector.ui.words import STATUS_GLYPH, status_word

STATUS = "status"
ROUNDING = 2.0
GLYPH_ROOM = 11.0
"""Pixels that a cell is high and wide at the least to show a glyph."""

NOT_FINITE = "✕"


class ValueMode(NamedTuple):
    """A way to colour the map by an amount a module. The texts are translated where they are shown.

    `name` stands in the switch, `what` says what the amount is, `missing` where it would come from.
    """

    id: str
    name: str
    what: str
    missing: str


EFFECT = ValueMode(
    "effect",
    marked("effect"),
    marked("relative change of the module's output, ‖y_on − y_off‖ / ‖y_off‖"),
    marked("Run the probe to measure it."),
)
DELTA = ValueMode(
    "delta",
    marked("reach"),
    marked("what the adapter adds, ‖ΔW‖ / ‖W‖"),
    marked("Values are compared with the base's when it is read."),
)
DRIFT = ValueMode(
    "drift",
    marked("drift"),
    marked("how far the base's weights moved, ‖W_to − W_from‖ / ‖W_from‖"),
    marked("Compare this base with another one to measure it."),
)
MODES = (EFFECT, DELTA, DRIFT)
"""In the order of the switch, after `status`. A mode needs no more than its row here and its values."""


class Colouring(Protocol):
    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, cell: Cell) -> None: ...

    def words(self, cell: Cell) -> str:
        """What there is to say of a cell beside its module's name."""

    def explain(self, legend: Legend, cells: Iterable[Cell]) -> None:
        """Fill the legend with what these cells show."""


class StatusColouring:
    """By the worst fate of a module's tensors."""

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, cell: Cell) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill(theme, cell.status))
        painter.drawRoundedRect(rect, ROUNDING, ROUNDING)
        # Trouble is told without its colour too, wherever a glyph has room.
        if cell.status not in (None, Status.LANDED) and rect.height() >= GLYPH_ROOM <= rect.width():
            painter.setFont(font(steps=-2.5))
            painter.setPen(ink_on(fill(theme, cell.status)))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, STATUS_GLYPH[cell.status])

    def words(self, cell: Cell) -> str:
        if cell.status is None:
            return tr("not targeted")
        tensors = tr("{} tensors").format(number(cell.tensors))
        return f"{STATUS_GLYPH[cell.status]} {status_word(cell.status)}, {tensors}"

    def explain(self, legend: Legend, cells: Iterable[Cell]) -> None:
        legend.show_statuses(list(dict.fromkeys(cell.status for cell in cells)))


class ValueColouring:
    """By an amount, from nothing to the largest on the map. What was not measured is hatched, never pale."""

    def __init__(
        self, mode: ValueMode, values: Mapping[str, float], members: Mapping[str, tuple[str, ...]]
    ) -> None:
        """`members` names the modules that a folded cell stands for; the largest of them is shown."""
        self._mode, self._values, self._members = mode, values, members
        self._most = max(filter(math.isfinite, values.values()), default=0.0)

    def value(self, cell: Cell) -> float | None:
        modules = self._members.get(cell.module, (cell.module,))
        found = [self._values[name] for name in modules if name in self._values]
        # NaN is the worst that there is, and max would lose it.
        return next((value for value in found if not math.isfinite(value)), max(found, default=None))

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, cell: Cell) -> None:
        value = self.value(cell)
        if value is None and cell.status is not None:
            paint_unmeasured(painter, theme, rect)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._fill(theme, value))
        painter.drawRoundedRect(rect, ROUNDING, ROUNDING)
        if value is not None and not math.isfinite(value):
            painter.setPen(ink_on(self._fill(theme, value)))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, NOT_FINITE)

    def _fill(self, theme: Theme, value: float | None) -> QColor:
        if value is None:
            return theme.colours.color("empty_fill")
        if not math.isfinite(value):
            return theme.colours.color("bad_fill")
        return ramp(theme, value / self._most if self._most else 0.0)

    def words(self, cell: Cell) -> str:
        value = self.value(cell)
        if value is not None and not math.isfinite(value):
            return tr("{}: {} not finite").format(tr(self._mode.name), NOT_FINITE)
        if value is not None:
            several = len(self._members.get(cell.module, ()))
            words = f"{tr(self._mode.name)} {figure(value)}"
            return tr("{}, the most of {} modules").format(words, number(several)) if several > 1 else words
        return tr("not targeted") if cell.status is None else tr("not measured")

    def explain(self, legend: Legend, cells: Iterable[Cell]) -> None:
        shown = list(cells)
        unmeasured = any(self.value(cell) is None and cell.status is not None for cell in shown)
        untouched = any(self.value(cell) is None and cell.status is None for cell in shown)
        most = figure(self._most) if self._values else ""
        legend.show_scale(most, what=tr(self._mode.what), unmeasured=unmeasured, untouched=untouched)
