"""The slots that peft creates for a LoRA adapter on a module tree, with the shapes that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from inspector.compat.inspection import LoadError
from inspector.compat.keys import PREFIX
from inspector.compat.lora_config import LoraSettings, Raises
from inspector.compat.modules import ModuleTree
from inspector.compat.targets import rank_for


class Slot(NamedTuple):
    """`name` is the runtime name without the adapter's name; `keys` are the file keys that fill it.

    `required`: absence raises KeyError (modules_to_save); other slots may stay empty. `expected` is None
    where the shape is not known.
    """

    name: str
    module: str
    part: str
    expected: tuple[int, ...] | None
    keys: tuple[str, ...]
    required: bool = False


def lora_slots(targets: Iterable[str], tree: ModuleTree, settings: LoraSettings) -> Iterator[Slot]:
    """Slots of every targeted module (peft 0.21.2, tuners/lora/layer.py `update_layer` of each class).

    Linear and Conv1D: A (r, in), B (out, r); Embedding: A (r, rows), B (dimension, r) as bare parameters.
    """
    for path in targets:
        module = tree.modules[path]
        rank = rank_for(path, settings)
        if rank <= 0:
            text = f"`r` should be a positive integer value but the value passed is {rank}"
            raise Raises(LoadError("ValueError", text))
        ins, outs = module.in_features, module.out_features
        if module.kind == "Embedding":
            yield _adapter_slot(path, "lora_embedding_A", _shape(rank, ins))
            yield _adapter_slot(path, "lora_embedding_B", _shape(outs, rank))
            continue
        yield _adapter_slot(path, "lora_A.weight", _shape(rank, ins))
        yield _adapter_slot(path, "lora_B.weight", _shape(outs, rank))
        if settings.lora_bias:
            yield _adapter_slot(path, "lora_B.bias", _shape(outs))
        if settings.use_dora:
            # The file keeps DoRA's old name without `.weight`; peft appends it on load.
            slot = _adapter_slot(path, "lora_magnitude_vector.weight", _shape(outs))
            short = f"{PREFIX}{path}.lora_magnitude_vector"
            yield slot._replace(keys=(*slot.keys, short))


def _adapter_slot(path: str, part: str, expected: tuple[int, ...] | None) -> Slot:
    """A slot whose file key may or may not carry the adapter's name `default` (both land)."""
    name, dot, leaf = part.partition(".")
    named = f"{PREFIX}{path}.{name}.default{dot}{leaf}"
    plain = f"{PREFIX}{path}.{part}"
    return Slot(plain, path, part, expected, (plain, named))


def _shape(*extents: int | None) -> tuple[int, ...] | None:
    known = tuple(extent for extent in extents if extent is not None)
    return known if len(known) == len(extents) else None


def saved_slots(tree: ModuleTree, settings: LoraSettings) -> Iterator[Slot]:
    """Slots of `modules_to_save`: every parameter of every module whose path ends with a listed name.

    peft compares with `endswith` and no dot (`_set_trainable`, utils/other.py): `head` also takes `lm_head`.
    """
    if not settings.modules_to_save:
        return
    for path in tree.modules:
        if not path.endswith(settings.modules_to_save):
            continue
        for name, shape in _parameters_below(path, tree):
            part = name[len(path) + 1 :]
            yield Slot(
                f"{PREFIX}{path}.modules_to_save.{part}",
                path,
                part,
                shape,
                (f"{PREFIX}{name}",),
                required=True,
            )


def _parameters_below(path: str, tree: ModuleTree) -> Iterator[tuple[str, tuple[int, ...] | None]]:
    known = {name: shape for name, shape in tree.parameters.items() if name.startswith(f"{path}.")}
    yield from known.items()
    # A head that the base's file lacks is made fresh: its weight exists, its shape depends on num_labels.
    for child, module in tree.modules.items():
        inside = child == path or child.startswith(f"{path}.")
        if inside and module.kind == "Linear" and f"{child}.weight" not in known:
            yield f"{child}.weight", None


def base_parameters(tree: ModuleTree, wrapped: frozenset[str], saved: frozenset[str]) -> Mapping[str, Slot]:
    """Base parameters by the file key that would write over them (peft passes such keys through unchanged).

    Below a LoRA layer they live under `.base_layer`, below modules_to_save under `.original_module`.
    """
    slots: dict[str, Slot] = {}
    for name, shape in tree.parameters.items():
        path, _, leaf = name.rpartition(".")
        if path in wrapped:
            name = f"{path}.base_layer.{leaf}"
        else:
            owner = next((s for s in saved if path == s or path.startswith(f"{s}.")), None)
            if owner is not None:
                name = f"{owner}.original_module{name[len(owner) :]}"
        key = PREFIX + name
        slots[key] = Slot(key, path, name.removeprefix(f"{path}."), shape, (key,))
    return slots
