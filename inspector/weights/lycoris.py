"""ΔW of LoHa and LoKr as factors (peft 0.21.2, tuners/loha and tuners/lokr, `get_delta_weight`)."""

from __future__ import annotations

from typing import Any

from inspector.compat.lora_config import Uncertain
from inspector.weights.change import MOST_RANKS, Change, Hadamard, Kronecker, LowRank, NotComputed, Pair
from inspector.weights.experts import ExpertStack
from inspector.weights.parts import ModuleParts
from inspector.weights.scaling import lycoris_scaling, pattern_value


def loha_change(parts: ModuleParts, _stack: ExpertStack | None) -> Change:
    """scale · (w1_a w1_b) ∘ (w2_a w2_b), as one product of r² ranks where that is few.

    Row o of its left factor is w1_a[o] ⊗ w2_a[o], column i of its right one w1_b[:, i] ⊗ w2_b[:, i]. Raises
    Unreadable, Uncertain.
    """
    (first_up, first_down), (second_up, second_down) = (_halves(parts, number) for number in (1, 2))
    rank = first_up.shape[-1]
    shapes = (first_up.shape, first_down.shape)
    alike = shapes == (second_up.shape, second_down.shape)
    if not alike or {first_up.ndim, first_down.ndim} != {2} or len(first_down) != rank:
        return NotComputed("LoHa's four factors do not go together.")
    scale = lycoris_scaling(parts.config, parts.runtime, rank)
    if rank * rank > MOST_RANKS:
        pairs = Pair(first_up, first_down), Pair(second_up, second_down)
        return Hadamard(first=pairs[0], second=pairs[1], scale=scale, rank=rank)
    left = (first_up[:, :, None] * second_up[:, None, :]).reshape(len(first_up), -1)
    right = (first_down[:, None] * second_down[None]).reshape(rank * rank, -1)
    return LowRank(pairs=(Pair(left, right),), scale=scale, rank=rank)


def _halves(parts: ModuleParts, number: int) -> tuple[Any, Any]:
    """(out, r) and (r, in · kernel). With a core t (i, j, k, l) the second is t's j joined with w_b (j, in)
    (peft 0.21.2, `make_weight_cp` of LoHa).
    """
    import numpy

    up, down = parts.read(f"hada_w{number}_a"), parts.read(f"hada_w{number}_b")
    if not parts.has("hada_t1", "hada_t2"):
        return up, down
    core = parts.read(f"hada_t{number}")
    joined = numpy.einsum("ijkl,jr->irkl", core, down, optimize=True)
    return up.T, joined.reshape(len(joined), -1)


def lokr_change(parts: ModuleParts, _stack: ExpertStack | None) -> Change:
    """scale · w1 ⊗ w2, each whole or a product of two. The rank in the scale is the configuration's.

    Raises Unreadable, Uncertain.
    """
    rank = pattern_value(parts.config.get("rank_pattern"), parts.runtime) or parts.config.get("r", 8)
    if not isinstance(rank, int) or rank <= 0:
        raise Uncertain("r in adapter_config.json is not a rank.")
    first, second = _factor(parts, "lokr_w1"), _factor(parts, "lokr_w2")
    if parts.has("lokr_t2"):
        second = _with_core(parts)
    if first is None or second is None:
        return NotComputed("LoKr's factors do not go together.")
    scale = lycoris_scaling(parts.config, parts.runtime, rank)
    return Kronecker(first=first, second=second, scale=scale, rank=rank)


def _factor(parts: ModuleParts, name: str) -> Any:
    """The whole factor, kernel flattened, or the product of its two halves; both are small by design."""
    if parts.has(name):
        whole = parts.read(name)
        return whole.reshape(len(whole), -1)
    left, right = parts.read(f"{name}_a"), parts.read(f"{name}_b")
    return left @ right if left.ndim == right.ndim == 2 and left.shape[1] == len(right) else None


def _with_core(parts: ModuleParts) -> Any:
    """t (i, j, k, l), w_a (i, p), w_b (j, r) → (p, r · k · l) (peft 0.21.2, `make_weight_cp` of LoKr)."""
    import numpy

    core, up, down = parts.read("lokr_t2"), parts.read("lokr_w2_a"), parts.read("lokr_w2_b")
    if core.ndim != 4 or core.shape[:2] != (len(up), len(down)):
        return None
    return numpy.einsum("ijkl,ip,jr->prkl", core, up, down, optimize=True).reshape(up.shape[1], -1)
