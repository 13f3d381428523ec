"""Loading a base for real, and refusing one whose weights did not all arrive."""

from __future__ import annotations

import importlib.util
import re
import warnings
import weakref
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import peft
import torch

from inspector.compat.keys import fold, layer_place
from inspector.files.hub_link import download_command
from inspector.files.records import Adapter, Base
from inspector.worker import memory
from inspector.worker.base_model import NotBuildable, build_weightless, choose_class, read_config
from inspector.worker.client import ProbeRefused
from inspector.worker.memory import gigabytes, memory_need
from inspector.worker.offload import (
    Spread,
    adapter_beside_offloaded,
    budgets,
    expectation,
    is_offloaded,
    keep_own_values,
    read_rate,
    spread,
    why_not_offloaded,
)
from inspector.worker.offload_folder import make_offload_folder, remove_offload_folder

Report = Callable[[str, int, int, str], None]

_ARITHMETIC = {"bfloat16": torch.bfloat16, "float16": torch.float16}
_RECOMPUTED = re.compile(r"(inv_freq|masked_bias|attn\.bias|attention\.bias|position_ids)$")
"""Buffers of older checkpoints that current models compute themselves."""

_TOO_LARGE_A_FILE = (
    "One of its files is larger than this machine maps into memory: save the base in shards "
    "(save_pretrained, max_shard_size), or measure module by module (--modules)."
)


def choose_device(wanted: str) -> torch.device:
    """`auto`: the accelerator that torch sees (CUDA, MPS, XPU), else the CPU. Raises ProbeRefused."""
    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    if wanted == "auto":
        return found or torch.device("cpu")
    if wanted == "cpu" or (found is not None and found.type == wanted):
        return torch.device(wanted)
    raise ProbeRefused(
        f"There is no {wanted} device that this torch can use (torch {torch.__version__}).",
        "Choose the device auto, which takes the fastest that is there.",
    )


def load_base(
    adapter: Adapter,
    base: Base,
    *,
    device: torch.device,
    offload: bool = False,
    report: Report | None = None,
) -> Any:
    """The base with all of its weights, in evaluation mode.

    With `offload`, what does not fit on the device is spread over memory and disk, after `report` was told
    what that will cost. Raises ProbeRefused when the base has no weights, when it does not fit, when it
    cannot be loaded, or when transformers had to invent or drop some of them.
    """
    if base.remote_weights and not base.weight_files:
        raise ProbeRefused(
            f"The weights of {base.source} are on the Hub and not here, so there is nothing to run.",
            f"Fetch them with: {download_command(base.source, base.revision)}",
        )
    if base.kind == "config" or not base.weight_files:
        raise ProbeRefused("The base is a configuration without weights, so there is nothing to run.")
    try:
        config = read_config(base)
        model_class = choose_class(config, base.architecture, adapter.task_type)
        dtype = _dtype(config, device)
        spread_out = _spread_where_needed(
            adapter, base, (model_class, config), device=device, dtype=dtype, offload=offload, report=report
        )
    except NotBuildable as reason:
        raise ProbeRefused(str(reason)) from reason
    options: dict[str, Any] = {} if device.type == "cpu" else {"device_map": {"": device}}
    folder = None
    if spread_out is not None:
        options = {"device_map": dict(spread_out.device_map)}
        if "disk" in spread_out.stored:
            folder = make_offload_folder(spread_out.written)
            options["offload_folder"] = str(folder)
    try:
        model, loading = _from_pretrained(model_class, base, dtype=dtype, **options)
        _refuse_if_incomplete(loading, adapter, model)
    except BaseException:
        if folder is not None:
            remove_offload_folder(folder)
        raise
    if folder is not None:
        weakref.finalize(model, remove_offload_folder, folder)
    # PEFT freezes the base, and some kernels round otherwise where no gradient is wanted (Mamba's padded
    # batches): frozen from the start, the pristine passes and those with the adapter disabled are alike.
    return model.eval().requires_grad_(False)


