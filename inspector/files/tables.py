"""Reads the generated table of model classes (`resources/tables/architectures.json`), one line at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from types import MappingProxyType
from typing import Any, NamedTuple

from inspector.resource import resource_path

_NAME = "tables/architectures.json"
_KINDS = {
    "L": "Linear", "C": "Conv1D", "E": "Embedding", "C1": "Conv1d", "C2": "Conv2d", "C3": "Conv3d",
    "A": "MultiheadAttention", "w": "weighted", "o": "other",
}  # fmt: skip


class Transform(NamedTuple):
    """One step from a name on disk to a name in the model (transformers `WeightTransform`).

    `pattern` has a group `g0`, `g1`, … for each source; `targets` what the match becomes. `scope`: a pair
    (base prefix, path), the step applies only below it. `operations` (`merge 0`, `cat 1`, …) merge or split
    tensors; without any it is a rename. `opaque`: its renaming depends on what it saw before.
    """

    pattern: str
    targets: tuple[str, ...]
    scope: tuple[str, str] | None = None
    operations: tuple[str, ...] = ()
    opaque: bool = False


class Part(NamedTuple):
    """A model inside a model that AutoModel picks by config.json's `field`; `model_type` is the default.

    `is_free`: the field may hold another model_type's configuration; otherwise its model_type is not read.
    """

    field: str
    model_type: str
    is_free: bool = False


class ArchitectureFacts(NamedTuple):
    """What the installed transformers builds for one model class.

    `kinds` maps a module path with `*` for numbers to the kind that PEFT dispatches on, in runtime order;
    `other` has no parameters of its own, `weighted` has parameters but is no kind that LoRA supports.
    `renames`: names on disk differ from runtime names; `converts`: peft rewrites adapter keys for this
    model_type. `parameters`: names in order that a module of kind `weighted` holds, where it is more than
    weight and bias; `transposed`: modules whose 3-D parameters are stored (experts, in, out); `tied`:
    parameter -> the parameter that it shares; `experts`: the family of peft's rewrite of expert targets.
    `groups_heads`: its configuration has num_key_value_heads; `grouped`: convolutions with groups, whose
    number of input channels the weight's shape does not tell.
    """

    name: str
    model_type: str
    prefix: str
    head: str | None
    embedding: str | None
    renames: bool
    converts: bool
    generates: bool
    kinds: Mapping[str, str]
    experts: str | None = None
    tied: Mapping[str, str] = MappingProxyType({})
    parts: Mapping[str, Part] = MappingProxyType({})
    parameters: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    transposed: frozenset[str] = frozenset()
    transforms: tuple[Transform, ...] = ()
    adapter_transforms: tuple[Transform, ...] = ()
    grouped: frozenset[str] = frozenset()
    groups_heads: bool = True


@lru_cache(maxsize=1)
def _text() -> mmap:
    """The whole table, ASCII: looking for a line needs neither a copy nor a decoding of 3 MB."""
    with resource_path(_NAME).open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


@lru_cache(maxsize=1)
def _head() -> dict[str, Any]:
    # The table has one line a class, so that a check parses 2 KB of it and not 2 MB.
    text = _text()
    head = text[: text.find(b',\n "architectures"')] + b"\n}"
    loaded: dict[str, Any] = json.loads(head)
    return loaded


def made_with() -> dict[str, str]:
    """Versions of transformers and peft that the table was generated from."""
    return dict(_head()["made_with"])


def default_targets(model_type: str, method: str = "LORA") -> str | list[str] | None:
    """`target_modules` that peft's `method` takes for this model_type when a configuration has none."""
    table = _head()["own_default_targets"].get(method) or _head()["default_targets"]
    found: str | list[str] | None = table.get(model_type)
    return found


def default_feedforward(model_type: str) -> list[str] | None:
    """`feedforward_modules` that IA3 takes for this model_type when a configuration has none."""
    found: list[str] | None = _head()["default_feedforward"].get(model_type)
    return found


def peft_types() -> frozenset[str]:
    """Every `peft_type` that the installed peft knows."""
    return frozenset(_head()["peft_types"])


def task_class(task: str, model_type: str) -> str | None:
    """The class that a task's auto class takes for this model_type (`SEQ_CLS`, `llama` → …)."""
    found: str | None = _head()["task_classes"].get(task, {}).get(model_type)
    return found


def base_class(model_type: str) -> str | None:
    """The class that AutoModel takes for this model_type."""
    found: str | None = _head()["base_classes"].get(model_type)
    return found


@lru_cache(maxsize=1)
def legacy_transforms() -> tuple[Transform, ...]:
    """Renames that transformers applies to every checkpoint, after the model's own."""
    return _transforms(_head()["legacy_transforms"])


@lru_cache(maxsize=1)
def adapter_renames() -> tuple[Transform, ...]:
    """Renames that peft applies to LoRA keys before the model's own, with `default` as adapter name."""
    return _transforms(_head()["adapter_renames"])


def expert_targets(family: str) -> dict[str, str]:
    """peft's `_MOE_TARGET_MODULE_MAPPING`: module name of transformers 4 -> parameter of transformers 5."""
    found: dict[str, str] = _head()["expert_targets"].get(family, {})
    return found


def fused_targets(family: str) -> dict[str, list[str]]:
    """peft's `_MOE_FUSED_TARGETS`: fused parameter -> the module names of transformers 4 that it replaces."""
    found: dict[str, list[str]] = _head()["fused_targets"].get(family, {})
    return found


def _transforms(entries: list[dict[str, Any]]) -> tuple[Transform, ...]:
    return tuple(
        Transform(
            entry["re"],
            tuple(entry["to"]),
            (entry["scope"][0], entry["scope"][1]) if "scope" in entry else None,
            tuple(entry.get("ops", ())),
            entry.get("opaque", False),
        )
        for entry in entries
    )


@lru_cache(maxsize=64)
def architecture_facts(name: str) -> ArchitectureFacts | None:
    """Facts for one model class by name, or None when the table does not know it."""
    start = _text().find(f"\n{json.dumps(name)}: ".encode())
    if start < 0:
        return None
    line = _text()[start + 1 : _text().find(b"\n", start + 1)].rstrip(b",")
    entry = json.loads(line.split(b": ", 1)[1])
    return ArchitectureFacts(
        name=name,
        model_type=entry["type"],
        prefix=entry["prefix"],
        head=entry["head"],
        embedding=entry["embedding"],
        renames=entry["renames"],
        converts=entry["converts"],
        generates=entry["generates"],
        kinds={path: _KINDS[code] for path, code in entry["modules"].items()},
        experts=entry["experts"] if entry["experts"] in _head()["expert_targets"] else None,
        tied=entry["tied"],
        groups_heads=entry["groups_heads"],
        parts={path: Part(*part) for path, part in entry["parts"].items()},
        parameters={path: tuple(names) for path, names in entry["parameters"].items()},
        transposed=frozenset(entry["transposed"]),
        transforms=_transforms(entry["transforms"]),
        adapter_transforms=_transforms(entry["adapter_transforms"]),
        grouped=frozenset(entry.get("grouped", ())),
    )
