"""Models that transformers renames or fuses on load: the header engine is certain, and right.

Mixtures of experts, models with eyes, and adapters in the names of older versions; the truth is a real load.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
import transformers
from agreement import difference
from architectures import CATALOGUE
from cases import Case, all_cases
from expert_names import EXPERTS, expert_tensors
from factories import PREFIX, make_adapter, make_base, real_load, rewrite_config, rewrite_tensors
from real_load import quiet
from workshop import Workshop

from inspector import pipeline
from inspector.compat.inspection import LoadReport, Status
from inspector.compat.modules import build_tree
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.tables import architecture_facts

CASES: dict[str, Case] = {case.id: case for case in all_cases()}
CHOSEN = [
    *(name for name in CASES if name.startswith("names/") and name.endswith("/LORA")),
    *(name for name in CASES if name.startswith("names/mixtral experts/")),
    *(f"names/{name} experts/all experts" for name in ("qwen3_moe", "qwen2_moe", "olmoe")),
    *(f"names/{name} experts/all-linear" for name in ("qwen3_moe", "olmoe")),
    *(f"variant/{name}/experts' parameters" for name in ("mixtral", "qwen3_moe", "gpt_oss")),
    *(f"variant/{name}/all-linear" for name in ("llava", "gemma3", "qwen2_vl", "vit", "gpt_neox", "olmoe")),
    *(f"cross/{name}/LORA" for name in ("llama on llava", "llava on llama", "llama on mixtral")),
    *(f"cross/{name}/LORA" for name in ("gemma3_text on gemma3", "qwen2 on qwen2_vl", "qwen3 on qwen3_moe")),
]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("renames"))


@pytest.mark.parametrize("name", CHOSEN)
def test_headers_are_certain_and_right(name: str, workshop: Workshop) -> None:
    with workshop.pair(CASES[name]) as (adapter, shown, real):
        truth = workshop.truth(real, adapter)
        report = from_headers(adapter, shown)
    assert report.loads is not None, report.unknown_because
    assert difference(truth, report) is None


def test_a_saved_adapter_of_experts_lands_again(workshop: Workshop) -> None:
    """What PEFT writes today: targets already rewritten, one pair of tensors for all experts."""
    base = workshop.base("deepseek_v3", {})
    every = ["q_a_proj", "gate_proj", "up_proj", "down_proj"]
    adapter = make_adapter(base, workshop.folder / "experts", target_modules=every)
    report = from_headers(adapter, base)
    assert difference(real_load(base, adapter), report) is None
    assert {row.status for row in report.tensors} == {Status.LANDED}
    assert any(
        row.key == f"{PREFIX}model.layers.1.mlp.experts.base_layer.lora_A.weight" for row in report.tensors
    )


def test_shared_experts_and_dense_layers_are_dropped_with_the_old_names(workshop: Workshop) -> None:
    """The rewrite takes `gate_proj`, `up_proj` and `down_proj` for the routed experts alone (peft 0.21.2)."""
    base = workshop.base("deepseek_v3", {})
    adapter = make_adapter(base, workshop.folder / "old", target_modules=["q_a_proj"])
    stem = f"{PREFIX}model.layers"
    dense = {
        f"{stem}.{place}.lora_{half}.weight": torch.randn((4, 8) if half == "A" else (8, 4))
        for place in ("0.mlp.gate_proj", "1.mlp.shared_experts.up_proj")
        for half in "AB"
    }
    rewrite_tensors(adapter, lambda old: {**old, **dense, **expert_tensors(EXPERTS["deepseek_v3"])})
    rewrite_config(adapter, target_modules=["q_a_proj", "gate_proj", "up_proj", "down_proj"])
    report = from_headers(adapter, base)
    assert difference(real_load(base, adapter), report) is None
    assert {row.key for row in report.tensors if row.status is Status.ORPHANED} == set(dense)


def test_another_language_model_inside(workshop: Workshop) -> None:
    """A LLaVA on Qwen2: another class than the default, with biases of its own."""
    text = {**CATALOGUE["llava"].settings["text_config"], "model_type": "qwen2"}
    base = make_base("llava", workshop.folder / "llava-qwen2", text_config=text)
    adapter = make_adapter(base, workshop.folder / "lora", target_modules="all-linear", bias="lora_only")
    report = from_headers(adapter, base)
    assert difference(real_load(base, adapter), report) is None
    assert {row.status for row in report.tensors} == {Status.LANDED}


@pytest.mark.parametrize(
    "name", ["gemma3", "qwen2_vl", "vit", "gpt_neox", "qwen3_moe", "olmoe", "bert", "t5"]
)
def test_every_weight_has_its_place(name: str, workshop: Workshop) -> None:
    folder = workshop.base(name, {})
    with quiet(), torch.device("meta"):
        entry = CATALOGUE[name]
        config = getattr(transformers, entry.config_class)(**entry.settings)
        model = getattr(transformers, entry.model_class)(config)
    base = read_base(folder)
    facts = architecture_facts(entry.model_class)
    assert facts is not None
    tree = build_tree(base, facts, {})
    named = {name: tuple(value.shape) for name, value in model.named_parameters(remove_duplicate=False)}
    buffers = {name for name, _ in model.named_buffers()}
    assert {name: shape for name, shape in tree.parameters.items() if name not in buffers} == named
    assert not tree.unplaced


def from_headers(adapter: Path, base: Path) -> LoadReport:
    return pipeline.inspect_headers(read_adapter(adapter), read_base(base)).report
