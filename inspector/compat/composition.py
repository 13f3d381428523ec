"""A model made of models: its tree when config.json picks other parts than the class does by default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.compat.lora_config import Uncertain
from inspector.files.tables import ArchitectureFacts, Part, Transform, architecture_facts, base_class


def compose(facts: ArchitectureFacts, config: Mapping[str, Any]) -> ArchitectureFacts:
    """The facts with every part in the class that AutoModel takes for its model_type in config.json.

    A LLaVA is a vision tower and a language model of any kind: Llama by default, Mistral or Qwen2 as well.
    Raises Uncertain for a part that the table does not know.
    """
    for path, part in facts.parts.items():
        section = config.get(part.field)
        chosen = section.get("model_type") if isinstance(section, Mapping) else None
        if part.is_free and isinstance(chosen, str) and chosen != part.model_type:
            facts = _with_part(facts, path, part._replace(model_type=chosen))
    return facts


def _with_part(facts: ArchitectureFacts, path: str, part: Part) -> ArchitectureFacts:
    inner = architecture_facts(base_class(part.model_type) or "")
    if inner is None or inner.model_type != part.model_type:
        raise Uncertain(f"{facts.name} holds a {part.model_type} model, which the table does not know.")
    root = f"{path}."
    kinds: dict[str, str] = {}
    for pattern, kind in facts.kinds.items():
        if not pattern.startswith(root):
            kinds[pattern] = kind
        if pattern == path:
            kinds.update({root + below: its_kind for below, its_kind in inner.kinds.items()})
    embedding = facts.embedding
    if embedding is not None and embedding.startswith(root):
        embedding = root + inner.embedding if inner.embedding else None
    if any(source.rpartition(".")[0] not in kinds for source in facts.tied.values()):
        raise Uncertain(f"{facts.name} with a {part.model_type} model inside ties weights in its own way.")
    outer = {pattern: names for pattern, names in facts.parameters.items() if not pattern.startswith(root)}
    return facts._replace(
        kinds=kinds,
        embedding=embedding,
        parts={**facts.parts, path: part},
        parameters={**outer, **{root + below: names for below, names in inner.parameters.items()}},
        transposed=frozenset(p for p in facts.transposed if not p.startswith(root))
        | {root + below for below in inner.transposed},
        transforms=_transforms(facts, path, inner),
        adapter_transforms=_adapter_transforms(facts, inner),
    )


def _transforms(facts: ArchitectureFacts, path: str, inner: ArchitectureFacts) -> tuple[Transform, ...]:
    """The outer steps without those of the old part, then the new part's, below its path.

    (transformers 5.23 `get_model_conversion_mapping`: a part's steps have the base model's prefix taken off
    their scope)
    """
    scope = path.removeprefix(facts.prefix).removeprefix(".")
    kept = [step for step in facts.transforms if step.scope is None or not _below(step.scope[1], scope)]
    added = []
    for step in inner.transforms:
        below = "" if step.scope is None else f".{inner.prefix}.{step.scope[1]}".rstrip(".")
        if below:
            raise Uncertain(f"{facts.name} holds a {inner.model_type} model that is made of models itself.")
        added.append(step._replace(scope=(facts.prefix, scope)))
    return (*kept, *added)


def _adapter_transforms(facts: ArchitectureFacts, inner: ArchitectureFacts) -> tuple[Transform, ...]:
    if not facts.converts:
        return ()
    if any(step.operations for step in inner.transforms) or facts.adapter_transforms:
        raise Uncertain(f"{facts.name} holds a {inner.model_type} model whose experts peft rewrites.")
    return ()


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root}.")
