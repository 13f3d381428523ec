"""What the probe measured, in findings and in the answer to "does it act?"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import llama, lora

from inspector.compat.inspection import Inspection, Verdict
from inspector.compat.match import match_headers
from inspector.compat.probe_result import ModuleEffect, ProbeResult, PromptResult, TemplateGain
from inspector.compat.verdict import conclude

ACTING = ProbeResult(
    device="cpu",
    dtype="float32",
    acts=True,
    noise_floor=0.0,
    max_abs_logit_diff=1.5,
    mean_abs_logit_diff=0.4,
    mean_kl=0.2,
    top1_flip_rate=0.5,
    disabled_equals_pristine=True,
    prompts=(PromptResult("a b", 2, 1.5, 0.2, 1),),
    effect="changes",
    task="causal-lm",
    rounding=1e-6,
)


def told(**measured: Any) -> Inspection:
    adapter, base = lora(), llama()
    return conclude(adapter, base, match_headers(adapter, base), probe=replace(ACTING, **measured))


def rules(inspection: Inspection) -> set[str]:
    return {finding.rule for finding in inspection.findings if finding.rule.startswith("ADP9")}


def answer(inspection: Inspection) -> tuple[str, str, str]:
    return next((a.tone, a.word, a.text) for a in inspection.answers if a.id == "acts")


def test_a_change_is_told_with_its_size() -> None:
    tone, word, text = answer(told())
    assert (tone, word) == ("good", "yes, KL 0.2")
    assert "1.5" in text and "50 %" in text
    assert rules(told()) == set()


@pytest.mark.parametrize(
    ("apart", "floor", "effect", "words"),
    [
        (0.0, 0.0, "none", "every output equals the base's to the bit"),
        (0.01, 0.02, "below-floor", "the same prompt twice differs by 0.02"),
        (5e-7, 0.0, "below-floor", "within the rounding of float32 (1e-06)"),
    ],
)
def test_nothing_below_the_noise_and_within_rounding_are_three_answers(
    apart: float, floor: float, effect: str, words: str
) -> None:
    inspection = told(acts=False, max_abs_logit_diff=apart, noise_floor=floor, effect=effect)
    tone, word, text = answer(inspection)
    assert (tone, inspection.verdict) == ("bad", Verdict.INERT)
    assert word == ("changes nothing" if apart == 0 else "below the noise")
    assert words in text
    assert "ADP901" in rules(inspection)


def test_not_finite_is_an_answer_of_its_own() -> None:
    inspection = told(acts=None, effect="not-finite")
    assert answer(inspection)[:2] == ("bad", "not finite")
    assert (rules(inspection), inspection.verdict) == ({"ADP903"}, Verdict.DEGRADED)


@pytest.mark.parametrize(
    ("plain", "inside", "place"), [(0.001, 0.4, "inside"), (0.4, 0.001, "outside"), (0.2, 0.4, None)]
)
def test_an_effect_with_or_without_the_template_alone(plain: float, inside: float, place: str | None) -> None:
    inspection = told(template=TemplateGain("the adapter", plain, inside, 0.0, 0.1))
    assert rules(inspection) == ({"ADP905"} if place else set())
    if place:
        finding = next(f for f in inspection.findings if f.rule == "ADP905")
        assert f"It acts {place} the chat template" in finding.message
        assert inspection.verdict is Verdict.FITS


def test_embeddings_are_told_by_their_cosine() -> None:
    tone, word, text = answer(told(task="features", mean_cosine=0.75, mean_kl=0.0))
    assert (tone, word) == ("good", "yes, cosine 0.75")
    assert "KL" not in text


def test_modules_measured_alone_do_not_say_that_outputs_change() -> None:
    alone = told(acts=None, task="modules", modules=(ModuleEffect("q", 0.1), ModuleEffect("k", 0.0)))
    assert answer(alone)[:2] == ("unknown", "1 of 2 modules act")
    assert rules(alone) == set()
    broken = told(acts=None, task="modules", effect="not-finite")
    assert rules(broken) == {"ADP903"}
