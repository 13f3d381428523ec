"""What was open comes back, what changed on disk is told, and a reload keeps a person's place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector.ui.settings import SavedSession, Settings
from inspector.ui.workbench import DETAILS

K_PROJ = "base_model.model.model.layers.2.self_attn.k_proj.lora_B.weight"


NOT_TARGETED = "model.layers.1.mlp.up_proj"


@pytest.fixture
def adapter(tmp_path: Path, adapter_folder: Path) -> Path:
    return Path(shutil.copytree(adapter_folder, tmp_path / "router-lora"))


def settled(window: Any) -> bool:
    entries = window.session.entries.values()
    return window.session.alone is not None and all(
        (e.inspection or e.error) and not e.stage for e in entries
    )


def told(window: Any) -> str:
    return window.message.text if window.message.isVisible() else ""


def test_what_was_open_is_open_again_at_the_next_start(
    qtbot: Any, make_window: Callable[..., Any], adapter: Path, fitting_base: Path, failing_base: Path
) -> None:
    first = make_window(paths=[str(adapter)], bases=[str(fitting_base), str(failing_base)])
    qtbot.waitUntil(lambda: settled(first))
    first.session.select(list(first.session.entries)[1])
    first.bench.tabs.setCurrentIndex(DETAILS)
    first.close()
    second = make_window()
    qtbot.waitUntil(lambda: settled(second) and len(second.session.entries) == 2)
    assert second.session.adapter.path == adapter
    assert second.session.entry.source == str(failing_base)
    assert second.bench.tabs.currentIndex() == DETAILS


def test_a_base_that_was_named_from_its_folder_is_found_from_any_other(
    qtbot: Any,
    make_window: Callable[..., Any],
    adapter: Path,
    fitting_base: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(fitting_base.parent)
    window = make_window(paths=[str(adapter)], bases=[fitting_base.name, f"{fitting_base}/", "acme/nowhere"])
    qtbot.waitUntil(lambda: settled(window) and len(window.session.entries) == 2)
    window.close()
    assert Settings().session.bases == (str(fitting_base), "acme/nowhere")


def test_nothing_is_reopened_where_a_person_names_something_or_does_not_want_it(
    qtbot: Any, make_window: Callable[..., Any], adapter: Path, adapter_folder: Path
) -> None:
    Settings().session = SavedSession(str(adapter), (), "", 0)
    window = make_window(paths=[str(adapter_folder)])
    qtbot.waitUntil(lambda: settled(window))
    assert window.session.adapter.path == adapter_folder
    settings = Settings()
    settings.session, settings.restores_session = SavedSession(str(adapter), (), "", 0), False
    window = make_window()
    qtbot.wait(50)
    assert window.session.adapter is None
    assert window.pages.currentWidget() is window.welcome


def test_a_window_that_is_closed_before_it_was_painted_forgets_nothing(
    make_window: Callable[..., Any], adapter: Path
) -> None:
    saved = Settings().session = SavedSession(str(adapter), (), "", DETAILS)
    window = make_window()
    window.close()
    assert "services" not in vars(window)
    assert Settings().session == saved


def test_a_base_that_vanished_is_left_out_and_said(
    qtbot: Any, make_window: Callable[..., Any], adapter: Path, fitting_base: Path, tmp_path: Path
) -> None:
    gone = str(tmp_path / "gone")
    Settings().session = SavedSession(str(adapter), (gone, str(fitting_base)), gone, 0)
    window = make_window()
    qtbot.waitUntil(lambda: settled(window) and bool(told(window)))
    assert [entry.source for entry in window.session.entries.values()] == [str(fitting_base)]
    assert gone in told(window)


def test_an_adapter_that_vanished_leaves_the_welcome_page_and_a_note(
    qtbot: Any, make_window: Callable[..., Any], tmp_path: Path
) -> None:
    Settings().session = SavedSession(str(tmp_path / "gone"), (), "", 0)
    window = make_window()
    qtbot.waitUntil(lambda: bool(told(window)))
    assert str(tmp_path / "gone") in told(window)
    assert window.pages.currentWidget() is window.welcome


@pytest.mark.parametrize("stored", ["{", "[]", "[1]", '["a", 3, "b", 0]', '["a", [], "b", "x"]'])
def test_a_damaged_record_is_no_record(stored: str) -> None:
    settings = Settings()
    settings._store.setValue("session/open", stored)
    assert settings.session is None


def test_the_example_and_an_empty_window_are_not_remembered(
    qtbot: Any, make_window: Callable[..., Any], adapter: Path
) -> None:
    Settings().session = SavedSession(str(adapter), (), "", 0)
    window = make_window()
    qtbot.waitUntil(lambda: settled(window))
    window.close_all()
    window.close()
    assert Settings().session is None


def test_a_change_on_disk_is_told_once_and_a_reload_keeps_the_place(
    qtbot: Any, make_window: Callable[..., Any], adapter: Path, failing_base: Path
) -> None:
    window = make_window(paths=[str(adapter)], bases=[str(failing_base)])
    qtbot.waitUntil(lambda: settled(window))
    bench = window.bench
    bench.compare.select_key(K_PROJ)
    bench.compare.adapter_tree.expand(bench.compare.model.index_of(bench.compare.tree.by_module["lm_head"]))
    bench.filter.box.setText("layers")
    bench.tabs.setCurrentIndex(DETAILS)
    opened = set(bench.compare._opened)

    config = json.loads((adapter / "adapter_config.json").read_text()) | {"lora_alpha": 64}
    (adapter / "adapter_config.json").write_text(json.dumps(config))
    qtbot.waitUntil(lambda: bool(told(window)), timeout=8000)
    assert told(window) == "Changed on disk: router-lora."
    window.message.hide()
    window.open_files.look()
    assert not told(window)

    window.actions_by_id["reload"].trigger()
    qtbot.waitUntil(lambda: settled(window) and window.session.adapter.config["lora_alpha"] == 64)
    tree = bench.compare.tree
    assert tree.tensors[bench.compare.current].key == K_PROJ
    assert bench.compare._opened == opened
    assert bench.filter.box.text() == "layers"
    assert bench.tabs.currentIndex() == DETAILS
    assert window.session.entry.source == str(failing_base)


def test_a_reload_keeps_a_row_that_only_the_base_has(
    qtbot: Any, make_window: Callable[..., Any], adapter: Path, failing_base: Path
) -> None:
    window = make_window(paths=[str(adapter)], bases=[str(failing_base)])
    qtbot.waitUntil(lambda: settled(window))
    compare = window.bench.compare
    assert compare.select_module(NOT_TARGETED)
    before = window.session.inspection
    window.actions_by_id["reload"].trigger()
    qtbot.waitUntil(lambda: settled(window) and window.session.inspection is not before)
    qtbot.waitUntil(lambda: compare.tree.path(compare.current) == NOT_TARGETED)


def test_a_base_that_is_replaced_is_told_too(
    qtbot: Any, make_window: Callable[..., Any], adapter: Path, failing_base: Path, tmp_path: Path
) -> None:
    base = Path(shutil.copytree(failing_base, tmp_path / "llama"))
    window = make_window(paths=[str(adapter)], bases=[str(base)])
    qtbot.waitUntil(lambda: settled(window))
    (base / "model.safetensors").unlink()
    window.open_files.look()
    assert told(window) == "Changed on disk: llama."
    window.close_all()
    (adapter / "adapter_config.json").unlink()
    window.open_files.look()
    assert not told(window)
