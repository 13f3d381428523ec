"""What every topic is given: a place for files, the models, and the peers' virtual environment."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from models import real_pair, sparse_adapter, sparse_base, sparse_moe


class Setting:
    """Models are made when a topic first asks for them; `peers` is None where there are none."""

    def __init__(self, scratch: Path, peers: Path | None) -> None:
        self.scratch = scratch
        self.peers = peers

    @cached_property
    def base(self) -> Path:
        """A Llama-3-8B in four shards."""
        return sparse_base(self.scratch / "llama-8b")

    @cached_property
    def adapter(self) -> Path:
        """A LoRA of 448 tensors on it."""
        return sparse_adapter(self.scratch / "lora")

    @cached_property
    def mixture(self) -> tuple[Path, Path]:
        """A Qwen3-235B-A22B in one file, and a LoRA on it."""
        return sparse_moe(self.scratch)

    @cached_property
    def real_pair(self) -> tuple[Path, Path]:
        """A Llama of 46M parameters that runs, and a LoRA on it."""
        return real_pair(self.scratch)
