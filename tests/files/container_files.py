"""Files for the reader tests: sound ones by the real writers, broken ones byte by byte."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

Q_A = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"
Q_B = "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight"
LORA = {Q_A: (4, 16), Q_B: (16, 4)}
LORA_CONFIG = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 4, "target_modules": ["q_proj"]}
LLAMA_CONFIG = {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 16}
LLAMA = {"model.embed_tokens.weight": (32, 16), "model.layers.0.self_attn.q_proj.weight": (16, 16)}

LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 54560368\n"
HTML = b"<!DOCTYPE html>\n<html><head><title>404</title></head><body>Entry not found</body></html>"


def packed(header: object, data: bytes = b"") -> bytes:
    """A safetensors file from a header (JSON values, text or bytes) and its data, right or wrong."""
    raw = header if isinstance(header, (str, bytes)) else json.dumps(header)
    raw = raw.encode() if isinstance(raw, str) else raw
    return struct.pack("<Q", len(raw)) + raw + data


def arrays(shapes: Mapping[str, tuple[int, ...]], value: float = 1.0) -> dict[str, np.ndarray]:
    return {key: np.full(shape, value, dtype=np.float32) for key, shape in shapes.items()}


def write_json(path: Path, document: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def write_tensors(path: Path, shapes: Mapping[str, tuple[int, ...]], value: float = 1.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(arrays(shapes, value), path)
    return path


def write_adapter(
    folder: Path,
    shapes: Mapping[str, tuple[int, ...]] = LORA,
    config: Mapping[str, Any] = LORA_CONFIG,
) -> Path:
    write_json(folder / "adapter_config.json", dict(config))
    write_tensors(folder / "adapter_model.safetensors", shapes)
    return folder


def write_base(
    folder: Path, shapes: Mapping[str, tuple[int, ...]] = LLAMA, config: Mapping[str, Any] = LLAMA_CONFIG
) -> Path:
    write_json(folder / "config.json", dict(config))
    write_tensors(folder / "model.safetensors", shapes)
    return folder


def write_sharded(folder: Path, shards: int) -> Path:
    """A base of as many shards, one tensor each, with the index that transformers writes."""
    write_json(folder / "config.json", LLAMA_CONFIG)
    placed = {}
    for number in range(shards):
        name = f"model-{number + 1:05}-of-{shards:05}.safetensors"
        key = f"model.layers.{number}.mlp.up_proj.weight"
        write_tensors(folder / name, {key: (8, 4)})
        placed[key] = name
    write_json(folder / "model.safetensors.index.json", {"metadata": {"total_size": 1}, "weight_map": placed})
    return folder
