"""Two configurations compared by what they mean to the model and to an adapter."""

from __future__ import annotations

from typing import Any

import pytest
from builders import PREFIX, llama, lora

from inspector.compat.config_comparison import EFFECTS, compare_configs

BASE = dict(llama().config)


def changed(after: dict[str, Any], *, before: dict[str, Any] | None = None) -> dict[str, tuple[Any, Any]]:
    changes = compare_configs({**BASE, **(before or {})}, {**BASE, **after})
    return {change.field: (change.before, change.after) for change in changes if change.matters}


def test_a_field_that_matters_is_named_with_both_values_and_a_sentence() -> None:
    [change] = compare_configs({**BASE, "rms_norm_eps": 1e-6}, {**BASE, "rms_norm_eps": 1e-5})
    assert change[:3] == ("rms_norm_eps", 1e-6, 1e-5) and change.matters and change.effect.endswith(".")


SAME: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "rope of transformers 4 and 5": (
        {"rope_theta": 10000.0, "rope_scaling": None},
        {"rope_parameters": {"rope_theta": 10000.0, "rope_type": "default"}},
    ),
    "a left out theta is the class's default": (
        {},
        {"rope_parameters": {"rope_theta": 10000.0, "rope_type": "default"}},
    ),
    "scaling in both forms": (
        {"rope_theta": 5e5, "rope_scaling": {"type": "linear", "factor": 2.0}},
        {"rope_parameters": {"rope_theta": 5e5, "rope_type": "linear", "factor": 2.0}},
    ),
    "a default that is written out": ({}, {"attention_bias": False, "mlp_bias": False, "hidden_act": "silu"}),
    "a width that follows from others": ({}, {"head_dim": 8}),
}


@pytest.mark.parametrize("case", SAME)
def test_two_ways_to_say_the_same_are_no_change(case: str) -> None:
    before, after = SAME[case]
    assert changed(after, before=before) == {}


def test_a_rope_that_moved_is_told_in_any_form() -> None:
    long = {"rope_theta": 5e5, "rope_type": "llama3", "factor": 8.0, "original_max_position_embeddings": 8192}
    assert changed({"rope_parameters": long}) == {
        "rope_theta": (10000.0, 5e5),
        "rope_scaling": (None, {k: v for k, v in long.items() if k != "rope_theta"}),
    }


def test_layers_with_a_rope_of_their_own_are_told_apart() -> None:
    def ropes(theta: float) -> dict[str, Any]:
        return {
            "rope_parameters": {
                "full_attention": {"rope_theta": theta},
                "sliding_attention": {"rope_theta": 1e4},
            }
        }

    [change] = compare_configs(
        {"model_type": "gemma3_text", **ropes(1e6)}, {"model_type": "gemma3_text", **ropes(2e6)}
    )
    assert change[:3] == ("rope_theta[full_attention]", 1e6, 2e6) and change.effect == EFFECTS["rope_theta"]


def test_inner_configurations_are_compared_field_by_field() -> None:
    inner = {"model_type": "llama", "hidden_size": 32}
    [change] = compare_configs(
        {"model_type": "llava", "text_config": inner},
        {
            "model_type": "llava",
            "text_config": {**inner, "hidden_size": 64, "hidden_act": "silu", "num_attention_heads": 32},
        },
    )[:1]
    assert change[:3] == ("text_config.hidden_size", 32, 64)


def test_bookkeeping_comes_last_and_does_not_matter() -> None:
    before = {**BASE, "torch_dtype": "float16", "transformers_version": "4.40.0", "use_cache": True}
    after = {
        **BASE,
        "dtype": "bfloat16",
        "transformers_version": "5.1.0",
        "use_cache": False,
        "vocab_size": 65,
    }
    changes = compare_configs(before, after)
    assert [(change.field, change.matters) for change in changes][:1] == [("vocab_size", True)]
    assert {change.field for change in changes if not change.matters} == {
        "dtype",
        "transformers_version",
        "use_cache",
    }


def test_another_kind_of_model_is_not_a_list_of_its_defaults() -> None:
    assert changed({"model_type": "qwen2", "rope_theta": 1e6}) == {
        "model_type": ("llama", "qwen2"),
        "rope_theta": (10000.0, 1e6),
    }


def test_a_type_that_nobody_knows_is_compared_as_it_stands() -> None:
    [change] = compare_configs(
        {"model_type": "novel", "a": 1}, {"model_type": "novel", "a": 1, "rope_theta": 1e4}
    )
    assert change[:3] == ("rope_theta", None, 1e4)


def test_the_sentence_is_about_this_adapter() -> None:
    wider = {**BASE, "vocab_size": 65}
    head = lora(extra={f"{PREFIX}lm_head.weight": (64, 32)}, modules_to_save=["lm_head"])
    [plain], [saved] = (compare_configs(BASE, wider, adapter=adapter) for adapter in (lora(), head))
    assert "the adapter holds none" in plain.effect and "do not fit" in saved.effect
    tied = {**BASE, "tie_word_embeddings": True}
    [plain], [saved] = (compare_configs(BASE, tied, adapter=adapter) for adapter in (lora(), head))
    assert "touches neither" in plain.effect and "changes both" in saved.effect
