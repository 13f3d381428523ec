"""The module probe measures what a dense computation gives, weight by weight; it says what it left out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from factories import PREFIX, load_base, make_adapter, make_base, rewrite_config, rewrite_tensors
from safetensors.torch import load_file, save_file

from inspector.compat.probe_result import ModuleEffect, ProbeResult
from inspector.errors import Cancelled
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker import module_probe
from inspector.worker.client import ProbeRefused
from inspector.worker.module_probe import SAMPLES, SEED, probe_modules


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_base("llama", tmp_path_factory.mktemp("llama"))


def measure(adapter: Path, base: Path, **options: Any) -> ProbeResult:
    return probe_modules(read_adapter(adapter), read_base(base), **options)


def effects(result: ProbeResult) -> dict[str, ModuleEffect]:
    return {entry.module: entry for entry in result.modules}


def gaussian(width: int) -> torch.Tensor:
    return torch.randn(1, SAMPLES, width, generator=torch.Generator().manual_seed(SEED))


def weights(base: Path) -> dict[str, torch.Tensor]:
    return {key: tensor.float() for key, tensor in load_file(base / "model.safetensors").items()}


def pair(adapter: Path, module: str) -> tuple[torch.Tensor, torch.Tensor]:
    tensors = load_file(adapter / "adapter_model.safetensors")
    return tensors[f"{PREFIX}{module}.lora_A.weight"], tensors[f"{PREFIX}{module}.lora_B.weight"]


@pytest.mark.parametrize(
    ("options", "scale"),
    [
        ({"r": 4, "lora_alpha": 8}, {"q_proj": 2.0, "down_proj": 2.0}),
        ({"r": 4, "lora_alpha": 8, "use_rslora": True}, {"q_proj": 4.0, "down_proj": 4.0}),
        (
            {"r": 4, "lora_alpha": 8, "rank_pattern": {"down_proj": 2}, "alpha_pattern": {"q_proj": 6}},
            {"q_proj": 1.5, "down_proj": 4.0},
        ),
    ],
)
def test_lora_is_the_dense_computation(
    options: dict[str, Any], scale: dict[str, float], llama: Path, tmp_path: Path
) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj", "down_proj"], **options)
    measured = effects(measure(adapter, llama))
    assert list(measured) == [
        f"model.layers.{layer}.{name}" for layer in (0, 1) for name in ("self_attn.q_proj", "mlp.down_proj")
    ]
    for module, found in measured.items():
        down, up = pair(adapter, module)
        weight, delta = weights(llama)[f"{module}.weight"], scale[module.rpartition(".")[2]] * (up @ down)
        inputs = gaussian(weight.shape[1])
        expected = (inputs @ delta.T).norm() / (inputs @ weight.T).norm()
        assert found.relative_change == pytest.approx(float(expected), rel=1e-4)
        assert found.own_change == found.relative_change
        assert found.weight_change == pytest.approx(float(delta.norm() / weight.norm()), rel=1e-4)


def test_dora_is_its_true_output_change(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"], use_dora=True)
    module = "model.layers.1.self_attn.q_proj"
    down, up = pair(adapter, module)
    magnitude = load_file(adapter / "adapter_model.safetensors")[f"{PREFIX}{module}.lora_magnitude_vector"]
    weight = weights(llama)[f"{module}.weight"]
    moved = weight + 2.0 * (up @ down)
    moved = moved * (magnitude / moved.norm(dim=1)).unsqueeze(1)
    inputs = gaussian(weight.shape[1])
    found = effects(measure(adapter, llama))[module]
    expected = (inputs @ (moved - weight).T).norm() / (inputs @ weight.T).norm()
    assert found.relative_change == pytest.approx(float(expected), rel=1e-3)
    assert found.weight_change == pytest.approx(float((moved - weight).norm() / weight.norm()), rel=1e-3)


def test_transposed_weights_and_embeddings(tmp_path: Path) -> None:
    base = make_base("gpt2", tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "a", target_modules=["c_attn", "wte"], fan_in_fan_out=True)
    measured = effects(measure(adapter, base))
    merged, plain = load_base(base).eval(), load_base(base).eval()
    module = "transformer.h.0.attn.c_attn"
    down, up = pair(adapter, module)
    delta = 2.0 * (up @ down).T  # Conv1D stores (in, out)
    layer = plain.get_submodule(module).requires_grad_(False)
    merged.get_submodule(module).weight.data += delta
    inputs = gaussian(layer.weight.shape[0])
    with torch.no_grad():
        off, on = layer(inputs), merged.get_submodule(module)(inputs)
    found = measured[module]
    assert found.relative_change == pytest.approx(float((on - off).norm() / off.norm()), rel=1e-3)
    assert found.weight_change == pytest.approx(float(delta.norm() / layer.weight.norm()), rel=1e-3)
    assert measured["transformer.wte"].relative_change > 0


@pytest.mark.parametrize(
    ("method", "has_matrix"),
    [("LoHaConfig", True), ("IA3Config", False), ("OFTConfig", False), ("HRAConfig", False)],
)
def test_other_methods_run_in_their_own_layers(
    method: str, has_matrix: bool, llama: Path, tmp_path: Path
) -> None:
    targets: dict[str, Any] = {"target_modules": ["k_proj", "down_proj"]}
    if method == "IA3Config":
        targets["feedforward_modules"] = ["down_proj"]
    if method == "OFTConfig":
        targets |= {"r": 0, "oft_block_size": 4}
    adapter = make_adapter(llama, tmp_path / "a", method=method, **targets)
    result = measure(adapter, llama)
    assert len(result.modules) == 4 and all(entry.relative_change > 0 for entry in result.modules)
    assert all(bool(entry.weight_change) is has_matrix for entry in result.modules)


def test_a_matrix_that_the_weight_is_multiplied_by_is_no_change(llama: Path, tmp_path: Path) -> None:
    """OFT's `get_delta_weight` is its rotation, which is square on q_proj too: the identity untrained."""
    adapter = make_adapter(llama, tmp_path / "a", method="OFTConfig", step=0.0, r=0, oft_block_size=4,
                           target_modules=["q_proj"])  # fmt: skip
    assert all(entry.weight_change is None for entry in measure(adapter, llama).modules)


