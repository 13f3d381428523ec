"""Whether a base fits into memory, before it is loaded: a refusal with numbers, not a swapping machine."""

from __future__ import annotations

import os
from pathlib import Path

import torch

from inspector.files.records import Base
from inspector.worker.client import ProbeRefused

WORKING_SHARE = 0.15
"""What a forward pass and the allocator need on top of the weights, as a share of them."""

WORKING_BYTES = 256 * 1024 * 1024
_CGROUP = Path("/sys/fs/cgroup")


def require_memory(base: Base, *, device: torch.device, dtype: torch.dtype) -> None:
    """Raises ProbeRefused, with both numbers, when the base does not fit on the device in this dtype."""
    needed = needed_bytes(base, dtype)
    available = available_bytes(device)
    if available is not None and needed > available:
        raise ProbeRefused(
            f"The base needs about {_gigabytes(needed)} of memory in {str(dtype).removeprefix('torch.')}, "
            f"and {_gigabytes(available)} are free on {device}.",
            "Free some memory, or probe on a larger device.",
        )


def needed_bytes(base: Base, dtype: torch.dtype) -> int:
    """Bytes for the weights in `dtype`, from the headers (packed integer weights at 8 elements a word)."""
    if not base.tensors:
        stored = sum(path.stat().st_size for path in base.weight_files)
        return round(stored * dtype.itemsize / 2 * (1 + WORKING_SHARE)) + WORKING_BYTES
    total = 0
    for tensor in base.tensors.values():
        # A GGUF file's blocks are turned into plain numbers when transformers reads them.
        is_float = base.kind == "gguf" or tensor.dtype.startswith(("F", "BF"))
        total += tensor.parameters * dtype.itemsize if is_float else tensor.nbytes
    return round(total * (1 + WORKING_SHARE)) + WORKING_BYTES


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
        return min(limits)
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


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
