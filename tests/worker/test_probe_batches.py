"""Prompts are run and continued together only where that gives what each of them gives alone."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from factories import load_base, make_adapter, make_base, rewrite_tensors
from hypothesis import given
from hypothesis import strategies as st
from peft import PeftModel
from real_load import quiet
from safetensors.torch import load_file, save_file
from worded_tokenizer import WORDS, add_tokenizer

from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.probe import probe
from inspector.worker.probe_batches import MOST_ROWS, groups
from inspector.worker.probe_before import Before, run_pristine
from inspector.worker.probe_inputs import MOST_TOKENS, ProbeInputs, PromptTokens
from inspector.worker.probe_scale import MOST_PROMPTS, curve_prompts
from inspector.worker.probe_scope import scope_of
from inspector.worker.probe_tasks import Runner
from inspector.worker.probe_writing import NEW_TOKENS

CPU = torch.device("cpu")
TEXTS = ("the cat sat on the mat", "a mat", "w20 w21 w22 the cat", "w9", "w30 w31 w32 w33 w34")
MODELS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "llama": (["q_proj", "down_proj"], {"initializer_range": 0.3}),
    "gpt2": (["c_attn"], {"initializer_range": 0.3}),  # positions of its own, which padding could shift
}


def ids_of(text: str) -> list[int]:
    return [int(word[1:]) if word.startswith("w") else WORDS.index(word) for word in text.split()]


def prompts_of(*texts: str) -> list[PromptTokens]:
    return [PromptTokens(text, torch.tensor([ids_of(text)])) for text in texts]


def pristine(runner: Runner, prompts: list[PromptTokens]) -> Before:
    inputs = ProbeInputs(tuple(prompts), None, "")
    return run_pristine(runner, inputs, None, lambda *_: None, scope_of("basic"))


@given(st.lists(st.integers(1, MOST_TOKENS), min_size=1, max_size=40))
def test_groups_keep_the_order_and_the_memory_that_one_prompt_may_take(sizes: list[int]) -> None:
    prompts = [PromptTokens(str(n), torch.zeros(1, size)) for n, size in enumerate(sizes)]
    found = groups(prompts, together=True)
    assert [prompt.prompt for group in found for prompt in group] == [prompt.prompt for prompt in prompts]
    for group in found:
        longest = max(prompt.ids.shape[1] for prompt in group)
        assert len(group) <= MOST_ROWS and len(group) * longest <= MOST_TOKENS
    assert groups(prompts, together=False) == [(prompt,) for prompt in prompts]


@pytest.mark.parametrize("name", MODELS)
def test_a_prompt_has_the_same_outputs_beside_others(name: str, tmp_path: Path) -> None:
    runner = Runner(load_base(make_base(name, tmp_path, **MODELS[name][1])).eval(), CPU)
    prompts = prompts_of(*TEXTS)
    with torch.no_grad():
        alone = [runner.run(prompt) for prompt in prompts]
        before = pristine(runner, prompts)
    assert before.together and len(before.passes) < len(prompts)
    for one, other in zip(alone, before.outputs, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-5)


def test_a_model_that_sees_the_padding_is_run_prompt_by_prompt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base("llama", tmp_path / "base", **MODELS["llama"][1])
    model, prompts = load_base(base).eval(), prompts_of("the cat sat on the mat", "a mat", "w20 w21 w22")
    forward = type(model).forward

    def seeing(self: Any, **options: Any) -> Any:
        answer = forward(self, **options)
        answer.logits += 0.01 * (options["attention_mask"] == 0).sum()
        return answer

    monkeypatch.setattr(type(model), "forward", seeing)
    runner = Runner(model, CPU)
    with torch.no_grad():
        before, alone = pristine(runner, prompts), [runner.run(prompt) for prompt in prompts]
    assert not before.together and before.floor == 0.0
    for one, other in zip(alone, before.outputs, strict=True):
        assert torch.equal(one, other)


def test_a_model_that_cannot_take_several_is_run_prompt_by_prompt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base("llama", tmp_path / "base", **MODELS["llama"][1])
    model, prompts = load_base(base).eval(), prompts_of(*TEXTS)
    forward = type(model).forward

    def single(self: Any, **options: Any) -> Any:
        if len(options["input_ids"]) > 1:
            raise ValueError("one at a time")
        return forward(self, **options)

    monkeypatch.setattr(type(model), "forward", single)
    with torch.no_grad():
        before = pristine(Runner(model, CPU), prompts)
    assert len(before.outputs) == len(before.passes) == len(prompts)


def test_tasks_other_than_causal_models_are_run_prompt_by_prompt(tmp_path: Path) -> None:
    runner = Runner(load_base(make_base("bert", tmp_path), task_type="TOKEN_CLS").eval(), CPU)
    prompts = prompts_of(*TEXTS)
    with torch.no_grad():
        assert not pristine(runner, prompts).together


def plain_greedy(model: Any, ids: list[int]) -> list[int]:
    """One prompt, token by token and without a cache, up to the model's end token."""
    row = torch.tensor([ids])
    with torch.no_grad():
        for _ in range(NEW_TOKENS):
            token = model(input_ids=row).logits[:, -1:].argmax(-1)
            if int(token) == model.generation_config.eos_token_id:
                break
            row = torch.cat([row, token], dim=1)
    return row[0, len(ids) :].tolist()


