"""What is selected can be copied, what is shown can be saved: in the trees and in the library."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from inspector.compat.inspection import Status
from inspector.errors import UsageError
from inspector.report.rows import render_rows
from inspector.ui.settings import Settings
from inspector.ui.tree_rows import selected_nodes


@pytest.fixture
def opened(
    qtbot: Any,
    make_window: Callable[..., Any],
    adapter_folder: Path,
    failing_base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    Settings().library_folders = [str(adapter_folder)]
    window = make_window(paths=[str(adapter_folder)], bases=[str(failing_base)])
    qtbot.waitUntil(lambda: window.session.entry is not None and window.session.entry.inspection is not None)
    qtbot.waitUntil(lambda: window.bench.compare.tree is not None and not window.session.entry.stage)
    return window


def copied(window: Any, action: str) -> str:
    window.actions_by_id[action].trigger()
    return QGuiApplication.clipboard().text()


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "CSV (*.csv)") -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), kind))


def test_many_rows_are_selected_and_copied_in_reading_order(opened: Any) -> None:
    view, model = opened.bench.compare.adapter_tree, opened.bench.compare.model
    tree = opened.bench.compare.tree
    nodes = tree.problems[:3]
    view.setCurrentIndex(model.index_of(nodes[2]))
    for node in (nodes[0], nodes[1]):
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        view.selectionModel().select(model.index_of(node), flags)
    keys = [tree.tensors[node].key for node in nodes]
    assert copied(opened, "copy_key").splitlines() == keys
    rows = [line.split("\t") for line in copied(opened, "copy_row").splitlines()]
    assert [row[2] for row in rows] == ["shape differs"] * 3
    assert [record["key"] for record in json.loads(copied(opened, "copy_json"))] == keys
    view.setCurrentIndex(model.index_of(nodes[0]))
    assert json.loads(copied(opened, "copy_json"))["key"] == keys[0], "one row is one record"


def test_shift_and_arrows_select_in_both_trees(opened: Any) -> None:
    bench = opened.bench.compare
    for view in (bench.adapter_tree, bench.base_tree):
        bench.adapter_tree.setCurrentIndex(bench.model.index(0, 0))
        QTest.keyClick(view, Qt.Key.Key_Down)
        assert selected_nodes(view) == [bench.current], "the row that the key went to"
        for _ in range(2):
            QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert len(copied(opened, "copy_row").splitlines()) == 3


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_what_the_filter_leaves_is_saved(
    qtbot: Any, opened: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"shown{suffix}"
    save_as(monkeypatch, path)
    opened.bench.filter.show_only(Status.MISMATCHED)
    opened.bench.filter.box.setText("layers.1.")
    with qtbot.waitSignal(opened.export.written):
        opened.actions_by_id["export_shown"].trigger()
    text = path.read_text()
    rows = json.loads(text) if suffix == ".json" else list(csv.DictReader(text.splitlines()))
    shown = opened.bench.compare.model.shown
    assert [row["key"] for row in rows] == [shown.tree.tensors[node].key for node in shown.problems]
    assert {row["status"] for row in rows} == {"mismatched"}
    assert all("layers.1." in row["key"] for row in rows)
    assert rows[0]["shape"] != rows[0]["expected"]
    assert isinstance(rows[0]["shape"], list if suffix == ".json" else str)


def test_a_filter_that_leaves_nothing_says_so_and_is_taken_away(qtbot: Any, opened: Any) -> None:
    compare, box = opened.bench.compare, opened.bench.filter.box
    box.setText("no such name")
    assert compare.nothing.isVisible() and not compare.adapter_tree.isVisible()
    box.setText("/[/")
    assert "cannot be used" in compare.nothing.text and "unterminated" in compare.nothing.text
    compare.clear_asked.emit()
    assert compare.adapter_tree.isVisible() and not box.text()


def test_adapters_are_copied_and_saved_from_the_library(
    qtbot: Any, opened: Any, adapter_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.show_library()
    library = opened.library
    qtbot.waitUntil(lambda: not library.scan.is_running)
    library.view.selectAll()
    assert copied(opened, "copy_key") == str(adapter_folder)
    assert copied(opened, "copy_row").split("\t")[0] == adapter_folder.name
    facts = json.loads(copied(opened, "copy_json"))
    assert facts["last_verdict"] == "fails" and "card" in facts["missing"]
    save_as(monkeypatch, tmp_path / "list", "JSON (*.json)")
    with qtbot.waitSignal(opened.export.written):
        opened.actions_by_id["export_shown"].trigger()
    assert json.loads((tmp_path / "list.json").read_text()) == [facts]


def test_rows_are_csv_or_json_and_no_formula_of_a_stranger() -> None:
    rows = [{"key": "=cmd()", "shape": (8, 64), "missing": ["card", "owner"], "rank": None}]
    assert render_rows(rows, ".csv") == 'key,shape,missing,rank\r\n\'=cmd(),"[8, 64]",card; owner,\r\n'
    assert json.loads(render_rows(rows, ".json"))[0]["shape"] == [8, 64]
    with pytest.raises(UsageError):
        render_rows(rows, ".pdf")
