"""The dry run of `model.load_adapter` must say what a real `model.load_adapter` does, tensor by tensor."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch
import transformers
from factories import PREFIX, WEIGHTS, load_base, make_adapter, rewrite_config, rewrite_tensors
from safetensors.torch import load_file

from inspector.compat.inspection import LoadReport, Status
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.dry_run import dry_run

Shelf = Callable[..., Path]
Tensors = dict[str, torch.Tensor]
Edit = Callable[[Path], Any]


class Truth(NamedTuple):
    """What really happened: `landed` file key → slot, found by value; `refused` slot → both shapes."""

    error: str | None
    landed: Mapping[str, str]
    refused: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]
    missing: frozenset[str]


def real_load_adapter(base: Path, adapter: Path) -> Truth:
    """Load the adapter with transformers and look for every tensor's values in the model."""
    model, error = load_base(base), None
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model.load_adapter(str(adapter))
        except Exception as raised:
            error = type(raised).__name__
        tolerant = load_base(base)
        try:
            told = tolerant.load_adapter(str(adapter), ignore_mismatched_sizes=True).mismatched_keys
        except Exception:
            told = set()
    after = model.state_dict()
    made = {name for name in after if ".default" in name}
    changed = {name for name in after if name in before and not torch.equal(before[name], after[name])}
    refused = {slot(name): (tuple(found), tuple(expected)) for name, found, expected in told}
    landed = {}
    for key, value in load_file(adapter / WEIGHTS).items():
        # A tensor of the base in the file may hold the very values that the base has already.
        namesake = {key.removeprefix(PREFIX)} & set(after)
        home = _home(value, {name: after[name] for name in sorted(made | changed | namesake)})
        if home is not None:
            landed[key] = slot(home)
    kept = frozenset(slot(name) for name in made if "trainable_tokens_original" not in name)
    return Truth(error, landed, refused, kept - set(landed.values()) - set(refused))


def _home(value: torch.Tensor, candidates: Mapping[str, torch.Tensor]) -> str | None:
    for name, tensor in candidates.items():
        if tensor.shape == value.shape and torch.equal(tensor.to(value.dtype), value):
            return name
    for name, tensor in candidates.items():
        if "experts" in name and tensor.numel() > value.numel() and bool(torch.isin(value, tensor).all()):
            return name
    return None


def slot(name: str) -> str:
    return PREFIX + re.sub(r"\.default(?=\.|$)", "", name)


def assert_same(base: Path, adapter: Path) -> LoadReport:
    truth = real_load_adapter(base, adapter)
    report = dry_run(read_adapter(adapter), read_base(base), loader="transformers")
    assert (report.loader, report.loader_version) == ("transformers", transformers.__version__)
    assert (report.error.type if report.error else None, report.loads) == (truth.error, truth.error is None)
    placed = (Status.LANDED, Status.OVERWRITES_BASE)
    assert {row.key: row.slot for row in report.tensors if row.status in placed} == truth.landed
    refused = {r.slot: (r.shape, r.expected) for r in report.tensors if r.status is Status.MISMATCHED}
    assert refused == truth.refused
    assert {empty.slot for empty in report.missing} == truth.missing
    return report


def renamed(change: Callable[[str], str]) -> Edit:
    return lambda adapter: rewrite_tensors(adapter, lambda ts: {change(key): ts[key] for key in ts})


