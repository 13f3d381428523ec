"""Tiny random bases and real PEFT adapters on them: what the engines and the real loader are given."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from architectures import CATALOGUE
from peft import get_peft_model
from real_load import PREFIX, WEIGHTS, RealLoad, load_base, quiet, real_load
from safetensors.torch import load_file, save_file

__all__ = [
    "ARCHITECTURES",
    "PREFIX",
    "WEIGHTS",
    "RealLoad",
    "load_base",
    "make_adapter",
    "make_base",
    "real_load",
    "rewrite_config",
    "rewrite_tensors",
]

ARCHITECTURES: dict[str, tuple[str, str, Mapping[str, Any]]] = {
    name: (entry.config_class, entry.model_class, entry.settings) for name, entry in CATALOGUE.items()
}


def make_base(name: str, folder: Path, *, seed: int = 0, **overrides: Any) -> Path:
    """Save a tiny random model of architecture `name` (a key of ARCHITECTURES) and return its folder."""
    config_class, model_class, settings = ARCHITECTURES[name]
    with quiet():
        torch.manual_seed(seed)
        config = getattr(transformers, config_class)(**{**settings, **overrides})
        getattr(transformers, model_class)(config).save_pretrained(folder)
    return folder


def make_adapter(
    base_folder: Path,
    folder: Path,
    *,
    seed: int = 1,
    edit: Callable[[Any], None] | None = None,
    method: str = "LoraConfig",
    step: float | None = None,
    **lora_kwargs: Any,
) -> Path:
    """Inject LoRA (`LoraConfig(**lora_kwargs)`, r=4 unless given) into the base, fill it with random
    values and save it with PEFT. `edit` may change the base model before the injection; `method` names
    the configuration of another PEFT method. With a `step` PEFT's own start is kept and every trainable
    number moved by about that much, as a short training leaves it."""
    defaults = {"r": 4, "lora_alpha": 8} if method == "LoraConfig" else {}
    with quiet():
        model = load_base(base_folder, task_type=lora_kwargs.get("task_type"))
        if edit is not None:
            edit(model)
        torch.manual_seed(seed)
        peft_model = get_peft_model(model, getattr(peft, method)(**{**defaults, **lora_kwargs}))
        with torch.no_grad():
            for parameter in peft_model.parameters():
                if parameter.requires_grad and step is not None:
                    parameter.add_(torch.randn_like(parameter) * step)
                elif parameter.requires_grad:
                    parameter.copy_(torch.randn_like(parameter) * 0.2)
        peft_model.save_pretrained(str(folder))
    return folder


def rewrite_tensors(
    adapter: Path, change: Callable[[dict[str, torch.Tensor]], Mapping[str, torch.Tensor]]
) -> Path:
    """Replace the adapter's tensors by `change(tensors)`, in place; returns the folder."""
    tensors = {key: value.clone() for key, value in load_file(adapter / WEIGHTS).items()}
    save_file({key: value.contiguous() for key, value in change(tensors).items()}, adapter / WEIGHTS)
    return adapter


def rewrite_config(folder: Path, name: str = "adapter_config.json", **changes: Any) -> Path:
    """Change fields of a JSON configuration in place; returns the folder."""
    path = folder / name
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    return folder
