"""The library page: rows as they come, sorted, narrowed and grouped; opened by double click or Return."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from inspector.files.library import LibraryItem, Missing, stamp_of
from inspector.ui.library_model import NAME, NOTES, RANK, SIZE, LibraryModel, Only
from inspector.ui.library_words import size_text
from inspector.ui.settings import LastVerdict, Recent, Settings


@pytest.fixture
def folder(tmp_path: Path, adapter_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three adapters, one of them broken, in a folder that the library looks at."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    root = tmp_path / "adapters"
    for name in ("router", "sorter", "broken"):
        shutil.copytree(adapter_folder, root / name)
    (root / "broken" / "adapter_config.json").write_text("{")
    config = json.loads((root / "sorter" / "adapter_config.json").read_text())
    (root / "sorter" / "adapter_config.json").write_text(json.dumps(config | {"r": 16}))
    Settings().library_folders = [str(root)]
    return root


@pytest.fixture
def library(qtbot: Any, make_window: Callable[..., Any], folder: Path) -> Any:
    window = make_window()
    window.actions_by_id["library"].trigger()
    qtbot.waitUntil(lambda: not window.library.scan.is_running)
    return window.library


def item(name: str, **facts: Any) -> LibraryItem:
    return LibraryItem(path=Path("/a") / name, name=name, stamp=(), **facts)


def names(model: LibraryModel) -> list[str]:
    return [str(model.index(row, NAME).data()) for row in range(model.rowCount())]


def test_the_model_is_sound_in_every_arrangement(qapp: Any) -> None:
    model = LibraryModel(lambda _: None)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.put([item("b", base="x/y", size=5), item("a", rank=4), item("c", problem="It is broken.")])
    for grouped in (True, False):
        for only in Only:
            for text in ("", "x/y", "nothing"):
                model.narrow(text=text, only=only, grouped=grouped)
    model.keep([Path("/a/a")])
    assert names(model) == ["a"] or model.shown == 0
    assert tester.model() is model


def test_rows_sort_by_what_a_cell_means(qapp: Any) -> None:
    model = LibraryModel(lambda _: None)
    model.put([item("a", size=9, rank=8), item("b", size=1_000_000, rank=16), item("c", size=80_000)])
    model.sort(SIZE, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["b", "c", "a"]
    model.sort(RANK)
    assert names(model) == ["c", "a", "b"]


def test_grouped_adapters_stand_below_their_base(qapp: Any) -> None:
    model = LibraryModel(lambda _: None)
    model.put([item("a", base="x/y"), item("b", base="x/y"), item("c"), item("d", problem="Broken.")])
    model.narrow(grouped=True)
    assert names(model) == ["cannot be read   1", "no base named   1", "x/y   2"]
    heading = model.index(2, NAME)
    assert model.item_of(heading) is None
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "x/y, 2 adapters"
    assert model.index(1, NAME, heading).data() == "b"
    assert model.parent(model.index(1, NAME, heading)) == heading
    assert model.parent(heading) == QModelIndex()


def test_a_row_is_a_whole_sentence(qapp: Any) -> None:
    model = LibraryModel(lambda _: LastVerdict("fails", "llama"))
    model.put([item("a", base="x/y", method="LORA", rank=8, size=1200, missing=(Missing.REVISION,))])
    spoken = model.index(0, NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "a, LoRA, rank 8, for x/y, 1.2 kB, last verdict fails on llama, orphan: no revision"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_600, "1.0 MB"), (2 * 10**13, "20.0 TB")],
)
def test_sizes_have_three_digits_at_most(size: int, text: str) -> None:
    assert size_text(size) == text


def test_the_library_lists_what_lies_below_its_folders(library: Any) -> None:
    assert names(library.model) == ["broken", "router", "sorter"]
    assert library.model.count(Only.ORPHANS) == 2
    assert library.model.index(0, NOTES).data().startswith("adapter_config.json is not valid JSON")
    library.broken.click()
    assert names(library.model) == ["broken"]
    library.all.click()
    library.box.setText("sort")
    assert names(library.model) == ["sorter"]


def test_what_comes_and_goes_on_disk_is_followed(qtbot: Any, library: Any, folder: Path) -> None:
    shutil.copytree(folder / "router", folder / "team" / "first")
    qtbot.waitUntil(lambda: "first" in names(library.model))
    shutil.copytree(folder / "router", folder / "team" / "second")
    qtbot.waitUntil(lambda: "second" in names(library.model))
    shutil.rmtree(folder / "team")
    shutil.copytree(folder / "router", folder / "another")
    shutil.rmtree(folder / "broken")
    qtbot.waitUntil(lambda: names(library.model) == ["another", "router", "sorter"], timeout=8000)


def test_a_double_click_opens_with_the_bases_that_stood_beside_it(
    qtbot: Any, library: Any, folder: Path, fitting_base: Path
) -> None:
    window = library.window()
    Settings().remember(Recent(str(folder / "router"), (str(fitting_base),)))
    index = library.model.index_of(folder / "router")
    place = library.view.visualRect(index).center()
    QTest.mouseDClick(library.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    qtbot.waitUntil(lambda: window.session.inspection is not None and window.session.entry is not None)
    qtbot.waitUntil(lambda: window.session.entry.inspection is not None and not window.session.entry.stage)
    assert window.session.adapter.path == folder / "router"
    assert window.pages.currentWidget() is window.bench
    window.show_library()
    last = library.model.last_verdict(library.model.items[folder / "router"])
    assert last == LastVerdict(window.session.inspection.verdict.value, "router-base")


def test_return_opens_and_the_library_is_left_again_by_its_key(
    qtbot: Any, library: Any, folder: Path
) -> None:
    window = library.window()
    library.view.setCurrentIndex(library.model.index_of(folder / "sorter"))
    QTest.keyClick(library.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.adapter is not None)
    assert window.session.adapter.rank == 16
    window.actions_by_id["library"].trigger()
    assert window.is_in_library
    window.actions_by_id["library"].trigger()
    assert window.pages.currentWidget() is window.bench


def test_a_verdict_is_of_the_files_as_they_were(folder: Path) -> None:
    settings, path = Settings(), folder / "router"
    settings.remember_verdict(str(path), stamp_of(path), LastVerdict("fits", "llama"))
    assert Settings().last_verdict(str(path), stamp_of(path)) == LastVerdict("fits", "llama")
    (path / "adapter_config.json").write_text("{}")
    assert Settings().last_verdict(str(path), stamp_of(path)) is None


def test_a_search_can_be_stopped_and_says_so(qtbot: Any, library: Any, folder: Path) -> None:
    library.look()
    library.foot.stop.click()
    qtbot.waitUntil(lambda: not library.scan.is_running)
    assert names(library.model) == ["broken", "router", "sorter"]
    assert "there may be more" in library.foot.lacks.text() or library.view.current_item is not None


def test_nothing_found_is_said_with_a_way_on(
    qtbot: Any, make_window: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    window = make_window()
    window.show_library()
    qtbot.waitUntil(lambda: not window.library.scan.is_running)
    assert not window.library.view.isVisible()
    assert str(tmp_path / "hub") in window.library.nothing.text
