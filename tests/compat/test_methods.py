"""What each method's layers look like, in figures that can be checked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders import HIDDEN, INNER, PREFIX, VOCABULARY, llama, tensors
from hypothesis import given
from hypothesis import strategies as st
from peft import PEFT_TYPE_TO_CONFIG_MAPPING
from peft.tuners.lokr.layer import factorization as peft_factorization

from inspector.compat.inspection import LoadReport
from inspector.compat.lora_config import Fields
from inspector.compat.match import match_headers
from inspector.compat.methods.lycoris import factorization
from inspector.compat.methods.registry import LAYER_METHODS, PROMPT_METHODS
from inspector.files.records import Adapter, Base
from inspector.files.tables import peft_types

NARROW = HIDDEN // 2
Q = f"{PREFIX}model.layers.0.self_attn.q_proj."
DOWN = f"{PREFIX}model.layers.0.mlp.down_proj."


def slots_of(peft_type: str, base: Base | None = None, **config: Any) -> dict[str, tuple[int, ...] | None]:
    """Every slot that a method makes on a Llama of one layer, from an adapter without tensors."""
    return {slot.slot: slot.expected for slot in load(peft_type, base, **config).missing}


def load(
    peft_type: str,
    base: Base | None = None,
    shapes: dict[str, tuple[int, ...]] | None = None,
    **config: Any,
) -> LoadReport:
    settings = {"peft_type": peft_type, "task_type": "CAUSAL_LM", "target_modules": ["q_proj"], **config}
    adapter = Adapter(path=Path("adapter"), config=settings, tensors=tensors(shapes or {}))
    return match_headers(adapter, base or llama(layers=1))


@pytest.mark.parametrize(
    ("peft_type", "config", "expected"),
    [
        ("ADALORA", {"init_r": 6, "total_step": 9}, {"lora_A": (6, 32), "lora_E": (6, 1), "lora_B": (32, 6)}),
        (
            "LOHA",
            {"r": 2},
            {f"hada_w{n}_{side}": (32, 2) if side == "a" else (2, 32) for n in (1, 2) for side in "ab"},
        ),
        ("LOKR", {"r": 2}, {"lokr_w1": (4, 4), "lokr_w2_a": (8, 2), "lokr_w2_b": (2, 8)}),
        ("LOKR", {"r": 4}, {"lokr_w1": (4, 4), "lokr_w2": (8, 8)}),
        (
            "LOKR",
            {"r": 1, "decompose_both": True, "decompose_factor": 8},
            {
                "lokr_w1_a": (8, 1),
                "lokr_w1_b": (1, 8),
                "lokr_w2_a": (4, 1),
                "lokr_w2_b": (1, 4),
            },
        ),
        ("BOFT", {"boft_block_num": 4, "boft_block_size": 0}, {"boft_R": (1, 4, 8, 8), "boft_s": (32, 1)}),
        ("OFT", {"oft_block_size": 7}, {"oft_R.weight": (4, 28)}),
        ("HRA", {"r": 3}, {"hra_u": (32, 3)}),
        ("FOURIERFT", {"n_frequency_pattern": {"q_proj": 5}}, {"fourierft_spectrum": (5,)}),
        ("MISS", {"r": 4, "init_weights": "bat"}, {"miss_block": (8, 4, 4)}),
        ("C3A", {"block_size": 16}, {"c3a_kernel": (2, 2, 16)}),
        ("ROAD", {"group_size": 8, "variant": "road_4"}, {"road_theta": (64,), "road_alpha": (64,)}),
        ("GRALORA", {"r": 4, "gralora_k": 2}, {"gralora_A": (2, 16, 4), "gralora_B": (2, 4, 16)}),
        ("SHIRA", {"r": 2}, {"shira_weight": (128,)}),
        ("PSOFT", {"r": 4}, {"psoft_R.weight": (6,), "psoft_R.vector_b": (4,), "psoft_R.vector_a": (4,)}),
    ],
)
def test_the_parts_of_one_layer(
    peft_type: str, config: dict[str, Any], expected: dict[str, tuple[int, ...]]
) -> None:
    assert slots_of(peft_type, **config) == {Q + part: shape for part, shape in expected.items()}


def test_ia3_scales_inputs_of_feedforward_modules_and_outputs_of_others() -> None:
    slots = slots_of("IA3", target_modules=["k_proj", "down_proj"], feedforward_modules=["down_proj"])
    assert slots == {
        f"{PREFIX}model.layers.0.self_attn.k_proj.ia3_l": (NARROW, 1),
        f"{DOWN}ia3_l": (1, INNER),
    }


def test_default_targets_are_the_methods_own() -> None:
    assert {slot.split(".")[-2] for slot in slots_of("IA3", target_modules=None)} == {
        "k_proj",
        "v_proj",
        "down_proj",
    }
    assert {slot.split(".")[-2] for slot in slots_of("LOHA", target_modules=None)} == {"q_proj", "v_proj"}


def test_vera_shares_matrices_as_wide_as_the_widest_targets() -> None:
    report = load("VERA", target_modules=["q_proj", "down_proj"], r=4, save_projection=True)
    shapes = {slot.slot: slot.expected for slot in report.missing}
    assert (shapes["base_model.vera_A"], shapes["base_model.vera_B"]) == ((4, INNER), (HIDDEN, 4))
    assert (report.loads, report.error and report.error.type) == (False, "ValueError")
    assert "vera_A and vera_B" in report.error.message  # type: ignore[union-attr]


def test_a_key_of_any_layer_fills_what_all_layers_share() -> None:
    report = load("RANDLORA", r=4, shapes={f"{Q}randlora_A": (4, 1, 32)})
    assert "base_model.randlora_A" not in {slot.slot for slot in report.missing}
    assert report.tensors[0].slot == "base_model.randlora_A"


@pytest.mark.parametrize(
    ("peft_type", "config", "shape"),
    [
        ("PROMPT_TUNING", {}, (5, HIDDEN)),
        ("P_TUNING", {"token_dim": 7}, (5, 7)),
        ("PREFIX_TUNING", {}, (5, 2 * NARROW)),
        ("PREFIX_TUNING", {"num_layers": 3, "token_dim": 64, "num_attention_heads": 8}, (5, 6 * 16)),
    ],
    ids=["prompt", "own width", "shared heads", "recorded for another base"],
)
def test_virtual_tokens_take_their_width_from_the_adapter_or_the_base(
    peft_type: str, config: dict[str, Any], shape: tuple[int, int]
) -> None:
    report = load(peft_type, num_virtual_tokens=5, shapes={"prompt_embeddings": shape}, **config)
    assert (report.loads, report.tensors[0].slot) == (True, "prompt_encoder.embedding.weight")
    wider = load(peft_type, num_virtual_tokens=6, shapes={"prompt_embeddings": shape}, **config)
    assert wider.error is not None and "state_dict for Embedding" in wider.error.message
    absent = load(peft_type, num_virtual_tokens=5, **config)
    assert absent.error == ("KeyError", "'prompt_embeddings'")


def test_trainable_tokens_are_required_and_lie_within_the_vocabulary() -> None:
    key = f"{PREFIX}model.embed_tokens.token_adapter.trainable_tokens_delta"
    chosen: Any = {"trainable_token_indices": [3, 5]}
    absent = load("LORA", **chosen)
    assert absent.error == ("KeyError", repr(key))
    assert load("LORA", shapes={key: (2, HIDDEN)}, **chosen).loads is True
    assert load("LORA", shapes={key: (3, HIDDEN)}, **chosen).error.type == "RuntimeError"  # type: ignore[union-attr]
    beyond = load("LORA", shapes={key: (1, HIDDEN)}, trainable_token_indices={"embed_tokens": [VOCABULARY]})
    assert beyond.error is not None and beyond.error.type == "IndexError"


@pytest.mark.parametrize(
    ("peft_type", "config", "error", "words"),
    [
        ("ADALORA", {}, "ValueError", "total_step"),
        ("IA3", {"feedforward_modules": ["up_proj"]}, "ValueError", "subset"),
        ("LOHA", {"target_modules": ["embed_tokens"]}, "TypeError", "not supported"),
        ("HIRA", {"target_modules": ["self_attn"]}, "ValueError", "not supported"),
        ("LILY", {"target_modules": ["embed_tokens"]}, "NotImplementedError", "not supported"),
        ("C3A", {"block_size": 48}, "ValueError", "factor of the input size"),
        ("OFT", {"r": 2, "oft_block_size": 4}, "ValueError", "not both"),
        ("VERA", {"target_modules": ["nowhere"]}, "ValueError", "No layers types compatible"),
        ("LOKR", {"target_modules": ["nowhere"]}, "NoMatchingPeftModuleError", "not found"),
        ("HRA", {"layers_to_transform": [0], "target_modules": ".*q_proj"}, "ValueError", "cannot be used"),
    ],
)
def test_what_a_method_refuses(peft_type: str, config: dict[str, Any], error: str, words: str) -> None:
    report = load(peft_type, **config)
    assert report.error is not None and (report.error.type, words in report.error.message) == (error, True)


@pytest.mark.parametrize(
    ("peft_type", "config"),
    [
        ("ADALORA", {"total_step": 9, "rank_pattern": {"a": [True]}}),
        ("LOKR", {"r": "4"}),
        ("BOFT", {"boft_n_butterfly_factor": 2}),
        ("VBLORA", {"save_only_topk_weights": True}),
        ("WAVEFT", {"wavelet_family": "haar"}),
        ("LORA", {"init_lora_weights": "corda"}),
        ("XLORA", {}),
    ],
)
def test_what_is_left_to_the_real_loader(peft_type: str, config: dict[str, Any]) -> None:
    report = load(peft_type, **config)
    assert report.loads is None and report.unknown_because


@given(st.integers(1, 4096), st.sampled_from([-1, 1, 2, 3, 4, 8, 16, 100]))
def test_widths_are_factorised_as_peft_does(width: int, factor: int) -> None:
    assert factorization(width, factor) == peft_factorization(width, factor)


@pytest.mark.parametrize("peft_type", sorted(LAYER_METHODS))
def test_a_method_reads_the_fields_that_its_configuration_class_has(peft_type: str) -> None:
    known = PEFT_TYPE_TO_CONFIG_MAPPING[peft_type].__dataclass_fields__
    fields: Fields = LAYER_METHODS[peft_type].fields
    assert fields.excludes == ("exclude_modules" in known)
    assert fields.layers == ("layers_to_transform" in known)
    assert fields.saves == ("modules_to_save" in known)
    assert bool(fields.bias) == ("bias" in known)
    if fields.rank is not None:
        assert known[fields.rank[0]].default == fields.rank[1]


def test_every_modelled_method_is_one_that_peft_knows() -> None:
    assert (
        {*LAYER_METHODS, *PROMPT_METHODS}
        <= peft_types()
        == {str(t.value) for t in PEFT_TYPE_TO_CONFIG_MAPPING}
    )
