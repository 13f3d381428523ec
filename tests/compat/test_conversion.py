"""Names of older transformers: the base's weights, the adapter's keys, and targets that were fused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pytest
from builders import PREFIX, base, tensors

from inspector.compat.conversion import convert_keys
from inspector.compat.experts import rewrite_targets, wrapped_parameters
from inspector.compat.inspection import LoadReport, Status
from inspector.compat.lora_config import LoraSettings, Raises, Uncertain
from inspector.compat.match import match_headers
from inspector.compat.modules import ModuleTree, build_tree
from inspector.compat.renames import Renames, converted_shape
from inspector.files.records import Adapter, Base
from inspector.files.tables import Transform, architecture_facts

HIDDEN, INNER, EXPERTS, LAYERS = 32, 48, 4, 2
GATED = ("w1", "w3", "w2")
Shapes = dict[str, tuple[int, ...]]


def text_model(root: str) -> Shapes:
    shapes: Shapes = {f"{root}embed_tokens.weight": (64, HIDDEN), f"{root}norm.weight": (HIDDEN,)}
    for layer in range(LAYERS):
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            shapes[f"{root}layers.{layer}.self_attn.{name}.weight"] = (HIDDEN, HIDDEN)
        for norm in ("input_layernorm", "post_attention_layernorm"):
            shapes[f"{root}layers.{layer}.{norm}.weight"] = (HIDDEN,)
    return shapes


def mixtral(experts: int = EXPERTS) -> Base:
    """As the Hub has it: every expert by itself, in `block_sparse_moe`."""
    shapes = text_model("model.") | {"lm_head.weight": (64, HIDDEN)}
    for layer in range(LAYERS):
        root = f"model.layers.{layer}.block_sparse_moe"
        shapes[f"{root}.gate.weight"] = (experts, HIDDEN)
        for expert in range(experts):
            shapes[f"{root}.experts.{expert}.w1.weight"] = (INNER, HIDDEN)
            shapes[f"{root}.experts.{expert}.w3.weight"] = (INNER, HIDDEN)
            shapes[f"{root}.experts.{expert}.w2.weight"] = (HIDDEN, INNER)
    return base(shapes, {"model_type": "mixtral", "architectures": ["MixtralForCausalLM"]})


def llava(text: str = "llama") -> Base:
    """The names of LLaVA 1.5 on the Hub; the language model alone, its vision tower has no part in this."""
    shapes = text_model("language_model.model.") | {"language_model.lm_head.weight": (64, HIDDEN)}
    shapes["multi_modal_projector.linear_1.weight"] = (HIDDEN, 16)
    config = {"model_type": "llava", "architectures": ["LlavaForConditionalGeneration"]}
    return base(shapes, {**config, "text_config": {"model_type": text, "num_hidden_layers": LAYERS}})


def tree_of(of: Base) -> ModuleTree:
    facts = architecture_facts(of.architecture or "")
    assert facts is not None
    return build_tree(of, facts, {})


def lora(shapes: Mapping[str, tuple[int, ...]], targets: Iterable[str], **config: object) -> Adapter:
    settings = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 4, "target_modules": list(targets)}
    return Adapter(path=base({}, {}).path, config={**settings, **config}, tensors=tensors(shapes))


def expert_lora(*, names: Iterable[str] = GATED, experts: Iterable[int] = range(EXPERTS)) -> Shapes:
    """LoRA as version 4 saved it: a pair of matrices for every expert."""
    widths = {"w1": (INNER, HIDDEN), "w3": (INNER, HIDDEN), "w2": (HIDDEN, INNER)}
    shapes: Shapes = {}
    for layer in range(LAYERS):
        for expert in experts:
            for name in names:
                root = f"{PREFIX}model.layers.{layer}.block_sparse_moe.experts.{expert}.{name}"
                shapes[f"{root}.lora_A.weight"] = (4, widths[name][1])
                shapes[f"{root}.lora_B.weight"] = (widths[name][0], 4)
    return shapes


def attention_lora(root: str) -> Shapes:
    keys = [f"{PREFIX}{root}layers.{layer}.self_attn.q_proj" for layer in range(LAYERS)]
    return {
        f"{k}.lora_{half}.weight": (4, HIDDEN) if half == "A" else (HIDDEN, 4) for k in keys for half in "AB"
    }


def fates(report: LoadReport) -> set[Status]:
    assert report.loads is not None, report.unknown_because
    return {row.status for row in report.tensors}


def test_experts_of_the_file_are_one_parameter_of_the_model() -> None:
    tree = tree_of(mixtral())
    assert tree.parameters["model.layers.1.mlp.experts.gate_up_proj"] == (EXPERTS, 2 * INNER, HIDDEN)
    assert tree.parameters["model.layers.1.mlp.experts.down_proj"] == (EXPERTS, HIDDEN, INNER)
    assert tree.modules["model.layers.1.mlp.gate"].kind == "weighted"
    assert not tree.unplaced


def test_a_vision_language_model_has_todays_names() -> None:
    tree = tree_of(llava())
    assert tree.modules["model.language_model.layers.0.self_attn.q_proj"].in_features == HIDDEN
    assert tree.modules["lm_head"].shape == (64, HIDDEN)
    assert not tree.unplaced


def test_the_language_model_is_the_one_that_config_json_names() -> None:
    qwen = llava("qwen2")
    biased = {**qwen.tensors, **tensors({"language_model.model.layers.0.self_attn.q_norm.weight": (8,)})}
    assert tree_of(qwen).facts.parts["model.language_model"].model_type == "qwen2"
    with_norms = base({key: info.shape for key, info in biased.items()}, llava("qwen3").config)
    assert not tree_of(with_norms).unplaced
    assert tree_of(base({k: i.shape for k, i in biased.items()}, qwen.config)).unplaced
    with pytest.raises(Uncertain, match="no-such-model"):
        tree_of(llava("no-such-model"))


def test_layers_beyond_the_configuration_are_not_there() -> None:
    shapes = text_model("model.") | {"lm_head.weight": (64, HIDDEN)}
    config = {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "num_hidden_layers": 1}
    assert "model.layers.1" not in tree_of(base(shapes, config)).modules


def test_experts_one_by_one_land_in_the_fused_slots() -> None:
    adapter = lora(expert_lora(), ["q_proj", *GATED], task_type=None)
    report = match_headers(adapter, mixtral())
    assert fates(report) == {Status.LANDED}
    rows = {row.key: row for row in report.tensors}
    root = f"{PREFIX}model.layers.0.block_sparse_moe.experts.3"
    inner = rows[f"{root}.w3.lora_A.weight"]
    assert (inner.slot or "").endswith("layers.0.mlp.experts.base_layer.lora_A.weight")
    assert inner.expected == (2 * 4 * EXPERTS, HIDDEN)
    assert rows[f"{root}.w2.lora_B.weight"].expected == (HIDDEN, 4 * EXPERTS)
    assert {slot.module for slot in report.missing} == {f"model.layers.{n}.self_attn.q_proj" for n in (0, 1)}


@pytest.mark.parametrize(
    ("shapes", "targets", "config", "error"),
    [
        (expert_lora(), ["w1", "w2"], {}, "without also targeting w3"),
        (expert_lora(), GATED, {"lora_dropout": 0.1}, "lora_dropout"),
        (expert_lora(), GATED, {"use_dora": True}, "use_dora"),
        (expert_lora(names=("w1", "w2")), GATED, {}, "non-empty list"),
        (expert_lora(experts=range(3)), GATED, {}, "size mismatch for .*mlp.experts.*lora_A.default"),
    ],
)
def test_what_peft_refuses_of_experts(
    shapes: Shapes, targets: Iterable[str], config: dict[str, object], error: str
) -> None:
    report = match_headers(lora(shapes, targets, **config), mixtral())
    assert report.loads is False
    assert report.error is not None
    assert re.search(error, report.error.message)


def test_a_fused_mismatch_is_told_once_a_slot() -> None:
    report = match_headers(lora(expert_lora(experts=range(3)), GATED), mixtral())
    assert report.error is not None
    assert report.error.message.count("size mismatch") == 4 * LAYERS
    assert "torch.Size([24, 32]) from checkpoint" in report.error.message


@pytest.mark.parametrize(
    ("targets", "modules", "parameters"),
    [
        (("q_proj", *GATED), {"q_proj"}, {"gate_up_proj", "down_proj"}),
        (("gate",), set(), {"gate.weight"}),
        (r".*\.experts\.w2", set(), {"down_proj"}),
        (r".*q_proj", {"q_proj"}, set()),
        (
            "all-linear",
            {"q_proj", "k_proj", "v_proj", "o_proj"},
            {"gate.weight", "gate_up_proj", "down_proj"},
        ),
    ],
)
def test_old_targets_become_parameters(
    targets: str | tuple[str, ...], modules: set[str], parameters: set[str]
) -> None:
    settings = rewrite_targets(LoraSettings(rank=4, target_modules=targets), tree_of(mixtral()))
    assert set(settings.target_modules or ()) == modules
    assert set(settings.target_parameters) == parameters
    assert settings.rank_pattern == ({r".*\.gate_up_proj": 8} if "gate_up_proj" in parameters else {})


def test_the_last_parameter_is_outermost() -> None:
    settings = LoraSettings(rank=4, target_modules=(), target_parameters=("down_proj", "gate_up_proj"))
    first, second, *_ = wrapped_parameters(settings, tree_of(mixtral()))
    assert (first.parameter, first.depth, second.parameter, second.depth) == (
        "gate_up_proj",
        1,
        "down_proj",
        0,
    )


@pytest.mark.parametrize(
    ("root", "fate"),
    [
        ("model.language_model.", Status.LANDED),
        ("language_model.model.", Status.LANDED),
        ("model.", Status.ORPHANED),  # a text adapter on the model with eyes
    ],
)
def test_language_layers_under_every_name(root: str, fate: Status) -> None:
    assert fates(match_headers(lora(attention_lora(root), ["q_proj"]), llava())) == {fate}


def test_a_projector_under_its_old_name_is_lost() -> None:
    """The undoing of a rename takes `base_model.model.X` for a lost prefix (peft 0.21.2)."""
    stem = f"{PREFIX}multi_modal_projector.linear_1"
    shapes = {f"{stem}.lora_A.weight": (4, 16), f"{stem}.lora_B.weight": (HIDDEN, 4)}
    report = match_headers(lora(shapes, ["linear_1"]), llava())
    assert fates(report) == {Status.ORPHANED}
    assert len(report.missing) == 2


def test_of_two_keys_for_one_slot_the_first_is_kept() -> None:
    facts = tree_of(llava()).facts
    both = {**attention_lora("language_model.model."), **attention_lora("model.language_model.")}
    converted = convert_keys(tensors(both), facts)
    assert len({one.key for one in converted}) == len(converted) < len(both)


def test_a_full_tensor_is_never_renamed() -> None:
    key = PREFIX + "language_model.model.embed_tokens.weight"
    shapes = {key: (64, HIDDEN), **attention_lora("model.language_model.")}
    assert key in {one.key for one in convert_keys(tensors(shapes), tree_of(llava()).facts)}


def test_renames_apply_in_turn_and_a_converter_once() -> None:
    steps = (
        Transform(r"(?P<g0>^old\.)", ("new.",)),
        Transform(r"(?P<g0>^new\.(\d+))", (r"layers.\1",)),
        Transform(r"(?P<g0>experts..*\.up)|(?P<g1>experts..*\.gate)", ("experts.both",), None, ("merge 0",)),
        Transform(r"(?P<g0>experts)", ("never",), None, ("merge 0",)),
    )
    renames = Renames(steps)
    for number in (3, 17):
        renamed = renames.rename(f"old.{number}.experts.{number + 1}.gate")
        assert (renamed.key, renamed.source) == (f"layers.{number}.experts.both", 1)
    opaque = Renames([Transform("(?P<g0>x)", ("y",), opaque=True)])
    with pytest.raises(Uncertain):
        opaque.rename("x.1")


@pytest.mark.parametrize(
    ("operations", "sources", "made"),
    [
        (("merge 0", "cat 1"), [[(48, 32)] * 4, [(48, 32)] * 4], (4, 96, 32)),
        (("merge 0", "cat 1", "flatten 0 1"), [[(2, 32)] * 4, [(2, 32)] * 4], (16, 32)),
        (("merge 0", "blocks"), [[(48, 2)] * 4, [(48, 2)] * 4], (96, 16)),
        (("merge 0", "permute 2 0 1", "flatten 0 1", "swap 0 1"), [[(32, 2)] * 4], (32, 8)),
        (("chunk 0",), [[(96, 32)]], (48, 32)),
        (("?",), [[(96, 32)]], None),
    ],
)
def test_shapes_of_converted_tensors(
    operations: tuple[str, ...], sources: list[list[tuple[int, ...]]], made: tuple[int, ...] | None
) -> None:
    assert converted_shape(operations, sources, 2) == made


def test_what_does_not_go_together_raises() -> None:
    with pytest.raises(ValueError, match="stack"):
        converted_shape(("merge 0",), [[(2, 3), (3, 3)]], 1)
    settings = LoraSettings(rank=4, target_modules=("w1", "w2"))
    with pytest.raises(Raises):
        rewrite_targets(settings, tree_of(mixtral()))
