"""Many tensors are placed by one: only where they really go the same way."""

from __future__ import annotations

from typing import Any

import pytest
from builders import tensors
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.compat import placement
from inspector.compat.placement import Placed, place_weights
from inspector.compat.renames import Renames
from inspector.files.tables import ArchitectureFacts, Transform, architecture_facts

WIDTHS = {"w1": (48, 32), "w2": (32, 48), "w3": (48, 32)}
EXPERTS = {
    f"model.layers.{layer}.block_sparse_moe.experts.{expert}.{name}.weight": shape
    for layer in range(2)
    for expert in range(12)
    for name, shape in WIDTHS.items()
}
STRAYS = tuple(
    f"model.layers.0.block_sparse_moe.experts{end}"
    for end in (
        ".shared.w1.weight",
        ".w1.weight",
        "..w1.weight",
        ".3",
        ".3.w1",
        ".gate_up_proj",
        ".01.w1.weight",
    )
)


def mixtral() -> ArchitectureFacts:
    facts = architecture_facts("MixtralForCausalLM")
    assert facts is not None
    return facts


def fused(placed: list[Placed], layer: int) -> dict[str, Any]:
    root = f"model.layers.{layer}.mlp.experts"
    return {one.part: one.shape for one in placed if one.module == root}


def test_an_expert_that_is_missing_or_another_is_not_lost_among_the_others() -> None:
    whole, _ = place_weights(tensors(EXPERTS), mixtral())
    assert fused(whole, 0) == {"gate_up_proj": (12, 96, 32), "down_proj": (12, 32, 48)}
    root = "model.layers.1.block_sparse_moe.experts.7."
    fewer, _ = place_weights(tensors({k: s for k, s in EXPERTS.items() if not k.startswith(root)}), mixtral())
    assert fused(fewer, 1) == {"gate_up_proj": (11, 96, 32), "down_proj": (11, 32, 48)}
    assert fused(fewer, 0) == fused(whole, 0)
    wider, _ = place_weights(tensors({**EXPERTS, f"{root}w2.weight": (32, 50)}), mixtral())
    assert fused(wider, 1) == {"gate_up_proj": (12, 96, 32), "down_proj": None}


@settings(max_examples=60)
@given(
    keys=st.permutations(list(EXPERTS)).map(lambda keys: keys[:40]),
    strays=st.lists(st.tuples(st.integers(0, 39), st.sampled_from(STRAYS)), max_size=4),
    odd=st.sets(st.integers(0, 39), max_size=3),
)
def test_placing_by_one_is_placing_each(
    keys: list[str], strays: list[tuple[int, str]], odd: set[int]
) -> None:
    shapes = {key: (9, 9) if number in odd else EXPERTS[key] for number, key in enumerate(keys)}
    for number, stray in strays:
        shapes[stray] = shapes[keys[number]]
    at_once = place_weights(tensors(shapes), mixtral())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placement._Experts, "remember", lambda *_: None)
        assert place_weights(tensors(shapes), mixtral()) == at_once


STEPS = (
    Transform(r"(?P<g0>^old\.)", ("new.",)),
    Transform(r"(?P<g0>blocks\.(\d+))", (r"layers.\1.%s",)),
    Transform(r"(?P<g0>experts\.\d+\.(up))", (r"experts.both_\1",), None, ("merge 0",)),
)
WORDS = st.sampled_from(["old", "blocks", "experts", "up", "*", "%", "%s", "", "90000", "w900001"])
SEGMENTS = st.one_of(WORDS, st.integers(0, 1_000_000).map(str), st.sampled_from(["007", "900003", "٣"]))


@given(keys=st.lists(st.lists(SEGMENTS, min_size=1, max_size=14).map(".".join), min_size=1, max_size=6))
def test_renaming_by_template_is_renaming_each(keys: list[str]) -> None:
    by_template, each = Renames(STEPS), Renames(STEPS)
    each.minds_numbers = True
    assert [by_template.rename(key) for key in keys] == [each.rename(key) for key in keys]
