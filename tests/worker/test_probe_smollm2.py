"""Opt-in (`make smollm2`): the cases on SmolLM2-135M-Instruct, with a LoRA that is trained here."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from factories import PREFIX, rewrite_config, rewrite_tensors
from peft import LoraConfig, PeftModel, get_peft_model
from plain_peft_script import plain_figures
from real_load import quiet
from safetensors.torch import load_file
from smollm2 import FOLDER, WHY_NOT, write_smollm2
from transformers import AutoModelForCausalLM, AutoTokenizer

from inspector.compat.probe_result import ProbeResult
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.probe import probe

PROMPTS = ("The capital of France is", "My order has not arrived yet.", "Write a poem about the sea.")
ANSWER = " BILLING TEAM, BILLING TEAM."
STEPS = 12

pytestmark = pytest.mark.skipif(not FOLDER, reason=WHY_NOT)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_smollm2(tmp_path_factory.mktemp("smollm2"))


def load(base: Path) -> tuple[Any, Any]:
    with quiet():
        options: dict[str, Any] = {"dtype": torch.float32, "attn_implementation": "eager"}
        model = AutoModelForCausalLM.from_pretrained(base, local_files_only=True, **options)
        return model, AutoTokenizer.from_pretrained(base, local_files_only=True)


def train(base: Path, folder: Path, **settings: Any) -> Path:
    """A rank-8 LoRA that is taught to answer everything alike."""
    model, tokenizer = load(base)
    torch.manual_seed(0)
    config = LoraConfig(
        r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM", **settings
    )
    with quiet():
        adapted = get_peft_model(model, config)
    optimiser = torch.optim.AdamW([p for p in adapted.parameters() if p.requires_grad], lr=3e-3)
    for step in range(STEPS):
        ids = torch.tensor([tokenizer(PROMPTS[step % len(PROMPTS)] + ANSWER)["input_ids"]])
        loss = adapted(input_ids=ids, labels=ids).loss
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
    with quiet():
        adapted.save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def trained(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(base, tmp_path_factory.mktemp("trained") / "lora")


@pytest.fixture
def adapter(trained: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "lora"
    folder.mkdir()
    for file in trained.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def measure(adapter: Path, base: Path, *, figures: str = "basic") -> ProbeResult:
    record = read_base(str(base))
    return probe(read_adapter(adapter), record, prompts=PROMPTS, device="cpu", figures=figures)


def test_a_trained_lora_fits_and_its_figures_are_those_of_a_plain_script(adapter: Path, base: Path) -> None:
    result = measure(adapter, base, figures="full")
    assert (result.effect, result.noise_floor, result.disabled_equals_pristine) == ("changes", 0.0, True)
    expected = plain_figures(lambda: load(base), adapter, PROMPTS)
    assert result.max_abs_logit_diff == pytest.approx(expected.max_abs, rel=1e-5)
    assert result.mean_kl == pytest.approx(expected.mean_kl, rel=1e-4)
    assert result.mean_js == pytest.approx(expected.mean_js, rel=1e-4)
    assert result.top1_flip_rate == expected.flip_rate
    assert result.adapted_perplexity == pytest.approx(expected.adapted_perplexity, rel=1e-5)
    assert len(result.layers) == 30
    assert len(result.modules) == 60
    assert [point.scale for point in result.scales] == [0.0, 0.25, 0.5, 0.75, 1.0, 1.25]
    assert result.scales[0].mean_kl == 0.0
    assert result.scales[4].mean_kl == result.mean_kl
    assert result.template is not None and result.template.source == "the base"
    assert "BILLING" in result.prompts[0].adapted_text
    assert measure(adapter, base, figures="full").prompts == result.prompts


def test_repaired_to_zero_it_is_inert(adapter: Path, base: Path) -> None:
    rewrite_tensors(adapter, lambda ts: {k: v * 0 if "lora_B" in k else v for k, v in ts.items()})
    assert (measure(adapter, base).effect, measure(adapter, base).acts) == ("none", False)


def test_scaled_by_nothing_it_is_inert(adapter: Path, base: Path) -> None:
    assert measure(rewrite_config(adapter, lora_alpha=0), base).effect == "none"


def test_keys_without_a_slot_degrade_it(adapter: Path, base: Path) -> None:
    whole = measure(adapter, base)
    rename: Callable[[str], str] = lambda key: key.replace("v_proj", "value_proj")  # noqa: E731
    rewrite_tensors(adapter, lambda ts: {rename(key): value for key, value in ts.items()})
    part = measure(adapter, base)
    assert part.effect == "changes"
    assert part.mean_kl != whole.mean_kl


def test_nan_shows(adapter: Path, base: Path) -> None:
    rewrite_tensors(adapter, lambda ts: {k: v * math.nan if "layers.7." in k else v for k, v in ts.items()})
    assert (measure(adapter, base).effect, measure(adapter, base).acts) == ("not-finite", None)


def test_an_overwritten_embedding_pollutes_the_base(adapter: Path, base: Path) -> None:
    model, _ = load(base)
    rows = model.get_input_embeddings().weight.detach() * 1.02
    rewrite_tensors(adapter, lambda ts: {**ts, PREFIX + "model.embed_tokens.weight": rows})
    result = measure(adapter, base)
    assert (result.effect, result.disabled_equals_pristine) == ("changes", False)


def test_pissa_pollutes_the_base(base: Path, tmp_path: Path) -> None:
    result = measure(train(base, tmp_path / "pissa", init_lora_weights="pissa_niter_4"), base)
    assert (result.effect, result.disabled_equals_pristine) == ("changes", False)


def test_the_adapter_in_the_test_is_not_trivial(trained: Path, base: Path) -> None:
    ups = [
        value for key, value in load_file(trained / "adapter_model.safetensors").items() if "lora_B" in key
    ]
    assert all(bool(value.abs().max() > 0) for value in ups)
    model, _ = load(base)
    with quiet():
        assert PeftModel.from_pretrained(model, str(trained)).active_adapter == "default"
