"""Which of the file's modules are parameters of fused experts, and how many experts the base has there."""

from __future__ import annotations

from typing import NamedTuple

from inspector.compat.experts import rewrite_targets, wrapped_parameters
from inspector.compat.lora_config import Raises, Uncertain, read_settings
from inspector.compat.modules import build_tree
from inspector.compat.placement import fold_numbers
from inspector.files.records import Adapter, Base
from inspector.files.tables import architecture_facts


class ExpertStack(NamedTuple):
    """`name` is the parameter's runtime path; `transposed`: stored (experts, in, out)."""

    name: str
    experts: int
    transposed: bool


def expert_stacks(adapter: Adapter, base: Base | None) -> dict[str, ExpertStack]:
    """Module path as the file names it (`….mlp.experts.base_layer`) → the parameter that it changes.

    Empty where no parameter is targeted or the base's modules are not known for certain.
    """
    facts = architecture_facts(base.architecture or "") if base is not None else None
    if adapter.peft_type != "LORA" or base is None or facts is None:
        return {}
    if facts.experts is None and not adapter.config.get("target_parameters"):
        return {}
    try:
        tree = build_tree(base, facts, {})
        wrapped = wrapped_parameters(rewrite_targets(read_settings(adapter.config), tree), tree)
    except (Uncertain, Raises):
        return {}
    stacks = {}
    for module, parameter, depth in wrapped:
        name = f"{module}.{parameter}"
        shape = tree.parameters[name]
        if shape is not None and len(shape) in (2, 3):
            experts = shape[0] if len(shape) == 3 else 1
            transposed = len(shape) == 3 and fold_numbers(module) in tree.facts.transposed
            stacks[module + ".base_layer" * depth] = ExpertStack(name, experts, transposed)
    return stacks