@pytest.mark.parametrize("name", MODELS)
def test_texts_are_those_of_greedy_generation_prompt_by_prompt(name: str, tmp_path: Path) -> None:
    targets, options = MODELS[name]
    base = add_tokenizer(make_base(name, tmp_path / "base", **options))
    adapter = make_adapter(base, tmp_path / "a", target_modules=targets, task_type="CAUSAL_LM")
    rewrite_tensors(adapter, lambda ts: {key: value * 0.3 for key, value in ts.items()})
    result = probe(read_adapter(adapter), read_base(base), prompts=TEXTS, device="cpu")
    words = dict(enumerate(WORDS)) | {n: f"w{n}" for n in range(len(WORDS), 64)}
    off = load_base(base).eval()
    with quiet():
        on = PeftModel.from_pretrained(load_base(base).eval(), str(adapter)).eval()
    for row in result.prompts:
        for model, said in ((off, row.base_text), (on, row.adapted_text)):
            tokens = plain_greedy(model, ids_of(row.prompt))
            assert said.split() == [words[token] for token in tokens if words[token] != "<unk>"]
    assert any(row.base_text for row in result.prompts)
    assert any(row.first_difference is not None for row in result.prompts)


def test_a_prompt_that_breaks_breaks_no_other(tmp_path: Path) -> None:
    base = add_tokenizer(make_base("llama", tmp_path / "base", tie_word_embeddings=False))
    weights = load_file(base / "model.safetensors")
    weights["model.embed_tokens.weight"][WORDS.index("mat")] = math.nan
    save_file(weights, base / "model.safetensors", metadata={"format": "pt"})
    adapter = make_adapter(base, tmp_path / "a", target_modules=["q_proj"], task_type="CAUSAL_LM")
    texts = ("the cat sat on the mat", "w9 w10 w11", "w20 w21 w22 the cat")
    result = probe(read_adapter(adapter), read_base(base), prompts=texts, device="cpu", figures="basic")
    assert [sum(math.isnan(kl) for kl in row.kl_by_position) for row in result.prompts] == [6, 0, 0]


def test_the_curve_is_over_prompts_from_first_to_last_and_the_note_says_over_how_many(tmp_path: Path) -> None:
    base = add_tokenizer(make_base("llama", tmp_path / "base"))
    adapter = make_adapter(base, tmp_path / "a", target_modules=["q_proj"], task_type="CAUSAL_LM")
    texts = (*TEXTS, "the mat")
    result = probe(read_adapter(adapter), read_base(base), prompts=texts, device="cpu")
    assert f"The scale curve is that of {MOST_PROMPTS} of the 6 prompts." in result.note
    chosen = [result.prompts[number] for number in curve_prompts(6)]
    assert [row.prompt for row in chosen] == [texts[0], texts[2], texts[3], texts[5]]
    positions = sum(row.tokens for row in chosen)
    mean = sum(row.mean_kl * row.tokens for row in chosen) / positions
    assert result.scales[4].mean_kl == pytest.approx(mean)


def test_a_trained_head_stays_on_at_scale_zero(tmp_path: Path) -> None:
    base = add_tokenizer(make_base("llama", tmp_path / "base"))
    adapter = make_adapter(
        base,
        tmp_path / "a",
        target_modules=["q_proj"],
        task_type="CAUSAL_LM",
        modules_to_save=["lm_head"],
    )
    rewrite_tensors(adapter, lambda ts: {k: v * 1.5 if "lm_head" in k else v for k, v in ts.items()})
    result = probe(read_adapter(adapter), read_base(base), prompts=TEXTS[:2], device="cpu")
    assert result.disabled_equals_pristine
    assert result.scales[0].max_abs_logit_diff > 0
