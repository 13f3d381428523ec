"""Methods whose ΔW needs W itself: IA3's scales and OFT's rotations (peft 0.21.2)."""

from __future__ import annotations

from typing import Any

from inspector.weights.change import Change, NotComputed, Rotated, Scaled
from inspector.weights.experts import ExpertStack
from inspector.weights.parts import ModuleParts

_WIDEST_BLOCK = 2048
_MOST_TERMS = 100


def ia3_change(parts: ModuleParts, _stack: ExpertStack | None) -> Change:
    """W with its outputs multiplied by l (out, 1), or its inputs by l (1, in). Raises Unreadable."""
    vector = parts.read("ia3_l")
    if vector.ndim != 2 or 1 not in vector.shape:
        return NotComputed("IA3 on a convolution is not computed.")
    on_inputs = vector.shape[0] == 1 and vector.shape[1] != 1
    return Scaled(factors=vector.reshape(-1), on_inputs=on_inputs)


def oft_change(parts: ModuleParts, _stack: ExpertStack | None) -> Change:
    """W · Rᵀ with R's blocks from the Cayley transform, or its Neumann series as PEFT cuts it.

    oft_R (n, b(b-1)/2): the upper triangles of n skew-symmetric matrices (peft 0.21.2, `_cayley_batch`).
    Raises Unreadable.
    """
    import numpy

    if not parts.has("oft_R"):
        return NotComputed("OFT on an embedding is not computed.")
    if parts.config.get("coft"):
        return NotComputed("Constrained OFT (coft) projects its values when it is used, and is not computed.")
    vectors = parts.read("oft_R")
    size = round((1 + (1 + 8 * vectors.shape[-1]) ** 0.5) / 2)
    if vectors.ndim != 2 or size * (size - 1) // 2 != vectors.shape[1] or size > _WIDEST_BLOCK:
        return NotComputed("oft_R does not hold the triangles of square blocks of a size that is computed.")
    skew = numpy.zeros((len(vectors), size, size))
    rows, columns = numpy.triu_indices(size, 1)
    skew[:, rows, columns] = vectors
    skew -= skew.transpose(0, 2, 1)
    terms = parts.config.get("num_cayley_neumann_terms", 5)
    if not isinstance(terms, int) or terms > _MOST_TERMS:
        return NotComputed("num_cayley_neumann_terms in adapter_config.json is no number of terms.")
    return Rotated(blocks=_rotation(skew, parts.config.get("use_cayley_neumann", True), terms))


def _rotation(skew: Any, is_series: bool, terms: int) -> Any:
    """(I - Q)(I + Q)^-1, or its series I + 2Q + 2Q² + … with the last power taken once, as PEFT cuts it."""
    import numpy

    unit = numpy.eye(skew.shape[-1])
    if not is_series:
        return numpy.linalg.solve(unit + skew, unit - skew)  # the two commute
    rotation = numpy.broadcast_to(unit, skew.shape).copy()
    if terms > 1:
        rotation += 2 * skew
    if terms > 2:
        power = skew @ skew
        rotation += 2 * power
        for _ in range(3, terms - 1):
            power = power @ skew
            rotation += 2 * power
        rotation += power @ skew
    return rotation
