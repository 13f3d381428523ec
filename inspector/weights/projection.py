"""Inner products of a change of low rank with a large matrix, from some of its rows at a time."""

from __future__ import annotations

from math import ceil
from typing import Any

from inspector.weights.change import LowRank


class Projection:
    """⟨M, ΔW⟩ and ‖ΔW‖² over rows of a matrix M: Σ (M Aᵀ) ∘ B, one expert at a time where they are stacked.

    `rows` and `width` are M's; a change of another shape gives zeros.
    """

    def __init__(self, change: LowRank, rows: int, width: int) -> None:
        self._scale = change.scale
        fits = change.rows == rows and all(pair.right.shape[1] == width for pair in change.pairs)
        self._pairs = change.pairs if fits else ()
        self._rights = [pair.right.T.astype("float32") for pair in self._pairs]
        self._grams = [pair.right @ pair.right.T for pair in self._pairs]

    def onto(self, first: int, block: Any, step: int = 1) -> tuple[float, float]:
        """Both sums over `block`: every `step`-th of M's rows from `first` on."""
        import numpy

        along = reach = 0.0
        at = 0
        for pair, right, gram in zip(self._pairs, self._rights, self._grams, strict=True):
            start = max(0, ceil((at - first) / step))
            stop = min(len(block), ceil((at + len(pair.left) - first) / step))
            if start < stop:
                place = first + start * step - at
                left = pair.left[place : place + (stop - start - 1) * step + 1 : step]
                projected = block[start:stop] @ right
                along += self._scale * float(numpy.vdot(projected.astype("float64"), left))
                reach += self._scale**2 * float(numpy.vdot(left.T @ left, gram))
            at += len(pair.left)
        return along, reach
