"""How much memory a probe needs, from headers and configuration alone, and how much there is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import torch

from inspector.files.records import Adapter, Base, TensorInfo
from inspector.worker.probe_inputs import MOST_TOKENS

_KEPT_LOGIT_BYTES = 1 << 30
"""The most that `probe_inputs` lets all prompts' logits take together."""

_MOST_PROMPTS = 8
"""Prompts whose logits are kept at once when nobody says how many there are."""

_ALLOCATOR_BYTES = 256 * 1024 * 1024
"""What the process, its allocator and a backend's own kernels take beside all tensors."""

_LOGIT_COPIES = 6
"""Copies of one prompt's logits in float32 while two sets of them are compared."""

_MOST_GENERATED = 64
_CGROUP = Path("/sys/fs/cgroup")


class MemoryNeed(NamedTuple):
    """Bytes that a probe needs, by what they are for.

    `weights` are the base's in the probe's dtype (packed weights as stored), `adapter` its file and its
    parameters in float32, `cache` keys and values, `activations` one forward pass of the longest prompt
    (with eager attention's scores and the hidden states that are kept), `logits` those that are kept and
    compared, `overhead` the largest tensor once more while it is loaded, and the process itself.
    `largest` is that tensor alone.
    """

    weights: int
    adapter: int
    cache: int
    activations: int
    logits: int
    overhead: int
    largest: int

    @property
    def total(self) -> int:
        return self.weights + self.beside_weights

    @property
    def beside_weights(self) -> int:
        return self.adapter + self.cache + self.activations + self.logits + self.overhead

    def sentence(self) -> str:
        """The parts in words, the largest first."""
        named = [
            (self.weights, "weights"),
            (self.cache + self.activations, "activations"),
            (self.logits, "logits"),
            (self.adapter, "the adapter"),
            (self.overhead, "loading and the process"),
        ]
        return ", ".join(f"{gigabytes(size)} {name}" for size, name in sorted(named, reverse=True))


def memory_need(adapter: Adapter, base: Base, *, config: Any, dtype: torch.dtype) -> MemoryNeed:
    """What the probe of this pair needs; `config` is the base's transformers configuration.

    Sizes of cache and attention are those of a decoder with eager attention (transformers 5.23,
    `eager_attention_forward`): keys and values of every layer, scores of one.
    """
    text = config.get_text_config()
    positions = MOST_TOKENS + _MOST_GENERATED
    width, layers = _size(text, "hidden_size"), _size(text, "num_hidden_layers")
    heads = _size(text, "num_attention_heads")
    key_heads = _size(text, "num_key_value_heads") or heads
    head_width = _size(text, "head_dim") or (width // heads if heads else 0)
    inner = _size(text, "intermediate_size") or 4 * width
    row = _size(text, "vocab_size") * MOST_TOKENS * 4
    sizes = [_loaded_bytes(tensor, base, dtype) for tensor in base.tensors.values()]
    return MemoryNeed(
        weights=sum(sizes) or sum(path.stat().st_size for path in base.weight_files) * dtype.itemsize // 2,
        adapter=adapter.weights_bytes + 4 * adapter.parameters,
        cache=2 * layers * key_heads * head_width * positions * dtype.itemsize,
        activations=positions * (2 * layers * width + 3 * inner + 4 * width) * dtype.itemsize
        + 2 * heads * positions * positions * 4,
        logits=min(_MOST_PROMPTS * row, _KEPT_LOGIT_BYTES) + _LOGIT_COPIES * row,
        overhead=_ALLOCATOR_BYTES + max(sizes, default=0),
        largest=max(sizes, default=0),
    )


def _size(config: Any, name: str) -> int:
    value = getattr(config, name, None)
    return max(value, default=0) if isinstance(value, list | tuple) else int(value or 0)


def _loaded_bytes(tensor: TensorInfo, base: Base, dtype: torch.dtype) -> int:
    # A GGUF file's blocks are turned into plain numbers when transformers reads them; a quantiser's packed
    # integers stay as they are.
    is_float = base.kind == "gguf" or tensor.dtype.startswith(("F", "BF"))
    return tensor.parameters * dtype.itemsize if is_float else tensor.nbytes


def available_bytes(device: torch.device) -> int | None:
    """Bytes that can be had on the device without swapping; None where nobody says."""
    if device.type == "cpu":
        return _available_on_host()
    try:
        if device.type == "cuda":
            return int(torch.cuda.mem_get_info(device)[0])
        return int(torch.accelerator.get_memory_info(device)[0])
    except (AttributeError, RuntimeError, NotImplementedError, ValueError):
        return _available_on_host()


def _available_on_host() -> int | None:
    limits = [value for value in (_meminfo(), _cgroup()) if value is not None]
    if limits:
        return max(0, min(limits))
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return None


def _meminfo() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return None


def _cgroup() -> int | None:
    """What a container's limit leaves: the page cache inside it can be given up."""
    try:
        limit = int((_CGROUP / "memory.max").read_text())
        used = int((_CGROUP / "memory.current").read_text())
        statistics = dict(line.split() for line in (_CGROUP / "memory.stat").read_text().splitlines())
        return limit - used + int(statistics["inactive_file"])
    except (OSError, ValueError, KeyError):
        return None


def gigabytes(count: int) -> str:
    """`12.3 GB`, or megabytes below a twentieth of one."""
    if count >= 50_000_000:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1e6:.1f} MB" if count >= 50_000 else f"{count / 1e3:.0f} KB"
