"""ADP7xx: what some servers do not take."""

from __future__ import annotations

from folders import RuleCase, side

from inspector.compat.inspection import Severity

CASES = (
    RuleCase("ADP701", Severity.INFO, side(modules_to_save=["lm_head"]), side(trainable_token_indices=[3])),
    RuleCase("ADP702", Severity.INFO, side(r=20), side(r=16), says="--max-lora-rank 32"),
    RuleCase("ADP703", Severity.INFO, side(use_dora=True), side(use_rslora=True), says="DoRA"),
)
