"""Which ecosystem wrote an adapter, told by its key grammar. Foreign layouts are named, not guessed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from inspector.files.records import TensorInfo

PEFT = "peft"
UNKNOWN = "unknown"

FOREIGN_WEIGHTS = {
    "adapters.safetensors": "mlx",
    "pytorch_lora_weights.safetensors": "diffusers",
    "pytorch_lora_weights.bin": "diffusers",
}
"""Weight files that PEFT does not find, and the layout that uses the name."""

_DIFFUSERS = re.compile(
    r"(unet|text_encoder(_2)?|text_encoders|transformer(_2)?\.(single_)?transformer_blocks"
    r"|(single_)?transformer_blocks)\."
)
_DIFFUSERS_PART = re.compile(
    r"\.(lora\.(down|up)|lora_(A|B|down|up)|\w*lora\d?\.(down|up)|lora_linear_layer)\b"
)
_KOHYA = re.compile(
    r"lora_(unet|te\d?|transformer|prior_\w+)_|.*\.(lora_(down|up|mid)\.weight|dora_scale|hada_w\d_a)$"
)
_MLX = re.compile(r".*\.(lora_a|lora_b)$")

EXPLANATIONS: dict[str, tuple[str, str]] = {
    "mlx": (
        "This is an MLX adapter: its keys end in .lora_a and .lora_b, and its matrices are transposed.",
        "Convert it (transpose, rename, write a PEFT adapter_config.json), or use it with mlx-lm.",
    ),
    "kohya": (
        "This is a kohya (sd-scripts) LoRA for an image model, with flat lora_unet_ and lora_te_ names.",
        "Use it with ComfyUI or diffusers' load_lora_weights; PEFT does not read this layout.",
    ),
    "diffusers": (
        "This is a diffusers LoRA: it belongs to an image or video pipeline, not to a language model.",
        "Load it with the pipeline's load_lora_weights; PEFT does not read this layout.",
    ),
    "comfy": (
        "This is a LoRA in ComfyUI's layout: its keys begin with diffusion_model.",
        "Use it with ComfyUI or diffusers' load_lora_weights; PEFT does not read this layout.",
    ),
    "loralib": (
        "This adapter was made with loralib's MergedLinear (enable_lora, PEFT before 0.4).",
        "Load it with the PEFT version that wrote it, or split the merged groups and save it again.",
    ),
    "unknown": (
        "Its keys follow no layout that PEFT writes, nor one that is known here.",
        "Ask its author which program reads it.",
    ),
}
"""By layout: what it is, and what to do."""


def layout_of(config: Mapping[str, Any], tensors: Mapping[str, TensorInfo]) -> str:
    """`peft`, `mlx`, `kohya`, `diffusers`, `comfy`, `loralib`, or `unknown` (no grammar that we know)."""
    if isinstance(config.get("fine_tune_type"), str) or isinstance(config.get("lora_parameters"), dict):
        return "mlx"
    if _is_loralib(config, tensors):
        return "loralib"
    if any(key.startswith("base_model.") for key in tensors):
        return PEFT
    if not tensors:
        return PEFT if "peft_type" in config else UNKNOWN
    counts = {
        "comfy": sum(key.startswith("diffusion_model.") for key in tensors),
        "diffusers": sum(bool(_DIFFUSERS.match(key) and _DIFFUSERS_PART.search(key)) for key in tensors),
        "kohya": sum(bool(_KOHYA.match(key)) for key in tensors),
        "mlx": sum(bool(_MLX.match(key)) for key in tensors),
    }
    best = max(counts, key=lambda name: counts[name])
    if 2 * counts[best] >= len(tensors):
        return best
    return PEFT if "peft_type" in config else UNKNOWN


def _is_loralib(config: Mapping[str, Any], tensors: Mapping[str, TensorInfo]) -> bool:
    # PEFT 0.2 wrote `enable_lora: null` into every config; only a value says MergedLinear.
    if config.get("enable_lora"):
        return True
    for key, tensor in tensors.items():
        if len(tensor.shape) == 3 and key.endswith("lora_B.weight"):
            partner = tensors.get(key.replace("lora_B", "lora_A"))
            # A Conv1d's LoRA has three dimensions on both sides.
            if partner is not None and len(partner.shape) == 2:
                return True
    return False
