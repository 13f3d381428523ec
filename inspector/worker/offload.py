"""Where the weights of a base go that one device cannot hold: other accelerators, memory, disk."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import infer_auto_device_map
from accelerate.hooks import remove_hook_from_module
from peft.tuners.tuners_utils import BaseTunerLayer
from transformers.conversion_mapping import get_model_conversion_mapping
from transformers.core_model_loading import WeightConverter

from inspector.files.records import Adapter, Base
from inspector.worker.memory import available_bytes, gigabytes
from inspector.worker.observation import replaced

Place = int | str
"""As accelerate names them: the number of an accelerator, `cpu` or `disk`."""

ASSUMED_RATE = 500_000_000
"""Bytes a second of a disk whose rate could not be measured: a plain SATA SSD."""

PASSES = 3
"""Forward passes of an offloaded probe over each prompt: the base, then the adapter on, and off. The first
prompt takes one more, for the noise."""

_SAMPLE = 64 * 1024 * 1024
_PLAIN_STARTS = (None, True, False, "gaussian", "eva", "orthogonal")
_BASE_THROUGH_FORWARD = frozenset({
    "LORA", "ADALORA", "LOHA", "LOKR", "IA3", "VERA", "PROMPT_TUNING", "P_TUNING", "PREFIX_TUNING",
})  # fmt: skip
"""Methods whose layers only ever call the base's module, never read its weight (peft 0.21.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A base spread by accelerate. `stored` are bytes by place in the probe's dtype.

    `streamed` bytes are read or copied for every forward pass; `written` bytes go to a temporary folder
    first, because the model's tensors are not those of the file (experts that are merged).
    """

    device_map: Mapping[str, Place]
    stored: Mapping[Place, int]
    streamed: int
    written: int

    @property
    def is_slow(self) -> bool:
        """Whether weights travel at every forward pass."""
        return self.streamed > 0

    def places(self, device: torch.device) -> str:
        """`12.0 GB on cpu, 129.1 GB on disk`."""
        return ", ".join(
            f"{gigabytes(size)} on {f'{device.type}:{place}' if isinstance(place, int) else place}"
            for place, size in self.stored.items()
        )


def spread(model: Any, *, dtype: torch.dtype, budgets: Mapping[Place, int], base: Base) -> Spread:
    """Lay out `model` (on the meta device) over the places of `budgets` (bytes), in their order.

    What fits nowhere stays on disk; layers are not torn apart (`infer_auto_device_map`, accelerate 1.15).
    """
    model.tie_weights()  # tensors that are one must stay in one place
    layers = list(getattr(model, "_no_split_modules", None) or [])
    found = infer_auto_device_map(
        model, max_memory=dict(budgets), no_split_module_classes=layers, dtype=dtype
    )
    device_map: dict[str, Place] = dict(found)
    stored: dict[Place, int] = {}
    for name, tensor in model.named_parameters():
        place = _place_of(name, device_map)
        stored[place] = stored.get(place, 0) + tensor.numel() * dtype.itemsize
    accelerated = any(isinstance(place, int) for place in device_map.values())
    from_memory = stored.get("cpu", 0) if accelerated else 0
    on_disk = stored.get("disk", 0)
    # The file's own tensors are read where they lie, in the width that they have there.
    width = min(1.0, _stored_width(base) / dtype.itemsize)
    rewritten = on_disk > 0 and any(
        isinstance(entry, WeightConverter) for entry in get_model_conversion_mapping(model)
    )
    return Spread(
        device_map=device_map,
        stored=stored,
        streamed=from_memory + (on_disk if rewritten else round(on_disk * width)),
        written=on_disk if rewritten else 0,
    )


def budgets(device: torch.device, *, beside: int, largest: int) -> dict[Place, int]:
    """Bytes that weights may take on every accelerator of this kind and on the host, in that order.

    `beside` are the bytes that the first device needs for everything else; the host keeps room for two
    of the `largest` tensor, which are in flight while weights are streamed.
    """
    found: dict[Place, int] = {}
    if device.type != "cpu":
        for number in range(torch.accelerator.device_count()):
            free = available_bytes(torch.device(device.type, number)) or 0
            found[number] = max(0, free - beside)
    host = available_bytes(torch.device("cpu")) or 0
    found["cpu"] = max(0, host - 2 * largest - (beside if device.type == "cpu" else 0))
    return found


def why_not_offloaded(adapter: Adapter, base: Base) -> str | None:
    """Why this pair cannot be run with weights elsewhere, as a sentence; None where it can."""
    if base.kind == "gguf":
        return "A GGUF file is turned into plain weights in memory as a whole, so it cannot be offloaded."
    kind = (adapter.peft_type or "").upper()
    reads = kind == "LORA" and (adapter.config.get("use_dora") or rewrites_the_base(adapter))
    if kind not in _BASE_THROUGH_FORWARD or reads:
        return "This adapter's method reads the base's weights itself, so they cannot be offloaded."
    return None


def rewrites_the_base(adapter: Adapter) -> bool:
    """Whether PEFT changes the base's weights while it sets the adapter up (PiSSA, OLoRA, CorDA, LoftQ)."""
    return adapter.peft_type == "LORA" and adapter.config.get("init_lora_weights") not in _PLAIN_STARTS


