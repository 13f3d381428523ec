"""Both engines must say what a real load does: every tensor's fate, every empty slot, the error's class.

The header engine may say *unknown* instead, but never anything else that is not so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from factories import PREFIX, WEIGHTS, RealLoad, make_adapter, real_load, rewrite_config, rewrite_tensors

from inspector import pipeline
from inspector.compat.inspection import LoadReport, Status
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.dry_run import dry_run

Shelf = Callable[..., Path]

ATTENTION = {
    "llama": ["q_proj", "v_proj"],
    "llama_tied": ["q_proj", "v_proj"],
    "mistral": ["q_proj", "v_proj"],
    "qwen2": ["q_proj", "v_proj"],
    "gemma3_text": ["q_proj", "v_proj"],
    "mixtral": ["q_proj", "v_proj"],
    "opt": ["q_proj", "v_proj"],
    "phi3": ["qkv_proj"],
    "gpt2": ["c_attn"],
    "t5": ["q", "v"],
    "bert": ["query", "value"],
    "distilbert": ["q_lin", "v_lin"],
}
HEADS = {"bert": "SEQ_CLS", "distilbert": "SEQ_CLS"}

VARIANTS: dict[str, dict[str, Any]] = {
    "dora": {"use_dora": True},
    "rslora": {"use_rslora": True},
    "rank-pattern": {"rank_pattern": {"q_proj": 2, "layers.1.self_attn.v_proj": 6}},
    "alpha-pattern": {"alpha_pattern": {"q_proj": 2}},
    "lora-bias": {"lora_bias": True},
    "head-saved": {"modules_to_save": ["lm_head"]},
    "embedding-saved": {"modules_to_save": ["embed_tokens"]},
    "embedding-targeted": {"target_modules": ["q_proj", "embed_tokens"]},
    "trainable-tokens": {"trainable_token_indices": [1, 5, 9]},
    "some-layers": {"layers_to_transform": [1]},
    "layers-pattern": {"layers_to_transform": [0], "layers_pattern": "layers"},
    "regex": {"target_modules": r".*\.layers\.1\..*(q|k)_proj"},
    "all-linear": {"target_modules": "all-linear"},
    "excluded": {"exclude_modules": ["layers.0.self_attn.q_proj"]},
    "full-names": {"target_modules": ["model.layers.0.self_attn.q_proj", "model.layers.1.mlp.up_proj"]},
}
"""LoRA on a Llama, in the ways that change keys, shapes or targets."""

Tensors = dict[str, torch.Tensor]


def renamed(change: Callable[[str], str]) -> Callable[[Path], None]:
    return lambda adapter: _discard(
        rewrite_tensors(adapter, lambda tensors: {change(key): value for key, value in tensors.items()})
    )


def without(part: str) -> Callable[[Path], None]:
    return lambda adapter: _discard(
        rewrite_tensors(adapter, lambda ts: {key: value for key, value in ts.items() if part not in key})
    )


def with_tensor(key: str, *shape: int) -> Callable[[Path], None]:
    return lambda adapter: _discard(
        rewrite_tensors(adapter, lambda ts: {**ts, key: torch.full(shape, 0.37) + torch.rand(shape)})
    )


def configured(**changes: Any) -> Callable[[Path], None]:
    return lambda adapter: _discard(rewrite_config(adapter, **changes))


def _discard(_path: Path) -> None:
    return None


MUTATIONS: dict[str, Callable[[Path], None]] = {
    "prefix stripped": renamed(lambda key: key.removeprefix(PREFIX)),
    "prefix halved": renamed(lambda key: key.replace(PREFIX, "base_model.")),
    "prefix doubled": renamed(lambda key: PREFIX + key),
    "compiled": renamed(lambda key: key.replace(PREFIX, PREFIX + "_orig_mod.")),
    "checkpoint wrapper in attention": renamed(
        lambda key: key.replace("self_attn.", "self_attn._checkpoint_wrapped_module.")
    ),
    "adapter name in keys": renamed(lambda key: key.replace(".weight", ".default.weight")),
    "another adapter name in keys": renamed(lambda key: key.replace(".weight", ".task.weight")),
    "mlx names": renamed(lambda key: key.removeprefix(PREFIX).replace("lora_A.weight", "lora_a")),
    "a layer lost": without(".layers.1."),
    "lora_B lost": without("lora_B"),
    "everything lost": without("."),
    "rank edited": configured(r=8),
    "rank pattern edited": configured(rank_pattern={"v_proj": 2}),
    "rank zero": configured(r=0),
    "targets narrowed": configured(target_modules=["q_proj"]),
    "targets of another architecture": configured(target_modules=["c_attn"]),
    "targets as a bare string": configured(target_modules="q_proj"),
    "targets absent": configured(target_modules=None),
    "everything excluded": configured(exclude_modules=["q_proj", "v_proj"]),
    "dora flag without vectors": configured(use_dora=True),
    "saved module without its tensor": configured(modules_to_save=["lm_head"]),
    "saved module that no base has": configured(modules_to_save=["projector"]),
    "token index beyond the vocabulary": configured(trainable_token_indices=[3, 99]),
    "unknown method": configured(peft_type="NOSUCH"),
    "unknown field": configured(invented_option=3),
    "task of a classifier": configured(task_type="SEQ_CLS"),
    "unknown task": configured(task_type="NOSUCH"),
    "pissa flag": configured(init_lora_weights="pissa"),
    "embedding passes through": with_tensor(PREFIX + "model.embed_tokens.weight", 64, 32),
    "longer embedding passes through": with_tensor(PREFIX + "model.embed_tokens.weight", 70, 32),
    "norm passes through": with_tensor(PREFIX + "model.norm.weight", 32),
    "foreign tensor": with_tensor(PREFIX + "model.visual.patch.weight", 4, 4),
    "empty tensor": with_tensor(PREFIX + "model.layers.0.self_attn.q_proj.lora_B.weight", 0),
}

OTHER_BASES: dict[str, dict[str, Any]] = {
    "wider": {"hidden_size": 64},
    "fewer key/value heads": {"num_key_value_heads": 1},
    "as many key/value heads as heads": {"num_key_value_heads": 4},
    "fewer layers": {"num_hidden_layers": 1},
    "more layers": {"num_hidden_layers": 3},
    "larger vocabulary": {"vocab_size": 80},
    "wider MLP": {"intermediate_size": 64},
}
RICH = {"target_modules": "all-linear", "modules_to_save": ["embed_tokens", "lm_head"]}


@pytest.mark.parametrize("name", ATTENTION)
def test_every_architecture_with_its_own_adapter(name: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf(name)
    adapter = make_adapter(base, tmp_path, target_modules=ATTENTION[name], task_type=HEADS.get(name))
    assert assert_same(base, adapter).loads is True


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_of_lora(variant: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, **{"target_modules": ["q_proj", "v_proj"], **VARIANTS[variant]})
    report = assert_same(base, adapter)
    assert {row.status for row in report.tensors} <= {Status.LANDED, Status.OVERWRITES_BASE}


@pytest.mark.parametrize("bias", ["all", "lora_only"])
def test_biases_that_the_config_declares_have_landed(bias: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("qwen2")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj", "v_proj"], bias=bias)
    report = assert_same(base, adapter)
    assert any(row.key.endswith(".bias") for row in report.tensors)
    assert {row.status for row in report.tensors} == {Status.LANDED}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation(mutation: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    MUTATIONS[mutation](adapter)
    assert_same(base, adapter)


@pytest.mark.parametrize("other", OTHER_BASES)
def test_another_base_of_the_same_family(other: str, base_shelf: Shelf, tmp_path: Path) -> None:
    adapter = make_adapter(base_shelf("llama"), tmp_path, **RICH)
    assert_same(base_shelf("llama", **OTHER_BASES[other]), adapter)


@pytest.mark.parametrize(
    "other", ["gpt2", "phi3", "mixtral", "opt", "t5", "gemma3_text", "llama_tied", "bert"]
)
def test_an_adapter_on_another_architecture(other: str, base_shelf: Shelf, tmp_path: Path) -> None:
    targets = ["q_proj", "k_proj", "v_proj", "o_proj", "down_proj"]
    adapter = make_adapter(base_shelf("llama"), tmp_path, target_modules=targets)
    assert_same(base_shelf(other), adapter)


@pytest.mark.parametrize("name", ["bert", "distilbert"])
def test_a_classifier_with_another_number_of_labels(name: str, base_shelf: Shelf, tmp_path: Path) -> None:
    adapter = make_adapter(base_shelf(name), tmp_path, target_modules=ATTENTION[name], task_type="SEQ_CLS")
    report = assert_same(base_shelf(name, num_labels=5), adapter)
    assert report.loads is False


def test_a_classification_adapter_on_a_language_model(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"], task_type="SEQ_CLS")
    report = assert_same(base, adapter)
    assert report.base_class == "LlamaForSequenceClassification"
    assert [row.slot for row in report.tensors if "score" in row.key] == [
        PREFIX + "score.modules_to_save.weight"
    ]


def test_experts_saved_one_by_one_land_in_the_fused_slot(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("mixtral")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"])
    rewrite_config(adapter, target_modules=["q_proj", "w1", "w2", "w3"])
    rewrite_tensors(adapter, lambda tensors: {**tensors, **_expert_tensors()})
    report = assert_same(base, adapter)
    fused = {row.slot for row in report.tensors if ".w1." in row.key and "lora_A" in row.key}
    assert fused == {f"{PREFIX}model.layers.{n}.mlp.experts.base_layer.lora_A.weight" for n in (0, 1)}


def test_a_key_that_is_absent_does_not_hide_the_others(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"])
    rewrite_config(adapter, modules_to_save=["lm_head"])
    report = assert_same(base, adapter)
    assert report.error is not None and report.error.type == "KeyError"
    assert {row.status for row in report.tensors} == {Status.LANDED}
    assert [slot.slot for slot in report.missing] == [PREFIX + "lm_head.modules_to_save.weight"]


def assert_same(base: Path, adapter: Path) -> LoadReport:
    """Hold both engines against the real load, and return the dry run's report."""
    truth = real_load(base, adapter)
    report = dry_run(read_adapter(adapter), read_base(base))
    assert_as(truth, report, adapter)
    predicted = pipeline.inspect_headers(read_adapter(adapter), read_base(base)).report
    if predicted.loads is not None:
        assert_as(truth, predicted, adapter)
    return report


