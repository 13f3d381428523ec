"""What peft makes of LoRA keys for models that transformers 5 renames: other keys, fused tensors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from inspector.compat.inspection import LoadError
from inspector.compat.keys import PREFIX
from inspector.compat.lora_config import Raises, Uncertain
from inspector.compat.placement import Shape
from inspector.compat.renames import Renames, converted_shape
from inspector.files.records import TensorInfo
from inspector.files.tables import (
    ArchitectureFacts,
    Transform,
    adapter_renames,
    legacy_transforms,
)

_NAME = ".default"


class Converted(NamedTuple):
    """A tensor as the loader looks for its slot: key without the adapter's name, shape, and file keys.

    `shape` is None where the conversion takes the model to know. Several `sources` were fused into one.
    """

    key: str
    shape: Shape | None
    sources: tuple[str, ...]


class _Fusion(NamedTuple):
    converter: Transform
    shapes: dict[int, list[Shape]]
    sources: list[str]

    def shape(self) -> Shape | None:
        """Shape of the fused tensor. Raises Raises with torch's or peft's error where parts are absent."""
        operations = self.converter.operations
        count = self.converter.pattern.count("(?P<g")
        if len(self.shapes) != count and "blocks" in operations:
            text = "Collected tensors contain keys not present in source_patterns."
            raise Raises(LoadError("ValueError", text))
        if len(self.shapes) != count:
            raise Raises(LoadError("ValueError", "torch.cat(): expected a non-empty list of Tensors"))
        try:
            collected = [self.shapes[number] for number in range(count)]
            return converted_shape(operations, collected, len(self.converter.targets))
        except ValueError as error:
            kind = "ValueError" if "_block_diag_3d" in str(error) else "RuntimeError"
            raise Raises(LoadError(kind, str(error))) from error


def convert_keys(tensors: Mapping[str, TensorInfo], facts: ArchitectureFacts) -> tuple[Converted, ...]:
    """The file's tensors under the keys that the loader compares with the model's slots.

    peft 0.21.2 `convert_peft_adapter_state_dict_for_transformers`, LoRA only: where the class has no mapping
    by model_type nothing is converted. A file key that is in no result is dropped by the loader. Raises
    Raises where tensors that are fused do not go together, Uncertain where a converter takes the model.
    """
    lora = [key for key in tensors if ".lora_" in key] if facts.converts else []
    if not lora:
        return tuple(Converted(key, info.shape, (key,)) for key, info in tensors.items())
    renames = _adapter_renames(facts)
    with_prefix = _prefix_setter(facts.prefix, tensors)
    kept = {key: Converted(key, info.shape, (key,)) for key, info in tensors.items() if ".lora_" not in key}
    named: dict[str, str] = {}
    fusions: dict[str, _Fusion] = {}
    for key in lora:
        renamed = renames.rename(key)
        target, converter = renamed.key, renamed.converter
        if target not in tensors and key.endswith(_without_name(target)):
            # Meant for a lost prefix; it undoes `base_model.model.X` → `model.X` as well.
            target, converter = with_prefix(key), None
        if converter is None:
            # Two keys of one name: the loader keeps the first in its own order, and drops the other.
            named[target] = min(key, named[target], key=_natural) if target in named else key
        else:
            fusion = fusions.setdefault(target, _Fusion(converter, {}, []))
            fusion.shapes.setdefault(renamed.source, []).append(tensors[key].shape)
            fusion.sources.append(key)
    if not named.keys().isdisjoint(fusions):
        raise Uncertain("The file holds a tensor of fused experts and its parts as well.")
    made = {key: Converted(target, tensors[key].shape, (key,)) for target, key in named.items()}
    for target, fusion in fusions.items():
        made[target] = Converted(target, fusion.shape(), tuple(fusion.sources))
    return tuple(_serialised(kept, made.values()).values())


def _adapter_renames(facts: ArchitectureFacts) -> Renames:
    own = [step for step in facts.transforms if not step.operations]
    return Renames((*adapter_renames(), *own, *legacy_transforms(), *facts.adapter_transforms))


def _serialised(kept: dict[str, Converted], made: Iterable[Converted]) -> dict[str, Converted]:
    """Back to keys with peft's prefix and without the adapter's name; a later key replaces an earlier one."""
    found = dict(kept)
    for converted in made:
        key = converted.key if converted.key.startswith("base_model.") else PREFIX + converted.key
        if key.endswith(_NAME):
            key = key.removesuffix(_NAME)
        else:
            head, dot, leaf = key.rpartition(".")
            key = head.removesuffix(_NAME) + dot + leaf
        found[key] = Converted(key, converted.shape, converted.sources)
    return found


def _without_name(key: str) -> str:
    return "".join(key.rsplit(_NAME, 1))


def _prefix_setter(prefix: str, tensors: Mapping[str, TensorInfo]) -> Callable[[str], str]:
    """`rename_source_key` without renames: the base model's prefix on or off, if the file has such a key."""
    written = re.compile(f"^{prefix}.")

    def with_prefix(key: str) -> str:
        if key.startswith(prefix) and (shorter := written.sub("", key, count=1)) in tensors:
            return shorter
        longer = f"{prefix}.{key}"
        return longer if longer in tensors else key

    return with_prefix


def _natural(key: str) -> list[tuple[int, int, str, int]]:
    """Order of transformers' `dot_natural_key`."""
    order: list[tuple[int, int, str, int]] = []
    for piece in key.split("."):
        if piece.isdigit():
            order.append((0, int(piece), "", -1))
        else:
            word = piece.rstrip("0123456789")
            order.append((1, 0, word, int(piece[len(word) :] or -1)))
    return order
