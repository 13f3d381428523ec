"""The module probe: each adapted module alone, its weight streamed from the file, with no model in memory."""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import peft
import torch
from peft.tuners.lora.layer import LoraLayer
from peft.tuners.tuners_utils import BaseTunerLayer
from transformers.conversion_mapping import get_model_conversion_mapping
from transformers.integrations.accelerate import accelerate_disk_offload

from inspector.compat.keys import PREFIX, fold
from inspector.compat.probe_result import ModuleEffect, ProbeResult
from inspector.errors import InspectorError
from inspector.files.records import Adapter, Base, TensorInfo
from inspector.worker.base_model import NotBuildable, build_weightless, choose_class, read_config, torch_dtype
from inspector.worker.client import ProbeRefused
from inspector.worker.landing import ADAPTER_NAME
from inspector.worker.memory import available_bytes
from inspector.worker.observation import replaced
from inspector.worker.offload import rewrites_the_base
from inspector.worker.trained_tokens import trained_tokens

Report = Callable[[str, int, int, str], None]

SAMPLES = 64
"""Inputs of each module: rows of independent unit Gaussians, or evenly drawn token ids for an embedding."""

SEED = 0
COPIES = 4
"""Copies of a weight in float32 that measuring it needs at most."""

_ALIKE, _ROUNDING = 1e-3, 1e-5
"""Shares of the change and of the output that computing the same in another order may move."""

_FLOATING = ("F64", "F32", "F16", "BF16")


class _Measured(NamedTuple):
    """One module's figures; `why_not` says what kept it from being measured."""

    effect: ModuleEffect | None = None
    why_not: str = ""


def probe_modules(adapter: Adapter, base: Base, *, report: Report | None = None) -> ProbeResult:
    """Measure ‖(W′ − W)x‖_F / ‖Wx‖_F for every adapted module, W′ being the weight with the adapter.

    The layers are PEFT's own (so DoRA, patterns of ranks and scales, and transposed weights come out as in
    a real run), put on a model without weights; each gets its weight from the base's file, in float32 on
    the CPU, for as long as it is measured. x is drawn from a unit Gaussian and not from the model: the
    figures say how strongly a module *can* act, not what the model will answer. Raises ProbeRefused.
    """
    started = time.perf_counter()
    step = report or (lambda *_: None)
    step("base", 0, 0, "Building the base without weights")
    _refuse_what_cannot_be(adapter, base)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            config = read_config(base)
            model = build_weightless(choose_class(config, base.architecture, adapter.task_type), config)
        except NotBuildable as reason:
            raise ProbeRefused(str(reason)) from reason
        stored = stored_under(model, base)
        step("adapter", 0, 0, "Loading the adapter")
        layers = dict(_tuner_layers(_with_adapter(model, adapter)))
        if not layers:
            raise ProbeRefused("The adapter changes no module of its own, so there is none to measure alone.")
        measured: dict[str, _Measured] = {}
        for number, (path, layer) in enumerate(layers.items()):
            step("modules", number, len(layers), f"Measuring {path}")
            measured[path] = _measure(path, layer, stored, base)
    return _conclude(measured, seconds=time.perf_counter() - started)


def _refuse_what_cannot_be(adapter: Adapter, base: Base) -> None:
    if base.kind == "config" or not base.tensors or not base.weight_files:
        raise ProbeRefused("The base is a configuration without weights, so there is nothing to measure.")
    if base.kind == "gguf" or any(path.suffix != ".safetensors" for path in base.weight_files):
        raise ProbeRefused(
            "The module probe reads single weights from safetensors files, and this base has none.",
            "Measure on the model that it was converted from.",
        )
    if rewrites_the_base(adapter):
        raise ProbeRefused(
            f"Loading this adapter rewrites the base (init_lora_weights="
            f"{adapter.config.get('init_lora_weights')!r}), which cannot be done module by module.",
            "Convert it to a plain LoRA, or run the whole probe.",
        )
    if trained_tokens(adapter):
        # PEFT copies their rows out of the table while it loads, and the table is without values here.
        raise ProbeRefused(
            "The adapter trains single tokens, which cannot be loaded beside a base without values.",
            "Run the whole probe.",
        )


def stored_under(model: Any, base: Base) -> Mapping[str, TensorInfo]:
    """Parameters of the model by name and the tensor of the file that each is, under whatever name.

    As transformers renames them while it loads. What it makes from several tensors, or from a part of one,
    is absent.
    """
    # Told which file holds what, it need not open them: one file may be larger than the memory.
    by_file = {"weight_map": {key: tensor.file for key, tensor in base.tensors.items()}}
    index = accelerate_disk_offload(
        model,
        None,
        [str(path) for path in base.weight_files],
        {"": "disk"},
        by_file,
        get_model_conversion_mapping(model),
    )
    return {
        name: base.tensors[entry["weight_name"]]
        for name, entry in index.items()
        if entry["weight_name"] in base.tensors
    }


