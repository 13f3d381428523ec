"""The probe in the reports: every figure that was measured, and none that was not."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from inspections import inspection, lora_keys, probed, write_adapter, write_base
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from inspector.compat.inspection import Inspection
from inspector.compat.probe_result import LayerEffect, ModuleEffect, ProbeResult, ScalePoint, TemplateGain
from inspector.report.as_json import document, dump
from inspector.report.pdf import render_pdf
from inspector.report.probe_section import probe_section
from inspector.report.text import render_text
from inspector.resource import resource_path

FULL = replace(
    probed(),
    effect="changes",
    task="causal-lm",
    mean_js=0.007,
    base_perplexity=12.5,
    adapted_perplexity=9.25,
    layers=tuple(LayerEffect(f"model.layers.{n}", 0.1 * (n + 1)) for n in range(3)),
    modules=(
        ModuleEffect("model.layers.0.self_attn.q_proj", 0.4, 0.2),
        ModuleEffect("model.layers.2.mlp.down_proj", 0.3, 0.35),
    ),
    scales=tuple(ScalePoint(s, 0.031 * s, 0.007 * s, 1.25 * s, 0.1 * s) for s in (0.0, 0.5, 1.0, 1.25)),
    template=TemplateGain("the adapter", 0.031, 0.31, 0.125, 0.5),
    tokenizer="adapter",
)


def inspected(tmp_path: Path, probe: ProbeResult) -> Inspection:
    return inspection(write_adapter(tmp_path / "a", lora_keys(2)), write_base(tmp_path / "b"), probe=probe)


def test_facts_hold_what_was_measured() -> None:
    facts = dict(probe_section(FULL).facts)
    assert facts["Mean Jensen–Shannon"] == "0.007 nats"
    assert facts["Perplexity, base → adapted"] == "12.5 → 9.25"
    assert facts["KL in the chat template"] == "0.31 nats, without 0.031"
    assert facts["Strongest module"] == "layer 2 mlp.down_proj, 35 %"
    basic = dict(probe_section(probed()).facts)
    assert not {"Perplexity, base → adapted", "KL in the chat template", "Strongest module"} & set(basic)
    assert probe_section(probed()).curve is None and probe_section(probed()).layers is None


@pytest.mark.parametrize(
    ("acts", "effect", "apart", "words"),
    [
        (True, "changes", 1.25, "yes"),
        (False, "none", 0.0, "no, equal to the bit"),
        (False, "below-floor", 1e-7, "no more than noise and rounding"),
        (None, "not-finite", 0.0, "not finite"),
    ],
)
def test_whether_outputs_change_has_four_answers(
    acts: bool | None, effect: str, apart: float, words: str
) -> None:
    probe = replace(FULL, acts=acts, effect=effect, max_abs_logit_diff=apart)
    assert probe_section(probe).facts[0] == ("Outputs change", words)


def test_plots_are_scaled_to_their_largest_value() -> None:
    section = probe_section(FULL)
    assert section.curve is not None and section.layers is not None
    assert [point.label for point in section.curve.points] == ["0", "0.5", "1", "1.25"]
    assert [point.height for point in section.curve.points] == pytest.approx([0, 0.4, 0.8, 1])
    assert [point.label for point in section.layers.points] == ["0", "1", "2"]
    assert section.layers.largest == "0.3"
    still = replace(FULL, scales=tuple(ScalePoint(s, 0.0, 0.0, 0.0, 0.0) for s in (0.0, 1.0)))
    assert probe_section(still).curve is None


def test_embeddings_have_no_divergence() -> None:
    facts = dict(probe_section(replace(FULL, task="features", mean_cosine=0.98, neighbour_change=0.25)).facts)
    assert facts["Cosine with the base's vectors"] == "0.98"
    assert facts["Nearest neighbours that change"] == "25 %"
    assert not any("KL, base" in label for label in facts)


def test_text_and_pdf_show_the_curve(tmp_path: Path) -> None:
    found = inspected(tmp_path, FULL)
    text = " ".join(render_text([found], colour=False, width=200).split())
    assert "by the adapter's scale: 0: 0, 0.5: 0.0155, 1: 0.031, 1.25: 0.0387." in text
    reader = PdfReader(BytesIO(render_pdf([found], day=date(2026, 11, 22))))
    pages = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Mean KL (nats) by the adapter's scale" in pages
    assert "Lin 1991" in pages


def test_json_holds_all_of_it_and_null_for_what_is_not_finite(tmp_path: Path) -> None:
    row = FULL.prompts[0]._replace(kl_by_position=(0.1, math.nan), flipped=(1, 0), pieces=("a", "b"))
    written = json.loads(dump(document([inspected(tmp_path, replace(FULL, prompts=(row,)))])))
    schema = json.loads(resource_path("schema/inspection.schema.json").read_text())
    Draft202012Validator(schema).validate(written)
    probe = written["inspections"][0]["probe"]
    assert probe["effect"] == "changes"
    assert probe["prompts"][0]["kl_by_position"] == [0.1, None]
    assert probe["scales"][3] == {
        "scale": 1.25,
        "mean_kl": pytest.approx(0.03875),
        "mean_js": pytest.approx(0.00875),
        "max_abs_logit_diff": pytest.approx(1.5625),
        "top1_flip_rate": pytest.approx(0.125),
    }
    assert probe["template"]["source"] == "the adapter"
