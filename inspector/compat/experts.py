"""LoRA on the parameters of fused experts: peft's rewrite of old targets, and the slots of parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from inspector.compat.inspection import LoadError
from inspector.compat.keys import PREFIX
from inspector.compat.lora_config import LoraSettings, Raises, Uncertain
from inspector.compat.modules import ModuleTree
from inspector.compat.placement import Shape, fold_numbers
from inspector.compat.slots import Slot
from inspector.compat.targets import TargetRule, rank_for, resolve_targets
from inspector.files.tables import expert_targets, fused_targets

# What ParamWrapper refuses, in the order in which it asks (peft 0.21.2, tuners/lora/layer.py).
_REFUSED = (
    ("lora_dropout", "lora_dropout != 0"),
    ("fan_in_fan_out", "fan_in_fan_out"),
    ("lora_bias", "lora_bias=True"),
    ("use_dora", "use_dora=True"),
)

_PLAIN_STARTS = (True, False, "gaussian", "eva")


class Wrapped(NamedTuple):
    """A parameter with a LoRA of its own. `depth` counts the wrappers of later parameters around it."""

    module: str
    parameter: str
    depth: int


def rewrite_targets(settings: LoraSettings, tree: ModuleTree) -> LoraSettings:
    """Expert modules of transformers 4 as parameters of transformers 5 (peft `_convert_peft_config_moe`).

    Every layer and every shared expert of that name is untargeted with them. Raises Raises where only one of
    two projections that are fused is targeted.
    """
    family = tree.facts.experts
    if family is None or not tree.facts.converts:
        return settings
    mapping, fused = expert_targets(family), fused_targets(family)
    targets = settings.target_modules
    if isinstance(targets, str):
        targets = _resolved_text(settings, tree, mapping)
        if not targets:
            return settings
    parameters, ranks = set(settings.target_parameters), dict(settings.rank_pattern)
    remaining, present = set(), {new: set[str]() for new in fused}
    for target in targets or ():
        old = next((old for old in mapping if target == old or target.endswith(f".{old}")), None)
        if old is None:
            remaining.add(target)
            continue
        parameters.add(mapping[old])
        if mapping[old] in fused:
            present[mapping[old]].add(old)
    for new, needed in fused.items():
        _check_whole(new, present[new], set(needed))
        if present[new]:
            ranks[rf".*\.{new}"] = settings.rank * len(needed)
    return settings._replace(
        target_modules=tuple(sorted(remaining)),
        target_parameters=tuple(sorted(parameters)),
        rank_pattern=ranks,
    )


def _check_whole(new: str, present: set[str], needed: set[str]) -> None:
    if present and present != needed:
        text = f"Cannot convert PEFT target(s) {', '.join(sorted(present))} without also targeting "
        text += f"{', '.join(sorted(needed - present))} because they are fused into {new}."
        raise Raises(LoadError("ValueError", text))


def _resolved_text(settings: LoraSettings, tree: ModuleTree, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """A pattern's targets as leaf names (`_resolve_string_target_modules`).

    A pattern that names an old expert module is tried on the path that it had, beside its parameter.
    """
    targets = settings.target_modules
    if isinstance(targets, str) and targets.lower() == "all-linear":
        linears = resolve_targets(settings, tree.modules, head=tree.facts.head, defaults=None)
        return tuple({path.rsplit(".", 1)[-1] for path in linears} | mapping.keys())
    assert isinstance(targets, str)
    rule = TargetRule(settings, targets)

    def hits(path: str) -> bool:
        return not rule.is_excluded(path) and rule.is_target(path)

    matched = {path.rsplit(".", 1)[-1] for path in (*tree.modules, *tree.parameters) if hits(path)}
    containers: dict[str, list[str]] = {}
    for name in tree.parameters:
        container, _, leaf = name.rpartition(".")
        containers.setdefault(leaf, []).append(container)
    for old, new in mapping.items():
        if any(hits(f"{container}.{old}") for container in containers.get(new, ())):
            matched.add(old)
    return tuple(matched)


def wrapped_parameters(settings: LoraSettings, tree: ModuleTree) -> tuple[Wrapped, ...]:
    """Every parameter that `target_parameters` names, in the order in which peft wraps them.

    peft 0.21.2 `_inject_parameters`: by full name or by its end; exclusions and layer choices do not count.
    """
    if not settings.target_parameters:
        return ()
    names, ends = set(settings.target_parameters), tuple(f".{name}" for name in settings.target_parameters)
    chosen: dict[str, list[str]] = {}
    for key in tree.parameters:
        if key in names or key.endswith(ends):
            module, _, parameter = key.rpartition(".")
            chosen.setdefault(module, []).append(parameter)
    wrapped = []
    for module in tree.modules if chosen else ():
        present = chosen.get(module, ())
        known = tree.facts.parameters.get(fold_numbers(module), ("weight", "bias")) if present else ()
        parameters = [parameter for parameter in known if parameter in present]  # in the class's order
        wrapped += [
            Wrapped(module, parameter, len(parameters) - 1 - number)
            for number, parameter in enumerate(parameters)
        ]
    return tuple(wrapped)


def parameter_slots(
    wrapped: tuple[Wrapped, ...],
    tree: ModuleTree,
    settings: LoraSettings,
    config: Mapping[str, Any],
    targets: frozenset[str],
) -> Iterator[Slot]:
    """Slots of ParamWrapper layers: A (r·E, in), B (out, r·E) for E experts, and E = 1 for a matrix.

    (E, out, in) is what most models store; `transposed` ones store (E, in, out). The last parameter of a
    module is outermost, the others stand under `.base_layer`. `config` is adapter_config.json; `targets` are
    the modules that have LoRA layers already, which peft refuses to wrap.
    """
    for module, parameter, depth in wrapped:
        if module in targets:
            text = f"Trying to wrap an `nn.Parameter` of layer '{module}', which is not a valid target."
            raise Raises(LoadError("ValueError", text))
        ins, outs, experts = _widths(module, parameter, tree)
        for name, words in _REFUSED:
            if config.get(name):
                raise Raises(LoadError("ValueError", f"lora.ParamWrapper does not work with {words}."))
        rank = rank_for(f"{module}.{parameter}", settings)
        if rank <= 0:
            text = f"`r` should be a positive integer value but the value passed is {rank}"
            raise Raises(LoadError("ValueError", text))
        _check_start(module, config.get("init_lora_weights", True), tree)
        inner = "base_layer." * depth
        yield _slot(module, f"{inner}lora_A", (rank * experts, ins))
        yield _slot(module, f"{inner}lora_B", (outs, rank * experts))


def _check_start(module: str, start: Any, tree: ModuleTree) -> None:
    """What starts from the base's weight asks a `weight` of the module, which experts do not have.

    (peft 0.21.2, `ParamWrapper.update_layer`; the other starts are left to the real loader.)
    """
    if start in _PLAIN_STARTS and isinstance(start, (bool, str)):
        return
    reads = isinstance(start, str) and (start.startswith("pissa") or start.lower() in ("olora", "orthogonal"))
    if not reads or f"{module}.weight" in tree.parameters or tree.modules[module].kind != "weighted":
        raise Uncertain(f"init_lora_weights={start!r} is computed when the adapter is loaded.")
    text = f"{module} has no attribute 'weight', which init_lora_weights={start!r} reads."
    raise Raises(LoadError("AttributeError", text))


def _widths(module: str, parameter: str, tree: ModuleTree) -> tuple[int, int, int]:
    """(in, out, experts) of one parameter."""
    shape: Shape | None = tree.parameters[f"{module}.{parameter}"]
    if shape is None:
        raise Uncertain(f"The shape of {module}.{parameter} depends on how the base is loaded.")
    if len(shape) == 2:
        return shape[1], shape[0], 1
    if len(shape) != 3:
        text = f"lora.ParamWrapper was initialized with {len(shape)} dimensional Parameter, but only 2d "
        raise Raises(LoadError("ValueError", text + "and 3d are supported."))
    experts, first, second = shape
    is_transposed = fold_numbers(module) in tree.facts.transposed
    return (first, second, experts) if is_transposed else (second, first, experts)


def _slot(module: str, part: str, expected: Shape) -> Slot:
    root = f"{PREFIX}{module}.{part}"
    plain, named = f"{root}.weight", f"{root}.default.weight"
    return Slot(plain, module, f"{part}.weight", expected, (plain, named), runtime=named)
