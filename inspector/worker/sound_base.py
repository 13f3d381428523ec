"""Loading a base for real, and refusing one whose weights did not all arrive."""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import torch

from inspector.compat.keys import fold, layer_place
from inspector.files.records import Adapter, Base
from inspector.worker.base_model import NotBuildable, choose_class, read_config
from inspector.worker.client import ProbeRefused
from inspector.worker.memory import require_memory

_ARITHMETIC = {"bfloat16": torch.bfloat16, "float16": torch.float16}
_RECOMPUTED = re.compile(r"(inv_freq|masked_bias|attn\.bias|attention\.bias|position_ids)$")
"""Buffers of older checkpoints that current models compute themselves."""


def choose_device(wanted: str) -> torch.device:
    """`auto`: the accelerator that torch sees (CUDA, MPS, XPU), else the CPU. Raises ProbeRefused."""
    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    if wanted == "auto":
        return found or torch.device("cpu")
    if wanted == "cpu" or (found is not None and found.type == wanted):
        return torch.device(wanted)
    raise ProbeRefused(
        f"There is no {wanted} device that this torch can use (torch {torch.__version__}).",
        "Take --device auto.",
    )


def load_base(adapter: Adapter, base: Base, *, device: torch.device) -> Any:
    """The base with all of its weights, in evaluation mode.

    Raises ProbeRefused when it has none, when it does not fit, when it cannot be loaded, or when
    transformers had to invent or drop some of them.
    """
    if base.kind == "config" or not base.weight_files:
        raise ProbeRefused("The base is a configuration without weights, so there is nothing to run.")
    try:
        config = read_config(base)
        model_class = choose_class(config, base.architecture, adapter.task_type)
    except NotBuildable as reason:
        raise ProbeRefused(str(reason)) from reason
    dtype = _dtype(config, device)
    require_memory(base, device=device, dtype=dtype)
    options: dict[str, Any] = {} if device.type == "cpu" else {"device_map": {"": device}}
    options |= _how_to_read(base)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model, loading = model_class.from_pretrained(
                str(base.folder),
                dtype=dtype,
                # SDPA hides NaN behind its safe softmax on CPU; eager attention shows them.
                attn_implementation="eager",
                output_loading_info=True,
                local_files_only=True,
                trust_remote_code=False,
                **options,
            )
    except Exception as error:
        text = " ".join(str(error).split())[:400]
        raise ProbeRefused(f"The base cannot be loaded: {type(error).__name__}: {text}") from error
    _refuse_if_incomplete(loading, adapter, model)
    return model.eval()


def _how_to_read(base: Base) -> dict[str, Any]:
    """Safetensors alone; or the GGUF file, whose blocks transformers turns into plain weights."""
    if base.kind != "gguf":
        return {"use_safetensors": True}
    if importlib.util.find_spec("gguf") is None:
        raise ProbeRefused(
            "Running a GGUF base needs the Python package gguf, which is not installed.",
            "Install it with `python -m pip install gguf`, or probe on the 16-bit model.",
        )
    return {"gguf_file": base.path.name}


def _dtype(config: Any, device: torch.device) -> torch.dtype:
    """float32 on the CPU; elsewhere the half precision that the base was saved in, else float32."""
    if device.type == "cpu":
        return torch.float32
    return _ARITHMETIC.get(str(config.dtype).removeprefix("torch."), torch.float32)


def _refuse_if_incomplete(loading: Mapping[str, Any], adapter: Adapter, model: Any) -> None:
    missing = sorted(key for key in loading.get("missing_keys", ()) if not supplies(adapter, key))
    mismatched = sorted(str(entry[0]) for entry in loading.get("mismatched_keys", ()))
    ignored = _ignored_layers(loading.get("unexpected_keys", ()), model.state_dict().keys())
    if missing:
        raise ProbeRefused(
            f"{_count(missing)} missing from the files of the base and would be random: {fold(missing)}.",
            "Measure on a complete base; the names in its files may not be those of its class.",
        )
    if mismatched:
        raise ProbeRefused(
            f"Weights of the base do not have the shapes that config.json asks for: {fold(mismatched)}."
        )
    if ignored:
        raise ProbeRefused(
            f"{_count(ignored)} in the files of the base but would be ignored: {fold(ignored)}.",
            "config.json may not belong to these weights.",
        )


def supplies(adapter: Adapter, key: str) -> bool:
    """Whether the adapter itself brings this weight of the base (a fresh head in `modules_to_save`)."""
    listed = adapter.config.get("modules_to_save") or []
    heads = {"classifier", "score"} if adapter.task_type in ("SEQ_CLS", "TOKEN_CLS") else set()
    module = key.rpartition(".")[0]
    if not any(name in module.split(".") for name in {*listed, *heads}):
        return False
    return any(name.endswith(f".{key}") for name in adapter.tensors)


def _ignored_layers(unexpected: Sequence[str], own: Collection[str]) -> list[str]:
    """Unexpected keys that sit in a stack of layers which the model has: layers beyond its depth.

    Heads of another task (lm_head below a classifier) are unexpected too, and harmless.
    """
    stacks = {place.stack for place in map(layer_place, own) if place is not None}
    return sorted(
        key
        for key in unexpected
        if not _RECOMPUTED.search(key) and (place := layer_place(key)) is not None and place.stack in stacks
    )


def _count(keys: Sequence[str]) -> str:
    return "1 weight is" if len(keys) == 1 else f"{len(keys)} weights are"
