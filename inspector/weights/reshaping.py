"""Methods whose ΔW needs W itself: IA3's scales and OFT's rotations (peft 0.21.2)."""

from __future__ import annotations

from typing import Any

from inspector.compat.lora_config import Uncertain
from inspector.weights.change import Change, NotComputed, Rotated, Scaled
from inspector.weights.experts import ExpertStack
from inspector.weights.parts import ModuleParts

_WIDEST_BLOCK = 2048
_MOST_TERMS = 100


def ia3_change(parts: ModuleParts, _stack: ExpertStack | None) -> Change:
    """W with its outputs multiplied by l (out, 1), or its inputs by l (1, in). Raises Unreadable.

    On a convolution l is (1, out or in, 1, …), and which of both it is stands in `feedforward_modules`.
    """
    vector = parts.read("ia3_l")
    if vector.ndim < 2 or vector.size != max(vector.shape):
        return NotComputed("ia3_l is no vector.")
    if vector.ndim > 2:
        on_inputs = _is_feedforward(parts)
        if on_inputs is None:
            return NotComputed("Only feedforward_modules tells whether IA3 scales inputs or outputs here.")
    else:
        on_inputs = vector.shape[0] == 1 and vector.shape[1] != 1
    return Scaled(factors=vector.reshape(-1), on_inputs=on_inputs)


def _is_feedforward(parts: ModuleParts) -> bool | None:
    """Whether peft takes the module for one whose inputs are scaled; None where a pattern or peft decides."""
    named = parts.config.get("feedforward_modules")
    if not isinstance(named, list):
        return None
    return any(parts.path.endswith(name) for name in named if isinstance(name, str))


def oft_change(parts: ModuleParts, _stack: ExpertStack | None) -> Change:
    """W · Rᵀ with R's blocks from the Cayley transform, or its Neumann series as PEFT cuts it.

    oft_R (n, b(b-1)/2): the upper triangles of n skew-symmetric matrices (peft 0.21.2, `_cayley_batch`).
    Raises Unreadable.
    """
    import numpy

    if not parts.has("oft_R"):
        return NotComputed("OFT on an embedding is not computed.")
    vectors = parts.read("oft_R")
    size = round((1 + (1 + 8 * vectors.shape[-1]) ** 0.5) / 2)
    if vectors.ndim != 2 or size * (size - 1) // 2 != vectors.shape[1] or size > _WIDEST_BLOCK:
        return NotComputed("oft_R does not hold the triangles of square blocks of a size that is computed.")
    skew = numpy.zeros((len(vectors), size, size))
    rows, columns = numpy.triu_indices(size, 1)
    skew[:, rows, columns] = vectors
    skew -= skew.transpose(0, 2, 1)
    if parts.config.get("coft"):
        _draw_in(skew, parts.config.get("eps", 6e-5))
    terms = parts.config.get("num_cayley_neumann_terms", 5)
    if not isinstance(terms, int) or terms > _MOST_TERMS:
        return NotComputed("num_cayley_neumann_terms in adapter_config.json is no number of terms.")
    return Rotated(blocks=_rotation(skew, parts.config.get("use_cayley_neumann", True), terms))


def _draw_in(skew: Any, most: Any) -> None:
    """Constrained OFT: no block is longer than eps / √n when it is used (peft 0.21.2, `_project_batch`)."""
    import numpy

    if not isinstance(most, (int, float)):
        raise Uncertain("eps in adapter_config.json is no number.")
    most = most / len(skew) ** 0.5
    lengths = numpy.linalg.norm(skew, axis=(1, 2), keepdims=True)
    numpy.divide(skew * most, lengths, out=skew, where=lengths > most)


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
