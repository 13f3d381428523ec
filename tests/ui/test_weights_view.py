"""The weights: one row a module, sorted, filtered and copied; what was not computed is never a zero."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from weighed import NOT_EXACT, module_weights, weighed

from inspector.compat.inspection import Inspection
from inspector.report.weights_section import weights_section
from inspector.ui.aligned_figures import Aligned
from inspector.ui.details_pane import DetailsPane
from inspector.ui.report_views import views_of
from inspector.ui.spectrum_plot import SpectrumPlot
from inspector.ui.weights_model import MODULE, NORM, NOTE, RELATIVE, SPECTRAL
from inspector.ui.weights_view import WeightsView
from inspector.ui.workbench import WEIGHTS


@pytest.fixture
def view(qtbot: Any, theme: Any, fitting: Inspection) -> WeightsView:
    view = WeightsView(theme)
    qtbot.addWidget(view)
    view.resize(1000, 260)
    view.show_inspection(weighed(fitting))
    view.show()
    return view


def modules(view: WeightsView) -> list[str]:
    return [row.module for row in view.modules.rows]


def cell(view: WeightsView, row: int, column: int) -> Any:
    return view.modules.index(row, column).data()


def test_above_the_table_stand_the_reports_own_words(view: WeightsView, fitting: Inspection) -> None:
    scan = weighed(fitting).weights
    assert scan is not None
    said = weights_section(scan)
    assert view.sentence.text() == said.sentence.replace(" %", "\u00a0%")
    assert all(value in view.facts.text() for _, value in said.facts)
    assert view.hits.text() == "5 modules"


def test_what_was_not_computed_is_empty_says_why_and_sorts_last(view: WeightsView) -> None:
    assert modules(view)[0] == "model.layers.0.self_attn.k_proj"
    assert cell(view, 0, SPECTRAL) == ""
    assert cell(view, 0, NOTE) == NOT_EXACT
    spoken = view.modules.index(0, SPECTRAL).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "σ₁: not computed"
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        view.table.sortByColumn(RELATIVE, order)
        assert modules(view)[-1] == "model.layers.0.self_attn.k_proj"
    assert cell(view, 0, RELATIVE) == "60.0 %"
    assert modules(view)[0] == "model.layers.3.self_attn.q_proj"


def test_the_filter_narrows_the_table_and_the_selected_module_stays(view: WeightsView) -> None:
    view.mark("model.layers.2.self_attn.q_proj")
    view.keep("q_proj")
    assert view.hits.text() == "4 of 5 modules"
    assert view.current is not None
    assert view.current.module == "model.layers.2.self_attn.q_proj"
    view.table.sortByColumn(NORM, Qt.SortOrder.DescendingOrder)
    assert view.current.module == "model.layers.2.self_attn.q_proj"
    view.keep("/[/")
    assert view.hits.text() == "4 of 5 modules"


def test_a_row_that_a_person_selects_is_told_and_a_marked_one_is_not(qtbot: Any, view: WeightsView) -> None:
    told: list[str] = []
    view.module_chosen.connect(told.append)
    view.mark("model.layers.1.self_attn.q_proj")
    assert told == []
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert told == ["model.layers.2.self_attn.q_proj"]
    view.mark("model.layers.2.self_attn")
    assert view.current is not None
    view.mark("model.norm")
    assert view.current is None


def test_figures_are_copied_in_full_under_their_names(view: WeightsView) -> None:
    view.copier.copy_values()
    header, first, second, *_ = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t")[:5] == ["module", "method", "rank", "scale", "norm"]
    assert first.split("\t")[4] == ""
    assert second.split("\t")[4] == "1.5"


def test_no_table_without_a_reason(qtbot: Any, theme: Any, fitting: Inspection) -> None:
    view = WeightsView(theme)
    qtbot.addWidget(view)
    view.show_inspection(fitting)
    assert view.empty.text() == "The adapter's values were not read."
    view.show_inspection(fitting, waiting=True)
    assert view.empty.text() == "Reading the values …"
    scan = weighed(fitting).weights
    assert scan is not None
    view.show_inspection(replace(fitting, weights=replace(scan, modules=())))
    assert view.empty.text() == "The adapter changes no module's weight."
    assert view.facts.text().startswith("Tensors read: 10")


def test_ten_thousand_modules_need_no_widget_each(qtbot: Any, theme: Any, fitting: Inspection) -> None:
    view = WeightsView(theme)
    qtbot.addWidget(view)
    view.resize(1000, 260)
    view.show()
    scan = weighed(fitting).weights
    assert scan is not None
    widgets = len(view.findChildren(object))
    rows = tuple(module_weights(n // 8, f"x{n % 8}") for n in range(10_000))
    view.show_inspection(replace(fitting, weights=replace(scan, modules=rows)))
    view.table.sortByColumn(MODULE, Qt.SortOrder.DescendingOrder)
    view.grab()
    assert view.modules.rowCount() == 10_000
    assert len(view.findChildren(object)) <= widgets + 4


def test_decimal_points_stand_below_each_other() -> None:
    values = [2.848, 0.63, 12.31, 9.9996, 152.4, 0.0]
    column = Aligned.of(values)
    shown = [column.text(value) for value in values]
    assert [text.strip(" \u2007\u2008") for text in shown] == ["2.85", "0.630", "12.3", "10.0", "152", "0"]
    behind = [len(text) - (text + "\u2008").replace("\u2008", ".").index(".") for text in shown]
    assert set(behind) == {4}
    assert Aligned.of([0.153], share=True).text(0.153) == "15.3 %"
    assert (column.text(None), column.text(float("nan")), column.text(1e-9)) == ("", "NaN", "1e-09")


def test_the_spectrum_reads_bars_and_energy(qtbot: Any, theme: Any) -> None:
    plot = SpectrumPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(300, 140)
    plot.show()
    plot.show_values((3.0, 1.0, 0.0), 1)
    assert plot.energy == (0.9, 1.0, 1.0)
    assert plot.reading() == "1 of 3 hold 90 %"
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.reading() == "σ₂  1  ·  100\u00a0% so far"
    plot.grab()
    plot.show_values((0.0, 0.0), None)
    assert plot.energy == ()
    assert not plot.grab().isNull()


def test_the_details_of_a_tensor_show_what_its_module_gains(
    qtbot: Any, theme: Any, fitting: Inspection
) -> None:
    pane = DetailsPane(theme)
    qtbot.addWidget(pane)
    inspection, tree = weighed(fitting), views_of(fitting.report).tree
    key = "base_model.model.model.layers.2.self_attn.q_proj.lora_A.weight"
    pane.show_node(inspection, tree, tree.by_key[key])
    assert pane.weights.figures["‖ΔW‖ / ‖W‖"] == "45\u00a0%"
    assert pane.weights.spectrum.values == (1.2, 0.9)
    pane.show_node(inspection, tree, tree.by_module["model.layers.0.self_attn.k_proj"])
    assert "‖ΔW‖" not in pane.weights.figures
    assert pane.weights.note.text() == NOT_EXACT
    assert pane.weights.spectrum.isHidden()
    pane.show_node(inspection, tree, tree.by_module["model.norm"])
    assert pane.weights.isHidden()


def test_a_row_selects_its_module_in_trees_and_map(
    qtbot: Any, make_window: Any, adapter_folder: Any, fitting_base: Any
) -> None:
    window = make_window(paths=[str(adapter_folder)], bases=[str(fitting_base)])
    qtbot.waitUntil(lambda: bool(window.session.inspection and window.session.inspection.weights))
    bench = window.bench
    bench.tabs.setCurrentIndex(WEIGHTS)
    assert bench.weights.modules.total == 16
    bench.weights.module_chosen.emit("model.layers.3.mlp.down_proj")
    assert bench.compare.tree.path(bench.compare.current) == "model.layers.3.mlp.down_proj"
    assert bench.tabs.currentIndex() == WEIGHTS
    bench.compare.select_module("model.layers.1.self_attn.v_proj")
    assert bench.weights.current.module == "model.layers.1.self_attn.v_proj"
    bench.filter.box.setText("q_proj")
    assert bench.weights.hits.text() == "4 of 16 modules"


def test_an_adapter_alone_is_weighed_too(qtbot: Any, make_window: Any, adapter_folder: Any) -> None:
    window = make_window(paths=[str(adapter_folder)])
    qtbot.waitUntil(lambda: bool(window.session.alone and window.session.alone.weights))
    row = window.bench.weights.modules.rows[0]
    assert row.norm is not None
    assert row.relative is None
    view = window.bench.weights
    assert view.table.isColumnHidden(RELATIVE)
    assert view.table.isColumnHidden(NOTE)
    assert view.facts.text().endswith(row.note)
