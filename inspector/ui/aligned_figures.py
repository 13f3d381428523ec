"""Numbers of one column with their decimal points below each other: three significant digits each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from inspector.ui.quantities import figure

FIGURE_SPACE, POINT_SPACE = "\u2007", "\u2008"
"""As wide as a digit, and as wide as a full stop."""

_PLAIN_FROM, _PLAIN_TO = 1e-3, 1e6


class Aligned(NamedTuple):
    """How the numbers of one column are written: `decimals` is the most that one of them needs."""

    decimals: int
    share: bool

    @classmethod
    def of(cls, values: Iterable[object], *, share: bool = False) -> Aligned:
        """`share` writes 0.153 as 15.3 %."""
        # The smaller a number, the more decimals: only the smallest one is written out.
        unit = 100 if share else 1
        sizes = (unit * abs(value) for value in values if isinstance(value, float))
        plain = (size for size in sizes if _PLAIN_FROM <= size < _PLAIN_TO and not size.is_integer())
        smallest = min(plain, default=0.0)
        return cls(len(_digits(smallest).partition(".")[2]) if smallest else 0, share)

    def text(self, value: object) -> str:
        """Empty for None. What is not finite, tiny or huge is written in full and not aligned."""
        if value is None or value == "":
            return ""
        plain = _plain(value, self.share)
        unit = " %" if self.share else ""
        if not plain:
            assert isinstance(value, float)
            return figure(100 * value if self.share else value) + unit
        _, point, decimals = plain.partition(".")
        pad = FIGURE_SPACE * (self.decimals - len(decimals))
        return plain + ("" if point or not self.decimals else POINT_SPACE) + pad + unit


def _plain(value: object, share: bool) -> str:
    """Digits and perhaps a point; empty for what is written otherwise."""
    if isinstance(value, int):
        return f"{value:,}"
    if not isinstance(value, float) or not math.isfinite(value):
        return ""
    shown = 100 * value if share else value
    if shown == 0:
        return "0"
    if not _PLAIN_FROM <= abs(shown) < _PLAIN_TO:
        return ""
    if shown == round(shown):
        return f"{shown:,.0f}" if not share else _digits(shown)
    return _digits(shown)


def _digits(value: float) -> str:
    """Three significant digits with trailing zeros kept: 1.00, 12.3, 0.0312, 1,520."""
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    # 9.999 rounds to 10.000: one decimal less.
    return text if len(text.replace(",", "").replace(".", "").lstrip("0")) <= 3 or not decimals else text[:-1]
