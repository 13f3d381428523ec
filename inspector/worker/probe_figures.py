"""The probe's figures: how far two sets of outputs lie apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import torch

NO_TARGET = -1
"""In a row of targets: this position has no next token to be scored on."""


_MASKED = torch.finfo(torch.float32).max / 4
"""At or below its negative a logit is a mask, as Chameleon puts on the tokens of pictures."""


class Difference(NamedTuple):
    """One prompt's outputs without and with the adapter, over the positions that are finite in both.

    `sum_abs` over `elements` logits, `sum_kl` and `sum_js` (nats) over `finite` positions and the negative
    log likelihoods over `targets` tokens are sums, so that averages over several prompts come out exact.
    `kl` holds NaN and `flipped` 0 at positions that are not finite; both are empty where the outputs are
    no distributions.
    """

    positions: int
    finite: int
    elements: int = 0
    max_abs: float = 0.0
    sum_abs: float = 0.0
    sum_kl: float = 0.0
    sum_js: float = 0.0
    flips: int = 0
    kl: tuple[float, ...] = ()
    flipped: tuple[int, ...] = ()
    targets: int = 0
    base_nll: float = 0.0
    adapted_nll: float = 0.0

    @property
    def mean_kl(self) -> float:
        return _mean(self.sum_kl, self.finite)

    @property
    def mean_js(self) -> float:
        return _mean(self.sum_js, self.finite)


def finite_rows(outputs: torch.Tensor) -> torch.Tensor:
    """Which rows hold neither NaN nor infinity; by their extremes, since a sum of masked logits overflows."""
    low, high = outputs.aminmax(dim=-1)
    return low.isfinite() & high.isfinite()


def largest_unmasked(outputs: torch.Tensor) -> float:
    """The largest |value| of finite outputs, without tokens that the model masks with the type's minimum."""
    low, high = (float(value) for value in outputs.aminmax())
    if low <= -_MASKED:
        kept = outputs[outputs > -_MASKED]
        low = float(kept.min()) if kept.numel() else 0.0
    return max(high, -low, 0.0)


def compare(
    base: torch.Tensor,
    adapted: torch.Tensor,
    *,
    distributions: bool = True,
    targets: Sequence[int] = (),
) -> Difference:
    """Compare outputs of shape (positions, classes), float32.

    With p and q the softmax of base and adapted at one position: KL(p ‖ q) = Σ p ln(p/q) (Kullback and
    Leibler, "On Information and Sufficiency", 1951), JS = ½KL(p ‖ m) + ½KL(q ‖ m) with m = ½(p + q), at
    most ln 2 (Lin, "Divergence measures based on the Shannon entropy", 1991). `targets` are the token
    ids that each position should predict, NO_TARGET where there is none. With `distributions` False the
    outputs are hidden states: KL, JS and flips do not apply and are 0.
    """
    finite = finite_rows(base) & finite_rows(adapted)
    positions, kept = base.shape[0], int(finite.sum())
    if kept == 0:
        nothing = positions if distributions else 0
        return Difference(positions, 0, kl=(math.nan,) * nothing, flipped=(0,) * nothing)
    before, after = (base, adapted) if kept == positions else (base[finite], adapted[finite])
    gap = (after - before).abs_()
    found = Difference(positions, kept, gap.numel(), float(gap.max()), float(gap.sum(dtype=torch.float64)))
    del gap
    if not distributions:
        return found
    log_base, log_adapted = before.log_softmax(-1), after.log_softmax(-1)
    kl, js = _divergences(log_base, log_adapted)
    flipped = (before.argmax(-1) != after.argmax(-1)).long()
    scored = torch.tensor(targets, dtype=torch.long)[finite] if targets else torch.empty(0, dtype=torch.long)
    rows = (scored != NO_TARGET).nonzero().squeeze(-1)
    return found._replace(
        sum_kl=float(kl.sum()),
        sum_js=float(js.sum()),
        flips=int(flipped.sum()),
        kl=_spread(kl, finite, math.nan),
        flipped=tuple(int(value) for value in _spread(flipped, finite, 0.0)),
        targets=len(rows),
        base_nll=-float(log_base[rows, scored[rows]].sum(dtype=torch.float64)),
        adapted_nll=-float(log_adapted[rows, scored[rows]].sum(dtype=torch.float64)),
    )


def _divergences(log_p: torch.Tensor, log_q: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """KL(p ‖ q) and JS(p, q) of each row in nats, from log probabilities; rounding below 0 becomes 0."""
    p, q = log_p.exp(), log_q.exp()
    kl = (p * (log_p - log_q)).sum(-1, dtype=torch.float64)
    # Where both probabilities underflow their product with any finite logarithm is 0.
    log_m = ((p + q) * 0.5).clamp_min_(torch.finfo(p.dtype).tiny).log_()
    js = (p.mul_(log_p - log_m).add_(q.mul_(log_q - log_m))).sum(-1, dtype=torch.float64) * 0.5
    return kl.clamp_(min=0.0), js.clamp_(min=0.0)


def _spread(values: torch.Tensor, finite: torch.Tensor, absent: float) -> tuple[float, ...]:
    """Values of the finite positions in their places among all positions."""
    row = iter(values.tolist())
    return tuple(next(row) if kept else absent for kept in finite.tolist())


def largest_gap(first: torch.Tensor, second: torch.Tensor) -> float:
    """Largest |difference|; equal non-finite values count as equal, others as infinitely far apart."""
    if torch.equal(first, second):
        return 0.0
    same = (first == second) | (first.isnan() & second.isnan())
    gap = torch.where(same, 0.0, (first - second).abs())
    return float(torch.nan_to_num(gap, nan=torch.inf, posinf=torch.inf).max())


class Totals(NamedTuple):
    """Figures over all prompts: NaN where no position is finite on both sides, so that nothing was compared.

    Perplexities are None where no token was scored.
    """

    max_abs: float
    mean_abs: float
    mean_kl: float
    mean_js: float
    flip_rate: float
    positions: int
    finite: int
    base_perplexity: float | None
    adapted_perplexity: float | None


def total(differences: Iterable[Difference]) -> Totals:
    """The figures over all prompts; averages are over all finite positions."""
    rows = list(differences)
    elements = sum(row.elements for row in rows)
    finite = sum(row.finite for row in rows)
    targets = sum(row.targets for row in rows)
    return Totals(
        max_abs=max((row.max_abs for row in rows if row.finite), default=math.nan),
        mean_abs=_mean(sum(row.sum_abs for row in rows), elements if finite else 0),
        mean_kl=_mean(sum(row.sum_kl for row in rows), finite),
        mean_js=_mean(sum(row.sum_js for row in rows), finite),
        flip_rate=_mean(sum(row.flips for row in rows), finite),
        positions=sum(row.positions for row in rows),
        finite=finite,
        base_perplexity=perplexity(sum(row.base_nll for row in rows), targets),
        adapted_perplexity=perplexity(sum(row.adapted_nll for row in rows), targets),
    )


def _mean(amount: float, count: int) -> float:
    return amount / count if count else math.nan


def perplexity(nll: float, tokens: int) -> float | None:
    """exp(mean negative log likelihood in nats) (Jelinek et al., 1977); None for no token."""
    if tokens == 0:
        return None
    mean = nll / tokens
    return math.exp(mean) if mean < 700 else math.inf