def _with_adapter(model: Any, adapter: Adapter) -> Any:
    """The weightless model with the adapter's own values, on the CPU, beside it. Raises ProbeRefused."""
    real = BaseTunerLayer._move_adapter_to_device_of_base_layer

    def stay(layer: Any, adapter_name: str, device: torch.device | None = None) -> None:
        real(layer, adapter_name, device or torch.device("cpu"))

    try:
        with replaced(BaseTunerLayer, "_move_adapter_to_device_of_base_layer", stay):
            return peft.PeftModel.from_pretrained(
                model, str(adapter.path), low_cpu_mem_usage=True, torch_device="cpu"
            ).eval()
    except Exception as error:
        text = " ".join(str(error).split())[:400]
        raise ProbeRefused(
            f"PEFT does not load the adapter on this base, so there is nothing to measure: "
            f"{type(error).__name__}: {text}"
        ) from error


def _tuner_layers(model: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """PEFT's outermost layers by the path of the module that each wraps."""
    for name, child in model.named_children():
        below = f"{path}.{name}" if path else name
        if isinstance(child, BaseTunerLayer):
            yield below.removeprefix(PREFIX), child
        else:
            yield from _tuner_layers(child, below)


def _measure(path: str, layer: Any, stored: Mapping[str, TensorInfo], base: Base) -> _Measured:
    inner = layer.get_base_layer()
    if any(tensor.is_meta for name, tensor in layer.named_parameters() if ".base_layer." not in f".{name}"):
        return _Measured(why_not="parts of the adapter are not in its file")
    wanted = dict(inner.named_parameters(recurse=False))
    found = {name: stored.get(f"{path}.{name}") for name in wanted}
    if any(info is None for info in found.values()):
        return _Measured(why_not="the file does not hold its weight as one tensor")
    infos = {name: info for name, info in found.items() if info is not None}
    if any(
        info.dtype not in _FLOATING or info.shape != tuple(wanted[name].shape) for name, info in infos.items()
    ):
        return _Measured(why_not="its weight is packed, and is not unpacked here")
    needed = COPIES * 4 * sum(info.parameters for info in infos.values())
    if (free := available_bytes(torch.device("cpu"))) is not None and needed > free:
        return _Measured(why_not="its weight alone is too large for the memory that is free")
    inputs = draw_inputs(inner)
    if inputs is None:
        return _Measured(why_not="modules of its kind take no vectors")
    try:
        with _filled(inner, {name: read_tensor(base, info) for name, info in infos.items()}):
            off = inner(inputs).float()
            if not bool(off.any()):
                return _Measured(why_not="the base's own output there is zero")
            moved = layer(inputs).float() - off
            change = relative(moved, off)
            own = _weight_change(layer, inner, inputs, moved, off)
            return _Measured(ModuleEffect(path, change, change, own))
    except InspectorError:
        raise
    except Exception as error:
        return _Measured(why_not=f"PEFT's layer cannot run alone ({type(error).__name__})")


def draw_inputs(module: Any) -> torch.Tensor | None:
    """The inputs of one module: the same for the same width, whatever else is measured.

    (1, SAMPLES, in_features) of independent unit Gaussians, or (1, SAMPLES) token ids; None for a module
    that takes neither.
    """
    generator = torch.Generator().manual_seed(SEED)
    if isinstance(module, torch.nn.Embedding):
        return torch.randint(0, module.num_embeddings, (1, SAMPLES), generator=generator)
    weight = getattr(module, "weight", None)
    if not isinstance(weight, torch.Tensor) or weight.dim() != 2:
        return None
    # transformers' Conv1D stores (in, out).
    width = getattr(module, "in_features", None) or (weight.shape[0] if hasattr(module, "nf") else None)
    return torch.randn(1, SAMPLES, int(width), generator=generator) if width else None


def read_tensor(base: Base, info: TensorInfo) -> torch.Tensor:
    """One tensor of the base in float32, read from its place in its file."""
    raw = bytearray(info.nbytes)
    path = next(path for path in base.weight_files if path.name == info.file)
    with path.open("rb") as file:
        file.seek(info.offset)
        if file.readinto(raw) != info.nbytes:
            raise ProbeRefused(f"{info.file} became shorter while it was read.")
    return torch.frombuffer(raw, dtype=torch_dtype(info.dtype)).reshape(info.shape).float()


@contextmanager
def _filled(module: Any, values: Mapping[str, torch.Tensor]) -> Iterator[None]:
    """Within the block the module's parameters have these values; afterwards they are empty again."""
    empty = {name: getattr(module, name) for name in values}
    try:
        for name, value in values.items():
            setattr(module, name, torch.nn.Parameter(value, requires_grad=False))
        yield
    finally:
        for name, parameter in empty.items():
            setattr(module, name, parameter)


def relative(change: torch.Tensor, size: torch.Tensor) -> float:
    """‖change‖_F / ‖size‖_F; infinite where something appears out of nothing, NaN where either is."""
    above, below = float(change.double().norm()), float(size.double().norm())
    if below == 0:
        return 0.0 if above == 0 else math.inf
    return above / below


def _weight_change(
    layer: Any, inner: Any, inputs: torch.Tensor, moved: torch.Tensor, off: torch.Tensor
) -> float | None:
    """‖W′ − W‖_F / ‖W‖_F; None for methods that add no matrix to the weight."""
    weight = inner.weight
    if isinstance(layer, LoraLayer) and ADAPTER_NAME in layer.lora_A and not layer.lora_variant:
        up, down = layer.lora_B[ADAPTER_NAME].weight.double(), layer.lora_A[ADAPTER_NAME].weight.double()
        # ‖BA‖² = Σ (BᵀB)∘(AAᵀ): never a dense product.
        squared = float(((up.T @ up) * (down @ down.T)).sum())
        size = float(weight.double().norm())
        return abs(layer.scaling[ADAPTER_NAME]) * math.sqrt(max(0.0, squared)) / size if size else None
    if isinstance(layer, LoraLayer) and ADAPTER_NAME in getattr(layer, "lora_magnitude_vector", {}):
        return relative(_dora_weight(layer, weight) - weight, weight)
    if not hasattr(layer, "get_delta_weight"):
        return None
    delta = layer.get_delta_weight(ADAPTER_NAME)
    if not isinstance(delta, torch.Tensor) or tuple(delta.shape) != tuple(weight.shape):
        return None
    delta = (delta.to_dense() if delta.is_sparse else delta).float()
    return relative(delta, weight) if _is_added(delta, inner, inputs, moved, off) else None


def _is_added(
    delta: torch.Tensor, inner: Any, inputs: torch.Tensor, moved: torch.Tensor, off: torch.Tensor
) -> bool:
    """Whether this matrix is what moves the outputs: several methods name one so that W is multiplied by.

    OFT and HRA return their rotation, HiRA the factor of each element (peft 0.21.2).
    """
    if isinstance(inner, torch.nn.Embedding):
        expected = torch.nn.functional.embedding(inputs, delta)
    else:
        expected = inputs @ (delta if hasattr(inner, "nf") else delta.T)
    apart = float((moved - expected).double().norm())
    rounding = _ROUNDING * float(off.double().norm())
    return apart <= _ALIKE * float(moved.double().norm()) + rounding


def _dora_weight(layer: Any, weight: torch.Tensor) -> torch.Tensor:
    """m · (W + sBA) / ‖W + sBA‖ by output row (DoRA, arXiv:2402.09353, eq. 5)."""
    moved = weight + layer.get_delta_weight(ADAPTER_NAME)
    rows = moved.T if layer.fan_in_fan_out else moved
    magnitude = layer.lora_magnitude_vector[ADAPTER_NAME].weight.reshape(-1, 1)
    rows = rows * (magnitude / rows.norm(dim=1, keepdim=True))
    return rows.T if layer.fan_in_fan_out else rows


def _conclude(measured: Mapping[str, _Measured], *, seconds: float) -> ProbeResult:
    effects = [entry.effect for entry in measured.values() if entry.effect is not None]
    finite = [effect for effect in effects if math.isfinite(effect.relative_change)]
    if len(finite) < len(effects):
        effect = "not-finite"
    elif any(entry.relative_change > 0 for entry in finite):
        effect = "changes"
    else:
        effect = "none" if effects and len(effects) == len(measured) else ""
    return ProbeResult(
        device="cpu",
        dtype="float32",
        acts=None,
        noise_floor=0.0,
        max_abs_logit_diff=0.0,
        mean_abs_logit_diff=0.0,
        mean_kl=0.0,
        top1_flip_rate=0.0,
        disabled_equals_pristine=True,
        prompts=(),
        note=_note(measured, broken=[entry.module for entry in effects if entry not in finite]),
        seconds=seconds,
        effect=effect,
        task="modules",
        modules=tuple(finite),
        placement="No model was run: each weight was read from the base's file by itself.",
    )


def _note(measured: Mapping[str, _Measured], *, broken: list[str]) -> str:
    count = sum(entry.effect is not None for entry in measured.values())
    sentences = [
        f"{count} of {len(measured)} adapted modules were measured alone, each on {SAMPLES} unit Gaussian "
        f"inputs (seed {SEED}). Inputs in the model are not Gaussian: this is no measurement of its outputs."
    ]
    reasons: dict[str, list[str]] = {}
    for path, entry in measured.items():
        if entry.effect is None:
            reasons.setdefault(entry.why_not, []).append(path)
    for reason, paths in reasons.items():
        sentences.append(f"Not measured, because {reason}: {fold(paths)}.")
    if broken:
        sentences.append(f"Outputs that are not finite numbers: {fold(broken)}.")
    return " ".join(sentences)
