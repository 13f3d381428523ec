"""ADP304: a prompt's one tensor always loads, so its sizes are held against the base's configuration."""

from __future__ import annotations

from typing import Any

import pytest
from builders import llama, lora

from inspector.compat.inspection import Evidence, Finding, LoadReport
from inspector.compat.verdict import conclude

PROMPT = {"peft_type": "PROMPT_TUNING", "num_layers": 2, "token_dim": 32, "num_attention_heads": 4}
PREFIX = {"peft_type": "PREFIX_TUNING", "num_layers": 2, "token_dim": 16, "num_attention_heads": 2}


def findings(config: dict[str, Any], loads: bool = True, **base: Any) -> list[Finding]:
    report = LoadReport(
        evidence=Evidence.DRY_RUN, loader="peft", loader_version="0", loads=loads, tensors=(), missing=()
    )
    concluded = conclude(lora(targets=(), **config), llama(**base), report)
    return [finding for finding in concluded.findings if finding.rule == "ADP304"]


def test_a_prompt_on_its_own_base_is_fine() -> None:
    assert findings(PROMPT) == findings(PREFIX) == []


@pytest.mark.parametrize(
    ("config", "base", "told", "severity"),
    [
        (PROMPT, {"hidden": 64}, "token_dim is 32 in the adapter; this base has 64.", "error"),
        (PREFIX, {"layers": 3}, "num_layers is 2 in the adapter; this base has 3.", "error"),
        (PREFIX, {"layers": 1}, "num_layers is 2 in the adapter; this base has 1.", "warning"),
        (PREFIX, {"head_dim": 16}, "token_dim is 16 in the adapter; this base has 32.", "error"),
    ],
)
def test_another_size_is_told(config: dict[str, Any], base: dict[str, Any], told: str, severity: str) -> None:
    (finding,) = findings(config, **base)
    assert (finding.message, finding.severity) == (told, severity)


def test_a_prompt_does_not_depend_on_layers_or_heads() -> None:
    assert findings(PROMPT, layers=5, num_attention_heads=8) == []


def test_sizes_of_the_text_model_count_in_a_model_of_several() -> None:
    text = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2}
    assert findings(PREFIX, hidden=64, text_config=text) == []


def test_where_the_loader_raises_its_own_words_suffice() -> None:
    assert findings(PROMPT, loads=False, hidden=64) == []
