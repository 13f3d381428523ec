"""The probe measures against the untouched base, and refuses where a figure would mislead."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from factories import PREFIX, load_base, make_adapter, make_base, rewrite_config, rewrite_tensors
from safetensors.torch import load_file, save_file
from worded_tokenizer import WORDS, add_tokenizer

from inspector.compat.probe_result import ProbeResult
from inspector.errors import Cancelled
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.client import ProbeRefused
from inspector.worker.probe import probe


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_base("llama", tmp_path_factory.mktemp("llama"))


@pytest.fixture
def adapter(llama: Path, tmp_path: Path) -> Path:
    return make_adapter(llama, tmp_path / "adapter", target_modules=["q_proj", "down_proj"])


def measure(adapter: Path, base: Path, **options: Any) -> ProbeResult:
    return probe(read_adapter(adapter), read_base(base), device="cpu", **options)


def copy_of(base: Path, folder: Path) -> Path:
    folder.mkdir()
    for file in base.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def rewrite_weights(base: Path, change: Any) -> Path:
    path = base / "model.safetensors"
    tensors = change({key: value.clone() for key, value in load_file(path).items()})
    save_file(tensors, path, metadata={"format": "pt"})
    return base


def test_an_adapter_that_acts(adapter: Path, llama: Path) -> None:
    result = measure(adapter, llama)
    assert (result.acts, result.noise_floor, result.disabled_equals_pristine) == (True, 0.0, True)
    assert (result.device, result.dtype) == ("cpu", "float32")
    assert result.max_abs_logit_diff > result.mean_abs_logit_diff > 0
    assert result.mean_kl > 0
    assert "pseudo-random tokens" in result.note
    assert len(result.prompts) == 8 and all(row.tokens == 16 for row in result.prompts)
    positions = sum(row.tokens for row in result.prompts)
    assert result.top1_flip_rate == sum(row.top1_flips for row in result.prompts) / positions
    assert measure(adapter, llama).prompts == result.prompts


def test_the_figures_are_those_of_the_merged_model(adapter: Path, llama: Path, tmp_path: Path) -> None:
    """Independent of `disable_adapter` and of LoRA's own forward: W + BA·alpha/r written into the base."""
    add_tokenizer(folder := copy_of(llama, tmp_path / "base"), {word: n for n, word in enumerate(WORDS)})
    result = measure(adapter, folder, prompts=["the cat sat on the mat"])
    base, merged = load_base(llama).eval(), load_base(llama).eval()
    lora = load_file(adapter / "adapter_model.safetensors")
    for key, down in lora.items():
        if "lora_A" in key:
            up = lora[key.replace("lora_A", "lora_B")]
            module = merged.get_submodule(key.removeprefix(PREFIX).removesuffix(".lora_A.weight"))
            module.weight.data += (up @ down) * 8 / 4
    ids = torch.tensor([[5, 2, 3, 4, 5, 6]])
    with torch.no_grad():
        before, after = base(input_ids=ids).logits[0], merged(input_ids=ids).logits[0]
    assert result.max_abs_logit_diff == pytest.approx(float((before - after).abs().max()), rel=1e-4)
    log_before, log_after = before.log_softmax(-1), after.log_softmax(-1)
    kl = (log_before.exp() * (log_before - log_after)).sum(-1).mean()
    assert result.mean_kl == pytest.approx(float(kl), rel=1e-3)
    assert result.prompts[0].top1_flips == int((before.argmax(-1) != after.argmax(-1)).sum())
    assert result.prompts[0].tokens == 6


def test_prompts_are_continued_with_and_without_the_adapter(
    adapter: Path, llama: Path, tmp_path: Path
) -> None:
    add_tokenizer(adapter)
    result = measure(adapter, llama, prompts=["the cat", "a mat"])
    assert "the adapter's tokenizer" in result.note
    assert [row.prompt for row in result.prompts] == ["the cat", "a mat"]
    assert all(row.base_text and row.adapted_text for row in result.prompts)


def test_a_tokenizer_larger_than_the_base_is_not_used(adapter: Path, llama: Path) -> None:
    add_tokenizer(adapter, {"<unk>": 0, "cat": 9000})
    assert "pseudo-random" in measure(adapter, llama, prompts=["cat"]).note


