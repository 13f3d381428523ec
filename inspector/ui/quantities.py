"""Numbers, shapes and durations as a person reads them."""

from __future__ import annotations

import math
from collections.abc import Sequence


def number(value: int) -> str:
    return f"{value:,}"


def shape_text(shape: Sequence[int] | None) -> str:
    return "[" + ", ".join(str(extent) for extent in shape) + "]" if shape is not None else ""


def duration_text(seconds: float) -> str:
    """`6 ms`, `0.41 s`, `12 s`."""
    if seconds < 0.1:
        return f"{max(1, round(seconds * 1000))} ms"
    return f"{seconds:.2f} s" if seconds < 1 else f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def figure(value: float) -> str:
    """Three significant digits: `1.25`, `0.0312`, `5,660`, `2.1e-06`; a plain 0, `NaN` and `∞` in full."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"
    short = f"{value:.3g}"
    # From a thousand on three digits come with an exponent, which few people read.
    return f"{float(short):,.0f}" if "e+" in short and abs(value) < 1e6 else short if value else "0"


def percent(share: float, *, digits: int = 3) -> str:
    """`28.3 %`, `0 %`, `1,200 %`: a figure and its sign stay on one line."""
    value = 100 * share
    return f"{value:.{digits}g}\u00a0%" if value < 10**digits - 0.5 else f"{value:,.0f}\u00a0%"
