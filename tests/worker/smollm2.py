"""SmolLM2-135M-Instruct, where somebody has it (`make smollm2` fetches it)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import torch
from real_load import quiet
from safetensors.torch import save_file
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
    settings["dtype"] = str(dtype).removeprefix("torch.")
    (folder / "config.json").write_text(json.dumps(settings))
    tensors = {
        key: value.contiguous() for key, value in model.state_dict().items() if key != "lm_head.weight"
    }
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    return folder
