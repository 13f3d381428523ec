"""LoRA on experts as transformers 4 named them: one pair of tensors per expert and projection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import torch
from edits import Change, Tensors, configured, of_tensors, together

_GATED = ("gate_proj", "up_proj", "down_proj")


class Experts(NamedTuple):
    """Where the experts of one tiny model stood, and how wide they are."""

    path: str
    names: tuple[str, str, str]
    layers: tuple[int, ...]
    inner: int


EXPERTS: dict[str, Experts] = {
    "mixtral": Experts("block_sparse_moe.experts", ("w1", "w3", "w2"), (0, 1), 48),
    "qwen3_moe": Experts("mlp.experts", _GATED, (1,), 16),
    "qwen2_moe": Experts("mlp.experts", _GATED, (0, 1), 16),
    "olmoe": Experts("mlp.experts", _GATED, (0, 1), 48),
    "deepseek_v3": Experts("mlp.experts", _GATED, (1,), 16),
}


def expert_tensors(experts: Experts, *, rank: int = 4, hidden: int = 32, count: int = 4) -> Tensors:
    """Pairs for every expert; A is (rank, in), B is (out, rank)."""
    generator = torch.Generator().manual_seed(3)
    gate, up, down = experts.names
    inner = experts.inner
    shapes = {gate: (hidden, inner), up: (hidden, inner), down: (inner, hidden)}
    stem = f"base_model.model.model.layers.{{}}.{experts.path}"
    return {
        f"{stem.format(layer)}.{expert}.{name}.lora_{half}.weight": torch.randn(
            (rank, n_in) if half == "A" else (n_out, rank), generator=generator
        )
        for layer in experts.layers
        for expert in range(count)
        for name, (n_in, n_out) in shapes.items()
        for half in "AB"
    }


def _with(
    experts: Experts, targets: list[str], keep: Callable[[str], bool] = lambda _key: True, **config: object
) -> Change:
    def change(tensors: Tensors) -> Mapping[str, torch.Tensor]:
        return {**tensors, **{k: v for k, v in expert_tensors(experts).items() if keep(k)}}

    return together(of_tensors(change), configured(target_modules=targets, **config))


def expert_changes(name: str) -> dict[str, Change]:
    """What can be wrong, or right, with a version 4 adapter of the experts of this architecture."""
    experts = EXPERTS[name]
    gate, up, down = experts.names
    every = ["q_proj", gate, up, down]
    segment = experts.path.split(".")[0]
    return {
        "all experts": _with(experts, every),
        "one expert lost": _with(experts, every, lambda key: ".experts.2." not in key),
        "one projection's tensors lost": _with(experts, every, lambda key: f".{up}." not in key),
        "gate without up": _with(experts, ["q_proj", gate, down], lambda key: f".{up}." not in key),
        "down alone": _with(experts, ["q_proj", down], lambda key: f".{down}." in key),
        "dropout": _with(experts, every, lora_dropout=0.1),
        "dora": _with(experts, every, use_dora=True),
        "rank pattern": _with(experts, every, rank_pattern={down: 2}),
        "targets a regex": _regex(experts, segment),
        "router targeted": _with(experts, ["q_proj", "gate"]),
        "targets and no tensors": configured(target_modules=every),
        "all-linear": _all_linear(experts),
    }


def _regex(experts: Experts, segment: str) -> Change:
    names = "|".join(experts.names)
    return together(
        _with(experts, []), configured(target_modules=rf".*\.(q_proj|{segment}\.experts\.\d+\.({names}))")
    )


def _all_linear(experts: Experts) -> Change:
    return together(_with(experts, []), configured(target_modules="all-linear"))
