"""‖ΔW‖² of the methods that need W for it, from W's blocks of rows one after the other."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, Protocol

from inspector.weights.base_weights import NotReadable, Weight
from inspector.weights.change import Change, LowRank, Renormalised, Rotated, Scaled

_NO_LENGTH = 1e-300
"""A row of length zero has no direction; torch divides by zero there as well."""


class Measure(Protocol):
    def take(self, first: int, block: Any) -> None:
        """The rows of W from `first` on, in float64."""

    @property
    def total(self) -> float:
        """‖ΔW‖² after the last block."""


def measure_of(change: Change, weight: Weight, rows: int, width: int, turned: bool) -> Measure | None:
    """None where the factors alone say ‖ΔW‖. `rows` × `width` is W as it is stored, kernels flattened;
    `turned`: it is stored (in, out). Raises NotReadable where the shapes do not go together.
    """
    if isinstance(change, Scaled):
        return _scaled(change, rows, width, prod(weight.shape[2:]), turned)
    if isinstance(change, Rotated):
        return _rotated(change, width, turned)
    if isinstance(change, Renormalised):
        inner = change.inner.turned() if turned else change.inner
        pair = inner.pairs[0]
        if len(pair.left) != rows or pair.right.shape[1] != width:
            raise NotReadable("DoRA's factors do not go together with the base's weight.")
        if change.by_columns is turned:
            return _by_rows(inner, change.magnitudes)
        return _ByColumns(inner, change.magnitudes)
    return None


class _ByBlocks:
    """Every block adds its share by itself."""

    def __init__(self, share: Callable[[int, Any], float]) -> None:
        self._share = share
        self.total = 0.0

    def take(self, first: int, block: Any) -> None:
        self.total += self._share(first, block)


def _scaled(change: Scaled, rows: int, width: int, kernel: int, turned: bool) -> Measure:
    """Σ ((l_i - 1) w_ij)²; an input of a convolution is as many columns as its kernel has values."""
    along_rows = change.on_inputs is turned
    factors = change.factors if along_rows else change.factors.repeat(kernel)
    if len(factors) != (rows if along_rows else width):
        raise NotReadable("The vector has another length than the base's weight.")
    squares = (factors - 1) ** 2

    def share(first: int, block: Any) -> float:
        factor = squares[first : first + len(block), None] if along_rows else squares[None]
        return float((factor * block * block).sum())

    return _ByBlocks(share)


def _rotated(change: Rotated, width: int, turned: bool) -> Measure:
    """‖W (Rᵀ - I)‖² block by block of the inputs."""
    import numpy

    count, size = change.blocks.shape[:2]
    if turned or width % size or count not in (1, width // size):
        raise NotReadable("The rotations do not go together with the base's weight.")
    turns = numpy.swapaxes(change.blocks, 1, 2) - numpy.eye(size)

    def share(_first: int, block: Any) -> float:
        parts = block.reshape(len(block), -1, size).swapaxes(0, 1)
        return float((numpy.matmul(parts, turns) ** 2).sum())

    return _ByBlocks(share)


def _renormalised(magnitudes: Any, own: Any, crossed: Any, added: Any) -> float:
    """Σ c²n² - 2c(‖w‖² + s⟨w, Δ⟩) + ‖w‖² over the vectors w, n = ‖w + sΔ‖ and c = magnitude / n.

    `own` ‖w‖², `crossed` s⟨w, Δ⟩, `added` s²‖Δ‖².
    """
    lengths = own + 2 * crossed + added
    ratio = magnitudes / lengths.clip(min=_NO_LENGTH) ** 0.5
    return float((ratio * ratio * lengths - 2 * ratio * (own + crossed) + own).sum())


def _by_rows(inner: LowRank, magnitudes: Any) -> Measure:
    pair, scale = inner.pairs[0], inner.scale
    gram = pair.right @ pair.right.T

    def share(first: int, block: Any) -> float:
        left = pair.left[first : first + len(block)]
        own = (block * block).sum(axis=1)
        crossed = scale * ((block @ pair.right.T) * left).sum(axis=1)
        added = scale * scale * ((left @ gram) * left).sum(axis=1)
        return _renormalised(magnitudes[first : first + len(block)], own, crossed, added)

    return _ByBlocks(share)


class _ByColumns:
    """DoRA on what is stored (in, out), and on embeddings: lengths of columns, known after the last row."""

    def __init__(self, inner: LowRank, magnitudes: Any) -> None:
        import numpy

        self._pair, self._scale, self._magnitudes = inner.pairs[0], inner.scale, magnitudes
        self._own, self._crossed = (numpy.zeros(self._pair.right.shape[1]) for _ in range(2))

    def take(self, first: int, block: Any) -> None:
        left = self._pair.left[first : first + len(block)]
        self._own += (block * block).sum(axis=0)
        self._crossed += self._scale * ((left.T @ block) * self._pair.right).sum(axis=0)

    @property
    def total(self) -> float:
        return _renormalised(self._magnitudes, self._own, self._crossed, self._added)

    def rows_of(self) -> Callable[[slice, Any], Any]:
        """Rows of ΔW from those of W, once every row was taken."""
        lengths = self._own + 2 * self._crossed + self._added
        ratio = self._magnitudes / lengths.clip(min=_NO_LENGTH) ** 0.5
        left, right = self._scale * self._pair.left, self._pair.right
        return lambda which, block: (block + left[which] @ right) * ratio - block

    @property
    def _added(self) -> Any:
        left, right = self._pair
        return self._scale**2 * ((left.T @ left @ right) * right).sum(axis=0)


def columns_brought_to_length(inner: LowRank, magnitudes: Any) -> _ByColumns:
    """DoRA over columns: `take` every row of W, then ask for `rows_of`."""
    return _ByColumns(inner, magnitudes)


def rows_brought_to_length(inner: LowRank, magnitudes: Any) -> Callable[[slice, Any], Any]:
    """DoRA over rows: rows of ΔW from those of W."""
    left, right = inner.scale * inner.pairs[0].left, inner.pairs[0].right

    def rows_of(which: slice, block: Any) -> Any:
        changed = block + left[which] @ right
        lengths = (changed * changed).sum(axis=1).clip(min=_NO_LENGTH) ** 0.5
        return changed * (magnitudes[which] / lengths)[:, None] - block

    return rows_of
