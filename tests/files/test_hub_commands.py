"""Bases on the Hub in the terminal: `org/name` asks for it, `--offline` does not; exit codes and streams."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from container_files import write_json
from hub_server import TOKEN, HubServer
from jsonschema import Draft202012Validator

from inspector import pipeline
from inspector.cli import main
from inspector.compare import add_values, compare_inspections
from inspector.resource import resource_path
from inspector.worker.protocol import Progress

DEMO = resource_path("demo")
ADAPTER, BASE = DEMO / "support-router-lora", DEMO / "ticket-llama-n"

Capture = pytest.CaptureFixture[str]


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def tickets(hub: HubServer) -> HubServer:
    """The example's bases as revisions of one repository, the drifted one newest."""
    hub.add("tickets/llama", BASE, DEMO / "ticket-llama-n1-drifted").tags["v1"] = "?"
    repository = hub.repositories["tickets/llama"]
    repository.tags["v1"] = repository.commits[0].sha
    return hub


def test_a_base_on_the_hub_is_checked_as_one_in_a_folder(tickets: HubServer, capsys: Capture) -> None:
    found = []
    for base in ("tickets/llama@v1", "https://huggingface.co/tickets/llama/tree/v1", BASE):
        assert run("check", ADAPTER, "--base", base, "--quick", "--format", "json") in (0, 3)
        document = json.loads(capsys.readouterr().out)
        schema = json.loads(resource_path("schema/inspection.schema.json").read_text())
        Draft202012Validator(schema).validate(document)
        found.append(document["inspections"][0])
    assert found[0]["counts"] == found[1]["counts"] == found[2]["counts"]
    assert found[0]["base"]["kind"] == "hub" and found[0]["base"]["source"] == "tickets/llama@v1"
    assert found[0]["base"]["revision"] == tickets.repositories["tickets/llama"].commits[0].sha


def test_the_lock_tells_which_revision_is_the_base(
    tickets: HubServer, capsys: Capture, tmp_path: Path
) -> None:
    adapter = tmp_path / "adapter"
    adapter.mkdir()
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        (adapter / name).write_bytes((ADAPTER / name).read_bytes())
    assert run("lock", adapter, "--base", "tickets/llama@v1") == 0
    locked = json.loads((adapter / "adapter-lock.json").read_text())["base"]
    assert locked["revision"] == tickets.repositories["tickets/llama"].commits[0].sha
    assert locked["tokenizer_sha256"] and locked["weights"]["model.safetensors"]["sha256"]
    capsys.readouterr()
    for base, code, identity in (
        ("tickets/llama@v1", 0, "same"),
        ("tickets/llama", 1, "moved"),
        (BASE, 0, "same"),
    ):
        assert run("check", adapter, "--base", base, "--quick", "--format", "json") == code
        assert json.loads(capsys.readouterr().out)["inspections"][0]["identity"] == identity


def test_progress_is_told_in_the_pipeline_s_own_words(tickets: HubServer) -> None:
    told: list[Progress] = []
    pipeline.open_base("tickets/llama@v1", network=True, on_progress=told.append)
    assert told[-1].stage == "hub" and told[-1].done == told[-1].total
    assert "tickets/llama" in told[-1].text


def test_two_revisions_are_compared_by_what_the_hub_lists(tickets: HubServer, tmp_path: Path) -> None:
    again = shutil.copytree(BASE, tmp_path / "again")
    write_json(again / "config.json", json.loads((BASE / "config.json").read_text()) | {"rope_theta": 1e6})
    tickets.add("tickets/again", again)
    adapter = pipeline.open_adapter(ADAPTER)
    names = ("tickets/llama@v1", "tickets/again", "tickets/llama")
    first, same, drifted = (
        pipeline.inspect_headers(adapter, pipeline.open_base(name, network=True, with_tokenizer=True))
        for name in names
    )
    equal = add_values(compare_inspections(first, same))
    assert {(row.kind, row.relative_change) for row in equal.modules or ()} == {("same", 0.0)}
    assert "same" in equal.headline and equal.tokenizer is not None
    moved = add_values(compare_inspections(first, drifted))
    [why] = [why for part, why in moved.not_compared if part == "weights"]
    assert first.base is not None and f"--revision {first.base.revision}" in why
    assert "the weight files differ" in why


def test_offline_asks_nothing(tickets: HubServer, capsys: Capture) -> None:
    words = ("check", ADAPTER, "--base", "tickets/llama@v1", "--quick")
    assert run(*words, "--offline") == 2
    assert tickets.requests == []
    assert run(*words) in (0, 3)
    asked = len(tickets.requests)
    assert run(*words, "--offline") in (0, 3)
    assert len(tickets.requests) == asked


def test_the_recorded_base_is_not_fetched(tickets: HubServer, tmp_path: Path, capsys: Capture) -> None:
    config = json.loads((ADAPTER / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = "tickets/llama"
    write_json(tmp_path / "a" / "adapter_config.json", config)
    weights = (ADAPTER / "adapter_model.safetensors").read_bytes()
    (tmp_path / "a" / "adapter_model.safetensors").write_bytes(weights)
    assert run("check", tmp_path / "a", "--quick") == 3
    assert tickets.requests == []


def test_what_goes_wrong_is_one_sentence_and_exit_code_2(
    tickets: HubServer, logged_in: str, capsys: Capture
) -> None:
    tickets.repositories["tickets/llama"].gated = True
    assert run("check", ADAPTER, "--base", "tickets/llama", "--quick", "--format", "json") == 2
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert error["rule"] == "ADP001" and "gated" in error["message"] and error["path"] == "tickets/llama"
    assert len(err.strip().splitlines()) == 2 and TOKEN not in out + err


def test_a_question_mark_lists_the_revisions(tickets: HubServer, capsys: Capture) -> None:
    assert run("check", ADAPTER, "--base", "tickets/llama@?") == 2
    out, err = capsys.readouterr()
    rows = err.splitlines()
    shas = [commit.sha for commit in reversed(tickets.repositories["tickets/llama"].commits)]
    assert out == "" and [row.split()[0] for row in rows[:2]] == shas
    assert "2026-01-01" in rows[1] and "v1" in rows[1] and "Upload 0" in rows[1]
    run("check", ADAPTER, "--base", "tickets/llama@v1", "--quick")
    capsys.readouterr()
    assert run("check", ADAPTER, "--base", "tickets/llama@?", "--offline") == 2
    assert "headers here" in capsys.readouterr().err
    assert run("check", ADAPTER, "--base", "/nowhere@?") == 2


def test_a_check_of_folders_does_not_import_the_hub_library(tmp_path: Path) -> None:
    program = (
        "import sys; from inspector.cli import main; code = main(sys.argv[1:]); "
        "assert not {'huggingface_hub', 'httpx', 'httpx2', 'ssl'} & set(sys.modules); sys.exit(code)"
    )
    words = ["check", str(ADAPTER), "--base", str(BASE), "--quick"]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
