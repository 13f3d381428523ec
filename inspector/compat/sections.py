"""The numbers that config.json gives for each part of a model, against what the weights have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from inspector.compat.inspection import Module
from inspector.compat.lora_config import Uncertain
from inspector.compat.placement import Placed
from inspector.files.tables import ArchitectureFacts

# Field names under which configurations keep these numbers (transformers `attribute_map` of each model).
_LAYERS = ("num_hidden_layers", "n_layer", "num_layers", "n_layers")
# ALBERT runs through a few groups of weights many times; the others count a stack of their own beside it.
_COUNTED_OTHERWISE = ("num_hidden_groups", "encoder_layers", "decoder_layers", "depth")
_HIDDEN = ("hidden_size", "n_embd", "d_model", "dim")
_STACK = re.compile(r"((?:[^.\d][^.]*\.)+)(\d+)(?:\.|$)")


class Section(NamedTuple):
    """One model's part of config.json: `root` is its module path with a dot, or empty."""

    root: str
    config: Mapping[str, Any]


def sections(config: Mapping[str, Any], facts: ArchitectureFacts) -> tuple[Section, ...]:
    """The configuration of each part that the table knows, or the whole where there are no parts."""
    found = []
    for path, part in facts.parts.items():
        value = config.get(part.field)
        if isinstance(value, Mapping):
            found.append(Section(f"{path}.", value))
    return tuple(found) if facts.parts else (Section("", config),)


def built_layers(
    placed: Iterable[Placed], config: Mapping[str, Any], facts: ArchitectureFacts
) -> list[Placed]:
    """Without the layers beyond config.json's count: the model has none to load them into.

    DeepSeek-V3 keeps its layer for multi-token prediction so (61 of 0…61).
    """
    remaining = list(placed)
    for section in sections(config, facts):
        layers = _layers(section.config)
        if layers is None:
            continue
        places = [_layer(section, p.module) for p in remaining]
        if len({place[0] for place in places if place is not None}) == 1:
            remaining = [
                p for p, place in zip(remaining, places, strict=True) if place is None or place[1] < layers
            ]
    return remaining


def check_config(config: Mapping[str, Any], found: Mapping[str, Module], facts: ArchitectureFacts) -> None:
    """The loader builds the model from config.json and not from the file: both must tell the same sizes."""
    for section in sections(config, facts):
        root = section.root
        inside = {path: m for path, m in found.items() if path.startswith(root)} if root else found
        if facts.embedding is not None and facts.embedding.startswith(section.root):
            _check_embedding(section.config, inside.get(facts.embedding))
            _check_widths(section.config, inside, groups_heads=facts.groups_heads)
        _check_layers(section, inside)


def _check_embedding(config: Mapping[str, Any], embedding: Module | None) -> None:
    if embedding is None or embedding.shape is None or embedding.kind != "Embedding":
        return
    rows, dimension = embedding.shape
    vocabulary = config.get("vocab_size")
    if isinstance(vocabulary, int) and vocabulary != rows:
        raise Uncertain(f"config.json says vocab_size {vocabulary}, the weights have {rows} embedding rows.")
    hidden = _first(config, _HIDDEN)
    if hidden is not None and hidden != dimension and "embedding_size" not in config:
        raise Uncertain(f"config.json says a hidden size of {hidden}, the weights have {dimension}.")


def _check_layers(section: Section, found: Mapping[str, Module]) -> None:
    layers = _layers(section.config)
    counts: dict[str, int] = {}
    for path in found if layers is not None else ():
        place = _layer(section, path)
        if place is not None:
            counts[place[0]] = max(counts.get(place[0], 0), place[1] + 1)
    if layers is not None and len(counts) == 1 and next(iter(counts.values())) != layers:
        present = next(iter(counts.values()))
        raise Uncertain(f"config.json says {layers} layers, the weights have {present}.")


def _check_widths(config: Mapping[str, Any], found: Mapping[str, Module], *, groups_heads: bool) -> None:
    """Key/value heads and the MLP's width, where config.json names them in the usual way."""
    heads, keys = config.get("num_attention_heads"), config.get("num_key_value_heads")
    size, hidden = config.get("head_dim"), config.get("hidden_size")
    if not isinstance(size, int) and isinstance(hidden, int) and isinstance(heads, int) and heads > 0:
        size = hidden // heads
    expected = {"mlp.down_proj": config.get("intermediate_size")}
    if groups_heads and isinstance(keys, int) and isinstance(size, int):
        expected["self_attn.k_proj"] = keys * size
    for leaf, width in expected.items():
        ends = [(p, m.in_features, m.out_features) for p, m in found.items() if p.endswith(leaf)]
        widths = {(ins if leaf == "mlp.down_proj" else outs): path for path, ins, outs in ends}
        widths.pop(None, None)
        # Some layers may be wider than the others (Gemma 4's with global attention), but not all of them.
        if isinstance(width, int) and width > 0 and widths and width not in widths:
            actual, path = next(iter(widths.items()))
            raise Uncertain(f"config.json asks for a width of {width} at {path}, the weights have {actual}.")


def _layers(config: Mapping[str, Any]) -> int | None:
    return None if any(name in config for name in _COUNTED_OTHERWISE) else _first(config, _LAYERS)


def _first(config: Mapping[str, Any], names: Iterable[str]) -> int | None:
    return next((config[name] for name in names if isinstance(config.get(name), int)), None)


def _layer(section: Section, path: str) -> tuple[str, int] | None:
    """Stack and number of a path of the section that stands in a numbered stack."""
    if not path.startswith(section.root):
        return None
    found = _STACK.match(path, len(section.root))
    return (found[1], int(found[2])) if found else None
