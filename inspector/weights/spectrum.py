"""Norms and singular values of products of thin matrices, without ever making the product."""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

_SAFE = 1e-7 / 2.2e-16
"""How far below the factors' own size a squared singular value may lie before Gram matrices lose it."""


class Spectrum(NamedTuple):
    """`values`: singular values, largest first; the other figures are those of `ModuleWeights`."""

    norm: float
    values: tuple[float, ...]
    stable_rank: float | None
    entropy_rank: float | None
    concentration: float | None
    ranks_for_90: int | None


def product_norm(left: Any, right: Any) -> float:
    """‖left · right‖_F from two r × r Gram matrices: sqrt(Σ (LᵀL) ∘ (RRᵀ)).

    left (m, r), right (r, n), float64.
    """
    return length(float(((left.T @ left) * (right @ right.T)).sum()))


def length(square: float) -> float:
    """The root of a sum of squares, which rounding may leave just below zero; NaN stays NaN."""
    return 0.0 if square < 0 else sqrt(square)


def product_singular_values(left: Any, right: Any) -> Any:
    """The r singular values of left · right, largest first; left (m, r), right (r, n), float64.

    As the eigenvalues of Cᵀ(RRᵀ)C with LᵀL = CCᵀ, where those are far enough above the rounding of both
    Gram matrices; else by QR of both factors, which keeps the small ones as well.
    """
    import numpy

    gram_left, gram_right = left.T @ left, right @ right.T
    size = float(gram_left.trace() * gram_right.trace())
    if size == 0:
        return numpy.zeros(left.shape[1])
    try:
        lower = numpy.linalg.cholesky(gram_left)
        squares = numpy.linalg.eigvalsh(lower.T @ gram_right @ lower)
        if squares[0] > 0 and size < _SAFE * squares[0]:
            return numpy.sqrt(squares[::-1])
    except numpy.linalg.LinAlgError:
        pass  # the factor has dependent columns
    upper: tuple[Any, Any] = (numpy.linalg.qr(left, mode="r"), numpy.linalg.qr(right.T, mode="r"))
    core = upper[0] @ upper[1].T
    found = numpy.linalg.svd(core, compute_uv=False)
    return numpy.concatenate((found, numpy.zeros(left.shape[1] - len(found))))


def figures(values: Any, scale: float) -> Spectrum:
    """The figures of a matrix with these singular values (in any order), times |scale|."""
    import numpy

    ordered = numpy.sort(numpy.asarray(values, dtype="float64"))[::-1] * abs(scale)
    squares = ordered * ordered
    total = float(squares.sum())
    if not total > 0:
        return Spectrum(0.0, tuple(ordered.tolist()), None, None, None, None)
    shares = ordered[ordered > 0] / ordered.sum()
    entropy = -float((shares * numpy.log(shares)).sum())
    # A hair below, so that 90 % in exactly k values is not k + 1 by rounding.
    ranks = int(numpy.searchsorted(numpy.cumsum(squares), 0.9 * total * (1 - 1e-12))) + 1
    return Spectrum(
        norm=float(numpy.sqrt(total)),
        values=tuple(ordered.tolist()),
        stable_rank=total / float(squares[0]),
        entropy_rank=float(numpy.exp(entropy)),
        concentration=float(squares[0]) / total,
        ranks_for_90=ranks,
    )
