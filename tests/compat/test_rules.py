"""Rules on records made by hand: severities, wordings and what is not checked. On folders: tests/rules."""

from __future__ import annotations

from dataclasses import replace

from builders import PREFIX, base, llama, lora

from inspector.compat.inspection import Severity, Status
from inspector.compat.match import match_headers
from inspector.compat.rules import registered
from inspector.compat.verdict import conclude
from inspector.files.lock_comparison import LockComparison
from inspector.files.records import Adapter, Base, FileNote


def found(adapter: Adapter, base: Base | None = None) -> dict[str, Severity]:
    base = base or llama()
    inspection = conclude(adapter, base, match_headers(adapter, base))
    return {finding.rule: finding.severity for finding in inspection.findings}


def fused_experts() -> Base:
    """A base whose experts are one 3-D tensor a layer, and no rewriting of keys leads there (GPT-OSS)."""
    shapes = {"model.embed_tokens.weight": (64, 32), "model.norm.weight": (32,), "lm_head.weight": (64, 32)}
    for layer in range(2):
        root = f"model.layers.{layer}"
        shapes[f"{root}.self_attn.q_proj.weight"] = (32, 32)
        shapes[f"{root}.self_attn.v_proj.weight"] = (16, 32)
        shapes[f"{root}.mlp.experts.gate_up_proj"] = (4, 32, 96)
        shapes[f"{root}.mlp.experts.down_proj"] = (4, 48, 32)
    config = {"model_type": "gpt_oss", "architectures": ["GptOssForCausalLM"], "num_hidden_layers": 2}
    return base(shapes, config)


def test_notes_of_the_readers_become_findings() -> None:
    noted = lora(
        notes=(
            FileNote("ADP004", "The file holds no tensor.", "Save it again.", "adapter_model.safetensors"),
        )
    )
    assert "ADP004" in found(noted)


def test_a_suffix_that_also_matches_an_untrained_tower_is_no_loss() -> None:
    inspection = conclude(lora(layers=1), llama(layers=1), match_headers(lora(layers=1), llama(layers=1)))
    assert "ADP202" not in {finding.rule for finding in inspection.findings}


def test_every_rule_has_a_page() -> None:
    for identifier, entry in registered().items():
        assert identifier.startswith("ADP") and len(identifier) == 6
        assert all(len(text) > 10 for text in (entry.what, entry.why, entry.fix)), identifier
        assert entry.source, identifier


def test_a_rule_that_could_not_run_is_listed_with_the_reason() -> None:
    inspection = conclude(lora(), llama(), match_headers(lora(), llama()))
    reasons = {skipped.rule: skipped.why for skipped in inspection.not_checked}
    assert reasons["ADP901"] == "The probe was not run."
    assert reasons["ADP503"] == "There is no adapter-lock.json to compare with."
    assert not set(reasons) & {finding.rule for finding in inspection.findings}


def test_a_lock_that_was_compared_in_part_says_what_was_left_out() -> None:
    text = (
        "Nothing differs from the locked base (org/tiny) as far as was looked; not compared: the tokenizer."
    )
    lock = LockComparison("unknown", text, weights_compared=True)
    inspection = conclude(lora(), llama(), match_headers(lora(), llama()), lock=lock)
    [why] = [skipped.why for skipped in inspection.not_checked if skipped.rule == "ADP503"]
    assert why == text


def test_a_field_from_a_newer_peft_is_an_error_and_a_trainers_note_is_not() -> None:
    newer = lora(peft_version="99.0", use_quantum_lora=True)
    assert found(newer)["ADP102"] is Severity.ERROR
    assert found(lora(trained_with="my trainer"))["ADP102"] is Severity.INFO
    assert "ADP102" not in found(lora(eva_config=None, merge_weights=False))  # null and false change nothing


def test_biases_that_were_trained_and_are_not_there() -> None:
    with_bias = llama()
    key = "model.layers.0.self_attn.q_proj.bias"
    biased = replace(with_bias, tensors={**with_bias.tensors, **base({key: (32,)}, {}).tensors})
    assert found(lora(bias="lora_only"), biased)["ADP111"] is Severity.WARNING
    assert "ADP111" not in found(lora(bias="lora_only"), with_bias)  # a base without biases has none to lose


def test_experts_trained_before_their_axes_were_exchanged() -> None:
    expert = {f"{PREFIX}model.layers.0.mlp.experts.lora_A.weight": (16, 48)}
    old = lora(extra=expert, target_parameters=["experts.down_proj"], peft_version="0.18.0")
    report = match_headers(old, fused_experts())
    rows = tuple(row._replace(status=Status.LANDED) for row in report.tensors)
    inspection = conclude(old, fused_experts(), replace(report, tensors=rows, loads=True))
    assert "ADP211" in {finding.rule for finding in inspection.findings}
    new = replace(old, config={**old.config, "peft_version": "0.19.1"})
    inspection = conclude(new, fused_experts(), replace(report, tensors=rows, loads=True))
    assert "ADP211" not in {finding.rule for finding in inspection.findings}


def test_the_quantised_copy_that_a_trainer_records() -> None:
    assert found(lora(base_model_name_or_path="unsloth/Llama-8B-bnb-4bit"))["ADP506"] is Severity.INFO


def test_a_branch_is_no_pin_and_the_line_that_pins_is_given() -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    here = replace(llama(), source="maker/base-n", kind="hub", revision=commit)
    for revision in (None, "main"):
        adapter = lora(revision=revision)
        inspection = conclude(adapter, here, match_headers(adapter, here))
        (finding,) = (finding for finding in inspection.findings if finding.rule == "ADP104")
        assert finding.severity is Severity.INFO
        assert f'from_pretrained("maker/base-n", revision="{commit}")' in finding.remedy


def test_notes_on_servers_name_the_value_and_their_date() -> None:
    inspection = conclude(lora(rank=20), llama(), match_headers(lora(rank=20), llama()))
    (note,) = (finding for finding in inspection.findings if finding.rule == "ADP702")
    assert note.severity is Severity.INFO
    assert "--max-lora-rank 32" in note.message and "as of 20" in note.message


def test_a_target_that_matches_nothing_beside_others_that_do() -> None:
    assert found(lora(target_modules=["q_proj", "v_proj", "W_pack"]))["ADP209"] is Severity.INFO
    assert "ADP209" not in found(lora(target_modules=["q_proj", "v_proj", "self_attn.v_proj"]))


def test_one_alpha_for_many_ranks_is_worth_a_note() -> None:
    mixed = lora(
        drop="layers.1.self_attn.q_proj.lora_", extra=_pair(1, rank=8), rank_pattern={"1.*q_proj": 8}
    )
    assert found(mixed)["ADP106"] is Severity.INFO
    assert "ADP106" not in found(replace(mixed, config={**mixed.config, "alpha_pattern": {"1.*q_proj": 16}}))


def _pair(layer: int, *, rank: int) -> dict[str, tuple[int, ...]]:
    module = f"{PREFIX}model.layers.{layer}.self_attn.q_proj"
    return {f"{module}.lora_A.weight": (rank, 32), f"{module}.lora_B.weight": (32, rank)}
