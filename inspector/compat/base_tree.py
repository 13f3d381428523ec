"""The base's module tree, as the class has it that people load the base with for an adapter's task."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from inspector.compat.inspection import Module
from inspector.compat.lora_config import Uncertain
from inspector.compat.modules import ModuleTree, build_tree
from inspector.compat.placement import Shape
from inspector.files.records import Adapter, Base
from inspector.files.tables import ArchitectureFacts, architecture_facts, made_with, task_class

_TASK_SUFFIX = {
    "SEQ_CLS": "ForSequenceClassification",
    "TOKEN_CLS": "ForTokenClassification",
    "QUESTION_ANS": "ForQuestionAnswering",
    "SEQ_2_SEQ_LM": "ForConditionalGeneration",
    "FEATURE_EXTRACTION": "Model",
}

_TREES: OrderedDict[tuple[int, str, int], tuple[Base, ModuleTree]] = OrderedDict()
_KEPT_TREES = 4


def tree_of(adapter: Adapter, base: Base, true_shapes: Mapping[str, Shape]) -> ModuleTree:
    """The module tree of the class that people load this base with for this adapter. Raises Uncertain.

    It is kept for the next adapter or renaming that is tried on the same record. Records are immutable, so
    identity is enough; the base is kept with it, so that its id stays its own.
    """
    facts = _facts_for(adapter, base)
    key = (id(base), facts.name, hash(frozenset(true_shapes.items())))
    kept = _TREES.get(key)
    if kept is None:
        kept = _TREES[key] = (base, build_tree(base, facts, true_shapes))
        while len(_TREES) > _KEPT_TREES:
            _TREES.popitem(last=False)
    return kept[1]


def _facts_for(adapter: Adapter, base: Base) -> ArchitectureFacts:
    """The model class that people load this base with for this adapter's task, and its facts."""
    name = base.architecture
    if name is None:
        raise Uncertain("The base's config.json names no architecture.")
    task = adapter.task_type or ""
    suffix = _TASK_SUFFIX.get(task)
    if suffix is not None and (not name.endswith(suffix) or (suffix == "Model" and "LMHead" in name)):
        name = task_class(task, base.model_type or "") or name
    facts = architecture_facts(name)
    if facts is None or (base.model_type is not None and facts.model_type != base.model_type):
        raise Uncertain(
            f"{name} is not among the model classes of transformers {made_with()['transformers']}."
        )
    return facts


def shown_modules(tree: ModuleTree | None, base: Base | None) -> tuple[Module, ...]:
    """The tree's modules; without a tree those that the checkpoint names: shown, never judged by."""
    if tree is not None:
        return tuple(m for m in tree.modules.values() if m.kind != "other" or m.shape is not None)
    if base is None:
        return ()
    shown = []
    for key, tensor in base.tensors.items():
        if key.endswith(".weight"):
            shown.append(
                Module(key.removesuffix(".weight"), "stored", None, None, tensor.shape, tensor.dtype)
            )
    return tuple(shown)
