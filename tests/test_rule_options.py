"""A project's choice of rules from end to end: what it may change, and what no choice can."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from inspector.cli import main
from inspector.report import FORMATS
from inspector.resource import resource_path

DEMO = resource_path("demo")
ADAPTER = DEMO / "support-router-lora"


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(base: str, *options: str, adapter: Path = ADAPTER) -> tuple[int, dict[str, Any]]:
    target = Path("result.json")
    code = main(
        ["check", str(adapter), "--base", str(DEMO / base), "--quick", "--output", str(target), *options]
    )
    (inspection,) = json.loads(target.read_text())["inspections"]
    return code, inspection


def test_an_accepted_drift_fits_and_is_told() -> None:
    code, inspection = check("ticket-llama-n1-drifted")
    assert (code, inspection["verdict"], inspection["ignored"]) == (1, "degraded", [])
    code, inspection = check("ticket-llama-n1-drifted", "--ignore", "ADP503")
    assert (code, inspection["verdict"]) == (0, "fits")
    assert [(row["rule"], row["findings"]) for row in inspection["ignored"]] == [("ADP503", 1)]
    assert next(answer for answer in inspection["answers"] if answer["id"] == "base")["word"] == "moved"


@pytest.mark.parametrize(
    ("base", "verdict"), [("ticket-llama-n1-gqa", "fails"), ("ticket-llama-n1-vision", "inert")]
)
def test_what_the_loader_does_no_choice_can_change(base: str, verdict: str) -> None:
    code, inspection = check(base, "--ignore", "ALL")
    assert (code, inspection["verdict"], inspection["findings"]) == (1, verdict, [])
    assert inspection["ignored"]


def test_settings_are_the_projects_and_never_the_adapters(somewhere_else: Path) -> None:
    adapter = somewhere_else / "hostile"
    shutil.copytree(ADAPTER, adapter)
    (adapter / "adapter-inspector.toml").write_text('ignore = ["ALL"]')
    assert check("ticket-llama-n1-drifted", adapter=adapter)[1]["ignored"] == []
    (somewhere_else / "adapter-inspector.toml").write_text('severity = {base-drift = "info"}')
    _, inspection = check("ticket-llama-n1-drifted", adapter=adapter)
    assert {finding["severity"] for finding in inspection["findings"]} == {"info"}
    assert inspection["rule_choice"]["source"] == str(somewhere_else / "adapter-inspector.toml")


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix not in (".csv", ".pdf")])
def test_every_report_tells_what_was_left_out(suffix: str) -> None:
    target = Path(f"report{suffix}")
    base = str(DEMO / "ticket-llama-n1-drifted")
    main(["check", str(ADAPTER), "--base", base, "--quick", "--output", str(target), "--ignore", "ADP503"])
    text = target.read_text()
    assert "ADP503" in text and "ignored" in text
