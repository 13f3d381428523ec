"""`scan`: a line for each adapter on each base, whatever becomes of the one before it."""

from __future__ import annotations

import csv
import json
import shutil
from itertools import pairwise
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


def test_the_table_has_a_column_a_base_and_says_how_many_fit(shelf: Path, capsys: Capture) -> None:
    assert run("scan", shelf, "--base", BASE, "--base", OTHER, "--quick", "--format", "matrix") == 2
    head, broken, second, first, fits, legend = capsys.readouterr().out.splitlines()
    where = [head.index(word) for word in ("ticket-llama-n ", "ticket-llama-n1-gqa", "fits on")]
    for line, name in ((second, "shelf/deep/er/second"), (first, "shelf/first")):
        assert line.startswith(name)
        cells = [line[at:to].strip() for at, to in pairwise([*where, None])]
        assert cells == ["✓ fits 56/56*", "✕ fails 48/56*", "1 of 2"]
    assert broken.startswith("shelf/broken") and "✕ unreadable: " in broken
    assert fits.split("  ")[0] == "fits" and fits[where[0] :].split() == ["2", "of", "2", "0", "of", "2"]
    assert legend.startswith("* headers alone")


def test_the_table_as_csv_has_a_line_a_pair_and_as_markdown_a_row_an_adapter(
    shelf: Path, tmp_path: Path
) -> None:
    shutil.move(shelf / "first", shelf / "=first|one")
    for target in (tmp_path / "matrix.csv", tmp_path / "matrix.md"):
        run("scan", shelf, "--base", BASE, "--base", OTHER, "--quick", "--output", target)
    lines = list(csv.DictReader((tmp_path / "matrix.csv").read_text().splitlines()))
    assert [(line["base"], line["verdict"], line["landed"]) for line in lines] == [
        ("ticket-llama-n", "fits", "56"),
        ("ticket-llama-n1-gqa", "fails", "48"),
        ("", "unreadable", ""),
        ("ticket-llama-n", "fits", "56"),
        ("ticket-llama-n1-gqa", "fails", "48"),
    ]
    rows = (tmp_path / "matrix.md").read_text().splitlines()
    assert "=first\\|one" in rows[2] and "✓ **fits** 56/56" in rows[2]
    assert "unreadable" in rows[3] and rows[5].startswith("| fits | 2 of 2 | 0 of 2 |")


def test_a_table_without_bases_has_no_columns(shelf: Path, capsys: Capture) -> None:
    assert run("scan", shelf, "--format", "matrix") == 2
    assert "--base" in capsys.readouterr().err
