"""The map on paper: small stacks beside the questions, tall ones cut into panels, wide ones merged."""

from __future__ import annotations

from pathlib import Path

from inspections import PROJECTIONS, inspection, landed, load_report, lora_keys, narrow_heads, write_adapter

from inspector.compat.inspection import LoadReport
from inspector.report.layer_figure import LayerFigure, layer_figure


def figure_of(folder: Path, layers: int, projections: tuple[str, ...] = PROJECTIONS) -> LayerFigure:
    adapter = write_adapter(folder / "adapter", lora_keys(layers, projections))
    found = layer_figure(load_report(adapter, narrow_heads, layers=layers, missing=()))
    assert found is not None
    return found


def test_a_usual_stack_is_one_panel_with_a_cell_a_module(tmp_path: Path) -> None:
    found = figure_of(tmp_path, 32)
    (panel,) = found.stacks[0].panels
    assert found.beside
    assert panel.labels == ("q", "k", "v", "o", "gate", "up", "down")
    assert [run.tone for run in panel.rows[0].runs] == ["landed", "mismatched", "mismatched"] + ["landed"] * 4
    assert [row.label for row in panel.rows if row.label] == [
        "0",
        "4",
        "8",
        "12",
        "16",
        "20",
        "24",
        "28",
        "31",
    ]
    assert [mark.word for mark in found.legend] == ["landed", "shape differs"]
    assert found.description == ("Map of 32 layers × 7 projections. Modules: 160 landed, 64 shape differs.")


def test_three_hundred_layers_fit_a_page_and_none_is_lost(tmp_path: Path) -> None:
    found = figure_of(tmp_path, 300)
    panels = found.stacks[0].panels
    assert not found.beside
    assert sum(len(panel.rows) for panel in panels) == 300
    assert all(len(panel.rows) * panel.row_height <= 331 for panel in panels)


def test_hundreds_of_experts_merge_into_runs(tmp_path: Path) -> None:
    experts = tuple(f"mlp.experts.{e}.{p}" for e in range(64) for p in ("gate_proj", "up_proj", "down_proj"))
    found = figure_of(tmp_path, 3, (*PROJECTIONS[:4], *experts))
    (panel,) = found.stacks[0].panels
    assert panel.columns >= 196
    assert len(panel.rows[0].runs) < 20
    assert "mlp.experts.{0…63}" in found.stacks[0].columns


def test_nothing_touched_gives_no_map(tmp_path: Path) -> None:
    adapter = write_adapter(tmp_path / "adapter", lora_keys(2))
    found = inspection(adapter, None, landed).report
    empty = LoadReport(
        evidence=found.evidence,
        loader="peft",
        loader_version="",
        loads=None,
        tensors=(),
        modules=found.modules,
    )
    assert layer_figure(empty) is None