MUTATIONS: dict[str, tuple[Edit, int]] = {
    "as saved": (lambda adapter: None, 8),
    "keys without prefix": (renamed(lambda key: key.removeprefix(PREFIX)), 8),
    "keys with the adapter's name": (renamed(lambda key: key.replace(".weight", ".default.weight")), 0),
    "keys with a wrapper's name": (renamed(lambda key: key.replace(PREFIX, PREFIX + "_orig_mod.")), 0),
    "a layer too many": (renamed(lambda key: key.replace("layers.1.", "layers.7.")), 4),
    "a module to save that is absent": (lambda a: rewrite_config(a, modules_to_save=["lm_head"]), 8),
    "another rank": (lambda adapter: rewrite_config(adapter, r=2), 0),
    "targets that are not there": (lambda a: rewrite_config(a, target_modules=["c_attn"]), 0),
    "a tensor of the base": (
        lambda a: rewrite_tensors(a, lambda ts: {**ts, PREFIX + "model.norm.weight": torch.rand(32)}),
        8,
    ),
    "a method that is gone": (lambda adapter: rewrite_config(adapter, peft_type="BONE"), 0),
}
"""What is done to an adapter of eight tensors, and how many of them land."""


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation(mutation: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj", "v_proj"])
    change, landed = MUTATIONS[mutation]
    change(adapter)
    report = assert_same(base, adapter)
    assert sum(row.status is Status.LANDED for row in report.tensors) == landed


VARIANTS: dict[str, dict[str, Any]] = {
    "dora": {"use_dora": True},
    "head-saved": {"modules_to_save": ["lm_head"]},
    "embedding-targeted": {"target_modules": ["q_proj", "embed_tokens"]},
    "trainable-tokens": {"trainable_token_indices": [1, 5]},
    "biases": {"lora_bias": True},
    "LoHaConfig": {"method": "LoHaConfig"},
    "LoKrConfig": {"method": "LoKrConfig"},
    "IA3Config": {
        "method": "IA3Config",
        "target_modules": ["q_proj", "down_proj"],
        "feedforward_modules": ["down_proj"],
    },
    "VeraConfig": {"method": "VeraConfig", "r": 4},
    "PromptTuningConfig": {
        "method": "PromptTuningConfig",
        "target_modules": None,
        "task_type": "CAUSAL_LM",
        "num_virtual_tokens": 4,
    },
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_method(variant: str, base_shelf: Shelf, tmp_path: Path) -> None:
    options = {"target_modules": ["q_proj", "v_proj"], **VARIANTS[variant]}
    options = {name: value for name, value in options.items() if value is not None}
    base = base_shelf("llama")
    assert_same(base, make_adapter(base, tmp_path, **options))


def test_dora_loses_its_magnitudes(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    report = assert_same(base, make_adapter(base, tmp_path, target_modules=["q_proj"], use_dora=True))
    lost = [row.key for row in report.tensors if row.status is Status.ORPHANED]
    assert len(lost) == 2 and all("lora_magnitude_vector" in key for key in lost)
    assert report.loads is True and len(report.missing) == 2


@pytest.mark.parametrize("other", ["gpt2", "phi3", "mixtral", "llama_tied"])
def test_an_adapter_on_another_architecture(other: str, base_shelf: Shelf, tmp_path: Path) -> None:
    adapter = make_adapter(base_shelf("llama"), tmp_path, target_modules=["q_proj", "down_proj"])
    assert_same(base_shelf(other), adapter)


def test_a_shape_of_another_width_is_refused_in_the_loaders_own_words(
    base_shelf: Shelf, tmp_path: Path
) -> None:
    adapter = make_adapter(base_shelf("llama"), tmp_path, target_modules=["k_proj", "up_proj"])
    report = assert_same(base_shelf("llama", num_key_value_heads=4), adapter)
    assert report.error is not None and "ignore_mismatched_sizes" in report.error.message
    assert {row.module.rsplit(".")[-1] for row in report.tensors if row.status is Status.MISMATCHED} == {
        "k_proj"
    }


@pytest.mark.parametrize("experts", [4, 3])
def test_experts_saved_one_by_one(experts: int, base_shelf: Shelf, tmp_path: Path) -> None:
    """All four become one fused tensor; where one is absent, the fused shape does not fit."""
    base = base_shelf("mixtral")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"])
    rewrite_config(adapter, target_modules=["q_proj", "w2"])
    path = PREFIX + "model.layers.{}.block_sparse_moe.experts.{}.w2.lora_{}.weight"
    rows = {
        path.format(layer, expert, half): torch.randn(shape)
        for layer in (0, 1)
        for expert in range(experts)
        for half, shape in {"A": (4, 48), "B": (32, 4)}.items()
    }
    rewrite_tensors(adapter, lambda tensors: {**tensors, **rows})
    truth = real_load_adapter(base, adapter)
    report = dry_run(read_adapter(adapter), read_base(base), loader="transformers")
    assert (report.error.type if report.error else None) == truth.error
    placed = {row.key: row.slot for row in report.tensors if row.status is Status.LANDED}
    assert placed == truth.landed
    assert (set(rows) <= set(placed)) is (experts == 4)
