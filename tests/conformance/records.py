"""Adapter and base records of the factories' folders."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors import safe_open

from inspector.files.records import Adapter, Base, TensorInfo

_BYTES = {"F64": 8, "I64": 8, "F32": 4, "I32": 4, "F16": 2, "BF16": 2}


def adapter_record(folder: Path) -> Adapter:
    return Adapter(
        path=folder,
        config=json.loads((folder / "adapter_config.json").read_text()),
        tensors=headers(folder / "adapter_model.safetensors"),
        weights_file=folder / "adapter_model.safetensors",
    )


def base_record(folder: Path) -> Base:
    weights = folder / "model.safetensors"
    return Base(
        source=str(folder),
        path=folder,
        kind="folder",
        config=json.loads((folder / "config.json").read_text()),
        tensors=headers(weights),
        weight_files=(weights,),
    )


def headers(path: Path) -> dict[str, TensorInfo]:
    found: dict[str, TensorInfo] = {}
    with safe_open(path, framework="pt") as file:
        for key in file.keys():  # noqa: SIM118  (not a dict)
            part = file.get_slice(key)
            info = TensorInfo(key, tuple(part.get_shape()), part.get_dtype(), path.name)
            found[key] = info._replace(nbytes=info.parameters * _BYTES[info.dtype])
    return found