def assert_as(truth: RealLoad, report: LoadReport, adapter: Path) -> None:
    """Hold one engine's report against the truth."""
    assert (report.loads, report.error.type if report.error else None) == (truth.loads, truth.error_type)
    assert [row.key for row in report.tensors] == list(read_adapter(adapter).tensors)
    if not truth.loads and "size mismatch" not in truth.error_message:
        return
    declared = {key for key in truth.overwrites if key.endswith(".bias")}
    fates = {
        Status.LANDED: {**truth.landed, **{key: truth.overwrites[key] for key in declared}},
        Status.OVERWRITES_BASE: {k: slot for k, slot in truth.overwrites.items() if k not in declared},
        Status.ORPHANED: dict.fromkeys(truth.orphaned),
    }
    for status, expected in fates.items():
        assert {row.key: row.slot for row in report.tensors if row.status is status} == expected, status
    mismatched = {
        row.key: (row.shape, row.expected) for row in report.tensors if row.status is Status.MISMATCHED
    }
    assert mismatched == truth.mismatched
    assert {slot.slot for slot in report.missing} == truth.missing - _refused(report)


def _refused(report: LoadReport) -> set[str]:
    """Slots that a tensor of the wrong shape was meant for: taken, though not filled."""
    return {row.slot for row in report.tensors if row.status is Status.MISMATCHED and row.slot}


