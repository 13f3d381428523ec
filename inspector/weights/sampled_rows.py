"""Evenly spaced rows and columns of a matrix: enough to tell whether it has few directions."""

from __future__ import annotations

from functools import cache
from math import ceil, log, sqrt
from typing import Any

from inspector.weights.block_reader import FloatMemory

MOST_DIRECTIONS = 256
"""Up to this rank, an eighth of the width and a third of the rows, few directions are told from many."""

_COLUMNS_KEPT = 1024
_PROBES, _WORTH_PROBING = 8, 32
_VALUES_AT_ONCE = 1 << 16
"""Small products are several times as fast: larger ones BLAS first copies into an order of its own."""
_SIGMAS = 4
"""How far the estimate may be off. Of n equal directions one sigma is sqrt(2 / (_PROBES n)), 6 % for 64."""


class SampledRows:
    """Rows of a matrix of `rows` × `width`, kept as its blocks pass by; those that do not are zero.

    Their rank is the matrix's as long as that is smaller than what is kept (a merged LoRA: arXiv 2405.18432,
    rank of the difference). With `memory` the rows are kept there, valid until it is used again.
    """

    def __init__(self, rows: int, width: int, memory: FloatMemory | None = None) -> None:
        most = min(MOST_DIRECTIONS, width // 8)
        self._every = max(1, ceil(rows / max(16, 2 * most)))
        kept = ceil(rows / self._every)
        self._most = min(most, 2 * kept // 3)
        self._columns = slice(None, None, max(1, width // _COLUMNS_KEPT))
        shape = kept, len(range(width)[self._columns])
        self.values = (memory or FloatMemory()).of("float32", shape[0] * shape[1]).reshape(shape)
        self._filled = 0

    def take(self, first: int, block: Any) -> None:
        """Keep what is wanted of `block`, the matrix's rows from `first` on; blocks come in their order."""
        start, stop = ceil(first / self._every), ceil((first + len(block)) / self._every)
        self._fill_up_to(start)
        self._filled = stop
        self.values[start:stop] = block[start * self._every - first :: self._every, self._columns]

    def directions(self, share: float) -> int | None:
        """How many directions hold all of the matrix but this share of its energy; None for too many."""
        import numpy

        if self._most < 1:
            return None
        self._fill_up_to(len(self.values))
        total = float(numpy.vdot(self.values, self.values))
        if not total > 0:
            return None
        if self._most >= _WORTH_PROBING and self._are_clearly_many(total, share):
            return None
        gram = self.values @ self.values.T
        if self._are_many(gram, total, share):
            return None
        energies = numpy.linalg.eigvalsh(gram.astype("float64"))[::-1].clip(min=0)
        touched = int(self.values.any(axis=1).sum())
        left = total = float(energies.sum())
        for rank, energy in enumerate(energies[: self._most], 1):
            left -= float(energy)
            if left <= total * share:
                return rank if rank < touched else None  # a few new rows are no LoRA
        return None

    def _fill_up_to(self, stop: int) -> None:
        """Rows that were not taken are zero."""
        if self._filled < stop:
            self.values[self._filled : stop] = 0
            self._filled = stop

    def _are_clearly_many(self, total: float, share: float) -> bool:
        """tr(G)² / ‖G‖² of a Gram matrix is at most the rank over the squared share of it that counts.

        ‖G‖² is estimated from ‖G z‖² of random z (Hutchinson's estimator), without making G.
        """
        import numpy

        probes = _probes()[: len(self.values)]
        step = max(1, _VALUES_AT_ONCE // self.values.shape[1])
        pieces = [slice(start, start + step) for start in range(0, len(self.values), step)]
        along = sum(self.values[piece].T @ probes[piece] for piece in pieces)
        square = sum(float(numpy.vdot(image := self.values[piece] @ along, image)) for piece in pieces)
        doubt = 1 + _SIGMAS * sqrt(2 / (_PROBES * self._most))
        return total * total * (1 - share) ** 2 > doubt * self._most * square / _PROBES

    def _are_many(self, gram: Any, total: float, share: float) -> bool:
        """Whether det G is larger than with all but `share` of its trace in as many eigenvalues as allowed.

        The determinant is largest where those, and those that are left, are equal among themselves.
        """
        import numpy

        most, rest = self._most, len(gram) - self._most
        sign, found = numpy.linalg.slogdet(gram)
        bound = most * log(total / most) + rest * log(max(share * total / rest, 1e-300))
        return bool(sign > 0 and found > bound)


@cache
def _probes() -> Any:
    """Random columns for as many rows as are ever kept; drawn once, as that takes as long as their use."""
    import numpy

    draw = numpy.random.default_rng(0)
    return draw.standard_normal((2 * MOST_DIRECTIONS, _PROBES), dtype="float32")
