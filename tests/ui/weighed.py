"""A scan of values as the engine hands it on: every figure, and a module that has none."""

from __future__ import annotations

from dataclasses import replace

from inspector.compat.inspection import Inspection, WeightScan
from inspector.compat.weights_result import ModuleWeights

NOT_EXACT = "The second factor is quantised, so its spectrum was not worked out."


def module_weights(layer: int, leaf: str, *, norm: float | None = 1.5, note: str = "") -> ModuleWeights:
    known = norm is not None
    return ModuleWeights(
        module=f"model.layers.{layer}.{leaf}",
        method="LORA",
        rank=2,
        scale=2.0,
        norm=norm,
        spectral=1.2 if known else None,
        stable_rank=1.56 if known else None,
        entropy_rank=1.97 if known else None,
        concentration=0.64 if known else None,
        ranks_for_90=2 if known else None,
        singular_values=(1.2, 0.9) if known else (),
        weight_norm=10.0,
        relative=norm / 10 if norm is not None else None,
        note=note,
    )


def weighed(inspection: Inspection) -> Inspection:
    """q gains more from layer to layer; k of layer 0 could not be worked out, and says why."""
    rows = [module_weights(layer, "self_attn.q_proj", norm=1.5 * (layer + 1)) for layer in range(4)]
    rows.append(module_weights(0, "self_attn.k_proj", norm=None, note=NOT_EXACT))
    scan = WeightScan(scanned=10, dtypes=(("F32", 10),), largest=0.5, largest_key="a.b", modules=tuple(rows))
    return replace(inspection, weights=scan)