def _expert_tensors(*, rank: int = 4, hidden: int = 32, inner: int = 48) -> Tensors:
    """LoRA tensors as transformers 4 named them: one per expert and projection."""
    generator = torch.Generator().manual_seed(3)
    shapes = {"w1": (hidden, inner), "w2": (inner, hidden), "w3": (hidden, inner)}
    experts = PREFIX + "model.layers.{}.block_sparse_moe.experts.{}.{}.lora_{}.weight"
    return {
        experts.format(layer, expert, name, half): torch.randn(
            (rank, n_in) if half == "A" else (n_out, rank), generator=generator
        )
        for layer in (0, 1)
        for expert in range(4)
        for name, (n_in, n_out) in shapes.items()
        for half in "AB"
    }


def test_the_weights_are_never_read(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"])
    record = read_adapter(adapter)
    (adapter / WEIGHTS).write_bytes(b"")
    assert dry_run(record, read_base(base)).loads is True


CERTAIN = [*VARIANTS.keys() - {"trainable-tokens"}]


@pytest.mark.parametrize("variant", sorted(CERTAIN))
def test_the_header_engine_is_certain_of_lora(variant: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, **{"target_modules": ["q_proj", "v_proj"], **VARIANTS[variant]})
    assert pipeline.inspect_headers(read_adapter(adapter), read_base(base)).report.loads is True
