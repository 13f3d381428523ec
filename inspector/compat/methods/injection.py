"""What a method's layers become on one module tree: targets, slots, and the modules that moved aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from inspector.compat.experts import Wrapped, parameter_slots, rewrite_targets, wrapped_parameters
from inspector.compat.keys import PREFIX
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
from inspector.files.records import TensorInfo
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
    method: LayerMethod,
    peft_type: str,
    config: Mapping[str, Any],
    tree: ModuleTree,
    tensors: Mapping[str, TensorInfo],
) -> Injection:
    """Follow `BaseTuner.inject_adapter` (peft 0.21.2). `tensors` are the file's, for what depends on them.

    Raises Uncertain and Raises.
    """
    options = Options(config)
    settings = read_settings(config) if peft_type == "LORA" else read_targeting(config, method.fields)
    method.check(options)
    if peft_type == "LORA":
        settings = rewrite_targets(settings, tree)
    wrapped = wrapped_parameters(settings, tree)
    paths = _find(method, peft_type, settings, tree, wrapped)
    targets = tuple(_targets(method, paths, tree, settings))
    site = Site(targets, tree, options, tensors)
    if method.before is not None:
        method.before(site)
    slots = list(_layer_slots(method, peft_type, site))
    slots += parameter_slots(wrapped, tree, settings, config, frozenset(paths))
    slots += method.shared(site)
    saved, tokens = list(saved_slots(tree, settings)), list(token_slots(tree, settings))
    if tokens and any(f"{PREFIX}{name}" in tensors for name in tree.facts.tied):
        raise Uncertain("The embedding may be tied to the head, which would then be wrapped as well.")
    moved = _moved(paths, wrapped, saved, tokens)
    if wrapped and settings.bias != "none":
        raise Uncertain("The adapter trains biases beside parameters of fused experts.")
    return Injection((*slots, *saved, *tokens), moved, frozenset(paths), settings.bias)


def _find(
    method: LayerMethod,
    peft_type: str,
    settings: LoraSettings,
    tree: ModuleTree,
    wrapped: tuple[Wrapped, ...],
) -> tuple[str, ...]:
    facts = tree.facts
    resolved = resolve_targets(
        settings, tree.modules, head=facts.head, defaults=default_targets(facts.model_type, peft_type)
    )
    rule = TargetRule(settings, resolved)
    _check_unplaced(rule, settings, tree)
    found = find_targets(rule, tree.modules)
    if not wrapped and (method.before is None or found.modules):
        check_found(found, settings, resolved)
    return found.modules


def _check_unplaced(rule: TargetRule, settings: LoraSettings, tree: ModuleTree) -> None:
    """Weights without a place may belong to modules that only this configuration builds.

    Raises Uncertain where the adapter would target one of them.
    """
    facts, targets = tree.facts, settings.target_modules
    takes_all = isinstance(targets, str) and targets.lower() == "all-linear"
    for name in sorted(tree.unplaced - {""}):
        pattern = fold_numbers(name)
        packed = bool(settings.target_parameters) and pattern in facts.parameters
        saves = settings.modules_to_save
        saved = bool(saves) and any(path.endswith(saves) for path in (name, *_holders(name)))
        if packed or saved or rule.is_target(name) or (takes_all and pattern not in facts.kinds):
            raise Uncertain(f"The adapter targets {name}, which {facts.name} does not have by default.")


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


def _moved(
    paths: Iterable[str], parameters: Iterable[Wrapped], saved: list[Slot], tokens: list[Slot]
) -> dict[str, str]:
    """Wrappers around wrappers are left to the real loader, but for those of one module's parameters."""
    moved = dict.fromkeys(paths, "base_layer")
    for module, _, depth in parameters:
        moved[module] = max(moved.get(module, ""), ".".join(["base_layer"] * (depth + 1)), key=len)
    around = {module for module, _, _ in parameters}
    inside = next((path for path in moved if not around.isdisjoint(_holders(path))), None)
    if inside is not None:
        raise Uncertain(f"peft wraps {inside} and a module that holds it.")
    wrapped = {slot.module: "original_module" for slot in saved}
    wrapped.update({slot.module: "token_adapter.base_layer" for slot in tokens})
    for path in (*moved, *wrapped):
        outer = next((holder for holder in _holders(path) if holder in wrapped), None)
        if path in moved and path in wrapped:
            outer = path
        if outer is not None:
            raise Uncertain(f"peft wraps {outer} in more than one way.")
    if any(slot.module in {other.module for other in tokens} for slot in saved):
        raise Uncertain("One module is both in modules_to_save and in trainable_token_indices.")
    return {**moved, **wrapped}


def _holders(path: str) -> Iterator[str]:
    """Paths of the modules that hold this one, the nearest first."""
    while "." in path:
        path = path.rpartition(".")[0]
        yield path
