"""What would have to be called otherwise: found where it is exact and whole, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from builders import PREFIX, llama, lora, tensors
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.compat.inspection import Verdict
from inspector.compat.match import match_headers
from inspector.compat.repairs.places import Places
from inspector.compat.repairs.placing import place
from inspector.compat.repairs.proposal import Cause, Rename, RenameProposal, Verified
from inspector.compat.repairs.search import find_proposal, renamed
from inspector.compat.repairs.telling import command_line, readme, rename_rules
from inspector.compat.verdict import conclude
from inspector.files.records import Adapter, Base
from inspector.files.tensor_plan import Making, Source, TensorStep


def relabelled(adapter: Adapter, change: Callable[[str], str], **fields: Any) -> Adapter:
    shapes = {change(key): info.shape for key, info in adapter.tensors.items()}
    return replace(adapter, tensors=tensors(shapes), **fields)


def proposal_for(adapter: Adapter, base: Base) -> RenameProposal | None:
    return find_proposal(adapter, base, match_headers(adapter, base))


def wrapped(key: str) -> str:
    return key.replace(PREFIX, PREFIX + "_orig_mod.")


def test_an_adapter_that_lands_needs_no_proposal() -> None:
    assert proposal_for(lora(), llama()) is None


def test_a_proposal_says_what_becomes_what_and_what_has_shown_it() -> None:
    adapter = relabelled(lora(), wrapped)
    found = proposal_for(adapter, llama())
    assert found is not None
    assert (found.causes, found.confidence) == ((Cause.WRAPPER,), "certain")
    assert found.verified is Verified.HEADERS and found.is_offered
    assert found.rules == (Rename("model._orig_mod", "model", 8),)
    assert found.mapping == {key: (key.replace("_orig_mod.", ""),) for key in adapter.tensors}
    assert (found.config, found.config_changes, found.transposes) == (adapter.config, (), frozenset())


def test_only_what_does_not_land_is_renamed() -> None:
    adapter = relabelled(lora(), lambda key: key.replace("layers.1.", "layers.1._checkpoint_wrapped_module."))
    found = proposal_for(adapter, llama())
    assert found is not None
    assert sum(step.key != step.sources[0].key for step in found.steps) == 4


def test_the_inspection_carries_it_and_the_finding_names_the_command() -> None:
    adapter, base = relabelled(lora(), wrapped), llama()
    inspection = conclude(adapter, base, match_headers(adapter, base))
    finding = next(f for f in inspection.findings if f.rule == "ADP205")
    assert inspection.verdict is Verdict.INERT
    assert "adapter-inspector repair adapter --base base-n --output adapter-repaired" in finding.remedy
    assert "model._orig_mod → model" in finding.message


def test_a_proposal_that_is_not_shown_to_work_is_no_finding() -> None:
    adapter, base = relabelled(lora(), wrapped), llama()
    report = match_headers(adapter, base)
    proposal = find_proposal(adapter, base, report)
    assert proposal is not None
    for state in (Verified.NOT_YET, Verified.REFUTED):
        inspection = conclude(adapter, base, report, proposal=replace(proposal, verified=state))
        assert "ADP205" not in {finding.rule for finding in inspection.findings}


def test_the_header_engine_refutes_what_does_not_land_as_a_whole() -> None:
    base = llama()
    assert proposal_for(relabelled(lora(drop="layers.1.self_attn.q_proj.lora_B"), wrapped), base) is None
    assert proposal_for(relabelled(lora(layers=3), wrapped), base) is None
    assert proposal_for(relabelled(lora(key_heads=4), wrapped), base) is None
    stranger = {PREFIX + "model.layers.0.mystery.lora_A.weight": (4, 32)}
    assert proposal_for(relabelled(lora(extra=stranger), wrapped), base) is None


def test_nothing_is_proposed_while_it_is_not_known_what_lands() -> None:
    adapter, base = relabelled(lora(), wrapped), llama(vocab_size=65)
    report = match_headers(adapter, base)
    assert report.loads is None
    assert find_proposal(adapter, base, report) is None
    assert find_proposal(adapter, None, match_headers(adapter, None)) is None


def test_a_rank_that_the_configuration_does_not_tell_leaves_the_scale_open() -> None:
    adapter = relabelled(lora(), wrapped)
    assert proposal_for(replace(adapter, config={**adapter.config, "r": 8}), llama()) is None


def test_alphas_keep_their_modules_when_the_paths_move() -> None:
    moved = relabelled(lora(), lambda key: key.replace("model.layers", "language_model.model.layers"))
    config = {
        **moved.config,
        "target_modules": [
            "language_model.model.layers.0.self_attn.q_proj",
            "layers.1.self_attn.q_proj",
            "v_proj",
        ],
        "alpha_pattern": {"language_model.model.layers.0.self_attn.q_proj": 3},
    }
    found = proposal_for(replace(moved, config=config), llama())
    assert found is not None and Cause.MOVED in found.causes
    assert found.config["alpha_pattern"] == {"model.layers.0.self_attn.q_proj": 3}
    assert found.config["target_modules"] == ["q_proj", "v_proj"]
    assert set(found.config_changes) >= {"alpha_pattern", "target_modules"}


def test_two_alphas_for_one_module_are_a_reason_to_keep_out() -> None:
    moved = relabelled(lora(), lambda key: key.replace("model.layers", "language_model.model.layers"))
    patterns = {"language_model.model.layers.0.self_attn.q_proj": 3, "model.layers.0.self_attn.q_proj": 5}
    reversed_patterns = dict(reversed(list(patterns.items())))
    adapter = replace(moved, config={**moved.config, "alpha_pattern": patterns})
    assert proposal_for(adapter, llama()) is None
    # The first pattern wins, and `model.layers…` also matches paths that only end so: both tell 5 here.
    adapter = replace(moved, config={**moved.config, "alpha_pattern": reversed_patterns})
    found = proposal_for(adapter, llama())
    assert found is not None and found.config == adapter.config


def mlx(**parameters: Any) -> Adapter:
    plain = lora()
    shapes = {}
    for key, info in plain.tensors.items():
        name = key.removeprefix(PREFIX).replace("lora_A.weight", "lora_a").replace("lora_B.weight", "lora_b")
        shapes[name] = info.shape[::-1]
    config = {"fine_tune_type": "lora", "lora_parameters": {"rank": 4, "scale": 20.0, **parameters}}
    return replace(plain, tensors=tensors(shapes), config=config, format="mlx")


def test_mlx_becomes_peft_with_its_scale() -> None:
    found = proposal_for(mlx(), llama())
    assert found is not None and found.verified is Verified.HEADERS
    assert found.transposes == set(mlx().tensors)
    assert (found.config["r"], found.config["lora_alpha"]) == (4, 80)
    assert found.config["task_type"] == "CAUSAL_LM"
    assert Rename("lora_a", "lora_A.weight", 4) in found.rules


@pytest.mark.parametrize(
    "config",
    [
        {"fine_tune_type": "dora"},
        {"lora_parameters": {"rank": 4, "scale": 20.0, "alpha": 16}},
        {"lora_parameters": {"rank": 4}},
        {"lora_parameters": None},
    ],
)
def test_mlx_without_an_exact_counterpart_is_left_alone(config: dict[str, Any]) -> None:
    adapter = mlx()
    assert proposal_for(replace(adapter, config={**adapter.config, **config}), llama()) is None


def kohya(change: Callable[[str], str] = lambda name: name, **extra: tuple[int, ...]) -> Adapter:
    plain = lora()
    shapes: dict[str, tuple[int, ...]] = dict(extra)
    for key, info in plain.tensors.items():
        module, _, part = key.removeprefix(PREFIX).partition(".lora_")
        flat = "lora_te_" + change(module.replace(".", "_"))
        shapes[f"{flat}.lora_{'down' if part[0] == 'A' else 'up'}.weight"] = info.shape
        shapes[f"{flat}.alpha"] = ()
    return replace(plain, tensors=tensors(shapes), config={}, format="kohya")


def test_kohya_names_resolve_to_modules_and_alphas_are_read_later() -> None:
    found = proposal_for(kohya(), llama())
    assert found is not None and found.verified is Verified.HEADERS
    assert len(found.steps) == 8
    assert found.alpha_keys["model.layers.0.self_attn.q_proj"].endswith("self_attn_q_proj.alpha")


def test_kohya_names_that_do_not_resolve_are_left_alone() -> None:
    assert proposal_for(kohya(lambda name: name.replace("self_attn", "attn1")), llama()) is None
    assert proposal_for(kohya(lora_unet_mid_block_1_x=(4, 32)), llama()) is None
    conv = {"lora_te_model_layers_0_mlp_up_proj.lora_down.weight": (4, 32, 3, 3)}
    assert proposal_for(kohya(**conv), llama()) is None
    assert Places(["a.b_c", "a_b.c"]).find_flat("a_b_c") is None


def test_two_modules_never_take_one_place() -> None:
    twice = relabelled(lora(), lambda key: key)
    shapes = {key: info.shape for key, info in twice.tensors.items()}
    shapes |= {wrapped(key): shape for key, shape in shapes.items()}
    assert proposal_for(replace(twice, tensors=tensors(shapes)), llama()) is None


@pytest.mark.parametrize(
    ("module", "place"),
    [
        ("model.layers.0.q", "model.language_model.layers.0.q"),
        ("language_model.model.layers.0.q", "model.language_model.layers.0.q"),
        ("vision_tower.vision_model.encoder.layers.0.q", "model.vision_tower.encoder.layers.0.q"),
        ("vision_model.encoder.layers.0.q", None),
        ("visual.blocks.0.q", None),
        ("language_model.lm_head", "lm_head"),
        ("layers.1.q", None),
    ],
)
def test_neutral_containers_come_and_go(module: str, place: str | None) -> None:
    here = ["model.language_model.layers.0.q", "model.vision_tower.encoder.layers.0.q", "lm_head"]
    assert Places(here).find(module) == place


def test_a_text_model_and_a_vision_model_are_told_apart() -> None:
    here = ["text_model.encoder.layers.0.q", "vision_model.encoder.layers.0.q"]
    assert Places(here).find("clip.q") is None
    assert Places(here).find("model.vision_model.encoder.layers.0.q") == here[1]
    assert Places(here).find("encoder.layers.0.q") == here[0]


def test_rules_fold_numbers_and_keep_a_neighbour() -> None:
    def step(old: str, new: str) -> TensorStep:
        return TensorStep(new, (1,), "F32", Making.COPY, (Source(old),))

    steps = [step(f"a.{n}.c", f"a.x.{n}.c") for n in range(3)] + [step("same", "same")]
    assert rename_rules(steps, ()) == (Rename("a", "a.x", 3),)


def test_the_readme_keeps_the_front_matter_first_and_quotes_nothing_dangerous() -> None:
    adapter = relabelled(lora(), wrapped)
    proposal = proposal_for(adapter, llama())
    assert proposal is not None
    text = readme(
        "---\nlicense: mit\n---\n# Mine\n",
        proposal,
        adapter=adapter,
        base=replace(llama(), source="a`|<script>", path=adapter.path / "a`|<script>"),
        version="9.9",
        left_out=["optimizer.pt"],
    )
    assert text.startswith("---\nlicense: mit\n---\n")
    assert text.index("## Repaired copy") < text.index("# Mine\n")
    assert "| `model._orig_mod` | `model` | 8 |" in text and "Adapter Inspector 9.9" in text
    assert "optimizer.pt" in text and "<script>" not in text


def test_the_command_is_safe_to_paste() -> None:
    adapter = replace(lora(), path=lora().path / "my adapter; rm -rf ~")
    assert command_line(adapter, llama()).count("'") == 4


SEGMENTS = st.sampled_from(
    [
        "base_model",
        "model",
        "_orig_mod",
        "module",
        "layers",
        "0",
        "1",
        "self_attn",
        "q_proj",
        "qkv_proj",
        "v_proj",
    ]
    + [
        "lora_A",
        "lora_B",
        "task",
        "default",
        "weight",
        "language_model",
        "lora_a",
        "",
        "\x00",
        "lora_magnitude_vector",
    ]
)
KEYS = st.lists(SEGMENTS, min_size=1, max_size=12).map(".".join)
SHAPES = st.sampled_from([(4, 32), (32, 4), (16, 4), (4,), (), (0, 0), (4, 32, 1)])


@settings(max_examples=150)
@given(st.dictionaries(KEYS, SHAPES, max_size=8), st.sampled_from(["peft", "mlx", "kohya", "unknown"]))
def test_whatever_the_keys_an_offered_proposal_loses_nothing(
    shapes: dict[str, tuple[int, ...]], layout: str
) -> None:
    base = llama()
    adapter = replace(lora(), tensors=tensors(shapes), format=layout)
    found = proposal_for(adapter, base)
    if found is not None:
        used = {source.key for step in found.steps for source in step.sources}
        assert used | set(found.alpha_keys.values()) == set(shapes)
        assert len(renamed(adapter, found).tensors) == len(found.steps)


def test_placing_nothing_is_no_placement_of_anything() -> None:
    placed = place([], {}, model_type="llama", landed=frozenset())
    assert placed is not None and not placed.causes
