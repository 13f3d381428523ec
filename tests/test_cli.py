"""The terminal: exit codes, what goes to which stream, and never a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from inspector.cli import main
from inspector.resource import resource_path

DEMO = resource_path("demo")
ADAPTER = DEMO / "support-router-lora"
QUICK = {
    "ticket-llama-n": (0, "fits"),
    "ticket-llama-n1-drifted": (1, "degraded"),
    "ticket-llama-n1-gqa": (1, "fails"),
    "ticket-llama-n1-vision": (1, "inert"),
}

Capture = pytest.CaptureFixture[str]


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(resource_path("schema/inspection.schema.json").read_text()))


@pytest.mark.parametrize("base", QUICK)
def test_a_quick_check_of_the_example(base: str, capsys: Capture, schema: Draft202012Validator) -> None:
    code, verdict = QUICK[base]
    assert run("check", ADAPTER, "--base", DEMO / base, "--quick", "--format", "json") == code
    document = json.loads(capsys.readouterr().out)
    schema.validate(document)
    inspection = document["inspections"][0]
    assert (inspection["verdict"], inspection["evidence"]) == (verdict, "headers")
    assert inspection["counts"]["file"] == document["adapter"]["tensors"] == 56


@pytest.mark.usefixtures("commands_share_worker")
def test_the_dry_run_decides_what_headers_cannot(capsys: Capture, schema: Draft202012Validator) -> None:
    """All four bases through one worker: the five questions, rightly answered for each."""
    bases = [word for base in QUICK for word in ("--base", DEMO / base)]
    assert run("check", ADAPTER, *bases, "--format", "json") == 1
    document = json.loads(capsys.readouterr().out)
    schema.validate(document)
    answers = {
        Path(inspection["base"]["source"]).name: (
            inspection["verdict"],
            inspection["evidence"],
            inspection["loads"],
            inspection["counts"]["landed"],
            inspection["identity"],
            inspection["disagreement"],
        )
        for inspection in document["inspections"]
    }
    assert answers == {
        "ticket-llama-n": ("fits", "dry-run", True, 56, "same", None),
        "ticket-llama-n1-drifted": ("degraded", "dry-run", True, 56, "moved", None),
        "ticket-llama-n1-gqa": ("fails", "dry-run", False, 48, "different", None),
        "ticket-llama-n1-vision": ("inert", "dry-run", True, 0, "different", None),
    }


def test_the_worst_base_decides(tmp_path: Path, capsys: Capture) -> None:
    fits, unknown = DEMO / "ticket-llama-n", tmp_path / "config.json"
    shutil.copy(fits / "config.json", unknown)  # no weights, so no header to tell by
    assert run("check", ADAPTER, "--quick", "--base", fits, "--base", unknown) == 3
    fails = DEMO / "ticket-llama-n1-gqa"
    assert run("check", ADAPTER, "--quick", "--base", unknown, "--base", fails) == 1


def test_without_a_base_only_the_adapter_is_judged(capsys: Capture) -> None:
    assert run("check", ADAPTER, "--quick") == 3
    assert "No base chosen" in capsys.readouterr().out


def broken(folder: Path, fault: str) -> Path:
    shutil.copytree(ADAPTER, folder)
    weights = folder / "adapter_model.safetensors"
    if fault == "lfs":
        weights.write_text(
            f"version https://git-lfs.github.com/spec/v1\noid sha256:{'ab' * 32}\nsize 54560368\n"
        )
    elif fault == "cut":
        weights.write_bytes(weights.read_bytes()[:9000])
    elif fault == "html":
        weights.write_text("<!DOCTYPE html><title>404</title>")
    elif fault == "none":
        weights.unlink()
    elif fault == "config":
        (folder / "adapter_config.json").write_text("{")
    elif fault == "lock":
        (folder / "adapter-lock.json").write_text("[]")
    return folder


@pytest.mark.parametrize(
    ("fault", "rule", "words"),
    [
        ("lfs", "ADP002", "54,560,368 bytes"),
        ("cut", "ADP003", "bytes"),
        ("html", "ADP003", "HTML"),
        ("none", "ADP001", "adapter_model.safetensors"),
        ("config", "ADP101", "JSON"),
        ("lock", "ADP101", "adapter-lock.json"),
    ],
)
def test_a_broken_input_is_a_sentence_a_hint_and_exit_code_2(
    fault: str, rule: str, words: str, tmp_path: Path, capsys: Capture, schema: Draft202012Validator
) -> None:
    folder = broken(tmp_path / "adapter", fault)
    base = DEMO / "ticket-llama-n"
    assert run("check", folder, "--base", base, "--quick", "--format", "json") == 2
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    schema.validate(document)
    assert document["error"]["rule"] == rule
    assert words in document["error"]["message"] + document["error"]["hint"]
    assert document["error"]["hint"]
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", ADAPTER, "--loader", "vllm"),
        ("check", ADAPTER, "--quick", "--output", "report.docx"),
        ("check", ADAPTER, "--quick", "--format", "pdf"),
        ("check", ADAPTER, "--base", "no/such-base-here", "--quick"),
        ("explain", "ADP999"),
        ("lock", ADAPTER, "--base", DEMO / "ticket-llama-n", "--base", DEMO / "ticket-llama-n1-gqa"),
    ],
)
def test_a_request_that_cannot_be_carried_out_is_exit_code_2(
    words: tuple[object, ...], capsys: Capture
) -> None:
    assert run(*words) == 2
    captured = capsys.readouterr()
    assert captured.err.strip() and not captured.out


def test_reports_go_to_the_file_and_nothing_else_to_standard_output(tmp_path: Path, capsys: Capture) -> None:
    base = DEMO / "ticket-llama-n"
    for name, start in {"r.json": b"{", "r.pdf": b"%PDF", "r.txt": b"support"}.items():
        assert run("check", ADAPTER, "--base", base, "--quick", "--output", tmp_path / name) == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert capsys.readouterr().out == ""


def test_a_lock_pins_the_base_and_is_written_where_asked(tmp_path: Path, capsys: Capture) -> None:
    adapter = tmp_path / "adapter"
    shutil.copytree(ADAPTER, adapter, ignore=shutil.ignore_patterns("adapter-lock.json"))
    drifted = DEMO / "ticket-llama-n1-drifted"
    assert run("check", adapter, "--base", drifted, "--quick") == 0
    assert run("lock", adapter, "--base", DEMO / "ticket-llama-n") == 0
    assert (adapter / "adapter-lock.json").is_file()
    assert run("check", adapter, "--base", drifted, "--quick") == 1
    assert "has moved" in capsys.readouterr().out


def test_a_lock_that_cannot_be_made_leaves_standard_output_empty(tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "lock.json"
    assert run("lock", ADAPTER, "--base", tmp_path / "nowhere", "--output", target) == 2
    assert capsys.readouterr().out == ""


def test_a_lock_without_weights_says_so(tmp_path: Path, capsys: Capture) -> None:
    base = DEMO / "ticket-llama-n" / "config.json"
    assert run("lock", ADAPTER, "--base", base, "--output", tmp_path / "lock.json") == 0
    assert "No weights are pinned" in capsys.readouterr().err


def test_rules_are_listed_and_explained(capsys: Capture) -> None:
    assert run("rules") == 0
    assert "ADP301" in capsys.readouterr().out
    assert run("explain", "dim-mismatch") == 0
    text = capsys.readouterr().out
    assert text.startswith("ADP301") and "Fix:" in text


def test_a_bug_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def broken_road(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("inspector.pipeline.open_adapter", broken_road)
    assert run("check", ADAPTER, "--quick", "--format", "json") == 3
    captured = capsys.readouterr()
    assert "ZeroDivisionError" in json.loads(captured.out)["error"]["message"]
    assert "Traceback" not in captured.err
    monkeypatch.setenv("ADAPTER_INSPECTOR_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("check", ADAPTER, "--quick")
