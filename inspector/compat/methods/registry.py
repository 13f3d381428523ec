"""peft_type → method. A type that is not here is left to the real loader."""

from __future__ import annotations

from inspector.compat.methods import (
    copies,
    lora,
    low_rank,
    lycoris,
    orthogonal,
    routed,
    scaling,
    shared_projection,
    shared_vector,
    sparse,
    spectral,
    subspace,
    tokens,
)
from inspector.compat.methods.method import LayerMethod

LAYER_METHODS: dict[str, LayerMethod] = {
    "ADALORA": lora.ADALORA,
    "BEFT": scaling.BEFT,
    "BOFT": orthogonal.BOFT,
    "C3A": spectral.C3A,
    "DEFT": low_rank.DEFT,
    "DELORA": low_rank.DELORA,
    "FOURIERFT": spectral.FOURIERFT,
    "GLORA": routed.GLORA,
    "GRALORA": low_rank.GRALORA,
    "HIRA": low_rank.HIRA,
    "HRA": orthogonal.HRA,
    "IA3": scaling.IA3,
    "LILY": routed.LILY,
    "LN_TUNING": copies.LN_TUNING,
    "LOHA": lycoris.LOHA,
    "LOKR": lycoris.LOKR,
    "LORA": lora.LORA,
    "MISS": low_rank.MISS,
    "OFT": orthogonal.OFT,
    "OSF": subspace.OSF,
    "PEANUT": routed.PEANUT,
    "POLY": routed.POLY,
    "PSOFT": subspace.PSOFT,
    "PVERA": shared_projection.PVERA,
    "RANDLORA": shared_projection.RANDLORA,
    "ROAD": scaling.ROAD,
    "SHIRA": sparse.SHIRA,
    "SUPERTUNING": sparse.SUPERTUNING,
    "TINYLORA": shared_vector.TINYLORA,
    "TRAINABLE_TOKENS": tokens.TRAINABLE_TOKENS,
    "UNILORA": shared_vector.UNILORA,
    "VBLORA": shared_projection.VBLORA,
    "VERA": shared_projection.VERA,
    "WAVEFT": spectral.WAVEFT,
}
PROMPT_METHODS = frozenset({"CPT", "MULTITASK_PROMPT_TUNING", "PROMPT_TUNING", "P_TUNING", "PREFIX_TUNING"})
