"""ΔW of LoRA, rank-stabilised LoRA, DoRA, AdaLoRA and VeRA as factors (peft 0.21.2, `get_delta_weight`)."""

from __future__ import annotations

from typing import Any

from inspector.compat.lora_config import Uncertain
from inspector.weights.change import Change, LowRank, NotComputed, Pair, Renormalised
from inspector.weights.experts import ExpertStack
from inspector.weights.parts import ModuleParts
from inspector.weights.scaling import adalora_scaling, pattern_value, scaling

_OTHER_FORMULAS = (
    "use_qalora", "use_bdlora", "arrow_config", "kasa_config", "monteclora_config", "velora_config",
)  # fmt: skip


def lora_change(parts: ModuleParts, stack: ExpertStack | None) -> Change:
    """scale · B · A; for an embedding transposed, for a convolution with its kernel flattened.

    `stack` tells of a parameter of fused experts (peft's ParamWrapper). Raises Unreadable, Uncertain.
    """
    variant = next((name for name in _OTHER_FORMULAS if parts.config.get(name)), None)
    if variant is not None:
        return NotComputed(f"The adapter uses {variant}, whose formula is not computed here.")
    if parts.has("lora_embedding_A", "lora_embedding_B"):
        down, up = parts.read("lora_embedding_A"), parts.read("lora_embedding_B")
        if up.shape[1] != down.shape[0]:
            return NotComputed("lora_embedding_A and lora_embedding_B do not go together.")
        scale = scaling(parts.config, parts.runtime, len(down))
        return _with_magnitude(
            parts, LowRank(pairs=(Pair(down.T, up.T),), scale=scale, rank=len(down)), by_columns=True
        )
    if stack is not None:
        return _of_experts(parts, stack)
    downs, ups = parts.read_all("lora_A"), parts.read_all("lora_B")
    pairs = [_pair(down, up) for down, up in zip(downs, ups, strict=False)]
    if None in pairs or len(downs) != len(ups):
        return NotComputed("lora_A and lora_B do not go together, or stand for a grouped convolution.")
    found = tuple(pair for pair in pairs if pair is not None)
    rank = len(found[0].right)
    if any(len(pair.right) != rank for pair in found):
        return NotComputed("The experts have different ranks.")
    if len(found) > 1 and parts.config.get("use_rslora"):
        return NotComputed("PEFT fuses these experts and doubles their rank, and with it the rank's root.")
    if rank == 0:
        return NotComputed("lora_A has no rows.")
    wanted = _configured_rank(parts, parts.runtime)
    if len(found) == 1 and parts.config.get("target_parameters") and wanted not in (None, rank):
        return NotComputed("It stacks several experts, and only the base tells how many.")
    scale = scaling(parts.config, parts.runtime, rank)
    return _with_magnitude(parts, LowRank(pairs=found, scale=scale, rank=rank))


def _pair(down: Any, up: Any) -> Pair | None:
    """(out, r) and (r, in · kernel) of A (r, in, *kernel) and B (out, r, *ones)."""
    if down.ndim < 2 or up.ndim < 2 or up.shape[1] != down.shape[0] or up.size != up.shape[0] * up.shape[1]:
        return None
    return Pair(up.reshape(up.shape[0], up.shape[1]), down.reshape(down.shape[0], -1))


def _with_magnitude(parts: ModuleParts, change: LowRank, *, by_columns: bool = False) -> Change:
    if not parts.config.get("use_dora") or not parts.has("lora_magnitude_vector"):
        return change
    magnitudes = parts.read("lora_magnitude_vector").reshape(-1)
    length = change.pairs[0].right.shape[1] if by_columns else change.rows
    if len(change.pairs) > 1 or len(magnitudes) != length:
        return NotComputed("DoRA on this kind of module is not computed.")
    return Renormalised(inner=change, magnitudes=magnitudes, by_columns=by_columns)


def _of_experts(parts: ModuleParts, stack: ExpertStack) -> Change:
    """One product an expert: A (E·r, in) expert after expert, B (out, r·E) with the expert as the fast axis.

    (peft 0.21.2, `ParamWrapper.get_delta_weight`)
    """
    down, up = parts.read("lora_A"), parts.read("lora_B")
    rank, rest = divmod(len(down), stack.experts)
    if rest or rank == 0 or up.shape[1] != len(down):
        return NotComputed("lora_A and lora_B do not go together with the number of experts.")
    ups = up.reshape(len(up), rank, stack.experts)
    downs = down.reshape(stack.experts, rank, -1)
    pairs = tuple(Pair(ups[:, :, expert], downs[expert]) for expert in range(stack.experts))
    scale = scaling(parts.config, stack.name, rank)
    change = LowRank(pairs=pairs, scale=scale, rank=rank)
    return change.turned() if stack.transposed else change


def _configured_rank(parts: ModuleParts, path: str) -> int | None:
    rank = pattern_value(parts.config.get("rank_pattern"), path) or parts.config.get("r", 8)
    return rank if isinstance(rank, int) else None


def adalora_change(parts: ModuleParts, _stack: ExpertStack | None) -> Change:
    """scale · B · (A ∘ E), with the rank that the layers start with in the scale. Raises Unreadable."""
    down, up, strengths = parts.read("lora_A"), parts.read("lora_B"), parts.read("lora_E")
    pair = _pair(down * strengths.reshape(-1, 1), up) if len(strengths) == len(down) else None
    if pair is None:
        return NotComputed("lora_A, lora_B and lora_E do not go together.")
    initial = parts.config.get("init_r", 12)
    if not isinstance(initial, int) or initial <= 0:
        raise Uncertain("init_r in adapter_config.json is not a rank.")
    return LowRank(pairs=(pair,), scale=adalora_scaling(parts.config, initial), rank=len(down))


def vera_change(parts: ModuleParts, shared: ModuleParts | None) -> Change:
    """diag(b) · B · diag(d) · A, with B's first rows and A's first columns. Raises Unreadable.

    `shared` holds vera_A (r, widest in) and vera_B (widest out, r), which every module cuts to its size.
    """
    if shared is None or not shared.has("vera_A", "vera_B"):
        return NotComputed("The shared projections are not in the file; PEFT draws them anew from a seed.")
    if parts.module is None or parts.module.in_features is None:
        return NotComputed("Only the base tells how wide the module's input is.")
    outs, inner = parts.read("vera_lambda_b").reshape(-1), parts.read("vera_lambda_d").reshape(-1)
    down, up = shared.read("vera_A")[:, : parts.module.in_features], shared.read("vera_B")[: len(outs)]
    if len(down) != len(inner) or up.shape != (len(outs), len(inner)):
        return NotComputed("The shared projections do not go together with the module's vectors.")
    pair = Pair(outs[:, None] * up, inner[:, None] * down)
    return LowRank(pairs=(pair,), scale=1.0, rank=len(inner))
