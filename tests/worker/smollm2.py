"""SmolLM2-135M-Instruct, where somebody has it (`make smollm2` fetches it)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch
from real_load import quiet
from transformers import AutoModelForCausalLM, AutoTokenizer

VARIABLE = "ADAPTER_INSPECTOR_SMOLLM2"
FOLDER = os.environ.get(VARIABLE, "")
WHY_NOT = f"{VARIABLE} names no folder with SmolLM2-135M-Instruct (see `make smollm2`)"


def write_smollm2(folder: Path, dtype: torch.dtype = torch.float32) -> Path:
    """The GGUF file's weights as a plain folder: reading the GGUF takes a minute each time."""
    gguf = next(Path(FOLDER).rglob("SmolLM2-135M-Instruct*.gguf"))
    with quiet():
        options: dict[str, Any] = {"gguf_file": gguf.name, "local_files_only": True}
        AutoTokenizer.from_pretrained(gguf.parent, **options).save_pretrained(folder)
        model = AutoModelForCausalLM.from_pretrained(gguf.parent, dtype=dtype, **options)
        settings = model.config.to_dict()
        del settings["quantization_config"]
        plain = AutoModelForCausalLM.from_config(type(model.config)(**settings), dtype=dtype)
        plain.load_state_dict(model.state_dict())
        plain.save_pretrained(folder)
    return folder
