"""A GGUF model as a base: the configuration and the names that transformers gives it when it converts it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from inspector.errors import UnreadableInput
from inspector.files.gguf import GgufHeader, GgufTensor, Length, read_gguf
from inspector.files.records import Base, TensorInfo
from inspector.resource import resource_path

ARCHITECTURE = "general.architecture"
"""The metadata entry that names the architecture; kept in `Base.config` where it cannot be converted."""

_PART = re.compile(r"(?P<stem>.*)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf", re.IGNORECASE)
_LAYER = re.compile(r"^blk\.(\d+)\.")
_FLOATS = ("F32", "F16", "BF16", "F64")
_ALWAYS_TIED = ("falcon", "bloom")
_MOST_PARTS = 1000


def read_gguf_base(path: Path, *, source: str) -> Base:
    """Read a .gguf file, and with it the other parts of a split model.

    Tensors get the names and shapes that they have in the transformers model (transformers
    `load_gguf_checkpoint`). Where transformers cannot convert the architecture, there are no tensors and
    `config` holds only its name. Raises UnreadableInput, as `read_gguf` does, and ADP003 when a part of a
    split model is not there.
    """
    header = read_gguf(path)
    if header.metadata.get("general.type") == "adapter":
        raise UnreadableInput(
            f"{path.name} is an adapter, not a base model.",
            "Give the model that it was trained on as the base.",
            rule="ADP001",
            path=path,
        )
    files, tensors = _all_parts(path, header)
    architecture = header.metadata.get(ARCHITECTURE)
    facts = _table()["architectures"].get(architecture) if isinstance(architecture, str) else None
    if facts is None:
        config, named = {ARCHITECTURE: architecture}, {}
    else:
        config, named = _config(header, tensors, facts), _named(tensors, facts)
    quantised = _quantisation(tensors)
    if quantised is not None:
        config["quantization_config"] = {"quant_method": f"gguf {quantised}"}
    return Base(source=source, path=path, kind="gguf", config=config, tensors=named, weight_files=files)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resource_path("tables/gguf.json").read_text(encoding="utf-8"))
    return loaded


Stored = dict[str, tuple[str, GgufTensor]]
"""GGUF name → (name of the file, tensor)."""


def _all_parts(path: Path, header: GgufHeader) -> tuple[tuple[Path, ...], Stored]:
    tensors: Stored = {name: (path.name, tensor) for name, tensor in header.tensors.items()}
    count = header.metadata.get("split.count", 1)
    named = _PART.fullmatch(path.name)
    if not isinstance(count, int) or count <= 1:
        return (path,), tensors
    if named is None or int(named["count"]) != count or count > _MOST_PARTS:
        raise _incomplete(path, f"is one of {count} parts, and its name does not say which")
    if int(named["number"]) != 1:
        raise _incomplete(path, "is a later part of a split model; its metadata is in the first part")
    files = [path]
    for number in range(2, count + 1):
        part = path.with_name(f"{named['stem']}-{number:05d}-of-{count:05d}.gguf")
        if not part.is_file():
            raise _incomplete(path, f"is one of {count} parts, and {part.name} is not beside it")
        files.append(part)
        tensors.update((name, (part.name, tensor)) for name, tensor in read_gguf(part).tensors.items())
    return tuple(files), tensors


def _incomplete(path: Path, reason: str) -> UnreadableInput:
    hint = "Put all parts into one folder under their own names, and give the first one."
    return UnreadableInput(f"{path.name} {reason}.", hint, rule="ADP003", path=path)


def _config(header: GgufHeader, tensors: Stored, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration that transformers derives from the metadata."""
    architecture = header.metadata[ARCHITECTURE]
    config: dict[str, Any] = {
        "model_type": facts["model_type"],
        "architectures": [facts["architecture"]],
        "tie_word_embeddings": "output.weight" not in tensors or architecture in _ALWAYS_TIED,
        **facts["defaults"],
    }
    fields = {f"{architecture}.{key}": field for key, field in facts["config"].items()}
    fields |= {f"tokenizer.{key}": field for key, field in _table()["tokenizer"].items()}
    for key, value in header.metadata.items():
        if key in fields and not isinstance(value, Length):
            config[fields[key]] = _plain(value)
    if architecture == "stablelm":
        config["use_qkv_bias"] = any(name.endswith(("_q.bias", "_k.bias", "_v.bias")) for name in tensors)
        config["use_parallel_residual"] = not any("ffn_norm" in name for name in tensors)
    tokens = header.metadata.get("tokenizer.ggml.tokens")
    if "vocab_size" not in config and isinstance(tokens, Length):
        config["vocab_size"] = tokens.items
    return config


def _plain(value: Any) -> Any:
    """An array of one value counts as the value."""
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else list(value)
    return value


def _named(tensors: Stored, facts: Mapping[str, Any]) -> dict[str, TensorInfo]:
    """Parameter → tensor as the transformers model has it; what no parameter takes is left out."""
    named: dict[str, TensorInfo] = {}
    for name, (file, tensor) in tensors.items():
        layer = _LAYER.match(name)
        pattern = _LAYER.sub("blk.*.", name)
        target = facts["tensors"].get(pattern)
        if target is None:
            continue
        key = target.replace("*", layer[1], 1) if layer else target
        shape = _shape(tensor.shape, pattern, facts)
        if (half := named.get(key)) is not None:
            # Gate and up projections of the experts become one parameter, one after the other.
            shape = (shape[0], shape[1] + half.shape[1], *shape[2:]) if len(shape) > 1 else shape
        nbytes = tensor.nbytes + (half.nbytes if half is not None else 0)
        named[key] = TensorInfo(key, shape, tensor.type, file, tensor.offset, nbytes)
    return named


def _shape(shape: tuple[int, ...], pattern: str, facts: Mapping[str, Any]) -> tuple[int, ...]:
    if pattern in facts["transposed"]:
        return tuple(reversed(shape))
    axis = facts["extended"].get(pattern)
    return (*shape[:axis], 1, *shape[axis:]) if axis is not None else shape


def _quantisation(tensors: Stored) -> str | None:
    """The type of most of the matrices' elements; None when they are plain floating-point numbers."""
    elements: Counter[str] = Counter()
    for _, tensor in tensors.values():
        if len(tensor.shape) > 1:
            count = 1
            for extent in tensor.shape:
                count *= extent
            elements[tensor.type] += count
    most = elements.most_common(1)
    return most[0][0] if most and most[0][0] not in _FLOATS else None
