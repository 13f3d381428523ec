"""Defaults are those of the transformers installed here; a configuration saved again means the same."""

from __future__ import annotations

import importlib.util
import json
from importlib.metadata import version
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.files.config_form import BOOKKEEPING, defaults_of, differing, meant_config
from inspector.resource import resource_path


def test_the_table_is_what_the_script_makes_here() -> None:
    """A few lines of it; all of them take a minute."""
    spec = importlib.util.spec_from_file_location("defaults", resource_path("tables/make_config_defaults.py"))
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    table = json.loads(resource_path("tables/config_defaults.json").read_text())
    assert table["made_with"] == {"transformers": version("transformers")}
    for name in ("", "llama", "gpt2", "qwen2", "gemma3_text"):
        assert table["model_types"][name] == script.describe(name)


ROPE = {"type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}
OLDER: dict[str, dict[str, Any]] = {
    "llama": {"hidden_size": 64, "num_attention_heads": 4, "rope_theta": 5e5, "torch_dtype": "bfloat16"},
    "llama with scaling": {
        "hidden_size": 64, "num_attention_heads": 4,
        "rope_scaling": {**ROPE, "original_max_position_embeddings": 8192},
    },
    "mistral": {"hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2, "sliding_window": 64},
    "qwen2": {"hidden_size": 64, "num_attention_heads": 4, "rope_theta": 1e6},
    "gpt2": {"n_embd": 64, "n_head": 4},
    "gpt_neox": {"hidden_size": 64, "num_attention_heads": 4, "rotary_pct": 0.25, "rotary_emb_base": 10000},
    "bert": {"hidden_size": 64, "num_attention_heads": 4},
    "phi3": {"hidden_size": 64, "num_attention_heads": 4, "partial_rotary_factor": 0.5},
}  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", OLDER)
def test_saved_again_by_transformers_5_it_means_the_same(name: str) -> None:
    from transformers import AutoConfig

    model_type = name.split()[0]
    again = json.loads(AutoConfig.for_model(model_type, **OLDER[name]).to_json_string(use_diff=True))
    before, after = meant_config({"model_type": model_type, **OLDER[name]}), meant_config(again)
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert differing - BOOKKEEPING - {"architectures"} == set()


def test_a_number_is_the_same_as_its_float32_that_gguf_keeps() -> None:
    saved = {"rms_norm_eps": 1e-06, "rope_theta": 1e4}
    assert differing(saved, {"rms_norm_eps": 9.999999974752427e-07, "rope_theta": 1e4}) == []
    assert differing(saved, {"rms_norm_eps": 1.0000001e-06, "rope_theta": 5e5}) == list(saved)


def test_a_type_that_nobody_knows_has_no_defaults() -> None:
    assert defaults_of("novel") == {} and defaults_of("") == {}
    assert meant_config({"model_type": ["llama"], "a": 1}) == {"model_type": ["llama"], "a": 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)
NAMES = st.sampled_from(
    ("model_type", "rope_parameters", "rope_scaling", "rope_theta", "text_config", "quantization_config",
     "num_attention_heads", "head_dim", "hidden_size", "partial_rotary_factor", "torch_dtype", "llama")
)  # fmt: skip


@given(st.dictionaries(NAMES, JSON | st.dictionaries(NAMES, JSON, max_size=3), max_size=6))
def test_any_json_has_a_meaning(config: dict[str, Any]) -> None:
    assert isinstance(meant_config(config), dict)
