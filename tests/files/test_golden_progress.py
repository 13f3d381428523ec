"""Answers survive whatever ends the process: every whole line counts, a torn one is passed over."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.errors import InspectorError, UsageError
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.cache_folder import cache_folder
from inspector.files.golden import GoldenSet
from inspector.files.golden_progress import GoldenProgress, progress_file, run_key
from inspector.resource import resource_path

DEMO = resource_path("demo")


def saved(path: Path) -> Path:
    with GoldenProgress(path) as progress:
        progress.append("a", [(1, "one"), (2, "two\n")])
        progress.append("b", [(1, "éins")])
    return path


def test_answers_come_back_by_run(tmp_path: Path) -> None:
    with GoldenProgress(saved(tmp_path / "new" / "p.jsonl")) as progress:
        assert progress.answers("a") == {1: "one", 2: "two\n"}
        assert progress.answers("b") == {1: "éins"}
        assert progress.answers("c") == {}


@given(st.integers(0, 200))
def test_cut_anywhere_it_goes_on_with_every_whole_line(tmp_path: Path, cut: int) -> None:
    path = saved(tmp_path / "p.jsonl")
    content = path.read_bytes()
    path.write_bytes(content[:cut])
    known = {(r["run"], r["n"]) for r in map(json.loads, content[:cut].split(b"\n")[1:-1])} if cut else set()
    with GoldenProgress(path) as progress:
        kept = {("a", n) for n in progress.answers("a")} | {("b", n) for n in progress.answers("b")}
        # A last line that only lacks its line end is whole.
        assert known <= kept and len(kept) <= len(known) + 1
        progress.append("a", [(1, "one"), (2, "two\n"), (3, "three")])
    with GoldenProgress(path) as progress:
        assert progress.answers("a") == {1: "one", 2: "two\n", 3: "three"}
    path.unlink()


def test_what_is_known_is_not_written_twice(tmp_path: Path) -> None:
    path = saved(tmp_path / "p.jsonl")
    before = path.read_bytes()
    with GoldenProgress(path) as progress:
        progress.append("a", [(1, "another"), (2, "two\n")])
        assert progress.answers("a")[1] == "one"
    assert path.read_bytes() == before


def test_a_finished_run_leaves_nothing(tmp_path: Path) -> None:
    with GoldenProgress(saved(tmp_path / "p.jsonl")) as progress:
        progress.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b'{"prompt": "p", "expected": "e"}\n', b"notes", b"\x00" * 50, b"\n"])
def test_a_file_of_another_kind_is_left_as_it_is(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="holds something else"):
        GoldenProgress(path)
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InspectorError, match="cannot be saved"):
        GoldenProgress(tmp_path / "file" / "p.jsonl")


def test_a_run_is_known_by_all_that_its_answers_depend_on(tmp_path: Path) -> None:
    adapter, base = read_adapter(DEMO / "support-router-lora"), read_base(DEMO / "ticket-llama-n")
    other = read_base(DEMO / "ticket-llama-n1-drifted")
    golden = GoldenSet(path=tmp_path, sha256="0" * 64, examples=())

    def key(**changes: Any) -> str:
        given = {"adapter": adapter, "base": base, "golden": golden, "adapted": True, "settings": {}}
        given |= changes
        return run_key(given.pop("adapter"), given.pop("base"), given.pop("golden"), **given)

    keys = {
        key(),
        key(adapter=replace(adapter, config={**adapter.config, "lora_alpha": 1})),
        key(adapter=replace(adapter, weights_file=adapter.path / "adapter_config.json")),
        key(base=other),
        key(golden=replace(golden, sha256="1" * 64)),
        key(adapted=False),
        key(settings={"torch": "2"}),
    }
    assert len(keys) == 7
    assert key() == key()
    assert progress_file([key()]).is_relative_to(cache_folder())
