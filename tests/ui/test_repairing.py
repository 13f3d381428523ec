"""Saving a repaired copy from the window: offered where it works, written beside it, opened on request."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from inspector.compat.inspection import Verdict
from inspector.ui.repairing import free_name


@pytest.fixture
def wrapped_adapter(adapter_folder: Path, tmp_path: Path) -> Path:
    """The adapter as it would be saved from a compiled model."""
    folder = tmp_path / "wrapped-lora"
    shutil.copytree(adapter_folder, folder)
    weights = folder / "adapter_model.safetensors"
    raw = weights.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    renamed = {key.replace("model.model.", "model._orig_mod.model."): value for key, value in header.items()}
    text = json.dumps(renamed).encode()
    weights.write_bytes(len(text).to_bytes(8, "little") + text + raw[8 + length :])
    return folder


def settled(window: Any) -> bool:
    entry = window.session.entry
    return entry is not None and entry.inspection is not None and not entry.stage


@pytest.fixture
def opened(qtbot: Any, make_window: Callable[..., Any], wrapped_adapter: Path, fitting_base: Path) -> Any:
    window = make_window(paths=[str(wrapped_adapter)], bases=[str(fitting_base)])
    qtbot.waitUntil(lambda: settled(window))
    return window


def test_the_copy_is_written_and_can_be_opened(
    qtbot: Any, opened: Any, wrapped_adapter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    assert opened.session.inspection.verdict is Verdict.INERT
    (button,) = opened.bench.findings.findChildren(QPushButton, "repairButton")
    with qtbot.waitSignal(opened.repairing.written):
        button.click()
        assert not opened.actions_by_id["repair"].isEnabled()
    copy = tmp_path / "wrapped-lora-repaired"
    assert opened.message.text == f"Repaired copy written: {copy}"
    offer = next(b for b in opened.message.findChildren(QPushButton) if b.text() == "Open the copy")
    offer.click()
    qtbot.waitUntil(lambda: opened.session.adapter.path == copy and settled(opened))
    assert opened.session.inspection.counts.landed == opened.session.inspection.counts.file == 32
    assert not opened.actions_by_id["repair"].isEnabled()


def test_nothing_is_offered_where_nothing_helps(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, failing_base: Path
) -> None:
    window = make_window(paths=[str(adapter_folder)], bases=[str(failing_base)])
    qtbot.waitUntil(lambda: settled(window))
    assert not window.actions_by_id["repair"].isEnabled()
    assert not window.bench.findings.findChildren(QPushButton, "repairButton")


def test_a_dismissed_dialog_and_a_refused_place_write_nothing(
    qtbot: Any, opened: Any, wrapped_adapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(wrapped_adapter.parent.iterdir())
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    opened.actions_by_id["repair"].trigger()
    assert not opened.repairing.is_running
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(wrapped_adapter))
    with qtbot.waitSignal(opened.repairing.failed):
        opened.actions_by_id["repair"].trigger()
    assert "the adapter's own folder" in opened.message.text
    assert opened.actions_by_id["repair"].isEnabled()
    assert sorted(wrapped_adapter.parent.iterdir()) == before


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy-2").mkdir()
    assert free_name(tmp_path, "copy") == tmp_path / "copy-3"