def _from_pretrained(model_class: Any, base: Base, **options: Any) -> tuple[Any, Mapping[str, Any]]:
    options |= _how_to_read(base)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loaded: tuple[Any, Mapping[str, Any]] = model_class.from_pretrained(
                str(base.folder),
                # SDPA hides NaN behind its safe softmax on CPU; eager attention shows them.
                attn_implementation="eager",
                output_loading_info=True,
                local_files_only=True,
                trust_remote_code=False,
                **options,
            )
    except Exception as error:
        text = " ".join(str(error).split())[:400]
        hint = _TOO_LARGE_A_FILE if "unable to mmap" in text else ""
        raise ProbeRefused(f"The base cannot be loaded: {type(error).__name__}: {text}", hint) from error
    return loaded


def load_adapter(model: Any, adapter: Adapter, *, device: torch.device) -> Any:
    """The model with the adapter, on the device, in evaluation mode. Raises ProbeRefused."""
    offloaded = is_offloaded(model)
    options: dict[str, Any] = {"torch_device": str(device)}
    own = {id(parameter) for parameter in model.parameters()}
    try:
        with adapter_beside_offloaded(model, device) as more:
            adapted = peft.PeftModel.from_pretrained(model, str(adapter.path), **options, **more)
    except Exception as error:
        text = " ".join(str(error).split())[:400]
        raise ProbeRefused(
            f"PEFT does not load the adapter on this base, so there is nothing to measure: "
            f"{type(error).__name__}: {text}"
        ) from error
    if not offloaded:
        spread_out = len(set(getattr(model, "hf_device_map", {}).values())) > 1
        return adapted.eval() if spread_out else adapted.to(device).eval()
    if any(parameter.is_meta and id(parameter) not in own for parameter in adapted.parameters()):
        raise ProbeRefused(
            "Part of the adapter has no values in its file, and the base is offloaded.",
            "Measure on a device that holds the whole base.",
        )
    keep_own_values(adapted)
    return adapted.eval()


def device_of(model: Any) -> torch.device:
    """Where it computes: the device of the first weight that is not fetched from elsewhere."""
    return next((own.device for own in model.parameters() if not own.is_meta), torch.device("cpu"))


def placement(model: Any) -> str:
    """Where the weights of a loaded base are, in words: `all on cpu`, or bytes by place."""
    placed: Mapping[str, Any] = getattr(model, "hf_device_map", {})
    if len(set(placed.values())) <= 1 and not is_offloaded(model):
        return f"all on {next(model.parameters()).device}"
    stored: dict[Any, int] = {}
    for name, parameter in model.named_parameters():
        key = max((path for path in placed if f"{name}.".startswith(f"{path}.") or not path), key=len)
        stored[placed[key]] = stored.get(placed[key], 0) + parameter.numel() * parameter.element_size()
    return ", ".join(f"{gigabytes(size)} on {place}" for place, size in stored.items())


def _spread_where_needed(
    adapter: Adapter,
    base: Base,
    kind: tuple[Any, Any],
    *,
    device: torch.device,
    dtype: torch.dtype,
    offload: bool,
    report: Report | None,
) -> Spread | None:
    """None where the base fits on the device; else how it is spread. Raises ProbeRefused, NotBuildable."""
    model_class, config = kind
    need = memory_need(adapter, base, config=config, dtype=dtype)
    available = memory.available_bytes(device)
    if available is None or need.total <= available:
        return None
    refusal = (
        f"The base needs about {gigabytes(need.total)} of memory in {str(dtype).removeprefix('torch.')}, "
        f"and {gigabytes(available)} are free on {device} ({need.sentence()})."
    )
    if (reason := why_not_offloaded(adapter, base)) is not None:
        raise ProbeRefused(refusal, f"{reason} Measure on a larger device, or module by module (--modules).")
    if need.beside_weights + 2 * need.largest > available and device.type == "cpu":
        raise ProbeRefused(
            refusal,
            f"Even one layer at a time needs {gigabytes(need.beside_weights + 2 * need.largest)}: free some "
            "memory, or measure module by module (--modules), which runs no model.",
        )
    weightless = build_weightless(model_class, config)
    room = budgets(device, beside=need.beside_weights, largest=need.largest)
    found = spread(weightless, dtype=dtype, budgets=room, base=base)
    if not found.is_slow:
        return found
    cost = expectation(found, device, read_rate(base.weight_files))
    if not offload:
        raise ProbeRefused(
            refusal,
            f"Offloading (--offload) would put {cost} Or measure module by module (--modules), which runs "
            "no model, or on a larger device.",
        )
    if report is not None:
        report("placement", 0, 0, f"Offloading: {cost}")
    return found


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
