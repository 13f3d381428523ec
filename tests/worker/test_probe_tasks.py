"""Each task is measured on its own outputs, and prompt-learning methods on the prompt's own positions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from factories import load_base, make_adapter, make_base
from peft import PeftModel
from real_load import quiet
from worded_tokenizer import add_tokenizer

from inspector.compat.probe_result import ProbeResult
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.client import ProbeRefused
from inspector.worker.probe import probe

PROMPTS = ("the cat sat on the mat", "a mat", "w20 w21 w22 the cat")
IDS = ([5, 2, 3, 4, 5, 6], [1, 6], [20, 21, 22, 5, 2])


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return add_tokenizer(make_base("bert", tmp_path_factory.mktemp("bert"), num_labels=2))


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return add_tokenizer(make_base("llama", tmp_path_factory.mktemp("llama"), initializer_range=0.3))


@pytest.fixture(scope="module")
def t5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return add_tokenizer(make_base("t5", tmp_path_factory.mktemp("t5")))


def measure(adapter: Path, base: Path) -> ProbeResult:
    return probe(read_adapter(adapter), read_base(base), prompts=PROMPTS, device="cpu")


def test_labels_of_whole_texts_with_their_probability(bert: Path, tmp_path: Path) -> None:
    adapter = make_adapter(bert, tmp_path / "a", target_modules=["query"], task_type="SEQ_CLS")
    result = measure(adapter, bert)
    assert (result.task, result.effect, result.base_perplexity) == (
        "sequence-classification",
        "changes",
        None,
    )
    with quiet():
        on = PeftModel.from_pretrained(load_base(bert, task_type="SEQ_CLS"), str(adapter)).eval()
    flips = 0
    for row, ids in zip(result.prompts, IDS, strict=True):
        with torch.no_grad():
            chances = on(input_ids=torch.tensor([ids])).logits[0].softmax(-1)
        assert row.adapted_text == f"LABEL_{int(chances.argmax())} {float(chances.max()):.1%}"
        assert (row.tokens, row.pieces, len(row.kl_by_position)) == (1, (), 1)
        assert row.top1_flips == (row.base_text[:7] != row.adapted_text[:7])
        flips += row.top1_flips
    assert result.top1_flip_rate == flips / 3


def test_a_label_for_every_token(bert: Path, tmp_path: Path) -> None:
    adapter = make_adapter(bert, tmp_path / "a", target_modules=["query"], task_type="TOKEN_CLS")
    result = measure(adapter, bert)
    assert (result.task, result.effect) == ("token-classification", "changes")
    assert [row.tokens for row in result.prompts] == [6, 2, 5]
    assert len(result.prompts[1].adapted_text.split()) == 2
    assert {effect.module for effect in result.modules} == {
        "bert.encoder.layer.0.attention.self.query",
        "bert.encoder.layer.1.attention.self.query",
        "classifier",
    }


def test_start_and_end_of_an_answer(bert: Path, tmp_path: Path) -> None:
    adapter = make_adapter(
        bert,
        tmp_path / "a",
        target_modules=["query"],
        task_type="QUESTION_ANS",
        modules_to_save=["qa_outputs"],
    )
    result = measure(adapter, bert)
    assert (result.task, result.effect) == ("question-answering", "changes")
    assert all(row.tokens == 2 for row in result.prompts)
    assert all(row.base_text and row.adapted_text for row in result.prompts)
    assert "The base has no weights for qa_outputs" in result.note


def test_sequence_to_sequence(t5: Path, tmp_path: Path) -> None:
    adapter = make_adapter(t5, tmp_path / "a", target_modules=["q"], task_type="SEQ_2_SEQ_LM")
    result = measure(adapter, t5)
    assert (result.task, result.effect) == ("seq2seq-lm", "changes")
    assert result.base_perplexity is not None and result.adapted_perplexity is not None
    stacks = {effect.layer.rsplit(".", 1)[0] for effect in result.layers}
    assert stacks == {"encoder.block", "decoder.block"}


def test_vectors_of_texts(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(
        llama, tmp_path / "a", target_modules=["q_proj", "down_proj"], task_type="FEATURE_EXTRACTION"
    )
    result = measure(adapter, llama)
    off = load_base(llama, task_type="FEATURE_EXTRACTION").eval()
    with quiet():
        on = PeftModel.from_pretrained(
            load_base(llama, task_type="FEATURE_EXTRACTION").eval(), str(adapter)
        ).eval()
    cosines = []
    for ids in IDS:
        with torch.no_grad():
            vectors = [m(input_ids=torch.tensor([ids])).last_hidden_state[0].mean(0) for m in (off, on)]
        cosines.append(float(torch.nn.functional.cosine_similarity(*vectors, dim=0)))
    assert result.task == "features"
    assert result.mean_cosine == pytest.approx(sum(cosines) / 3, abs=1e-5)
    assert result.neighbour_change is not None
    assert (result.mean_kl, result.base_perplexity) == (0.0, None)


PROMPT_METHODS: dict[str, dict[str, Any]] = {
    "PromptTuningConfig": {"num_virtual_tokens": 4},
    "PrefixTuningConfig": {"num_virtual_tokens": 4},
    "PromptEncoderConfig": {"num_virtual_tokens": 4, "encoder_hidden_size": 16},
}


@pytest.mark.parametrize("method", PROMPT_METHODS)
def test_virtual_tokens_shift_no_position(method: str, llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(
        llama, tmp_path / "a", method=method, task_type="CAUSAL_LM", **PROMPT_METHODS[method]
    )
    result = measure(adapter, llama)
    off = load_base(llama).eval()
    with quiet():
        on = PeftModel.from_pretrained(load_base(llama).eval(), str(adapter)).eval()
    largest = 0.0
    for ids in IDS:
        tokens = torch.tensor([ids])
        mask = torch.ones_like(tokens)
        with torch.no_grad():
            after = on(input_ids=tokens, attention_mask=mask).logits[0, -len(ids) :]
            largest = max(largest, float((after - off(input_ids=tokens).logits[0]).abs().max()))
    assert [row.tokens for row in result.prompts] == [6, 2, 5]
    assert result.max_abs_logit_diff == pytest.approx(largest, rel=1e-5)
    assert (result.effect, result.disabled_equals_pristine) == ("changes", True)
    assert (result.scales, result.modules, len(result.layers)) == ((), (), 2)
    assert "no scale curve" in result.note


@pytest.mark.parametrize("task", ["SEQ_CLS", "TOKEN_CLS", "FEATURE_EXTRACTION"])
def test_prompt_tuning_of_encoders_is_switched_off_whole(task: str, bert: Path, tmp_path: Path) -> None:
    adapter = make_adapter(
        bert, tmp_path / "a", method="PromptTuningConfig", task_type=task, num_virtual_tokens=4
    )
    result = measure(adapter, bert)
    assert (result.effect, result.disabled_equals_pristine) == ("changes", True)


def test_a_model_that_reads_no_text_is_refused(tmp_path: Path) -> None:
    base = make_base("vit", tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "a", target_modules=["query", "q_proj"])
    with pytest.raises(ProbeRefused, match="reads no text"):
        measure(adapter, base)
