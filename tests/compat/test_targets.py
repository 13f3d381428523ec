"""Targeting, held against peft's own function on any names and patterns."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peft import LoraConfig
from peft.tuners.tuners_utils import _ExcludedModule, check_target_module_exists
from peft.utils.other import get_pattern_key

from inspector.compat.lora_config import Uncertain, read_settings, safe_pattern
from inspector.compat.targets import TargetRule, rank_for

LEAF = st.sampled_from(["q_proj", "v_proj", "proj", "up", "layers", "head", "lm_head"])
PATH = (
    st.builds(
        lambda stack, number, rest: ".".join([*stack, str(number), *rest]),
        st.lists(st.sampled_from(["model", "layers", "h", "experts"]), min_size=1, max_size=3),
        st.integers(0, 12),
        st.lists(LEAF, min_size=1, max_size=3),
    )
    | LEAF
)
NAMES = st.lists(LEAF | PATH, min_size=1, max_size=3, unique=True)
PATTERN = st.sampled_from(
    [r".*\.q_proj", "q_proj", r"model\.layers\.\d+\..*proj", r".*(q|v)_proj", r".*\.[02468]\..*", ""]
)


def options() -> st.SearchStrategy[dict[str, Any]]:
    listed = st.fixed_dictionaries(
        {"target_modules": NAMES},
        optional={
            "layers_to_transform": st.lists(st.integers(0, 12), max_size=3),
            "exclude_modules": NAMES | PATTERN,
            "modules_to_save": NAMES,
        },
    )
    pattern = st.fixed_dictionaries({"target_modules": PATTERN}, optional={"exclude_modules": NAMES})
    return listed | pattern


@settings(max_examples=200)
@given(config=options(), path=PATH)
def test_every_path_is_judged_as_peft_judges_it(config: dict[str, Any], path: str) -> None:
    truth = check_target_module_exists(LoraConfig(**config), path)
    ours = read_settings(config)
    rule = TargetRule(ours, config["target_modules"])
    assert rule.is_excluded(path) == isinstance(truth, _ExcludedModule)
    if not isinstance(truth, _ExcludedModule):
        assert rule.is_target(path) == bool(truth)


@given(
    patterns=st.dictionaries(
        st.sampled_from(["q_proj", "v_proj", r"layers\.1\..*", ".*proj", "^model"]), st.integers(1, 64)
    ),
    path=PATH,
)
def test_the_first_rank_pattern_that_matches_wins(patterns: dict[str, int], path: str) -> None:
    truth = patterns.get(get_pattern_key(list(patterns), path), 8)
    assert rank_for(path, read_settings({"r": 8, "rank_pattern": patterns, "target_modules": ["x"]})) == truth


@pytest.mark.parametrize(
    "pattern",
    [r"(.*)*q_proj", r"((\w+\.?))+x", r"(?:model|m\w?)+\.x", ".*a" * 9 + "b", r"(?=(\w+)+x).*", "(" * 200]
    + ["a?" * 30 + "a" * 30, "(a*){50}b", "(?:a|a){30}c"],
)
def test_a_pattern_that_could_run_without_end_is_never_run(pattern: str) -> None:
    with pytest.raises(Uncertain):
        safe_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r".*\.layers\.\d+\.(self_attn|mlp)\.(q|k|v|o)_proj",
        r"(?:.*?(?:language|text).*?(?:self_attn|mlp).*?(?:q_proj|up_proj).*?)|(?:\bmodel\.layers\.[\d]{1,}\.x)",
        r"(^|.*\.)lm_head($|\..*)",
    ],
)
def test_patterns_that_trainers_write_are_run(pattern: str) -> None:
    assert safe_pattern(pattern) == pattern
