"""`scan`: a line for each adapter on each base, whatever becomes of the one before it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from inspector.cli import main
from inspector.resource import resource_path

DEMO = resource_path("demo")
BASE, OTHER = DEMO / "ticket-llama-n", DEMO / "ticket-llama-n1-gqa"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Two adapters, one of them in a folder of a folder, and a third that is a Git LFS pointer."""
    for name in ("first", "deep/er/second", "broken"):
        shutil.copytree(DEMO / "support-router-lora", tmp_path / "shelf" / name)
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"
    (tmp_path / "shelf" / "broken" / "adapter_model.safetensors").write_text(pointer)
    return tmp_path / "shelf"


def run(*words: object) -> int:
    return main([str(word) for word in words])


def test_every_adapter_is_a_line_on_every_base_and_the_worst_decides(shelf: Path, capsys: Capture) -> None:
    assert run("scan", shelf, "--base", BASE, "--base", OTHER, "--quick") == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == ["unreadable", "fits", "fails", "fits", "fails"]
    assert "shelf/deep/er/second" in lines[1] and "ticket-llama-n1-gqa" in lines[2]
    shutil.rmtree(shelf / "broken")
    assert run("scan", shelf, "--base", BASE, "--quick") == 0
    assert run("scan", shelf, "--base", OTHER, "--quick") == 1


def test_json_is_one_valid_document_a_line(shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "scan.jsonl"
    run("scan", shelf, "--base", BASE, "--quick", "--output", target)
    documents = [json.loads(line) for line in target.read_text().splitlines()]
    schema = json.loads(resource_path("schema/inspection.schema.json").read_text())
    for document in documents:
        Draft202012Validator(schema).validate(document)
    assert [document.get("error", {}).get("rule") for document in documents] == ["ADP002", None, None]


@pytest.mark.usefixtures("commands_share_worker")
def test_one_worker_confirms_them_all(shelf: Path, capsys: Capture) -> None:
    shutil.rmtree(shelf / "broken")
    assert run("scan", shelf, "--base", OTHER, "--format", "json") == 1
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [document["inspections"][0]["evidence"] for document in documents] == ["dry-run", "dry-run"]


def test_a_folder_without_adapters_is_no_success(tmp_path: Path, capsys: Capture) -> None:
    assert run("scan", tmp_path, "--base", BASE, "--quick") == 2
    assert "no adapter below" in capsys.readouterr().err
