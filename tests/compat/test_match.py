"""What the header engine says where it matters most (tests/conformance holds it against real loads)."""

from __future__ import annotations

from typing import Any

import pytest
from builders import PREFIX, base, llama, llama_shapes, lora

from inspector.compat.inspection import LoadReport, Status
from inspector.compat.match import match_headers
from inspector.files.records import Adapter, Base


def statuses(report: LoadReport) -> dict[str, int]:
    found: dict[str, int] = {}
    for tensor in report.tensors:
        found[tensor.status] = found.get(tensor.status, 0) + 1
    return found


def test_an_adapter_on_its_own_base_lands_whole() -> None:
    report = match_headers(lora(), llama())
    assert (report.loads, statuses(report), report.missing) == (True, {"landed": 8}, ())
    slot = report.tensors[0].slot
    assert slot == f"{PREFIX}model.layers.0.self_attn.q_proj.lora_A.weight"


def test_fewer_key_value_heads_raise_torchs_own_sentence() -> None:
    report = match_headers(lora(key_heads=4), llama(key_heads=2))
    assert report.loads is False and report.error is not None
    assert report.error.type == "RuntimeError"
    assert (
        "size mismatch for base_model.model.model.layers.0.self_attn.v_proj.lora_B.default.weight: copying a "
        in (report.error.message)
    )
    wrong = [tensor for tensor in report.tensors if tensor.status is Status.MISMATCHED]
    assert {(tensor.part, tensor.shape, tensor.expected) for tensor in wrong} == {
        ("lora_B.weight", (32, 4), (16, 4))
    }


def test_layers_that_the_base_lacks_are_orphans_and_layers_of_its_own_stay_empty() -> None:
    shallower = match_headers(lora(layers=3), llama(layers=2))
    assert (shallower.loads, statuses(shallower)) == (True, {"landed": 8, "orphaned": 4})
    deeper = match_headers(lora(layers=1), llama(layers=2))
    assert (deeper.loads, len(deeper.missing)) == (True, 4)


def test_keys_without_peft_s_prefix_find_no_slot() -> None:
    adapter = lora()
    bare = Adapter(
        path=adapter.path,
        config=adapter.config,
        tensors={k.removeprefix(PREFIX): t for k, t in adapter.tensors.items()},
    )
    assert statuses(match_headers(bare, llama())) == {"orphaned": 8}


def test_a_full_tensor_under_a_base_name_overwrites_the_base() -> None:
    report = match_headers(lora(extra={f"{PREFIX}model.embed_tokens.weight": (64, 32)}), llama())
    assert statuses(report) == {"landed": 8, "overwrites_base": 1}


def test_a_tied_head_exists_though_the_file_lacks_it() -> None:
    adapter = lora(
        ["lm_head"],
        extra={f"{PREFIX}lm_head.lora_A.weight": (4, 32), f"{PREFIX}lm_head.lora_B.weight": (64, 4)},
    )
    assert statuses(match_headers(adapter, llama(tied=True))) == {"landed": 2}


def test_conv1d_stores_its_weight_the_other_way_round() -> None:
    gpt2 = base(
        {"h.0.attn.c_attn.weight": (32, 96), "h.0.attn.c_attn.bias": (96,), "wte.weight": (64, 32)},
        {
            "model_type": "gpt2",
            "architectures": ["GPT2LMHeadModel"],
            "n_embd": 32,
            "n_layer": 1,
            "vocab_size": 64,
        },
    )
    root = f"{PREFIX}transformer.h.0.attn.c_attn"
    adapter = lora(["c_attn"], extra={f"{root}.lora_A.weight": (4, 32), f"{root}.lora_B.weight": (96, 4)})
    assert statuses(match_headers(adapter, gpt2)) == {"landed": 2}


@pytest.mark.parametrize(
    ("packed", "true"),
    [
        ({"qweight": (4, 32), "scales": (1, 32), "g_idx": (32,)}, (32, 32)),
        ({"weight": (512, 1)}, (32, 32)),
    ],
    ids=["gptq", "bitsandbytes-4bit"],
)
def test_packed_weights_are_judged_by_their_true_widths(
    packed: dict[str, tuple[int, ...]], true: tuple[int, int]
) -> None:
    shapes = llama_shapes()
    root = "model.layers.0.self_attn.q_proj"
    del shapes[f"{root}.weight"]
    shapes.update({f"{root}.{part}": shape for part, shape in packed.items()})
    quantised = base(shapes, {**llama().config, "quantization_config": {"quant_method": "gptq"}})
    report = match_headers(lora(["q_proj"]), quantised, true_shapes={root: true})
    assert statuses(report) == {"landed": 4}


@pytest.mark.parametrize(
    ("adapter", "on", "words"),
    [
        (lora(peft_type="XLORA"), llama(), "XLORA"),
        (lora(), llama(architectures=["RemoteForCausalLM"]), "RemoteForCausalLM"),
        (lora(), llama(num_hidden_layers=7), "7 layers"),
        (lora(), llama(vocab_size=99), "vocab_size 99"),
        (lora(), base({}, llama().config), "no weight headers"),
        (lora(target_modules=r"(.*)*q_proj"), llama(), "without end"),
        (lora(), None, "No base"),
    ],
)
def test_what_is_not_certain_is_unknown_and_says_why(adapter: Adapter, on: Base | None, words: str) -> None:
    report = match_headers(adapter, on)
    assert report.loads is None
    assert report.unknown_because is not None and words in report.unknown_because


@pytest.mark.parametrize(
    ("config", "error", "words"),
    [
        (
            {"target_modules": ["c_attn"]},
            "NoMatchingPeftModuleError",
            "{'c_attn'} not found in the base model",
        ),
        ({"target_modules": ["self_attn"]}, "ValueError", "self_attn is not supported"),
        ({"modules_to_save": ["lm_head"]}, "KeyError", "base_model.model.lm_head.weight"),
        ({"r": 0, "rank_pattern": {}}, "ValueError", "positive integer"),
        ({"peft_type": None}, "KeyError", "None"),
        ({"peft_type": "NOSUCH"}, "KeyError", "NOSUCH"),
        ({"task_type": "NONSENSE"}, "ValueError", "Invalid task type"),
    ],
)
def test_what_surely_raises_is_said_with_the_loaders_class(
    config: dict[str, Any], error: str, words: str
) -> None:
    report = match_headers(lora(**config), llama())
    assert report.loads is False and report.error is not None
    assert (report.error.type, words in report.error.message) == (error, True)
