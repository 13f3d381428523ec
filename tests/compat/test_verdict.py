"""One verdict, five answers, two sentences: from what is known, and never more than that."""

from __future__ import annotations

from builders import llama, lora

from inspector.compat.inspection import Verdict, WeightScan
from inspector.compat.match import match_headers
from inspector.compat.probe_result import ProbeResult, PromptResult
from inspector.compat.verdict import conclude
from inspector.files.lock import Difference, LockComparison
from inspector.files.records import Adapter, Base

SAME = LockComparison("same", "To the byte.", (), True)
MOVED = LockComparison("moved", "It has moved.", (Difference("weights.m", "a", "b"),), True)


def verdict(adapter: Adapter, base: Base | None, **known: object) -> Verdict:
    return conclude(adapter, base, match_headers(adapter, base), **known).verdict  # type: ignore[arg-type]


def probed(*, acts: bool | None, floor: float = 0.0, clean: bool = True) -> ProbeResult:
    size = 1.5 if acts else 0.0
    return ProbeResult(
        device="cpu",
        dtype="float32",
        acts=acts,
        noise_floor=floor,
        max_abs_logit_diff=float("nan") if acts is None else size,
        mean_abs_logit_diff=size / 4,
        mean_kl=size / 9,
        top1_flip_rate=0.5 if acts else 0.0,
        disabled_equals_pristine=clean,
        prompts=(PromptResult("a b", 2, size, size / 9, 1 if acts else 0),),
    )


def test_all_five_verdicts() -> None:
    assert verdict(lora(), llama()) is Verdict.FITS
    assert verdict(lora(layers=3), llama()) is Verdict.DEGRADED
    assert verdict(lora(key_heads=4), llama()) is Verdict.FAILS
    assert verdict(lora(peft_type="XLORA"), llama()) is Verdict.UNKNOWN
    wrapped = Adapter(
        path=lora().path,
        config=lora().config,
        tensors={
            k.replace("base_model.model.", "base_model.model._orig_mod."): t
            for k, t in lora().tensors.items()
        },
    )
    assert verdict(wrapped, llama()) is Verdict.INERT


def test_without_a_base_nothing_is_claimed() -> None:
    inspection = conclude(lora(), None, match_headers(lora(), None))
    assert inspection.verdict is Verdict.UNKNOWN
    assert [answer.tone for answer in inspection.answers[1:]] == ["unknown"] * 4
    assert "ADP301" in {skipped.rule for skipped in inspection.not_checked}


def test_a_base_that_moved_since_the_lock_degrades_what_would_fit() -> None:
    assert verdict(lora(), llama(), lock=SAME) is Verdict.FITS
    assert verdict(lora(), llama(), lock=MOVED) is Verdict.DEGRADED


def test_values_and_the_probe_overrule_what_names_and_shapes_say() -> None:
    dead = WeightScan(zero=tuple(key for key in lora().tensors if "lora_B" in key), scanned=8)
    assert verdict(lora(), llama(), weights=dead) is Verdict.INERT
    broken = WeightScan(non_finite=(next(iter(lora().tensors)),), scanned=8)
    assert verdict(lora(), llama(), weights=broken) is Verdict.DEGRADED
    assert verdict(lora(), llama(), probe=probed(acts=False)) is Verdict.INERT
    assert verdict(lora(), llama(), probe=probed(acts=True)) is Verdict.FITS
    assert verdict(lora(), llama(), probe=probed(acts=None)) is Verdict.DEGRADED
    assert verdict(lora(), llama(), probe=probed(acts=True, clean=False)) is Verdict.DEGRADED
    assert verdict(lora(lora_alpha=0), llama()) is Verdict.INERT


def test_a_not_yet_measured_effect_is_never_shown_as_one() -> None:
    acts = conclude(lora(), llama(), match_headers(lora(), llama())).answers[-1]
    assert (acts.id, acts.tone, acts.word) == ("acts", "unknown", "not measured")


def test_the_headline_says_what_and_the_summary_why() -> None:
    inspection = conclude(lora(key_heads=4), llama(), match_headers(lora(key_heads=4), llama()))
    assert inspection.headline == "Fails on base-n: 2 of 8 tensors do not fit"
    assert inspection.summary.startswith("Key/value heads 4 in the adapter, 2 in the base")
    assert inspection.summary.endswith("PeftModel.from_pretrained raises RuntimeError; nothing is served.")


def test_trained_biases_are_the_adapters_own_slots() -> None:
    base = llama(model_type="qwen2", architectures=["Qwen2ForCausalLM"])
    key = "base_model.model.model.norm.weight"
    stray = conclude(lora(extra={key: (32,)}), base, match_headers(lora(extra={key: (32,)}), base))
    assert (stray.verdict, stray.counts.overwrites_base) == (Verdict.DEGRADED, 1)
