"""The comparison: every kind of change told by glyph, word and colour, in tables and in the plot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyqtgraph  # noqa: F401 (the plots are there at once then)
import pytest
from comparison_records import FIELDS, comparison, every_kind, module, tokenizers
from probe_records import golden_comparison
from PySide6.QtCore import QAbstractItemModel, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView, QVBoxLayout, QWidget

from inspector.compat.inspection import Inspection
from inspector.errors import InspectorError
from inspector.ui.comparing import CANCELLED, DONE, FAILED, HEADERS, RUNNING
from inspector.ui.comparison_pane import ComparisonPane
from inspector.ui.comparison_views import CONFIG, FLIPS, MODULES, TOKENIZER, ComparisonViews
from inspector.ui.config_changes import ConfigChanges
from inspector.ui.diagonal_label import free_place
from inspector.ui.low_room import NeverLower, scrolling
from inspector.ui.module_model import KIND, MOVED, NAME, WEIGHT
from inspector.ui.module_table import ModuleTable
from inspector.ui.sample_pieces import differing
from inspector.ui.scatter_plot import ScatterPlot
from inspector.ui.token_changes import PARTS, TEMPLATE, TEXTS, TOKENS, TokenChanges


def shown(qtbot: Any, widget: Any, width: int = 1100, height: int = 300) -> Any:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget


def texts(model: QAbstractItemModel, column: int) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


@pytest.fixture
def table(qtbot: Any, theme: Any) -> ModuleTable:
    table = shown(qtbot, ModuleTable(theme))
    table.show_rows(every_kind())
    return table


@pytest.fixture
def plot(qtbot: Any, theme: Any) -> ScatterPlot:
    plot = shown(qtbot, ScatterPlot(theme), 400, 260)
    plot.show_rows(every_kind())
    return plot


@pytest.fixture
def views(qtbot: Any, theme: Any) -> ComparisonViews:
    return shown(qtbot, ComparisonViews(theme))


def test_the_gravest_change_comes_first_and_what_is_the_same_is_folded_away(table: ModuleTable) -> None:
    assert texts(table.modules, KIND) == [
        "✕  other weights",
        "≠  other shape",
        "–  absent",
        "◆  already merged",
        "■  low-rank change",
        "▲  moved further",
        "△  moved",
        "△  moved",
    ]
    assert table.toggle.text() == "Show 1 unchanged"
    table.toggle.click()
    assert texts(table.modules, KIND)[-1] == "=  same"
    assert table.toggle.text() == "Hide 1 unchanged"


def test_a_row_tells_both_sides_where_they_differ(table: ModuleTable) -> None:
    place = table.modules.place_of("model.layers.6.self_attn.k_proj")
    assert table.modules.index(place, WEIGHT).data() == "[16, 16] F32 → [8, 16] BF16"
    assert table.modules.index(place, MOVED).data() == "–"
    words = table.modules.index(place, NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "✓ landed → ≠ shape differs" in words and "other shape" in words
    not_finite = table.modules.place_of("model.layers.8.self_attn.q_proj")
    assert table.modules.index(not_finite, MOVED).data() == "not finite"


def test_columns_sort_and_a_third_click_brings_the_gravest_back(table: ModuleTable) -> None:
    gravest = texts(table.modules, NAME)
    table.table.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert texts(table.modules, NAME)[0].startswith("model.layers.8")
    table.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert texts(table.modules, NAME) == gravest


@pytest.mark.parametrize("width", [560, 700, 1200])
def test_columns_never_run_beyond_the_table(table: ModuleTable, width: int) -> None:
    table.resize(width, 260)
    columns = sum(table.table.columnWidth(column) for column in range(6))
    assert columns <= table.table.viewport().width()
    assert table.table.columnWidth(NAME) >= 100


def test_nothing_changed_is_said_and_nothing_hidden(qtbot: Any, theme: Any) -> None:
    table = shown(qtbot, ModuleTable(theme))
    table.show_rows([module("model.layers.0.q_proj", "same")])
    assert table.empty.text() == "Every target module is the same on both."
    assert table.toggle.text() == "Show 1 unchanged"


def test_the_plot_draws_what_has_two_finite_figures(plot: ScatterPlot) -> None:
    assert len(plot.points) == 6
    assert "1 without two finite figures" in plot.reading.text()
    assert "▲" in plot.legend.text() and "moved further" in plot.legend.toolTip()
    assert len(plot.copier.values().splitlines()) == 8, "what is not drawn is copied all the same"


def test_words_along_the_diagonal_cover_no_point() -> None:
    plot, words = (400.0, 300.0), (200.0, 12.0)
    assert free_place([], plot, words) == 0.5
    assert free_place([(0.9, 0.1)], plot, words) == 0.5
    place = free_place([(0.25, 0.26)], plot, words)
    assert place is not None and place > 0.25 + 100 / 500
    assert free_place([(n / 20, n / 20) for n in range(20)], plot, words) is None
    assert free_place([], (150.0, 80.0), words) is None, "they do not fit"


def test_points_are_read_and_chosen_with_keys(qtbot: Any, plot: ScatterPlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.current is not None and plot.current.relative_delta == 0.1
    assert plot.reading.text() == "model.layers.1.self_attn.q_proj: base 50\u00a0%, adapter 10\u00a0%"
    assert plot.accessibleDescription() == plot.reading.text()
    with qtbot.waitSignal(plot.point_chosen) as chosen:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert chosen.args[0].module == "model.layers.1.self_attn.q_proj"


def test_a_point_is_chosen_with_the_mouse(qtbot: Any, plot: ScatterPlot) -> None:
    row = next(row for row in plot.points if row.kind == "merged")
    place = plot.place_of(row)
    assert place is not None
    with qtbot.waitSignal(plot.point_chosen) as chosen:
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert chosen.args[0] == row
    far = QPointF(plot.width() - 12, plot.height() - 60).toPoint()
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=far)
    assert plot.current == row, "an empty place chooses nothing"


def test_above_the_diagonal_lies_what_outran_the_adapter(plot: ScatterPlot) -> None:
    by_kind = {row.module: plot.place_of(row) for row in plot.points}
    outrun, merged = by_kind["model.layers.1.self_attn.q_proj"], by_kind["model.layers.2.self_attn.q_proj"]
    assert outrun is not None and merged is not None
    assert outrun.y() < merged.y() and outrun.x() < merged.x()


def test_fields_that_matter_come_first_and_bookkeeping_is_folded(qtbot: Any, theme: Any) -> None:
    config = shown(qtbot, ConfigChanges(theme))
    config.show_fields(FIELDS)
    assert texts(config.table.model(), 0) == ["rope_theta", "num_key_value_heads"]
    assert texts(config.table.model(), 2) == ["500000.0", "2"]
    config.toggle.click()
    assert texts(config.table.model(), 3)[-1] == "bookkeeping"
    config.show_fields((), why="")
    assert config.empty.text() == "No field of config.json differs."
    config.show_fields(None, why="ticket.gguf has no config.json.")
    assert config.empty.text() == "ticket.gguf has no config.json."


def test_tokens_parts_texts_and_template_each_have_a_view(qtbot: Any, theme: Any) -> None:
    page = shown(qtbot, TokenChanges(theme))
    page.show_comparison(tokenizers())
    assert page.counts.text() == "138 → 162 tokens: 1 added, 1 removed, 2 moved"
    changes = texts(page.tokens.model(), 3)
    assert changes == ["△  moved, special", "△  moved", "+  added", "−  removed"]
    assert texts(page.tokens.model(), 1) == ["0", "17", "–", "21"]
    page.views.choose(TEXTS)
    before, after = page.pieces.sides
    assert [piece.text for piece in before if piece.differs] == ["router"]
    assert [piece.id for piece in after if piece.differs] == ["30", "31"]
    page.samples.setCurrentRow(1)
    assert [piece.differs for piece in page.pieces.sides[0]] == [False, True]
    page.views.choose(TEMPLATE)
    assert page.template.toPlainText().splitlines()[-2:] == ["−{{ old }}", "+{{ new }}"]
    page.views.choose(PARTS)
    assert page.parts.isVisible()


def test_equal_tokenizers_are_said_to_be_equal(qtbot: Any, theme: Any) -> None:
    page = shown(qtbot, TokenChanges(theme))
    same = tokenizers()
    bare = {"changes": (), "parts": (), "sample_changes": (), "template_diff": ""}
    page.show_comparison(replace(same, added=0, removed=0, moved=0, sample_disagreement=0.0, **bare))
    assert page.views.isHidden()
    assert "the same on both" in page._none.text()
    page.show_comparison(same)
    assert page.views.current == TOKENS and page.tokens.isVisible()


def test_ids_are_aligned_not_compared_by_place() -> None:
    assert differing([1, 2, 3], [9, 1, 2, 3]) == ([False] * 3, [True, False, False, False])


def test_it_shows_all_parts_of_a_real_comparison(
    views: ComparisonViews, fitting: Inspection, failing: Inspection
) -> None:
    found = comparison(fitting, failing)
    views.show_comparison(found, DONE, None)
    assert views.head.sentence.text() == found.headline
    assert "router-base, unknown to router-base-gqa, fails" in views.head.sides.accessibleName().replace(
        fitting.verdict.value, "unknown"
    )
    assert views.modules.isVisible() and views.plot.isVisible()
    for view, widget in ((CONFIG, views.config), (TOKENIZER, views.tokenizer)):
        views.switch.choose(view)
        assert widget.isVisible()


def test_values_that_are_still_read_show_their_progress_and_can_be_cancelled(
    qtbot: Any, views: ComparisonViews, fitting: Inspection
) -> None:
    found = comparison(fitting, fitting, values=False)
    views.show_comparison(found, HEADERS, None)
    assert views.plot.isHidden(), "nothing was measured, so nothing is drawn"
    views.show_comparison(found, RUNNING, None)
    views.head.step(30, 60, "Comparing the bases' weights")
    assert (views.head.bar.value(), views.head.note.text()) == (30, "50 %  Comparing the bases' weights")
    with qtbot.waitSignal(views.head.cancel_asked):
        views.head.cancel.click()
    views.show_comparison(found, CANCELLED, None)
    assert views.head.bar.isHidden() and views.head.retry.isVisible()
    views.show_comparison(found, FAILED, InspectorError("The disk is gone.", "Plug it in."))
    assert views.head.note.text() == "The disk is gone. Plug it in."


def test_table_and_plot_mark_the_same_module(qtbot: Any, views: ComparisonViews, fitting: Inspection) -> None:
    views.show_comparison(comparison(fitting, fitting), DONE, None)
    with qtbot.waitSignal(views.module_chosen) as chosen:
        views.modules.table.selectRow(0)
    assert views.plot.current == chosen.args[0]
    same = next(row for row in views.plot.points if row.kind == "same")
    with qtbot.waitSignal(views.module_chosen):
        views.plot.point_chosen.emit(same)
    assert views.modules.current == same, "a folded row is unfolded"


def test_flips_are_shown_where_they_were_counted_and_offered_where_not(
    qtbot: Any, views: ComparisonViews, fitting: Inspection, failing: Inspection
) -> None:
    found = comparison(fitting, fitting)
    views.show_comparison(found, DONE, None)
    views.switch.choose(FLIPS)
    with qtbot.waitSignal(views.flips_asked):
        views._count.click()
    views.show_comparison(replace(found, golden=golden_comparison()), DONE, None)
    assert views.flips.isVisible()
    refused = replace(failing, report=replace(failing.report, loads=False))
    views.show_comparison(comparison(fitting, refused), DONE, None)
    assert views.switch.current == MODULES


def test_the_pane_says_what_to_do_while_there_is_nothing(qtbot: Any, theme: Any) -> None:
    pane = shown(qtbot, ComparisonPane(theme))
    pane.show_bases(1)
    assert "Add a second base" in pane.detail.text() and pane.begin.isHidden()
    pane.show_bases(2)
    with qtbot.waitSignal(pane.compare_asked):
        pane.begin.click()
    assert pane.comparison is None


def test_everything_that_takes_the_keyboard_has_a_name(views: ComparisonViews, fitting: Inspection) -> None:
    views.show_comparison(comparison(fitting, fitting), DONE, None)
    for kind in (QTableView, QPushButton, QComboBox, ScatterPlot):
        for widget in views.findChildren(kind):
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_dark_and_light_repaint_what_is_shown(
    theme: Any, views: ComparisonViews, fitting: Inspection
) -> None:
    views.show_comparison(comparison(fitting, fitting), DONE, None)
    for choice in ("dark", "light"):
        theme.choose(choice)
        for view in (MODULES, CONFIG, TOKENIZER):
            views.switch.choose(view)
            assert not _picture(views).isNull()


def _picture(widget: QWidget) -> Any:
    return widget.grab().toImage()


def test_a_pane_is_scrolled_only_below_its_least_height(qtbot: Any, theme: Any) -> None:
    """Whatever its content would like best: plots and wrapped sentences like more than they need."""
    content = QWidget()
    column = QVBoxLayout(content)
    tall = QLabel("word " * 300)
    tall.setWordWrap(True)
    column.addWidget(tall)
    area = shown(qtbot, scrolling(NeverLower(content, 190), least=60))
    for height, needed in ((240, 0), (120, 70)):
        area.resize(500, height)
        assert area.verticalScrollBar().maximum() == needed
        assert content.height() == max(190, height)
