"""The base's module tree, rebuilt from checkpoint names and the table of model classes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspector.compat.inspection import Module
from inspector.compat.lora_config import Uncertain
from inspector.files.records import Base, TensorInfo
from inspector.files.tables import ArchitectureFacts

Shape = tuple[int, ...]

_NUMBER = re.compile(r"(?<![^.])\d+(?![^.])")
# Tensors that quantisers store beside or instead of `weight`; the module is what precedes them.
_QUANTISED_PARTS = (
    "qweight", "qzeros", "scales", "g_idx", "SCB", "weight_format", "weight_scale", "weight_scale_inv",
    "input_scale", "weight_packed", "weight_shape", "weight_zero_point", "weight_g_idx",
)  # fmt: skip
_BNB_PART = re.compile(r"\.weight\.(absmax|quant_map|nested_absmax|nested_quant_map|quant_state\.[^.]+)$")
# Field names under which configurations keep these numbers (transformers `attribute_map` of each model).
_LAYERS = ("num_hidden_layers", "n_layer", "num_layers", "n_layers")
_HIDDEN = ("hidden_size", "n_embd", "d_model", "dim")


@dataclass(frozen=True, slots=True)
class ModuleTree:
    """Runtime modules in runtime order, runtime parameter names with shapes, and what could not be placed."""

    modules: Mapping[str, Module]
    parameters: Mapping[str, Shape | None]
    unplaced: frozenset[str]
    facts: ArchitectureFacts


def fold_numbers(path: str) -> str:
    """`model.layers.7.mlp` → `model.layers.*.mlp`."""
    return _NUMBER.sub("*", path)


def build_tree(base: Base, facts: ArchitectureFacts, true_shapes: Mapping[str, Shape]) -> ModuleTree:
    """Place every checkpoint tensor in the runtime tree of `facts`.

    `true_shapes` gives (out, in) for modules whose stored weight is packed (`files.quantised`). Raises
    Uncertain when the configuration and the weights disagree, or nothing can be placed.
    """
    if not base.tensors:
        raise Uncertain("The base has a configuration but no weight headers here.")
    owners = {key: _owner(key) for key in base.tensors}
    names = dict.fromkeys(module for module, _ in owners.values())
    placed = {name: _runtime_path(name, facts) for name in names}
    if not any(placed.values()):
        raise Uncertain(f"None of the base's weights is named as {facts.name} names its modules.")
    parameters: dict[str, Shape | None] = {}
    found: dict[str, Module] = {}
    for key, (owner, part) in owners.items():
        path = placed[owner]
        if path is None:
            continue
        _add_parameter(found, parameters, path, part, base.tensors[key], facts, true_shapes.get(owner))
    _add_head(found, parameters, facts)
    _add_unweighted(found, facts)
    _check_config(base.config, found, facts)
    index = {pattern: number for number, pattern in enumerate(facts.kinds)}
    ordered = dict(sorted(found.items(), key=lambda item: _order(item[0], index)))
    unplaced = frozenset(name for name, path in placed.items() if path is None)
    return ModuleTree(ordered, parameters, unplaced, facts)


def _owner(key: str) -> tuple[str, str]:
    """Module and part of a checkpoint key: the last segment, or a quantiser's longer suffix."""
    found = _BNB_PART.search(key)
    if found:
        return key[: found.start()], key[found.start() + 1 :]
    module, _, part = key.rpartition(".")
    return module, part


def _runtime_path(name: str, facts: ArchitectureFacts) -> str | None:
    """The runtime path of a checkpoint module: as it stands, or with the base model's prefix put on or off.

    transformers adds or removes `base_model_prefix` when a bare model's file is loaded into a model with
    a head, or the other way round.
    """
    if fold_numbers(name) in facts.kinds:
        return name
    prefix = facts.prefix
    if prefix:
        longer = f"{prefix}.{name}" if name else prefix
        if fold_numbers(longer) in facts.kinds:
            return longer
        shorter = name.removeprefix(f"{prefix}.")
        if shorter != name and fold_numbers(shorter) in facts.kinds:
            return shorter
    return None


