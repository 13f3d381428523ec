"""The two aligned trees: one sound model, linked views, filters, the walk through the problems."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from inspector.compat.inspection import Inspection, Status
from inspector.compat.path_search import FilterError
from inspector.compat.tree_building import build_tree
from inspector.compat.tree_filter import Filter
from inspector.compat.tree_outline import outline
from inspector.ui.compare_view import CompareView
from inspector.ui.row_text import BASE_KIND, SHAPE, STATUS, cell_text
from inspector.ui.tree_model import TreeModel


@pytest.fixture
def view(qtbot: Any, theme: Any, failing: Inspection) -> CompareView:
    view = CompareView(theme)
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show_captions(failing)
    view.show_tree(build_tree(failing.report))
    view.show()
    return view


def test_the_model_is_sound_also_when_filtered(qapp: Any, failing: Inspection) -> None:
    model = TreeModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tree = build_tree(failing.report)
    for keep in (None, Filter("k_proj"), Filter(statuses=frozenset({Status.MISMATCHED})), Filter("nowhere")):
        model.show(tree, keep)
    model.show(None)
    assert tester.model() is model


def test_a_row_in_trouble_shows_both_shapes(view: CompareView) -> None:
    tree = view.tree
    assert tree is not None
    node = tree.by_key["base_model.model.model.layers.0.self_attn.k_proj.lora_B.weight"]
    assert cell_text(tree, node, SHAPE) == "[16, 2] F32"
    assert cell_text(tree, node, STATUS) == "shape differs"
    assert cell_text(tree, node, BASE_KIND) == "needs [8, 2]"
    spoken = view.model.data(view.model.index_of(node), Qt.ItemDataRole.AccessibleTextRole)
    assert "adapter [16, 2], base needs [8, 2], shape differs" in spoken


def test_a_record_with_trouble_opens_at_the_first_of_it(view: CompareView) -> None:
    assert view.tree is not None
    assert view.current == view.tree.problems[0]
    assert view.problem_place() == (1, 8)


def test_expansion_and_scrolling_are_linked(view: CompareView) -> None:
    view.adapter_tree.expandAll()
    tree = view.tree
    assert tree is not None
    for path in ("model.layers.3", "model.layers.2.mlp"):
        assert view.base_tree.isExpanded(view.model.index_of(tree.by_module[path]))
    view.base_tree.collapse(view.model.index_of(tree.by_module["model.layers.2.mlp"]))
    assert not view.adapter_tree.isExpanded(view.model.index_of(tree.by_module["model.layers.2.mlp"]))
    bar, twin = view.adapter_tree.verticalScrollBar(), view.base_tree.verticalScrollBar()
    assert bar.maximum() == twin.maximum() > 0
    twin.setValue(twin.maximum())
    assert bar.value() == twin.value()
    assert view.adapter_tree.selectionModel() is view.base_tree.selectionModel()


def test_f8_walks_every_problem_and_wraps(view: CompareView) -> None:
    tree = view.tree
    assert tree is not None
    seen = []
    for _ in range(len(tree.problems)):
        seen.append(view.current)
        assert view.adapter_tree.visualRect(view.adapter_tree.currentIndex()).isValid()
        view.go_problem(1)
    assert tuple(seen) == tree.problems
    assert view.current == tree.problems[0]
    view.go_problem(-1)
    assert view.current == tree.problems[-1]


def test_the_filter_keeps_the_selection_and_narrows_the_walk(view: CompareView) -> None:
    before = view.current
    view.set_filter(Filter("layers.0."))
    assert view.current == before
    assert view.problem_place() == (1, 2)
    view.set_filter(Filter())
    assert view.problem_place() == (1, 8)
    with pytest.raises(FilterError):
        view.set_filter(Filter("/(/"))
    assert view.problem_place() == (1, 8)


def test_what_a_person_opened_stays_open_on_the_next_base(view: CompareView, fitting: Inspection) -> None:
    assert view.tree is not None
    view.adapter_tree.expand(view.model.index_of(view.tree.by_module["model.layers.0.mlp"]))
    view.show_tree(build_tree(fitting.report))
    assert view.adapter_tree.isExpanded(view.model.index_of(view.tree.by_module["model.layers.0.mlp"]))


def test_names_keep_their_room_in_a_narrow_window(qtbot: Any, view: CompareView) -> None:
    view.resize(520, 300)
    for tree in (view.adapter_tree, view.base_tree):
        first = tree.header().logicalIndexAt(0)
        assert tree.columnWidth(first) > 0.4 * tree.viewport().width()
    view.resize(1200, 300)
    assert view.adapter_tree.columnWidth(STATUS) == 148


def test_an_outline_stands_until_the_tree_is_laid_out(view: CompareView, failing: Inspection) -> None:
    rough = outline(failing.report)
    assert rough is not None
    view.show_captions(None)
    view.show_captions(failing)
    view.show_outline(rough)
    rows, layers = view.model, rough.by_module["model.layers"]
    model = rows.index_of(rough.by_module["model"])
    assert view.adapter_tree.isVisible() and view.adapter_tree.isExpanded(model)
    assert not view.base_tree.isExpanded(rows.index_of(layers)), "most layers fold once they are laid out"
    assert cell_text(rough, layers, SHAPE) == "4 layers"
    assert view.tree is None and view.shown is None, "no key is looked for in it, and none is exported"
    assert not view.go_problem(1)
    view.show_tree(build_tree(failing.report))
    assert view.tree is not None and view.current == view.tree.problems[0]


def test_what_is_chosen_in_an_outline_stays_chosen(view: CompareView, failing: Inspection) -> None:
    rough = outline(failing.report)
    assert rough is not None
    view.show_captions(None)
    view.show_captions(failing)
    view.show_outline(rough)
    view.adapter_tree.expand(view.model.index_of(rough.by_module["model.layers"]))
    assert view.select_node(rough.by_module["model.layers.2"])
    view.show_tree(build_tree(failing.report))
    tree = view.tree
    assert tree is not None and tree.path(view.current) == "model.layers.2"


def test_a_filter_waits_for_the_tree_rather_than_look_through_an_outline(
    view: CompareView, failing: Inspection
) -> None:
    view.show_outline(outline(failing.report))
    view.set_filter(Filter("k_proj"))
    assert not view.adapter_tree.isVisible()
    view.show_outline(outline(failing.report))
    assert not view.adapter_tree.isVisible()
    view.show_tree(build_tree(failing.report))
    assert view.adapter_tree.isVisible()
    assert view.shown is not None and view.shown.hits
