"""Nothing above *info* on what stock PEFT and the known trainers' layouts write for their own base.

A varied part of what `run_alarms.py` goes through whole: every method, every architecture, every variant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alarms import DESERVED, alarms, judged, own_base_cases, unexplained
from cases import Case
from factories import make_base, rewrite_tensors
from layouts import LAYOUTS, make_layout
from methods import LORA_VARIANTS, METHODS
from worded_tokenizer import TEMPLATE, add_tokenizer
from workshop import Workshop

from inspector.worker.dry_run import dry_run

_COSTLY = ("whisper", "qwen2_vl", "gemma3", "paligemma")
_OWN = {case.id: case for case in own_base_cases()}


def _varied() -> Iterator[str]:
    """Every method on two architectures in turn, every variant of LoRA on one, and what was wrong once."""
    names = [
        case.base for case in _OWN.values() if case.adapter.method == "LORA" and case.group == "own base"
    ]
    turning = [name for name in names if name not in _COSTLY]
    for number, method in enumerate(METHODS):
        yield from (f"own/{turning[(5 * number + step) % len(turning)]}/{method}" for step in (0, 17))
    for number, variant in enumerate(LORA_VARIANTS):
        name = turning[7 * number % len(turning)]
        yield f"variant/{name if f'variant/{name}/{variant}' in _OWN else 'llama'}/{variant}"
    yield from ("own/gpt2/OSF", "variant/bert/saves embeddings", "variant/gemma2/saves lm_head")
    yield from ("variant/roberta/bias all", "own/llama/CARTRIDGE", "own/albert/SHADOW", "own/llama/XLORA")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_base("llama", tmp_path_factory.mktemp("llama"), eos_token_id=0)
    return add_tokenizer(folder, chat_template=TEMPLATE)


@pytest.mark.parametrize("case", [_OWN[name] for name in dict.fromkeys(_varied())], ids=lambda case: case.id)
def test_stock_peft_beside_its_own_base(case: Case, workshop: Workshop) -> None:
    found = judged(case, workshop, dry_run)
    if found is None:
        return  # PEFT makes no such adapter
    assert unexplained(case.id, found) == []


def test_nothing_is_left_to_train_of_a_matrix_narrower_than_the_effective_rank(workshop: Workshop) -> None:
    """OSF then writes factors without a column, beside which a sharded save keeps no dimension at all."""
    case = _OWN["own/mamba/OSF"]
    settings = {**case.adapter.settings, "target_modules": ["dt_proj", "x_proj"]}  # dt_proj: (64, 2)
    narrow = replace(case, adapter=replace(case.adapter, settings=settings))
    assert judged(narrow, workshop, dry_run) == []
    with workshop.pair(narrow) as (adapter, shown, _):
        rewrite_tensors(adapter, lambda ts: {key: value.flatten()[:0] for key, value in ts.items()})
        assert "ADP302" in {alarm.rule for alarm in alarms(adapter, shown, dry_run)}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", LAYOUTS)
def test_what_trainers_leave_beside_its_own_base(name: str, base: Path, tmp_path: Path) -> None:
    adapter = make_layout(name, base, tmp_path / "adapter")
    assert unexplained(name, alarms(adapter, base, dry_run)) == []


@pytest.mark.parametrize("name", ["own/llama/LORA", "variant/llama/rslora", "variant/llama/rank one"])
def test_random_values_on_a_hardly_trained_model_drown_nothing(name: str, workshop: Workshop) -> None:
    """Eight to twenty times weights that are near zero: on this width no change is small beside them."""
    assert judged(_with_random_values(_OWN[name]), workshop, dry_run) == []


def _with_random_values(case: Case) -> Case:
    return replace(case, adapter=replace(case.adapter, step=None))


def test_every_reason_is_still_needed(workshop: Workshop, base: Path, tmp_path: Path) -> None:
    """A reason that nothing asks for any more would hide the next false alarm."""
    needed = {
        "ADP604": "variant/gemma2/saves lm_head",
        "ADP605": "variant/bert/saves embeddings",
        "ADP004": "own/gpt2/OSF",
    }
    for rule, name in needed.items():
        assert {alarm.rule for alarm in judged(_OWN[name], workshop, dry_run) or ()} == {rule}
    pickled = alarms(make_layout("PEFT 0.4", base, tmp_path / "adapter"), base, dry_run)
    assert {alarm.rule for alarm in pickled} == {"ADP007"}
    assert {rule for rule, _, _ in DESERVED} == {*needed, "ADP007", "ADP403"}