def _add_parameter(
    found: dict[str, Module],
    parameters: dict[str, Shape | None],
    path: str,
    part: str,
    tensor: TensorInfo,
    facts: ArchitectureFacts,
    true_shape: Shape | None,
) -> None:
    kind = facts.kinds[fold_numbers(path)]
    packed = part in _QUANTISED_PARTS or part.startswith("weight.")
    if not packed:
        parameters[f"{path}.{part}"] = true_shape if part == "weight" and true_shape else tensor.shape
    if part == "weight" or (true_shape and path not in found):
        shape = true_shape or tensor.shape
        found[path] = Module(path, kind, *_features(kind, shape), shape, tensor.dtype)
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
    parents: dict[str, dict[str, None]] = {}
    for path in list(found):
        pieces = path.split(".")
        for length in range(1, len(pieces)):
            parent = ".".join(pieces[:length])
            parents.setdefault(fold_numbers(parent), {})[parent] = None
            if parent not in found:
                kind = facts.kinds.get(fold_numbers(parent), "other")
                found[parent] = Module(parent, "other" if kind == "weighted" else kind)
    for pattern, kind in facts.kinds.items():
        parent, _, leaf = pattern.rpartition(".")
        if leaf == "*":
            continue  # a numbered module is there only if it has weights
        if parent and kind not in ("other", "weighted") and "*" in pattern:
            continue  # a layer without this weight was built without it (another configuration)
        for instance in parents.get(parent, {}) if parent else ("",):
            path = f"{instance}.{leaf}" if instance else leaf
            if path not in found:
                found[path] = Module(path, kind)


def _order(path: str, index: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    pieces = path.split(".")
    key = []
    for length in range(1, len(pieces) + 1):
        prefix = ".".join(pieces[:length])
        number = int(pieces[length - 1]) if pieces[length - 1].isdigit() else -1
        key.append((index.get(fold_numbers(prefix), len(index)), number))
    return tuple(key)


def _check_config(config: Mapping[str, Any], found: Mapping[str, Module], facts: ArchitectureFacts) -> None:
    """The loader builds the model from config.json and not from the file: both must tell the same sizes."""
    embedding = found.get(facts.embedding or "")
    vocabulary = config.get("vocab_size")
    if embedding is not None and embedding.shape is not None and embedding.kind == "Embedding":
        rows, dimension = embedding.shape
        if isinstance(vocabulary, int) and vocabulary != rows:
            raise Uncertain(
                f"config.json says vocab_size {vocabulary}, the weights have {rows} embedding rows."
            )
        hidden = next((config[name] for name in _HIDDEN if isinstance(config.get(name), int)), None)
        if hidden is not None and hidden != dimension and "embedding_size" not in config:
            raise Uncertain(f"config.json says a hidden size of {hidden}, the weights have {dimension}.")
    _check_widths(config, found)
    layers = next((config[name] for name in _LAYERS if isinstance(config.get(name), int)), None)
    counts: dict[str, int] = {}
    for path in found:
        stack, _, number = path.rpartition(".")
        if number.isdigit() and "." in stack and not _NUMBER.search(stack):
            counts[stack] = max(counts.get(stack, 0), int(number) + 1)
    if layers is not None and len(counts) == 1 and next(iter(counts.values())) != layers:
        present = next(iter(counts.values()))
        raise Uncertain(f"config.json says {layers} layers, the weights have {present}.")


def _check_widths(config: Mapping[str, Any], found: Mapping[str, Module]) -> None:
    """Key/value heads and the MLP's width, where config.json names them in the usual way."""
    heads, keys = config.get("num_attention_heads"), config.get("num_key_value_heads")
    size, hidden = config.get("head_dim"), config.get("hidden_size")
    if not isinstance(size, int) and isinstance(hidden, int) and isinstance(heads, int) and heads > 0:
        size = hidden // heads
    expected = {"mlp.down_proj": config.get("intermediate_size")}
    if isinstance(keys, int) and isinstance(size, int):
        expected["self_attn.k_proj"] = keys * size
    for path, module in found.items():
        for leaf, width in expected.items():
            if not path.endswith(leaf) or module.kind != "Linear" or not isinstance(width, int):
                continue
            actual = module.in_features if leaf == "mlp.down_proj" else module.out_features
            if actual is not None and actual != width:
                raise Uncertain(
                    f"config.json asks for a width of {width} at {path}, the weights have {actual}."
                )
