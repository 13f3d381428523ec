"""What a method's layers become on one module tree: targets, slots, and the modules that moved aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from inspector.compat.lora_config import LoraSettings, Uncertain, read_settings, read_targeting
from inspector.compat.methods.method import LayerMethod, Site, Target, as_target
from inspector.compat.methods.options import Options, refuse
from inspector.compat.modules import ModuleTree
from inspector.compat.placement import fold_numbers
from inspector.compat.slots import Slot, adapter_slot, saved_slots, token_slots
from inspector.compat.targets import (
    TargetRule,
    check_found,
    check_mamba,
    find_targets,
    resolve_targets,
)
from inspector.files.tables import default_targets


class Injection(NamedTuple):
    """`moved`: module path → what peft put between it and its own parameters (`base_layer`, …).

    `biases`: the value of the configuration's `bias`; `targets` the modules that got a layer.
    """

    slots: tuple[Slot, ...]
    moved: Mapping[str, str]
    targets: frozenset[str]
    biases: str


def inject(
    method: LayerMethod, peft_type: str, config: Mapping[str, Any], tree: ModuleTree, keys: Iterable[str]
) -> Injection:
    """Follow `BaseTuner.inject_adapter` (peft 0.21.2). `keys` are the file's, for what depends on them.

    Raises Uncertain and Raises.
    """
    options = Options(config)
    settings = read_settings(config) if peft_type == "LORA" else read_targeting(config, method.fields)
    method.check(options)
    paths = _find(method, peft_type, settings, tree)
    targets = tuple(_targets(method, paths, tree, settings))
    site = Site(targets, tree, options, frozenset(keys))
    if method.before is not None:
        method.before(site)
    slots = list(_layer_slots(method, peft_type, site))
    slots += method.shared(site)
    saved, tokens = list(saved_slots(tree, settings)), list(token_slots(tree, settings))
    moved = _moved(paths, saved, tokens)
    return Injection((*slots, *saved, *tokens), moved, frozenset(paths), settings.bias)


def _find(method: LayerMethod, peft_type: str, settings: LoraSettings, tree: ModuleTree) -> tuple[str, ...]:
    facts = tree.facts
    resolved = resolve_targets(
        settings, tree.modules, head=facts.head, defaults=default_targets(facts.model_type, peft_type)
    )
    rule = TargetRule(settings, resolved)
    doubtful = next((name for name in sorted(tree.unplaced) if rule.is_target(name)), None)
    if doubtful is not None:
        raise Uncertain(f"The adapter targets {doubtful}, which {facts.name} does not have by default.")
    if facts.renames and tree.unplaced:
        raise Uncertain(f"{facts.name} renames its weights when it loads them.")
    found = find_targets(rule, tree.modules)
    if method.before is None or found.modules:
        check_found(found, settings, resolved)
    return found.modules


def _targets(
    method: LayerMethod, paths: Iterable[str], tree: ModuleTree, settings: LoraSettings
) -> Iterator[Target]:
    for path in paths:
        module = tree.modules[path]
        if method.whole_modules or module.kind not in method.kinds:
            yield Target(path, module.kind, 0, 0, (), tree, settings)
        else:
            grouped = fold_numbers(path) in tree.facts.grouped if tree.facts.grouped else False
            yield as_target(module, tree, settings, grouped=grouped)


def _layer_slots(method: LayerMethod, peft_type: str, site: Site) -> Iterator[Slot]:
    model_type = site.tree.facts.model_type
    for target in site.targets:
        check_mamba(target.path, peft_type, model_type)
        if not method.whole_modules and target.kind not in method.kinds:
            leaf = target.path.rsplit(".", 1)[-1]
            if target.kind == "MultiheadAttention":
                raise Uncertain(f"The adapter targets {target.path}, an attention module of torch itself.")
            raise refuse(
                f"Target module {leaf} is not supported. Currently, only the following modules are "
                f"supported: {', '.join(method.kinds)}.",
                method.unsupported,
            )
        for part, shape in method.parts(target, site.options):
            slot = adapter_slot(target.path, part, shape)
            if part == "lora_magnitude_vector.weight":
                # The file keeps DoRA's old name without `.weight`; peft appends it on load.
                slot = slot._replace(keys=(*slot.keys, slot.name.removesuffix(".weight")))
            yield slot


def _moved(paths: Iterable[str], saved: list[Slot], tokens: list[Slot]) -> dict[str, str]:
    """Wrappers around wrappers are left to the real loader."""
    moved = dict.fromkeys(paths, "base_layer")
    wrapped = {slot.module: "original_module" for slot in saved}
    wrapped.update({slot.module: "token_adapter.base_layer" for slot in tokens})
    for outer in wrapped:
        inside = next((p for p in (*moved, *wrapped) if p != outer and p.startswith(f"{outer}.")), None)
        if outer in moved or inside is not None:
            raise Uncertain(f"peft wraps {outer} in more than one way.")
    if any(slot.module in {other.module for other in tokens} for slot in saved):
        raise Uncertain("One module is both in modules_to_save and in trainable_token_indices.")
    return {**moved, **wrapped}
