"""The probe's figures: how far two sets of outputs lie apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import torch


class Difference(NamedTuple):
    """One prompt's outputs without and with the adapter, over the positions that are finite in both.

    `sum_abs` over `elements` logits and `sum_kl` (nats, base ‖ adapted) over `finite` positions are sums,
    so that averages over several prompts come out exact.
    """

    positions: int
    finite: int
    elements: int
    max_abs: float
    sum_abs: float
    sum_kl: float
    flips: int

    @property
    def mean_kl(self) -> float:
        return self.sum_kl / self.finite if self.finite else 0.0


def compare(base: torch.Tensor, adapted: torch.Tensor, *, distributions: bool = True) -> Difference:
    """Compare outputs of shape (positions, classes), float32.

    With `distributions` False the outputs are hidden states: KL and flips do not apply and are 0.
    """
    finite = torch.isfinite(base).all(dim=-1) & torch.isfinite(adapted).all(dim=-1)
    before, after = base[finite], adapted[finite]
    positions, kept = base.shape[0], int(finite.sum())
    if kept == 0:
        return Difference(positions, 0, 0, 0.0, 0.0, 0.0, 0)
    gap = (after - before).abs()
    kl, flips = 0.0, 0
    if distributions:
        log_base, log_adapted = before.log_softmax(-1), after.log_softmax(-1)
        kl = float((log_base.exp() * (log_base - log_adapted)).sum(-1).clamp(min=0.0).sum())
        flips = int((before.argmax(-1) != after.argmax(-1)).sum())
    return Difference(
        positions, kept, gap.numel(), float(gap.max()), float(gap.sum(dtype=torch.float64)), kl, flips
    )


def largest_gap(first: torch.Tensor, second: torch.Tensor) -> float:
    """Largest |difference|; equal non-finite values count as equal, others as infinitely far apart."""
    if torch.equal(torch.nan_to_num(first), torch.nan_to_num(second)):
        return 0.0
    gap = (first - second).abs()
    return float(torch.nan_to_num(gap, nan=torch.inf).max())


class Totals(NamedTuple):
    max_abs: float
    mean_abs: float
    mean_kl: float
    flip_rate: float
    positions: int
    finite: int


def total(differences: Iterable[Difference]) -> Totals:
    """The figures over all prompts; averages are over all finite positions."""
    rows = list(differences)
    elements = sum(row.elements for row in rows)
    finite = sum(row.finite for row in rows)
    return Totals(
        max_abs=max((row.max_abs for row in rows), default=0.0),
        mean_abs=sum(row.sum_abs for row in rows) / elements if elements else 0.0,
        mean_kl=sum(row.sum_kl for row in rows) / finite if finite else 0.0,
        flip_rate=sum(row.flips for row in rows) / finite if finite else 0.0,
        positions=sum(row.positions for row in rows),
        finite=finite,
    )
