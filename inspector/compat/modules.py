"""The base's module tree, rebuilt from checkpoint names and the table of model classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from inspector.compat.composition import compose
from inspector.compat.inspection import Module
from inspector.compat.lora_config import Uncertain
from inspector.compat.placement import Placed, Shape, fold_numbers, place_weights
from inspector.compat.sections import built_layers, check_config
from inspector.files.records import Base
from inspector.files.tables import ArchitectureFacts

Place = tuple[tuple[int, int], ...]


class ModuleTree(NamedTuple):
    """Runtime modules in runtime order, runtime parameter names with shapes, and what could not be placed."""

    modules: Mapping[str, Module]
    parameters: Mapping[str, Shape | None]
    unplaced: frozenset[str]
    facts: ArchitectureFacts


def build_tree(base: Base, facts: ArchitectureFacts, true_shapes: Mapping[str, Shape]) -> ModuleTree:
    """Place every checkpoint tensor in the runtime tree of `facts`.

    `true_shapes` gives (out, in) for modules whose stored weight is packed (`files.quantised`). Raises
    Uncertain when the configuration and the weights disagree, or nothing can be placed.
    """
    if not base.tensors:
        raise Uncertain("The base has a configuration but no weight headers here.")
    facts = compose(facts, base.config)
    placed, unplaced = place_weights(base.tensors, facts)
    placed = built_layers(placed, base.config, facts)
    if not placed:
        raise Uncertain(f"None of the base's weights is named as {facts.name} names its modules.")
    parameters: dict[str, Shape | None] = {}
    found: dict[str, Module] = {}
    for parameter in placed:
        _add_parameter(found, parameters, parameter, facts, true_shapes.get(parameter.stored_as))
    _add_tied(found, parameters, facts)
    _add_head(found, parameters, facts)
    _add_unweighted(found, facts)
    check_config(base.config, found, facts)
    index = {pattern: number for number, pattern in enumerate(facts.kinds)}
    places: dict[str, Place] = {}
    ordered = dict(sorted(found.items(), key=lambda item: _place(item[0], index, places)))
    return ModuleTree(ordered, parameters, unplaced, facts)


def _add_parameter(
    found: dict[str, Module],
    parameters: dict[str, Shape | None],
    placed: Placed,
    facts: ArchitectureFacts,
    true_shape: Shape | None,
) -> None:
    path, part = placed.module, placed.part
    kind = facts.kinds[fold_numbers(path)]
    if part == "weight" and placed.shape is not None and len(placed.shape) == 1 and kind != "Embedding":
        kind = "weighted"  # a norm, where another layer has a projection of the same name
    if not placed.packed:
        parameters[f"{path}.{part}"] = true_shape if part == "weight" and true_shape else placed.shape
    if part == "weight" or (true_shape and path not in found):
        shape = true_shape or placed.shape
        found[path] = Module(path, kind, *_features(kind, shape or ()), shape, placed.dtype)
    elif path not in found:
        found[path] = Module(path, kind)


def _features(kind: str, shape: Shape) -> tuple[int | None, int | None]:
    """(in_features, out_features); for an embedding (number of rows, dimension)."""
    if len(shape) != 2:
        return None, None
    if kind == "Linear":
        return shape[1], shape[0]
    if kind in ("Conv1D", "Embedding"):
        return shape[0], shape[1]
    return None, None


def _add_tied(
    found: dict[str, Module], parameters: dict[str, Shape | None], facts: ArchitectureFacts
) -> None:
    """Parameters that share another's values are not in the file; their shapes are the other's."""
    for name, source in facts.tied.items():
        path, _, part = name.rpartition(".")
        kind, shape = facts.kinds.get(path), parameters.get(source)
        if kind is None or shape is None or name in parameters:
            continue
        parameters[name] = shape
        if part == "weight":
            dtype = found[source.rpartition(".")[0]].dtype
            found[path] = Module(path, kind, *_features(kind, shape), shape, dtype)


def _add_head(
    found: dict[str, Module], parameters: dict[str, Shape | None], facts: ArchitectureFacts
) -> None:
    """A tied output head is not in the file; its shape is the embedding's."""
    head, embedding = facts.head, facts.embedding
    if head is None or head in found or embedding is None or embedding not in found:
        return
    source = found[embedding]
    if facts.kinds.get(head) == "Linear" and source.kind == "Embedding" and source.shape is not None:
        rows, dimension = source.shape
        found[head] = Module(head, "Linear", dimension, rows, source.shape, source.dtype)
        parameters[f"{head}.weight"] = source.shape


def _add_unweighted(found: dict[str, Module], facts: ArchitectureFacts) -> None:
    """Containers, parameterless modules and modules that the file lacks (a fresh classification head).

    Where a pattern stands below numbered layers, it exists once for every layer that has weights.
    """
    parents: dict[str, list[str]] = {}
    seen: set[str] = set()
    for path in list(found):
        chain = []
        while path and path not in seen:
            seen.add(path)
            chain.append(path)
            path = path.rpartition(".")[0]
        for parent in reversed(chain):
            pattern = fold_numbers(parent)
            parents.setdefault(pattern, []).append(parent)
            if parent not in found:
                kind = facts.kinds.get(pattern, "other")
                found[parent] = Module(parent, "other" if kind == "weighted" else kind)
    holders = _holders(facts.kinds)
    for pattern, kind in facts.kinds.items():
        parent, _, leaf = pattern.rpartition(".")
        if leaf == "*":
            continue  # a numbered module is there only if it has weights
        if "*" in parent and (kind != "other" or pattern in holders):
            continue  # a layer without this weight was built without it (another configuration)
        for instance in parents.get(parent, ()) if parent else ("",):
            path = f"{instance}.{leaf}" if instance else leaf
            if path not in found:
                found[path] = Module(path, kind)
                parents.setdefault(pattern, []).append(path)  # what stands below it is as new


def _holders(kinds: Mapping[str, str]) -> frozenset[str]:
    """Patterns of modules with weights somewhere below them."""
    found: set[str] = set()
    for pattern, kind in kinds.items():
        while kind != "other" and "." in pattern:
            pattern = pattern.rpartition(".")[0]
            found.add(pattern)
    return frozenset(found)


def _place(path: str, index: Mapping[str, int], known: dict[str, Place]) -> Place:
    """Where a module stands in the model's order: the same for its parent, then its pattern and number."""
    place = known.get(path)
    if place is None:
        parent, _, leaf = path.rpartition(".")
        above = _place(parent, index, known) if parent else ()
        number = int(leaf) if leaf.isdigit() else -1
        place = known[path] = (*above, (index.get(fold_numbers(path), len(index)), number))
    return place
