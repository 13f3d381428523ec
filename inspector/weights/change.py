"""The change that one module of an adapter makes to its weight, kept as the factors that it is stored in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

MOST_RANKS = 256
"""Above this rank a spectrum takes seconds a module and is left out."""


class Pair(NamedTuple):
    """left (rows, r) · right (r, columns), in float64."""

    left: Any
    right: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LowRank:
    """scale · left · right, or for fused experts one such product each, one below the other.

    The spectrum of a stack of experts is that of the matrices side by side on one diagonal.
    """

    pairs: tuple[Pair, ...]
    scale: float
    rank: int

    def turned(self) -> LowRank:
        """The transposed change."""
        pairs = tuple(Pair(pair.right.T, pair.left.T) for pair in self.pairs)
        return LowRank(pairs=pairs, scale=self.scale, rank=self.rank)

    @property
    def rows(self) -> int:
        return sum(len(pair.left) for pair in self.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hadamard:
    """scale · first ∘ second, both products of low rank."""

    first: Pair
    second: Pair
    scale: float
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kronecker:
    """scale · first ⊗ second, two small matrices; a convolution's kernel is flattened into `second`."""

    first: Any
    second: Any
    scale: float
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """W with its rows or columns multiplied by a vector (IA3): what it adds needs W."""

    factors: Any
    on_inputs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """W with its inputs rotated, block by block (OFT): W · Rᵀ. `blocks` (n, b, b), or (1, b, b) for all."""

    blocks: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Renormalised:
    """DoRA: the rows of W + ΔW brought to the lengths in `magnitudes` (rows,).

    `by_columns`: its columns instead, as PEFT does with an embedding's (tokens, width).
    """

    inner: LowRank
    magnitudes: Any
    by_columns: bool = False


@dataclass(frozen=True, slots=True)
class NotComputed:
    """Why there is no figure, in one sentence."""

    why: str


Change = LowRank | Hadamard | Kronecker | Scaled | Rotated | Renormalised | NotComputed
