"""Names: split, ordered and folded without losing one."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compat.keys import fold, layer_place, natural_key, number_ranges, split_key

SEGMENT = st.text("abcqkv_", min_size=1, max_size=6) | st.integers(0, 40).map(str)
NAME = st.lists(SEGMENT, min_size=1, max_size=6).map(".".join)


@pytest.mark.parametrize(
    ("key", "module", "part", "is_adapter"),
    [
        ("base_model.model.a.0.q_proj.lora_A.weight", "a.0.q_proj", "lora_A.weight", True),
        ("base_model.model.a.0.q_proj.lora_B.default.weight", "a.0.q_proj", "lora_B.default.weight", True),
        ("base_model.model.a.wte.lora_embedding_A", "a.wte", "lora_embedding_A", True),
        ("base_model.model.score.weight", "score", "weight", False),
        ("base_model.model.score.modules_to_save.weight", "score", "modules_to_save.weight", True),
        ("model.norm.weight", "model.norm", "weight", False),
        ("weight", "", "weight", False),
    ],
)
def test_a_key_splits_at_the_tuners_parameter(key: str, module: str, part: str, is_adapter: bool) -> None:
    assert split_key(key) == (module, part, is_adapter)


def test_layers_are_found_and_ordered_by_number() -> None:
    assert layer_place("model.layers.10.mlp.up_proj") == ("model.layers", 10, "mlp.up_proj")
    assert layer_place("lm_head") is None
    assert sorted(["l.10", "l.9", "l.x"], key=natural_key) == ["l.9", "l.10", "l.x"]


def test_a_fold_names_runs_and_alternatives() -> None:
    names = [f"layers.{n}.{p}_proj" for n in range(32) for p in "kv"]
    assert fold(names) == "layers.{0…31}.{k_proj, v_proj}"
    assert number_ranges([0, 1, 2, 7, 9, 8]) == "0…2, 7…9"


def test_a_fold_never_claims_a_combination_that_is_not_there() -> None:
    assert fold(["a.0.x", "a.1.x", "a.1.y"]) == "a.{0, 1}.x, a.1.y"


@given(st.lists(NAME, min_size=1, max_size=30))
def test_a_fold_stands_for_exactly_the_names_it_was_given(names: list[str]) -> None:
    folded = fold(names, limit=10_000)
    patterns = re.split(r", (?![^{]*\})", folded)
    unfolded = {name for pattern in patterns for name in _unfold(pattern)}
    assert unfolded == set(names)


def _unfold(pattern: str) -> list[str]:
    choices = []
    for segment in re.split(r"\.(?![^{]*\})", pattern):
        inner = segment.removeprefix("{").removesuffix("}") if segment.startswith("{") else segment
        values: list[str] = []
        for piece in inner.split(", "):
            first, dash, last = piece.partition("…")
            values += [str(n) for n in range(int(first), int(last) + 1)] if dash else [piece]
        choices.append(values)
    return [".".join(choice) for choice in product(*choices)]
