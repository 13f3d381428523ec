"""SARIF: valid against the OASIS schema, located on the adapter's own files, silent about nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sarif_schema import sarif_schema

from inspector import pipeline
from inspector.compat.inspection import Finding, Inspection, Severity
from inspector.report.as_sarif import render_sarif
from inspector.resource import resource_path


def run_of(*inspections: Inspection) -> dict[str, Any]:
    document = json.loads(render_sarif(inspections))
    jsonschema.validate(document, sarif_schema())
    return document["runs"][0]


def test_every_kind_of_inspection_is_valid(
    failing: Inspection, fitting: Inspection, inert: Inspection
) -> None:
    run = run_of(failing, fitting, inert)
    assert [result["level"] for result in run["results"]] == ["warning", "error", "error"]
    assert [row["verdict"] for row in run["properties"]["inspections"]] == ["fails", "fits", "inert"]
    # With several bases a result says on which one.
    assert run["results"][1]["message"]["text"].startswith("On base-n1-heads: File [16, 2]")


def test_a_rule_that_was_not_checked_is_told(failing: Inspection) -> None:
    (note,) = run_of(failing)["invocations"][0]["toolExecutionNotifications"]
    assert note["associatedRule"] == {"id": "ADP503"}
    assert "No second revision" in note["message"]["text"]


def test_a_finding_on_keys_stands_on_their_bytes_in_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = resource_path("demo")
    monkeypatch.chdir(demo)
    adapter = pipeline.open_adapter(demo / "support-router-lora")
    inspection = pipeline.inspect_headers(adapter, pipeline.open_base(demo / "ticket-llama-n1-gqa"))
    run = run_of(inspection)
    result = next(result for result in run["results"] if result["ruleId"] == "ADP301")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "support-router-lora/adapter_model.safetensors",
        "uriBaseId": "%SRCROOT%",
    }
    first = adapter.tensors[result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]]
    assert place["region"] == {"byteOffset": first.offset, "byteLength": first.nbytes}
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "ADP301"


def test_a_finding_on_the_configuration_stands_on_its_line(fitting: Inspection, tmp_path: Path) -> None:
    config = fitting.adapter.path / "adapter_config.json"
    config.write_text(json.dumps({"peft_type": "LORA", "r": 2, "revision": None}, indent=2))
    finding = Finding(
        rule="ADP104",
        name="base-revision-unpinned",
        severity=Severity.INFO,
        message="The field revision is null.",
    )
    (result,) = run_of(replace(fitting, findings=(finding,)))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 4}
    assert place["artifactLocation"]["uri"] == config.as_uri()  # outside the working folder


def test_the_fingerprint_follows_the_finding_not_its_words(failing: Inspection) -> None:
    reworded = replace(failing, findings=tuple(replace(f, message="Other words.") for f in failing.findings))
    before, after = run_of(failing)["results"], run_of(reworded)["results"]
    assert [r["partialFingerprints"] for r in before] == [r["partialFingerprints"] for r in after]
    assert before[0]["partialFingerprints"] != before[1]["partialFingerprints"]
