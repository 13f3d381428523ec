"""`compare` and `probe --golden` in the terminal: contract, gate, exit codes, refusals."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader
from referencing import Registry, Resource

from inspector.cli import main
from inspector.compare import compare_inspections
from inspector.compat.flips import Flip, GoldenComparison, Rate
from inspector.compat.revisions import Comparison, FieldChange
from inspector.compat.tokenizer_comparison import PartChange, TokenizerComparison
from inspector.pipeline import inspect_headers, open_adapter, open_base
from inspector.report.comparison import render_comparison
from inspector.report.provenance import reproducing_comparison
from inspector.resource import resource_path

DEMO = resource_path("demo")
ADAPTER = DEMO / "support-router-lora"
N, DRIFTED, GROUPED = (DEMO / f"ticket-llama-{name}" for name in ("n", "n1-drifted", "n1-gqa"))
GOLDEN = DEMO / "golden.jsonl"

Capture = pytest.CaptureFixture[str]


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    inspection, comparison = (
        json.loads(resource_path(f"schema/{name}.schema.json").read_text())
        for name in ("inspection", "comparison")
    )
    Draft202012Validator.check_schema(comparison)
    known = Registry().with_resource(inspection["$id"], Resource.from_contents(inspection))
    return Draft202012Validator(comparison, registry=known)


def compared(capsys: Capture, *words: object) -> dict[str, Any]:
    run("compare", ADAPTER, "--format", "json", *words)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_quick_comparison_keeps_the_contract(capsys: Capture, schema: Draft202012Validator) -> None:
    assert run("compare", ADAPTER, "--from", N, "--to", GROUPED, "--quick", "--format", "json") == 1
    document = json.loads(capsys.readouterr().out)
    schema.validate(document)
    assert (document["from"]["verdict"], document["to"]["verdict"]) == ("fits", "fails")
    assert document["from_adapter"] is None
    found = document["comparison"]
    changed = [row for row in found["modules"] if row["shape_from"] != row["shape_to"]]
    assert len(changed) == 8 and {row["status_to"] for row in changed} == {"mismatched"}
    assert found["golden"] is None and "golden" in found["not_compared"]
    assert {part for part in ("config", "tokenizer", "golden") if found[part] is None} <= set(
        found["not_compared"]
    )


@pytest.mark.usefixtures("commands_share_worker")
def test_two_files_that_are_called_alike_are_told_apart(capsys: Capture) -> None:
    files = [folder / "model.safetensors" for folder in (N, DRIFTED)]
    found = compared(capsys, "--from", files[0], "--to", files[1], "--quick")
    for name in ("ticket-llama-n/model.safetensors", "ticket-llama-n1-drifted/model.safetensors"):
        assert f"on {name}" in found["comparison"]["headline"]


def test_flips_and_the_gate_in_one_run(tmp_path: Path, capsys: Capture, schema: Draft202012Validator) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("".join(f"{line}\n" for line in GOLDEN.read_text().splitlines()[:40]))
    words = ("--from", N, "--to", DRIFTED, "--golden", few, "--resume", tmp_path / "answers.jsonl")
    document = compared(capsys, *words, "--max-negative-flips", "2%")
    schema.validate(document)
    golden = document["comparison"]["golden"]
    assert (golden["n"], golden["accuracy_from"], golden["gate"], golden["passes"]) == (40, 1.0, 0.02, False)
    assert golden["negative_flip_rate"] == 1 - golden["accuracy_to"] > 0
    low, high = golden["intervals"]["negative_flip_rate"]
    assert low < golden["negative_flip_rate"] < high
    assert all(flip["from"] == flip["expected"] != flip["to"] for flip in golden["flips"])
    assert document["to"]["golden"] == golden
    assert any(finding["rule"] == "ADP906" for finding in document["to"]["findings"])
    assert run("compare", ADAPTER, *words) == 1
    text = capsys.readouterr().out
    assert "Negative flips" in text and "→ “queue: hardware”" in text


@pytest.mark.usefixtures("commands_share_worker")
def test_a_golden_set_that_cannot_be_answered_is_not_passed(tmp_path: Path, capsys: Capture) -> None:
    chat = tmp_path / "chat.jsonl"
    chat.write_text('{"messages": [{"role": "user", "content": "hi"}], "expected": "queue: billing"}\n')
    assert run("probe", ADAPTER, "--base", N, "--figures", "basic", "--golden", chat, "--format", "json") == 3
    (entry,) = json.loads(capsys.readouterr().out)["inspections"]
    assert entry["golden"] is None and "chat template" in entry["golden_refused"]
    assert entry["verdict"] == "fits"


@pytest.mark.parametrize(
    ("format", "start"),
    [("md", "## support-router-lora"), ("html", "<!doctype html>"), ("csv", "module,"), ("junit", "<?xml")],
)
def test_the_format_asked_for_goes_to_standard_output(format: str, start: str, capsys: Capture) -> None:
    for words in (
        ("compare", ADAPTER, "--from", N, "--to", N, "--quick"),
        ("check", ADAPTER, "--base", N, "--quick"),
    ):
        assert run(*words, "--format", format) == 0
        told = capsys.readouterr().out.lstrip()
        assert told.startswith(start) or (format == "csv" and told.startswith("base,"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", N), "nothing to compare with"),
        (("--from", N), "--to"),
        (("--from", N, "--to", N, "--golden", GOLDEN, "--quick"), "Leave out --quick"),
        (("--from", N, "--to", N, "--max-negative-flips", "0.1"), "needs a golden set"),
        (("--from", N, "--to", N, "--resume", "file"), "needs a golden set"),
        (("--from", N, "--to", N, "--max-negative-flips", "2"), "no share between 0 and 1"),
        (("--from", N, "--to", N, "--golden", ADAPTER / "README.md"), "Line 1 of README.md is not JSON"),
        (("--from", N, "--to", N, "--quick", "--output", "out.docx"), "which report to write"),
    ],
)
def test_a_request_that_cannot_be_carried_out(words: tuple[object, ...], said: str, capsys: Capture) -> None:
    assert run("compare", ADAPTER, *words) == 2
    captured = capsys.readouterr()
    assert said in captured.err and not captured.out


@pytest.fixture
def full() -> Comparison:
    """Every part filled, with text from strangers that tries to repaint the terminal."""
    adapter = open_adapter(ADAPTER)
    sides = [inspect_headers(adapter, open_base(base)) for base in (N, DRIFTED)]
    rate = Rate(0.5, 0.1, 0.9, 2)
    return Comparison(
        before=sides[0],
        after=sides[1],
        headline="Fits; degraded.",
        modules=compare_inspections(*sides).modules,
        config=(
            FieldChange("rope_theta", 10_000.0, 1e6, "Positions are rotated otherwise."),
            FieldChange("transformers_version", "5.0", None, matters=False),
        ),
        tokenizer=TokenizerComparison(
            source_before="a", source_after="b", vocab_before=10, vocab_after=12, added=2, removed=0, moved=1,
            parts=(PartChange("bos_token", "<s>", "\x1b[31m<b>", "Prompts begin otherwise."),),
            samples=10, sample_disagreement=0.4, meaning=("One token has another id.",),
        ),
        golden=GoldenComparison(
            n=2, before_name="old", after_name="new", accuracy_before=rate, accuracy_after=rate,
            negative_flip_rate=rate, positive_flip_rate=rate, changed_both_wrong=rate, gate=0.6,
            flips=(
                Flip(1, "negative", "p\x1b[2J\nq", "e", "e", "x"),
                Flip(2, "positive", "p", "e", "x", "e"),
            ),
        ),
    )  # fmt: skip


def test_the_pdf_holds_every_part_and_the_json(full: Comparison) -> None:
    made = render_comparison(full, "pdf")
    assert isinstance(made, bytes)
    reader = PdfReader(io.BytesIO(made))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in ("What changes", "rope_theta", "One token has another id."):
        assert words in text
    (attached,) = reader.attachments["comparison.json"]
    assert json.loads(attached) == json.loads(render_comparison(full, "json"))
    again = reproducing_comparison(full)
    assert f"--from {N} --to {DRIFTED}" in again and "--max-negative-flips 0.6" in again


def test_every_part_is_written(full: Comparison, schema: Draft202012Validator) -> None:
    document = json.loads(render_comparison(full, "json"))
    schema.validate(document)
    found = document["comparison"]
    assert found["config"][0] | {"effect": ""} == {
        "field": "rope_theta", "from": 10_000.0, "to": 1e6, "effect": "", "matters": True,
    }  # fmt: skip
    assert (found["tokenizer"]["vocab_from"], found["tokenizer"]["vocab_to"]) == (10, 12)
    assert [flip["kind"] for flip in found["golden"]["flips"]] == ["negative", "positive"]
    text = str(render_comparison(full, "text"))
    for words in (
        "rope_theta: 10000.0 → 1000000.0",
        "1 field differs; 1 bookkeeping field aside",
        "40 % of 10 sample texts",
        "One token has another id.",
        "✓ 60 % negative flips allowed: passed",
    ):
        assert words in text
    assert "\x1b" not in text and "\\x1b[2J" in text
    assert max(map(len, text.splitlines())) <= 100
