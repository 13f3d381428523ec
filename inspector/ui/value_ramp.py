"""One scale of colours for amounts: a single hue whose lightness alone tells, in either theme."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen

from inspector.ui.theme import Theme

LIGHT_STOPS = ("#e6eefb", "#b3cbf5", "#6f9bea", "#2f62cf", "#12327f")
DARK_STOPS = ("#263047", "#2f4b88", "#4273d6", "#86acfa", "#dce8ff")
"""From nothing to most. Lightness is monotonic, so that no colour blindness and no grey print reorders it."""

_EVEN = 0.179
"""The luminance on which black and white stand out alike."""


def ramp(theme: Theme, share: float) -> QColor:
    """The colour of a share of the most, from 0 to 1; beyond that it is held, and NaN is the most."""
    share = 1.0 if math.isnan(share) else share
    stops = [QColor(stop) for stop in (DARK_STOPS if theme.is_dark else LIGHT_STOPS)]
    place = min(1.0, max(0.0, share)) * (len(stops) - 1)
    before = min(int(place), len(stops) - 2)
    rest = place - before
    one, other = stops[before], stops[before + 1]
    mixed = (
        round(a + (b - a) * rest)
        for a, b in (
            (one.red(), other.red()),
            (one.green(), other.green()),
            (one.blue(), other.blue()),
        )
    )
    return QColor(*mixed)


def ink_on(colour: QColor) -> QColor:
    """Black or white text, whichever stands out more on a colour."""
    return QColor("#000000" if luminance(colour) > _EVEN else "#ffffff")


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 (black) to 1 (white), after WCAG 2.2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def paint_ramp(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """The scale itself, for a legend."""
    shade = QLinearGradient(rect.topLeft(), rect.topRight())
    for step in range(9):
        shade.setColorAt(step / 8, ramp(theme, step / 8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(shade))
    painter.drawRoundedRect(rect, 2, 2)


def paint_unmeasured(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """A cell without a value: an outline with hatching, which no amount looks like."""
    painter.setPen(QPen(theme.colours.color("faint"), 0.8))
    painter.setBrush(QBrush(theme.colours.color("faint"), Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(rect.adjusted(0.4, 0.4, -0.4, -0.4), 2, 2)
