"""Two bases' modules, aligned by the keys that go to both, on the bundled example's real files."""

from __future__ import annotations

from collections import Counter

import pytest

from inspector import pipeline
from inspector.compat.inspection import Inspection
from inspector.compat.module_changes import module_changes
from inspector.compat.revisions import ModuleChange
from inspector.resource import resource_path

DEMO = resource_path("demo")


def inspected(base: str) -> Inspection:
    adapter = pipeline.open_adapter(DEMO / "support-router-lora")
    return pipeline.inspect_headers(adapter, pipeline.open_base(DEMO / base))


def changes(base: str, before: str = "ticket-llama-n") -> dict[str, ModuleChange]:
    rows = module_changes(inspected(before), inspected(base))
    assert len({row.module for row in rows}) == len(rows) == 28
    assert [row.module for row in rows] == sorted(row.module for row in rows)
    return {row.module: row for row in rows}


def test_a_base_trained_further_has_the_same_modules() -> None:
    rows = changes("ticket-llama-n1-drifted").values()
    assert all(row.module_to == row.module and row.shape_from == row.shape_to for row in rows)
    assert {(row.status_from, row.status_to, row.kind) for row in rows} == {("landed", "landed", "")}


def test_fewer_key_value_heads_show_in_k_and_v_alone() -> None:
    rows = changes("ticket-llama-n1-gqa")
    other = {row.module.rpartition(".")[2] for row in rows.values() if row.kind == "shape"}
    assert other == {"k_proj", "v_proj"}
    row = rows["model.layers.2.self_attn.k_proj"]
    assert (row.shape_from, row.shape_to) == ((96, 96), (32, 96))
    assert (row.status_from, row.status_to) == ("landed", "mismatched")
    assert row.note


def test_modules_under_other_names_are_told_by_the_repair_that_would_find_them() -> None:
    rows = changes("ticket-llama-n1-vision")
    for name, row in rows.items():
        assert row.module_to == name.replace("model.", "model.language_model.", 1)
        assert (row.status_from, row.status_to) == ("landed", "orphaned")
        assert row.shape_from == row.shape_to


@pytest.mark.parametrize("base", ["ticket-llama-n1-drifted", "ticket-llama-n1-gqa"])
def test_both_ways_round_the_same_modules_differ(base: str) -> None:
    there = Counter(row.kind for row in changes(base).values())
    back = Counter(row.kind for row in changes("ticket-llama-n", before=base).values())
    assert there == back
