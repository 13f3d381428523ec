"""Both engines must say what a real load does: every tensor's fate, every empty slot, the error's class.

The header engine may say *unknown* instead, but never anything else that is not so. These are chosen
cases of `make conformance`, which tries them all, and a few that need a sharper word.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from agreement import difference
from architectures import CATALOGUE
from cases import Case, all_cases
from factories import PREFIX, WEIGHTS, make_adapter, real_load, rewrite_config
from judging import RIGHT, UNKNOWN, judge
from methods import METHODS
from real_load import RealLoad
from workshop import Workshop

from inspector import pipeline
from inspector.compat.inspection import LoadReport, Status
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.dry_run import dry_run

Shelf = Callable[..., Path]

CASES = {case.id: case for case in all_cases()}
UNAVAILABLE = ("ADAMSS", "XLORA")
"""Methods that PEFT does not make here: without scikit-learn, and without other adapters."""


def _every(start: str, share: int) -> list[str]:
    """One in `share` of the cases whose id begins so: always the same ones, whatever is added."""
    return [name for name in CASES if name.startswith(start) and zlib.crc32(name.encode()) % share == 0]


CHOSEN = [
    *(f"own/{name}/LORA" for name in CATALOGUE if name != "llama"),
    *(f"own/llama/{method}" for method in METHODS if method not in UNAVAILABLE),
    *_every("mutation/llama/", 12),
    *_every("base/llama", 16),
    *_every("names/", 14),
    *_every("files/", 16),
    *_every("cross/", 160),
]

CERTAIN = (
    "dora",
    "rank pattern for a layer",
    "lora bias",
    "bias all",
    "layers of a pattern",
    "regex",
    "all-linear",
    "excluded by name",
    "default targets",
    "no task",
    "trainable tokens",
    "saves lm_head",
    "saves embed_tokens",
)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("conformance"))


@pytest.mark.parametrize("name", CHOSEN)
def test_a_pair(name: str, workshop: Workshop) -> None:
    judgement = judge(CASES[name], workshop)
    assert not judgement.not_made
    assert (judgement.dry_run.kind, judgement.dry_run.text) == (RIGHT, ""), judgement.really
    assert judgement.headers.kind in (RIGHT, UNKNOWN), (judgement.really, judgement.headers.text)


@pytest.mark.parametrize("variant", CERTAIN)
def test_the_header_engine_is_certain_of_lora(variant: str, workshop: Workshop) -> None:
    judgement = judge(CASES[f"variant/llama/{variant}"], workshop)
    assert (judgement.dry_run.kind, judgement.headers.kind) == (RIGHT, RIGHT), judgement.headers.text


def test_a_classification_adapter_on_a_language_model(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"], task_type="SEQ_CLS")
    report = assert_same(base, adapter)
    assert report.base_class == "LlamaForSequenceClassification"
    assert [row.slot for row in report.tensors if "score" in row.key] == [
        PREFIX + "score.modules_to_save.weight"
    ]


def test_a_head_that_the_base_s_files_lack_can_be_targeted(base_shelf: Shelf, tmp_path: Path) -> None:
    """`dense` is nowhere in a T5 but in the head that its classifier begins with."""
    adapter = make_adapter(base_shelf("bert"), tmp_path, target_modules=["dense"], task_type="SEQ_CLS")
    report = assert_same(base_shelf("t5"), adapter)
    assert report.loads
    assert {slot.module for slot in report.missing} == {"classification_head.dense"}


@pytest.mark.parametrize("bias", ["all", "lora_only"])
def test_biases_that_the_config_declares_have_landed(bias: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("qwen2")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj", "v_proj"], bias=bias)
    report = assert_same(base, adapter)
    assert any(row.key.endswith(".bias") for row in report.tensors)
    assert {row.status for row in report.tensors} == {Status.LANDED}


def test_experts_saved_one_by_one_land_in_the_fused_slot(workshop: Workshop) -> None:
    with workshop.pair(CASES["names/mixtral experts/all experts"]) as (adapter, base, _):
        report = assert_same(base, adapter)
    fused = {row.slot for row in report.tensors if ".w1." in row.key and "lora_A" in row.key}
    assert fused == {f"{PREFIX}model.layers.{n}.mlp.experts.base_layer.lora_A.weight" for n in (0, 1)}


@pytest.mark.parametrize("start", ["pissa", "pissa_niter_4", "olora", "orthogonal"])
def test_a_start_from_the_base_s_weight_fails_on_experts(
    start: str, base_shelf: Shelf, tmp_path: Path
) -> None:
    """They keep several parameters and no `weight`: adapters trained on experts one by one meet that."""
    base = base_shelf("mixtral")
    adapter = make_adapter(base, tmp_path, target_parameters=["mlp.experts.gate_up_proj"])
    rewrite_config(adapter, init_lora_weights=start)
    report = assert_same(base, adapter)
    assert report.error is not None and report.error.type == "AttributeError"
    assert pipeline.inspect_headers(read_adapter(adapter), read_base(base)).report.loads is False


@pytest.mark.parametrize("start", ["gaussian", "eva", False])
def test_other_starts_do_not_ask_experts_for_it(start: str | bool, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("mixtral")
    adapter = make_adapter(base, tmp_path, target_parameters=["mlp.experts.gate_up_proj"])
    rewrite_config(adapter, init_lora_weights=start)
    assert assert_same(base, adapter).loads is True


def test_a_key_that_is_absent_does_not_hide_the_others(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"])
    rewrite_config(adapter, modules_to_save=["lm_head"])
    report = assert_same(base, adapter)
    assert report.error is not None and report.error.type == "KeyError"
    assert {row.status for row in report.tensors} == {Status.LANDED}
    assert [slot.slot for slot in report.missing] == [PREFIX + "lm_head.modules_to_save.weight"]


def test_the_weights_are_never_read(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"])
    record = read_adapter(adapter)
    (adapter / WEIGHTS).write_bytes(b"")
    assert dry_run(record, read_base(base)).loads is True


def test_the_truth_notices_a_tensor_that_went_elsewhere(base_shelf: Shelf, tmp_path: Path) -> None:
    """The comparison itself: another slot, a lost tensor and an overwritten base are each told apart."""
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path, target_modules=["q_proj"])
    truth = real_load(base, adapter)
    first, *rest = truth.landed
    moved = {**truth.landed, first: truth.landed[rest[0]]}
    lost = {key: truth.landed[key] for key in rest}
    report = dry_run(read_adapter(adapter), read_base(base))
    assert difference(truth, report) is None
    assert difference(RealLoad(loads=True, landed=moved), report)
    assert difference(RealLoad(loads=True, landed=lost, orphaned=frozenset({first})), report)
    assert difference(RealLoad(loads=True, landed=lost, overwrites={first: first}), report)


def test_a_seed_varies_the_cases() -> None:
    def made_of(cases: list[Case]) -> dict[str, str]:
        return {case.id: repr(case.adapter) for case in cases if case.id.startswith("own/")}

    assert made_of(all_cases(7)).keys() == made_of(all_cases()).keys()
    assert made_of(all_cases(7)) != made_of(all_cases(8)) != made_of(all_cases())


def assert_same(base: Path, adapter: Path) -> LoadReport:
    """Hold both engines against the real load, and return the dry run's report."""
    truth = real_load(base, adapter)
    report = dry_run(read_adapter(adapter), read_base(base))
    assert difference(truth, report) is None
    predicted = pipeline.inspect_headers(read_adapter(adapter), read_base(base)).report
    assert predicted.loads is None or difference(truth, predicted) is None
    return report