def test_it_says_that_no_model_was_run(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    result = measure(adapter, llama)
    assert (result.task, result.effect, result.acts) == ("modules", "changes", None)
    assert (result.device, result.dtype, result.prompts) == ("cpu", "float32", ())
    assert "No model was run" in result.placement
    assert "2 of 2 adapted modules" in result.note and "Gaussian" in result.note
    assert measure(adapter, llama).modules == result.modules


def test_zero_and_broken_values_are_two_answers(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    rewrite_tensors(adapter, lambda ts: {k: v * 0 if "lora_B" in k else v for k, v in ts.items()})
    result = measure(adapter, llama)
    assert result.effect == "none" and {entry.relative_change for entry in result.modules} == {0.0}
    rewrite_tensors(adapter, lambda ts: {k: v * math.nan if "layers.0" in k else v for k, v in ts.items()})
    result = measure(adapter, llama)
    assert result.effect == "not-finite" and len(result.modules) == 1
    assert "not finite numbers: model.layers.0.self_attn.q_proj" in result.note


def test_where_the_base_says_nothing_there_is_no_ratio(llama: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (base / "config.json").write_bytes((llama / "config.json").read_bytes())
    silent = "model.layers.0.self_attn.q_proj.weight"
    tensors = load_file(llama / "model.safetensors")
    save_file({**tensors, silent: tensors[silent] * 0}, base / "model.safetensors", metadata={"format": "pt"})
    result = measure(make_adapter(llama, tmp_path / "a", target_modules=["q_proj"]), base)
    assert [entry.module for entry in result.modules] == ["model.layers.1.self_attn.q_proj"]
    assert "the base's own output there is zero: model.layers.0.self_attn.q_proj" in result.note


def test_renamed_and_half_precision_weights_are_found_in_any_shard(tmp_path: Path) -> None:
    base = make_base("gpt2", tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "a", target_modules=["c_attn"], fan_in_fan_out=True)
    before = measure(adapter, base)
    tensors = load_file(base / "model.safetensors")
    bare = {key.removeprefix("transformer."): value.half() for key, value in tensors.items()}
    names = sorted(bare)
    shards = {"one.safetensors": names[::2], "two.safetensors": names[1::2]}
    (base / "model.safetensors").unlink()
    for file, keys in shards.items():
        save_file({key: bare[key] for key in keys}, base / file, metadata={"format": "pt"})
    placed = {key: file for file, keys in shards.items() for key in keys}
    rewrite_config(
        _empty_json(base / "model.safetensors.index.json"), "model.safetensors.index.json", weight_map=placed
    )
    after = measure(adapter, base)
    for old, new in zip(before.modules, after.modules, strict=True):
        assert new.module == old.module
        assert new.relative_change == pytest.approx(old.relative_change, rel=1e-2)


def _empty_json(path: Path) -> Path:
    path.write_text("{}")
    return path.parent


def test_packed_weights_are_not_measured_and_that_is_said(llama: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (base / "config.json").write_bytes((llama / "config.json").read_bytes())
    packed = "model.layers.0.self_attn.q_proj.weight"
    tensors = load_file(llama / "model.safetensors")
    tensors[packed] = torch.zeros(tensors[packed].numel() // 2, 1, dtype=torch.uint8)
    save_file(tensors, base / "model.safetensors", metadata={"format": "pt"})
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    result = measure(adapter, base)
    assert [entry.module for entry in result.modules] == ["model.layers.1.self_attn.q_proj"]
    assert "1 of 2 adapted modules" in result.note
    assert "Not measured, because its weight is packed" in result.note


def test_a_weight_larger_than_the_memory_is_left_out(
    llama: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    monkeypatch.setattr(module_probe, "available_bytes", lambda _device: 1000)
    result = measure(adapter, llama)
    assert (result.modules, result.effect) == ((), "")
    assert "too large for the memory" in result.note


def test_what_cannot_be_measured_alone_is_refused(llama: Path, tmp_path: Path) -> None:
    pissa = make_adapter(llama, tmp_path / "pissa", target_modules=["q_proj"])
    rewrite_config(pissa, init_lora_weights="pissa")
    with pytest.raises(ProbeRefused, match="rewrites the base"):
        measure(pissa, llama)
    prompts = make_adapter(
        llama, tmp_path / "p", method="PromptTuningConfig", num_virtual_tokens=4, task_type="CAUSAL_LM"
    )
    with pytest.raises(ProbeRefused, match="changes no module of its own"):
        measure(prompts, llama)
    with pytest.raises(ProbeRefused, match="without weights"):
        probe_modules(read_adapter(prompts), read_base(llama / "config.json"))


def test_tokens_trained_singly_are_refused_without_blaming_peft(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"],
                           trainable_token_indices={"embed_tokens": [5, 6]})  # fmt: skip
    with pytest.raises(ProbeRefused, match="trains single tokens"):
        measure(adapter, llama)


def test_a_cancel_takes_effect_between_modules(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])

    def stop(stage: str, done: int, _total: int, _text: str) -> None:
        if (stage, done) == ("modules", 1):
            raise Cancelled

    with pytest.raises(Cancelled):
        measure(adapter, llama, report=stop)
