"""What the dry run reports beyond the landing itself, which tests/conformance holds against real loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories import make_adapter, make_base, rewrite_config

from inspector.compat.inspection import Evidence, LoadReport, Module, Status
from inspector.errors import Cancelled, UsageError
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.dry_run import MOST_COMPUTED, dry_run


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_base("llama", tmp_path_factory.mktemp("llama"))


@pytest.fixture
def adapter(llama: Path, tmp_path: Path) -> Path:
    return make_adapter(llama, tmp_path / "adapter", target_modules=["q_proj", "v_proj"])


def run(adapter: Path, base: Path, **options: Any) -> LoadReport:
    return dry_run(read_adapter(adapter), read_base(base), **options)


def with_config(base: Path, folder: Path, **changes: Any) -> Path:
    """The base with other settings in config.json; its weights are not needed."""
    folder.mkdir()
    for name in ("config.json", "model.safetensors"):
        (folder / name).write_bytes((base / name).read_bytes())
    return rewrite_config(folder, "config.json", **changes)


def test_the_report_names_its_evidence_and_describes_the_base(adapter: Path, llama: Path) -> None:
    report = run(adapter, llama)
    assert (report.evidence, report.loader, report.base_class) == (
        Evidence.DRY_RUN,
        "peft",
        "LlamaForCausalLM",
    )
    modules = {module.path: module for module in report.modules}
    assert modules["model.layers.1.self_attn.v_proj"] == Module(
        "model.layers.1.self_attn.v_proj", "Linear", 32, 16, (16, 32), "F32"
    )
    assert modules["model.embed_tokens"][1:4] == ("Embedding", 64, 32)
    assert modules["model.norm"][1:5] == ("other", None, None, (32,))
    assert not any(".lora_" in path or "base_layer" in path for path in modules)


def test_gpt2_modules_are_conv1d_with_their_true_features(tmp_path: Path) -> None:
    base = make_base("gpt2", tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "adapter", target_modules=["c_attn"])
    modules = {module.path: module for module in run(adapter, base).modules}
    assert modules["transformer.h.0.attn.c_attn"][1:5] == ("Conv1D", 32, 96, (32, 96))


def test_infinity_in_a_config_is_read_as_transformers_writes_it(tmp_path: Path) -> None:
    base = make_base("mamba2", tmp_path / "mamba2")
    assert '"__float__": "Infinity"' in (base / "config.json").read_text()
    report = run(make_adapter(base, tmp_path / "adapter", target_modules=["in_proj"]), base)
    assert report.loads
    assert [tensor.status for tensor in report.tensors] == [Status.LANDED] * 4


def test_each_row_splits_its_slot_into_module_and_part(adapter: Path, llama: Path) -> None:
    row = run(adapter, llama).tensors[0]
    assert row.slot == f"base_model.model.{row.module}.{row.part}"
    assert row.module.endswith(("q_proj", "v_proj")) and row.part in ("lora_A.weight", "lora_B.weight")


def test_an_error_before_the_weights_leaves_keys_unknown_or_orphaned(adapter: Path, tmp_path: Path) -> None:
    rewrite_config(adapter, target_modules=["c_attn"])
    report = run(adapter, make_base("llama", tmp_path / "shallow", num_hidden_layers=1))
    assert report.error is not None and report.error.type == "NoMatchingPeftModuleError"
    assert "c_attn" in report.error.message
    fates = {row.key: row.status for row in report.tensors}
    assert {fates[key] for key in fates if ".layers.0." in key} == {Status.UNKNOWN}
    assert {fates[key] for key in fates if ".layers.1." in key} == {Status.ORPHANED}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model_type": None}, "names no model_type"),
        ({"model_type": "nosuch"}, "does not know the model type 'nosuch'"),
        (
            {"model_type": "nosuch", "auto_map": {"AutoModel": "modeling.Model"}},
            "code from strangers is never run",
        ),
        ({"num_hidden_layers": "many"}, "config.json"),
        ({"hidden_size": -4}, "cannot be built"),
    ],
)
def test_a_base_that_cannot_be_built_is_unknown(
    changes: dict[str, Any], reason: str, adapter: Path, llama: Path, tmp_path: Path
) -> None:
    report = run(adapter, with_config(llama, tmp_path / "base", **changes))
    assert report.loads is None and report.error is None
    assert reason in (report.unknown_because or "")
    assert {row.status for row in report.tensors} == {Status.UNKNOWN}


def test_remote_code_is_ignored_where_transformers_has_the_class(
    adapter: Path, llama: Path, tmp_path: Path
) -> None:
    remote = {"AutoModelForCausalLM": "modeling.Stranger"}
    assert run(adapter, with_config(llama, tmp_path / "base", auto_map=remote)).loads is True


def test_quantised_bases_are_judged_by_their_true_features(
    adapter: Path, llama: Path, tmp_path: Path
) -> None:
    packed = {"quant_method": "bitsandbytes", "load_in_4bit": True}
    report = run(adapter, with_config(llama, tmp_path / "base", quantization_config=packed))
    assert {row.status for row in report.tensors} == {Status.LANDED}


@pytest.mark.parametrize(
    ("task", "architectures", "expected"),
    [
        ("CAUSAL_LM", ["LlamaForCausalLM"], "LlamaForCausalLM"),
        ("SEQ_CLS", ["LlamaForCausalLM"], "LlamaForSequenceClassification"),
        ("TOKEN_CLS", ["LlamaForCausalLM"], "LlamaForTokenClassification"),
        ("FEATURE_EXTRACTION", ["LlamaForCausalLM"], "LlamaModel"),
        (None, ["LlamaForSequenceClassification"], "LlamaForSequenceClassification"),
        (None, [], "LlamaForCausalLM"),
        ("SEQ_CLS", [], "LlamaForSequenceClassification"),
        (None, ["LLaMAForCausalLM"], "LlamaForCausalLM"),
        (None, ["GPT2LMHeadModel"], "LlamaForCausalLM"),
        (None, ["pipeline"], "LlamaForCausalLM"),
    ],
)
def test_the_class_is_the_one_that_people_load(
    task: str | None, architectures: list[str], expected: str, adapter: Path, llama: Path, tmp_path: Path
) -> None:
    rewrite_config(adapter, task_type=task)
    assert (
        run(adapter, with_config(llama, tmp_path / "b", architectures=architectures)).base_class == expected
    )


METHODS: dict[str, dict[str, Any]] = {
    "IA3Config": {"target_modules": ["q_proj", "down_proj"], "feedforward_modules": ["down_proj"]},
    "LoHaConfig": {"target_modules": ["q_proj"]},
    "LoKrConfig": {"target_modules": ["q_proj"]},
    "AdaLoraConfig": {"target_modules": ["q_proj"], "total_step": 10},
    "BOFTConfig": {"target_modules": ["q_proj"], "boft_block_size": 4},
    "VeraConfig": {"target_modules": ["q_proj"], "r": 4},
    "VBLoRAConfig": {"target_modules": ["q_proj"], "num_vectors": 8, "vector_length": 16, "topk": 2},
    "ShiraConfig": {"target_modules": ["q_proj"], "r": 2},
    "PromptTuningConfig": {"task_type": "CAUSAL_LM", "num_virtual_tokens": 4},
    "PrefixTuningConfig": {"task_type": "CAUSAL_LM", "num_virtual_tokens": 4},
}


@pytest.mark.parametrize("chosen", ["pissa", "olora", "gaussian"])
def test_an_initialisation_that_changes_the_base_is_warned_of(
    chosen: str, adapter: Path, llama: Path
) -> None:
    rewrite_config(adapter, init_lora_weights=chosen)
    report = run(adapter, llama)
    assert report.loads is True
    assert any("changes them" in text for text in report.warnings) is (chosen != "gaussian")


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_than_lora(method: str, llama: Path, tmp_path: Path) -> None:
    report = run(make_adapter(llama, tmp_path / "adapter", method=method, **METHODS[method]), llama)
    assert report.error is None
    assert report.tensors and {row.status for row in report.tensors} == {Status.LANDED}
    assert report.missing == ()


def test_a_tuner_that_computes_with_a_large_base_is_unknown(
    llama: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST_COMPUTED, "meta-base", 1000)
    adapter = make_adapter(llama, tmp_path / "adapter", method="BOFTConfig", **METHODS["BOFTConfig"])
    report = run(adapter, llama)
    assert report.loads is None and "sets up BOFT" in (report.unknown_because or "")
    assert {row.status for row in report.tensors} == {Status.UNKNOWN}


def test_a_weights_file_under_another_name_is_not_found_as_by_peft(adapter: Path, llama: Path) -> None:
    record = read_adapter(adapter)
    (adapter / "adapter_model.safetensors").rename(adapter / "adapters.safetensors")
    report = dry_run(record, read_base(llama))
    assert report.loads is False and report.error is not None


def test_progress_is_where_a_cancel_takes_effect(adapter: Path, llama: Path) -> None:
    stages: list[str] = []

    def stop_at_load(stage: str, *_: object) -> None:
        stages.append(stage)
        if stage == "load":
            raise Cancelled

    with pytest.raises(Cancelled):
        run(adapter, llama, report=stop_at_load)
    assert stages == ["base", "load"]


def test_another_loader_is_refused_in_a_sentence(adapter: Path, llama: Path) -> None:
    with pytest.raises(UsageError, match="'vllm'"):
        run(adapter, llama, loader="vllm")


def test_a_head_that_transformers_does_not_have_is_unknown(
    adapter: Path, llama: Path, tmp_path: Path
) -> None:
    bert = make_base("bert", tmp_path / "bert")
    report = run(adapter, with_config(bert, tmp_path / "base", architectures=["BertForSorcery"]))
    assert report.base_class == "BertLMHeadModel"
    t5 = make_base("t5", tmp_path / "t5")
    report = run(adapter, with_config(t5, tmp_path / "other", architectures=["T5ForSorcery"]))
    assert "has no class T5ForSorcery" in (report.unknown_because or "")
