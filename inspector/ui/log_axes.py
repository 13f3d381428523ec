"""The axes of the scatter plot: which decades they span, and what stands at them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from inspector.compat.revisions import ModuleChange
from inspector.ui.module_words import share_text

_ROOM = 0.12
"""Decades left free around the points."""


def span_of(points: Sequence[ModuleChange]) -> tuple[float, float]:
    """Decades, the same for both axes; at least half of one, and never below a billionth."""
    figures = [value for row in points for value in (row.relative_change, row.relative_delta) if value]
    logs = [max(-9.0, math.log10(value)) for value in figures] or [-2.0, 0.0]
    low, high = min(logs) - _ROOM, max(logs) + _ROOM
    if any(0.0 in (row.relative_change, row.relative_delta) for row in points):
        low -= 0.4
    spare = max(0.0, 0.5 - (high - low)) / 2
    return low - spare, high + spare


def ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Decades, with 2 and 5 between them where there are few; every other decade where there are many."""
    digits = (1, 2, 5) if high - low < 2.2 else (1,)
    every = 2 if high - low > 5 else 1
    found = []
    for decade in range(math.floor(low), math.ceil(high) + 1):
        for digit in digits:
            place = decade + math.log10(digit)
            if low <= place <= high and decade % every == 0:
                found.append((place, share_text(digit * 10.0**decade)))
    return found
