"""Figures as people read them."""

from __future__ import annotations

import pytest

from inspector.report.figures import figure


@pytest.mark.parametrize(
    ("value", "shown"),
    [(5663.2, "5,660"), (999.6, "1,000"), (-1234.5, "-1,230"), (12.345, "12.3"), (0.00000123, "1.23e-06"),
     (1.5e7, "1.5e+07"), (0.0, "0")],
)  # fmt: skip
def test_three_digits_need_no_exponent_before_a_million(value: float, shown: str) -> None:
    assert figure(value) == shown
