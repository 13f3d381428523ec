"""Numbers, shapes and dates as people read them, the same in every report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def figure(value: float) -> str:
    """A measured number with three significant digits: `1.25`, `0.031`, `5,660`, `1.2e-07`, `0`."""
    if not math.isfinite(value):
        return "not finite"
    if value == 0:
        return "0"
    short = f"{value:.3g}"
    # From a thousand on three digits come with an exponent, which few people read.
    return f"{float(short):,.0f}" if "e+" in short and abs(value) < 1e6 else short


def percent(share: float) -> str:
    """A share (0 to 1) as `12 %`; one decimal below 10 %."""
    if not math.isfinite(share):
        return "not finite"
    return f"{share * 100:.0f} %" if share >= 0.1 or share == 0 else f"{share * 100:.1f} %"


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    """`1 tensor`, `12,288 tensors`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def byte_size(number: int) -> str:
    """Decimal units, as file managers and the Hub show them: `81 MB`, `812 B`."""
    value = float(number)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def shape_text(shape: tuple[int, ...] | None) -> str:
    """`[4096, 16]`; empty when the shape is not known."""
    return "" if shape is None else "[" + ", ".join(str(extent) for extent in shape) + "]"


def day_text(day: date) -> str:
    """`22 November 2026`, in English whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
