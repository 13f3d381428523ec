"""The slots that peft creates in a module tree: the shapes they need and the keys that fill them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from inspector.compat.inspection import LoadError
from inspector.compat.keys import PREFIX
from inspector.compat.lora_config import LoraSettings, Raises, Uncertain
from inspector.compat.modules import ModuleTree


class Slot(NamedTuple):
    """`name` is the runtime name without the adapter's name; `keys` are the file keys that fill it.

    `required`: absence raises KeyError (modules_to_save); other slots may stay empty. `expected` is None
    where the shape is not known; `runtime` is the name with the adapter's name in it, as torch prints it.
    """

    name: str
    module: str
    part: str
    expected: tuple[int, ...] | None
    keys: tuple[str, ...]
    required: bool = False
    runtime: str = ""


def adapter_slot(path: str, part: str, expected: tuple[int, ...] | None) -> Slot:
    """A slot whose file key may or may not carry the adapter's name `default` (both land).

    peft 0.21.2 `_remove_adapter_name_from_state_dict_key`: the name is the last segment of a bare parameter
    (`hada_w1_a.default`), and the last but one of a module's parameter (`lora_A.default.weight`).
    """
    root = f"{PREFIX}{path}." if path else "base_model."
    name, dot, leaf = part.partition(".")
    named = f"{root}{name}.default{dot}{leaf}"
    plain = root + part
    if not path:
        # What stands outside the wrapped model is also found with the wrapped model's prefix before it.
        return Slot(plain, path, part, expected, (plain, named, PREFIX + plain), runtime=named)
    return Slot(plain, path, part, expected, (plain, named), runtime=named)


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
            root = f"{PREFIX}{path}.modules_to_save"
            key, runtime = f"{PREFIX}{name}", f"{root}.default.{part}"
            yield Slot(f"{root}.{part}", path, part, shape, (key,), required=True, runtime=runtime)


def token_slots(tree: ModuleTree, settings: LoraSettings) -> Iterator[Slot]:
    """Slots of `trainable_token_indices`: one (n, dimension) matrix an embedding.

    peft 0.21.2 `set_additional_trainable_modules`: a list is meant for the input embedding; a mapping's names
    match as in modules_to_save. A head tied to the embedding is wrapped too, but has no key of its own.
    """
    indices = settings.token_indices
    if indices is None:
        return
    if not isinstance(indices, Mapping):
        if tree.facts.embedding is None:
            raise Uncertain("The base names no input embedding for trainable_token_indices.")
        indices = {tree.facts.embedding: indices}
    if len(indices) > 1:
        raise Uncertain("trainable_token_indices name several modules, which may be tied.")
    for name, chosen in indices.items():
        if name in settings.modules_to_save:
            text = "The embedding layer is already marked to be trained fully, either specify "
            text += f'`modules_to_save=[..., "{name}", ...]` or '
            text += f"`trainable_tokens={{'{name}': x}}` but not both."
            raise Raises(LoadError("ValueError", text))
        found = [path for path in tree.modules if path.endswith(name)]
        if not found:
            text = f"Target modules {{'{name}'}} not found in the base model. "
            text += "Please check the target modules and try again."
            raise Raises(LoadError("ValueError", text))
        for path in found:
            yield _token_slot(path, chosen, tree)


def _token_slot(path: str, chosen: tuple[int, ...], tree: ModuleTree) -> Slot:
    module = tree.modules[path]
    if module.kind != "Embedding" or module.shape is None:
        raise Uncertain(f"trainable_token_indices name {path}, which is no plain embedding.")
    rows, dimension = module.shape
    beyond = next((index for index in chosen if not -rows <= index < rows), None)
    if beyond is not None:
        text = f"index {beyond} is out of bounds for dimension 0 with size {rows}"
        raise Raises(LoadError("IndexError", text))
    part = "token_adapter.trainable_tokens_delta"
    key, shape = f"{PREFIX}{path}.{part}", (len(chosen), dimension)
    return Slot(key, path, part, shape, (key,), required=True, runtime=f"{key}.default")


def _parameters_below(path: str, tree: ModuleTree) -> Iterator[tuple[str, tuple[int, ...] | None]]:
    known = {name: shape for name, shape in tree.parameters.items() if name.startswith(f"{path}.")}
    yield from known.items()
    # A head that the base's file lacks is made fresh: its weight exists, its shape depends on num_labels.
    for child, module in tree.modules.items():
        inside = child == path or child.startswith(f"{path}.")
        if inside and module.kind == "Linear" and f"{child}.weight" not in known:
            yield f"{child}.weight", None


def base_parameters(
    tree: ModuleTree, moved: Mapping[str, str], *, prefix: str = PREFIX
) -> Mapping[str, Slot]:
    """Base parameters by the file key that would write over them (peft passes such keys through unchanged).

    `moved`: module path → what stands between it and its own parameters now: below an adapter's layer
    `base_layer`, below modules_to_save `original_module` (and so for every module inside it).
    """
    slots: dict[str, Slot] = {}
    for name, shape in tree.parameters.items():
        path, _, leaf = name.rpartition(".")
        owner = path if path in moved else _owner(path, moved)
        if owner is not None:
            name = f"{owner}.{moved[owner]}{name[len(owner) :]}"
        key = prefix + name
        slots[key] = Slot(key, path, name.removeprefix(f"{path}."), shape, (key,))
    return slots


def _owner(path: str, moved: Mapping[str, str]) -> str | None:
    """The moved module that this one stands in."""
    while "." in path:
        path = path.rpartition(".")[0]
        if path in moved:
            return path
    return None
