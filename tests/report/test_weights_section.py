"""What the adapter adds, in every report: from the record, with nothing shown that was not computed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.compat.inspection import Inspection, WeightScan
from inspector.compat.weights_result import ModuleWeights
from inspector.report import render
from inspector.report.weights_section import weights_section

SCAN = WeightScan(
    scanned=4,
    largest=1.5,
    largest_key="model.layers.1.q_proj.lora_B.weight",
    dtypes=(("BF16", 3), ("F32", 1)),
    modules=(
        ModuleWeights(
            module="model.layers.10.q_proj",
            method="LORA",
            rank=8,
            scale=2.0,
            norm=0.5,
            spectral=0.4,
            stable_rank=1.5625,
            entropy_rank=3.2,
            concentration=0.64,
            weight_norm=50.0,
            relative=0.01,
        ),
        ModuleWeights(module="model.layers.2.q_proj", method="LORA", rank=8, norm=2.0, relative=0.04),
        ModuleWeights(module="lm_head", method="LORA", note="The base's weight is packed."),
    ),
)


def test_modules_stand_in_their_order_and_gaps_stay_gaps() -> None:
    section = weights_section(SCAN)
    assert [row.module for row in section.rows] == [
        "lm_head",
        "model.layers.2.q_proj",
        "model.layers.10.q_proj",
    ]
    assert section.rows[0] == ("lm_head", "", "", "", "", "", "", "", "", "The base's weight is packed.")
    assert section.rows[2][1:9] == ("8", "2", "0.5", "1.0 %", "0.4", "1.56", "3.2", "64 %")
    assert section.sentence == (
        "Relative to their weights the modules gain 1.0 % to 4.0 % (median 2.5 %), "
        "most in model.layers.2.q_proj."
    )


def test_without_the_bases_weights_the_change_itself_is_told() -> None:
    alone = tuple(row._replace(relative=None) for row in SCAN.modules or ())
    assert weights_section(replace(SCAN, modules=alone)).sentence.startswith(
        "The modules gain ‖ΔW‖ from 0.5 to 2 "
    )
    assert weights_section(replace(SCAN, modules=None)).sentence == ""


@pytest.mark.parametrize("format", ["text", "html", "md", "json"])
def test_it_stands_in_every_report(fitting: Inspection, format: str) -> None:
    made = render([replace(fitting, weights=SCAN)], format)
    assert isinstance(made, str)
    assert "model.layers.2.q_proj" in made
