"""The header engine on every method that it knows: what it is certain of must be what a real load does.

Where it must be certain is said here; elsewhere it may answer *unknown*.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from agreement import difference
from cases import knobs_for
from factories import PREFIX, make_adapter, rewrite_config, rewrite_tensors
from methods import METHODS
from real_load import real_load

from inspector import pipeline
from inspector.compat.inspection import LoadReport
from inspector.compat.methods.registry import LAYER_METHODS, PROMPT_METHODS
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base

Shelf = Callable[..., Path]
Tensors = dict[str, torch.Tensor]

KNOWN = sorted({*LAYER_METHODS, *PROMPT_METHODS} - {"LORA"})
PAIRS = [
    (method, name)
    for number, method in enumerate(KNOWN)
    for name in ("llama", ("gpt2", "bert", "t5")[number % 3])
]
NOT_CERTAIN = {("OSF", "gpt2"), ("TRAINABLE_TOKENS", "gpt2"), ("TRAINABLE_TOKENS", "t5")}
"""OSF passes over a Conv1D; a head tied to the embedding refers to the same trainable tokens."""

SIZES = {
    "ADALORA": "init_r", "FOURIERFT": "n_frequency", "WAVEFT": "n_frequency", "C3A": "block_size",
    "BOFT": "boft_block_size", "OFT": "oft_block_size", "ROAD": "group_size", "OSF": "effective_rank",
}  # fmt: skip
"""The field that sizes a method's tensors, where that is not `r` or a number of virtual tokens."""


def _of_tensors(change: Callable[[Tensors], Tensors]) -> Callable[[Path, str], object]:
    return lambda adapter, _method: rewrite_tensors(adapter, change)


def _unlike_any_fresh_tensor(tensors: Tensors) -> Tensors:
    """Buffers have the values that a new layer gives them, and would be found there without being loaded."""

    def unlike(value: torch.Tensor) -> torch.Tensor:
        if not value.is_floating_point():
            return value.flip(-1)
        return value * 1.5 if value.any() else torch.rand_like(value)

    return {key: unlike(value) for key, value in tensors.items()}


def _resized(adapter: Path, method: str) -> None:
    field = "num_virtual_tokens" if method in PROMPT_METHODS else SIZES.get(method, "r")
    rewrite_config(adapter, **{field: 2})


def _doubled(tensors: Tensors) -> Tensors:
    """The last tensor by name, twice as long."""
    key = max(tensors)
    return {**tensors, key: torch.cat([tensors[key], tensors[key]])}


SAME_VALUES = {
    ("RANDLORA", mutation)
    for mutation in ("prefix stripped", "prefix doubled", "some targets", "no targets named")
}
"""The file holds a shared matrix many times: by value, a key that fills nothing looks like one that did."""

MUTATIONS: dict[str, Callable[[Path, str], object]] = {
    "prefix stripped": _of_tensors(lambda ts: {key.removeprefix(PREFIX): value for key, value in ts.items()}),
    "prefix doubled": _of_tensors(lambda ts: {PREFIX + key: value for key, value in ts.items()}),
    "adapter name at the end": _of_tensors(lambda ts: {f"{key}.default": value for key, value in ts.items()}),
    "a tensor lost": _of_tensors(lambda ts: {key: ts[key] for key in sorted(ts)[1:]}),
    "a tensor of another shape": _of_tensors(_doubled),
    "size edited": _resized,
    "targets of another architecture": lambda adapter, _: rewrite_config(adapter, target_modules=["c_attn"]),
    "some targets": lambda adapter, _: rewrite_config(adapter, target_modules=["q_proj"]),
    "no targets named": lambda adapter, _: rewrite_config(adapter, target_modules=None),
    "a tensor of the base": _of_tensors(
        lambda ts: {**ts, PREFIX + "model.norm.weight": torch.full((32,), 0.37)}
    ),
}

OTHERS: dict[str, tuple[str, dict[str, Any]]] = {
    "wider": ("llama", {"hidden_size": 64}),
    "more layers, fewer key/value heads": ("llama", {"num_hidden_layers": 3, "num_key_value_heads": 1}),
    "T5": ("t5", {}),
}


@pytest.fixture(scope="module")
def adapter_shelf(base_shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """`adapter_shelf(method, architecture)` is the folder of that adapter, made once on its own base."""
    made: dict[tuple[str, str], Path] = {}

    def adapter(method: str, name: str) -> Path:
        if (method, name) not in made:
            knobs = knobs_for(name, method, 0)
            folder = tmp_path_factory.mktemp("adapters") / f"{method}-{name}"
            settings = {**METHODS[method].settings(knobs), "task_type": knobs.task}
            make_adapter(base_shelf(name), folder, method=METHODS[method].config_class, **settings)
            made[method, name] = rewrite_tensors(folder, _unlike_any_fresh_tensor)
        return made[method, name]

    return adapter


@pytest.mark.parametrize(("method", "name"), PAIRS)
def test_a_method_on_its_own_base(
    method: str, name: str, adapter_shelf: Shelf, base_shelf: Shelf, tmp_path: Path
) -> None:
    try:
        adapter = adapter_shelf(method, name)
    except (TypeError, ValueError, NotImplementedError):
        # PEFT makes no such adapter here; what was made elsewhere is refused in the same way.
        adapter = shutil.copytree(adapter_shelf(method, "llama"), tmp_path / "adapter")
        targets = {"target_modules": list(knobs_for(name, method, 0).targets)}
        rewrite_config(adapter, **({} if method in PROMPT_METHODS else targets))
    report = hold(base_shelf(name), adapter)
    if (method, name) not in NOT_CERTAIN:
        assert report.loads is not None, report.unknown_because


@pytest.mark.parametrize("method", KNOWN)
def test_a_mutated_adapter(method: str, adapter_shelf: Shelf, base_shelf: Shelf, tmp_path: Path) -> None:
    for name, mutate in MUTATIONS.items():
        if (method, name) in SAME_VALUES:
            continue
        adapter = shutil.copytree(adapter_shelf(method, "llama"), tmp_path / name)
        mutate(adapter, method)
        hold(base_shelf("llama"), adapter, name)


@pytest.mark.parametrize("method", KNOWN)
def test_another_base(method: str, adapter_shelf: Shelf, base_shelf: Shelf) -> None:
    for label, (name, overrides) in OTHERS.items():
        hold(base_shelf(name, **overrides), adapter_shelf(method, "llama"), label)


def hold(base: Path, adapter: Path, label: str = "") -> LoadReport:
    """Compare the header engine's answer with the truth, if it has one; return it."""
    report = pipeline.inspect_headers(read_adapter(adapter), read_base(base)).report
    if report.loads is not None:
        differs = difference(real_load(base, adapter), report)
        assert differs is None, f"{label}: {differs}"
    return report