def read_rate(files: tuple[Path, ...]) -> float:
    """Bytes a second at which the largest of the files is read from its disk, measured on 64 MB of it."""
    try:
        path = max(files, key=lambda file: file.stat().st_size)
        size = path.stat().st_size
        with path.open("rb", buffering=0) as file:
            start = max(0, size // 2 - _SAMPLE // 2)
            # What lies in the page cache would say how fast memory is.
            os.posix_fadvise(file.fileno(), start, _SAMPLE, os.POSIX_FADV_DONTNEED)
            file.seek(start)
            begun, count = time.perf_counter(), 0
            while count < _SAMPLE and (block := file.read(4 * 1024 * 1024)):
                count += len(block)
            seconds = time.perf_counter() - begun
    except (OSError, ValueError, AttributeError):
        return ASSUMED_RATE
    return count / seconds if count >= 1_000_000 and seconds > 0 else ASSUMED_RATE


def expectation(found: Spread, device: torch.device, rate: float) -> str:
    """What offloading will cost, in one sentence: an estimate, said before anything is loaded."""
    text = f"{found.places(device)}; every forward pass moves {gigabytes(found.streamed)}, "
    text += f"by estimate {_duration(found.streamed / rate)} at {gigabytes(round(rate))} a second, "
    text += f"and each prompt takes {PASSES} of them"
    if found.written:
        text += f"; {gigabytes(found.written)} are written to a temporary folder first"
    return f"{text}."


@contextlib.contextmanager
def adapter_beside_offloaded(model: Any, device: torch.device) -> Iterator[dict[str, Any]]:
    """While the block runs, PEFT loads an adapter on `model` without touching accelerate's placement.

    Left to itself, peft 0.21.2 takes the hooks off, writes every weight file anew beside the originals
    (`PeftModel._update_offload`) and loads an adapter of meta tensors. Yields keywords for
    `from_pretrained`. A model that is not offloaded is left to PEFT.
    """
    if not is_offloaded(model):
        yield {}
        return
    real = BaseTunerLayer._move_adapter_to_device_of_base_layer

    def move(layer: Any, adapter_name: str, target: torch.device | None = None) -> None:
        hook = getattr(layer.get_base_layer(), "_hf_hook", None)
        real(layer, adapter_name, target or getattr(hook, "execution_device", None) or device)

    placed = model.__dict__.pop("hf_device_map")
    try:
        with replaced(BaseTunerLayer, "_move_adapter_to_device_of_base_layer", move):
            yield {"low_cpu_mem_usage": True}
    finally:
        model.hf_device_map = placed


def keep_own_values(adapted: Any) -> None:
    """Take the hook that fetches the base's weights off the modules that the adapter replaces."""
    for module in adapted.modules():
        hook = getattr(module, "_hf_hook", None)
        own = list(module.parameters(recurse=False))
        if getattr(hook, "offload", False) and own and not any(tensor.is_meta for tensor in own):
            remove_hook_from_module(module)


def is_offloaded(model: Any) -> bool:
    """Whether some of its weights are fetched for every forward pass."""
    return any(parameter.is_meta for parameter in model.parameters())


def _place_of(name: str, device_map: Mapping[str, Place]) -> Place:
    path = name
    while path not in device_map and path:
        path = path.rpartition(".")[0]
    return device_map.get(path, "cpu")


def _stored_width(base: Base) -> float:
    """Bytes of an element in the base's files, on average."""
    elements = sum(tensor.parameters for tensor in base.tensors.values())
    return sum(tensor.nbytes for tensor in base.tensors.values()) / elements if elements else 2.0


def _duration(seconds: float) -> str:
    if seconds < 1:
        return "less than a second"
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 6000 else f"{seconds / 3600:.1f} hours"
