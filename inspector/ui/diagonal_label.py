"""Where words can lie along a plot's diagonal without covering a point."""

from __future__ import annotations

import math
from collections.abc import Sequence

_TRIED = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)
"""Shares of the diagonal that the middle of the words may stand at, best first."""

_MARGIN = 7.0
"""Pixels round a point that belong to it."""


def free_place(
    points: Sequence[tuple[float, float]], plot: tuple[float, float], words: tuple[float, float]
) -> float | None:
    """The share of the diagonal for the middle of words that lie above it; None where none is free.

    `points` are shares of width and height from the lower left, `plot` and `words` widths and heights in
    pixels.
    """
    width, height = max(1.0, plot[0]), max(1.0, plot[1])
    whole = math.hypot(width, height)
    ahead = (width / whole, height / whole)
    along, above = [], []
    for x, y in points:
        right, up = x * width, y * height
        along.append(right * ahead[0] + up * ahead[1])
        above.append(up * ahead[0] - right * ahead[1])
    reach = words[0] / 2 + _MARGIN
    for share in _TRIED:
        middle = share * whole
        if not reach <= middle <= whole - reach:
            continue
        if not any(
            abs(place - middle) < reach and -_MARGIN < off < words[1] + _MARGIN
            for place, off in zip(along, above, strict=True)
        ):
            return share
    return None