def test_zero_lora_b_changes_nothing(adapter: Path, llama: Path) -> None:
    rewrite_tensors(adapter, lambda ts: {k: v * 0 if "lora_B" in k else v for k, v in ts.items()})
    result = measure(adapter, llama)
    assert (result.acts, result.max_abs_logit_diff, result.mean_kl, result.top1_flip_rate) == (False, 0, 0, 0)


@pytest.mark.parametrize("module", ["q_proj", "down_proj"])
def test_nan_is_neither_acting_nor_not(module: str, adapter: Path, llama: Path) -> None:
    rewrite_tensors(adapter, lambda ts: {k: v * float("nan") if module in k else v for k, v in ts.items()})
    result = measure(adapter, llama)
    assert result.acts is None
    assert "Non-finite logits at 128 of 128 positions" in result.note
    assert math.isnan(result.max_abs_logit_diff) and result.scales == ()  # nothing was compared


def test_an_overwritten_embedding_shows_when_the_adapter_is_disabled(adapter: Path, llama: Path) -> None:
    embedding = torch.randn(64, 32)
    rewrite_tensors(adapter, lambda ts: {**ts, PREFIX + "model.embed_tokens.weight": embedding})
    result = measure(adapter, llama)
    assert (result.acts, result.disabled_equals_pristine) == (True, False)


def test_a_base_whose_weights_did_not_arrive_is_refused(adapter: Path, llama: Path, tmp_path: Path) -> None:
    base = rewrite_weights(
        copy_of(llama, tmp_path / "base"), lambda ts: {f"inner.{key}": value for key, value in ts.items()}
    )
    with pytest.raises(
        ProbeRefused, match=r"weights are missing from the files .* would be random: .*layers"
    ):
        measure(adapter, base)


def test_a_base_with_more_layers_than_its_config_is_refused(
    adapter: Path, llama: Path, tmp_path: Path
) -> None:
    base = rewrite_config(copy_of(llama, tmp_path / "base"), "config.json", num_hidden_layers=1)
    with pytest.raises(ProbeRefused, match=r"would be ignored: model\.layers\.1"):
        measure(adapter, base)


def test_a_fresh_head_that_the_adapter_brings_is_fine(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"], task_type="SEQ_CLS")
    result = measure(adapter, llama)
    assert result.acts is True
    assert all(row.tokens == 1 for row in result.prompts)
    rewrite_tensors(adapter, lambda ts: {k: v for k, v in ts.items() if "score" not in k})
    with pytest.raises(ProbeRefused, match=r"1 weight is missing .* score\.weight"):
        measure(adapter, llama)


def test_what_peft_refuses_cannot_be_measured(adapter: Path, llama: Path) -> None:
    rewrite_config(adapter, r=8)
    with pytest.raises(ProbeRefused, match="PEFT does not load the adapter.*size mismatch"):
        measure(adapter, llama)


def test_an_absent_device_and_absent_weights_are_refused(adapter: Path, llama: Path) -> None:
    with pytest.raises(ProbeRefused, match="There is no xpu device"):
        probe(read_adapter(adapter), read_base(llama), device="xpu")
    bare = replace(read_base(llama), kind="config", weight_files=())
    with pytest.raises(ProbeRefused, match="configuration without weights"):
        probe(read_adapter(adapter), bare)


@pytest.mark.parametrize(
    ("name", "targets", "task"),
    [("t5", ["q"], "SEQ_2_SEQ_LM"), ("bert", ["query"], "TOKEN_CLS"), ("gpt2", ["c_attn"], "CAUSAL_LM")],
)
def test_other_kinds_of_models(name: str, targets: list[str], task: str, tmp_path: Path) -> None:
    base = make_base(name, tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "adapter", target_modules=targets, task_type=task)
    assert measure(adapter, base).acts is True


def test_a_model_without_a_head_is_compared_by_its_hidden_states(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"], task_type="FEATURE_EXTRACTION")
    result = measure(adapter, llama)
    assert "hidden states were compared" in result.note
    assert (result.acts, result.mean_kl, result.top1_flip_rate) == (True, 0.0, 0.0)


def test_a_cancel_takes_effect_between_prompts(adapter: Path, llama: Path) -> None:
    stages: list[str] = []

    def stop(stage: str, done: int, *_: object) -> None:
        stages.append(stage)
        if (stage, done) == ("adapted", 2):
            raise Cancelled

    with pytest.raises(Cancelled):
        measure(adapter, llama, report=stop)
    assert stages == ["base", *["pristine"] * 8, "adapter", *["adapted"] * 3]
