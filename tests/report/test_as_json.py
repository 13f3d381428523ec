"""The JSON contract: valid against the schema, equal to the record, safe on a terminal."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspections import inspection, lora_keys, write_adapter, write_base
from jsonschema import Draft202012Validator

from inspector.compat.inspection import Inspection, MissingSlot
from inspector.errors import UnreadableInput, UsageError
from inspector.report import render
from inspector.report.as_json import document, dump, error_document, plain
from inspector.resource import resource_path


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    content = json.loads(resource_path("schema/inspection.schema.json").read_text())
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def parsed(*inspections: Inspection) -> Any:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(render(inspections, "json"), parse_constant=refuse)


def test_every_kind_of_inspection_fits_the_schema(
    schema: Draft202012Validator,
    failing: Inspection,
    fitting: Inspection,
    inert: Inspection,
    baseless: Inspection,
) -> None:
    schema.validate(parsed(failing, fitting, inert))
    schema.validate(parsed(baseless))


def test_figures_equal_the_record(failing: Inspection) -> None:
    written = parsed(failing)
    entry = written["inspections"][0]
    adapter = failing.adapter
    assert written["schema_version"] == 1
    assert written["adapter"]["tensors"] == len(adapter.tensors)
    assert written["adapter"]["parameters"] == adapter.parameters
    assert (entry["verdict"], entry["loads"], entry["evidence"]) == ("fails", False, "dry-run")
    assert entry["error"] == {
        "type": "RuntimeError",
        "message": failing.report.error and failing.report.error.message,
    }
    assert entry["counts"] == failing.counts._asdict()
    statuses = Counter(tensor["status"] for tensor in entry["tensors"])
    assert statuses == {"landed": failing.counts.landed, "mismatched": failing.counts.mismatched}
    wrong = next(tensor for tensor in entry["tensors"] if tensor["status"] == "mismatched")
    assert (wrong["shape"], wrong["expected"]) == ([16, 2], [4, 2])
    assert wrong["slot"] == wrong["key"]


def test_missing_slots_stand_in_their_own_list(failing: Inspection) -> None:
    slot = MissingSlot("base_model.model.lm_head.lora_A.weight", "lm_head", "lora_A.weight", (2, 16))
    changed = replace(failing, report=replace(failing.report, missing=(slot,)))
    assert parsed(changed)["inspections"][0]["missing"] == [{"slot": slot.slot, "expected": [2, 16]}]


def test_the_probe_keeps_the_contracts_fields(fitting: Inspection, failing: Inspection) -> None:
    probe = parsed(fitting)["inspections"][0]["probe"]
    assert probe["acts"] is True
    assert probe["top1_flip_rate"] == 0.125
    assert probe["prompts"][0]["top1_flips"] == 4
    assert parsed(failing)["inspections"][0]["probe"] is None


def test_without_a_base_the_base_is_null(baseless: Inspection) -> None:
    entry = parsed(baseless)["inspections"][0]
    assert (entry["base"], entry["verdict"], entry["loads"]) == (None, "unknown", None)


def test_numbers_that_are_not_finite_become_null(failing: Inspection, fitting: Inspection) -> None:
    assert parsed(failing)["inspections"][0]["findings"][1]["evidence"]["ratio"] is None
    assert fitting.probe is not None
    broken = replace(fitting, probe=replace(fitting.probe, mean_kl=float("inf")))
    assert parsed(broken)["inspections"][0]["probe"]["mean_kl"] is None


def test_layers_stand_in_natural_order_whatever_the_files_order(tmp_path: Path) -> None:
    adapter = write_adapter(tmp_path / "a", lora_keys(12))
    base = write_base(tmp_path / "b")
    one = inspection(adapter, base, layers=12)
    other = replace(one, report=replace(one.report, tensors=tuple(reversed(one.report.tensors))))
    assert render([one], "json") == render([other], "json")
    keys = [tensor["key"] for tensor in parsed(one)["inspections"][0]["tensors"]]
    assert keys.index("base_model.model.model.layers.2.mlp.up_proj.lora_A.weight") < keys.index(
        "base_model.model.model.layers.10.mlp.up_proj.lora_A.weight"
    )


@given(st.text())
def test_any_text_survives_and_carries_no_raw_control_character(text: str) -> None:
    written = dump({"key": text})
    assert json.loads(written)["key"] == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    body = written.replace("\n", "")
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in body)


def test_foreign_evidence_becomes_plain_json() -> None:
    assert plain({"path": Path("a/b"), 1: {"b", "a"}, "shape": (2, 3), "raw": b"x"}) == {
        "path": "a/b", "1": ["a", "b"], "shape": [2, 3], "raw": "b'x'",
    }  # fmt: skip


def test_an_unreadable_input_has_a_document_of_its_own(schema: Draft202012Validator) -> None:
    error = UnreadableInput("Cut off.", "Download it again.", rule="ADP003", path="a.safetensors")
    written = error_document(error)
    schema.validate(written)
    assert written["error"] == {
        "rule": "ADP003", "message": "Cut off.", "hint": "Download it again.", "path": "a.safetensors",
    }  # fmt: skip
    schema.validate(error_document(UsageError("No adapter was given.")))


def test_nothing_or_two_adapters_make_no_report(failing: Inspection, tmp_path: Path) -> None:
    other = inspection(write_adapter(tmp_path / "other", lora_keys(1)), None)
    with pytest.raises(UsageError):
        document([])
    with pytest.raises(UsageError):
        document([failing, other])
