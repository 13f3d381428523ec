"""Bases from the Hub: named, listed, picked, read and given up, against a server on loopback."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector.ui.comparing import DONE
from inspector.ui.hub_dialog import HubDialog
from inspector.ui.shelf_entry import Entry

REPO = "acme/router-base"


def _server_module() -> ModuleType:
    path = Path(__file__).parents[1] / "files" / "hub_server.py"
    spec = importlib.util.spec_from_file_location("hub_server", path)
    assert spec is not None and spec.loader is not None
    module = sys.modules.setdefault("hub_server", importlib.util.module_from_spec(spec))
    if not hasattr(module, "HubServer"):
        spec.loader.exec_module(module)
    return module


def _go_online(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library reads its variables once, at import: an earlier test may have imported it offline."""
    from huggingface_hub import constants
    from huggingface_hub.utils import close_session

    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    close_session()


@pytest.fixture
def hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fitting_base: Path, failing_base: Path
) -> Iterator[Any]:
    """A Hub with two commits of one model, the newer with fewer heads; caches of its own."""
    with _server_module().hub_server() as server:
        server.add(REPO, fitting_base, failing_base)
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        for variable in ("HF_HOME", "XDG_CACHE_HOME"):
            monkeypatch.setenv(variable, str(tmp_path / variable))
        for variable in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_TOKEN"):
            monkeypatch.delenv(variable, raising=False)
        _go_online(monkeypatch)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield server


@pytest.fixture
def dialog(qtbot: Any, theme: Any, hub: Any) -> Iterator[HubDialog]:
    dialog = HubDialog(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.close()


def titles(dialog: HubDialog) -> list[str]:
    table = dialog.revisions.table
    return [table.item(row, 3).text() for row in range(table.rowCount())]


def asked(qtbot: Any, dialog: HubDialog) -> None:
    dialog.ask.click()
    qtbot.waitUntil(lambda: not dialog.is_asking)


def test_what_is_typed_is_told_at_once(dialog: HubDialog, hub: Any) -> None:
    assert not dialog.add.isEnabled() and not dialog.ask.isEnabled()
    dialog.field.setText("two words")
    assert "Not a model on the Hub" in dialog.feedback.text() and dialog.field.property("wrong")
    dialog.field.setText(f"https://huggingface.co/{REPO}/tree/v1")
    assert (dialog.feedback.text(), dialog.sources) == (f"✓  {REPO}  at v1", [f"{REPO}@v1"])
    assert hub.requests == [], "typing asks nobody"


def test_the_hub_lists_revisions_newest_first_and_two_make_a_pair(
    qtbot: Any, dialog: HubDialog, hub: Any
) -> None:
    dialog.field.setText(REPO)
    asked(qtbot, dialog)
    assert titles(dialog) == ["Upload 1", "Upload 0"]
    assert dialog.add.text() == "Add to the shelf"
    dialog.revisions.pick(0, 1)
    assert dialog.add.text() == "Compare the two"
    old, new = (commit.sha for commit in hub.repositories[REPO].commits)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.add.click()
    assert chosen.args[0] == [f"{REPO}@{old}", f"{REPO}@{new}"], "the older one first"


def test_a_third_pick_lets_go_of_the_one_before(dialog: HubDialog) -> None:
    from inspector.ui.hub_rows import RevisionRow

    dialog.field.setText(REPO)
    rows = [RevisionRow(f"{n}" * 40, (), None) for n in range(4)]
    dialog.revisions.show_rows(rows, words="")
    dialog.revisions.pick(0, 1)
    dialog.revisions.pick(0, 1, 3)
    assert [row.commit[0] for row in dialog.revisions.rows_picked()] == ["0", "3"]


def test_errors_are_said_in_place_with_what_to_do(qtbot: Any, dialog: HubDialog) -> None:
    dialog.field.setText("acme/nothing")
    asked(qtbot, dialog)
    assert "has no model acme/nothing" in dialog.feedback.text()
    assert "hf auth login" in dialog.feedback.text()
    dialog.field.setText(REPO)
    assert dialog.feedback.text().startswith("✓"), "typing on takes the error away"


def test_offline_is_respected(
    qtbot: Any, dialog: HubDialog, hub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    dialog.field.setText(REPO)
    asked(qtbot, dialog)
    assert "HF_HUB_OFFLINE" in dialog.feedback.text()
    assert hub.requests == []


def test_a_server_that_stalls_is_given_up_at_once(qtbot: Any, dialog: HubDialog, hub: Any) -> None:
    hub.fail("/refs", lambda handler, body: hub.released.wait(30))
    dialog.field.setText(REPO)
    dialog.ask.click()
    qtbot.waitUntil(lambda: bool(hub.requests))
    assert dialog.is_asking
    dialog.cancel.click()
    assert not dialog.is_asking and dialog.ask.isEnabled()


def test_escape_closes_it_and_return_takes_what_is_named(qtbot: Any, dialog: HubDialog) -> None:
    dialog.field.setText(REPO)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert chosen.args[0] == [REPO] and not dialog.isVisible()


def test_two_revisions_are_read_from_the_hub_compared_and_offered_again_from_here(
    qtbot: Any, make_window: Callable[..., Any], hub: Any, adapter_folder: Path
) -> None:
    window = make_window(paths=[str(adapter_folder)])
    session = window.session
    qtbot.waitUntil(lambda: session.alone is not None)
    window.actions_by_id["add_hub"].trigger()
    dialog = window.findChild(HubDialog)
    assert dialog.field.text() == REPO, "the base that the adapter records is suggested"
    asked(qtbot, dialog)
    dialog.revisions.pick(0, 1)
    dialog.add.click()
    qtbot.waitUntil(lambda: session.comparing.state == DONE)
    older, newer = session.entries.values()
    assert (older.base.kind, older.base.revision) == ("hub", hub.repositories[REPO].commits[0].sha)
    assert older.date is not None and older.date.year == 2026
    assert older.name == f"router-base@{older.base.revision[:7]}", "nobody reads forty letters"
    found = session.comparing.comparison
    told = dict(found.not_compared)["weights"]
    assert "the weight files differ" in told, "hashes tell it, nothing was downloaded"
    assert window.bench.comparison.views.no_values.text() == told
    assert not [path for path in hub.asked("cdn") if "range" not in path and path.endswith(".bin")]
    window.actions_by_id["add_hub"].trigger()
    again = window.findChildren(HubDialog)[-1]
    asked_before = len(hub.requests)
    qtbot.waitUntil(lambda: again.revisions.table.rowCount() == 2)
    assert again.revisions.table.item(0, 4).text() == "here, headers"
    assert len(hub.requests) == asked_before, "what is here is offered without asking"
    again.reject()


def test_removing_a_card_gives_the_download_up(
    qtbot: Any, make_window: Callable[..., Any], hub: Any, adapter_folder: Path
) -> None:
    hub.fail(f"/api/models/{REPO}/revision/", lambda handler, body: hub.released.wait(30))
    window = make_window(paths=[str(adapter_folder)])
    session = window.session
    qtbot.waitUntil(lambda: session.alone is not None)
    entry: Entry = session.entries[session.add_base(REPO, network=True)]
    qtbot.waitUntil(lambda: bool(hub.requests))
    qtbot.waitUntil(lambda: entry.stage == "asking the Hub …")
    session.remove_base(entry.id)
    other = session.add_base("acme/nothing", network=True)
    qtbot.waitUntil(lambda: session.entries[other].error is not None)
    assert "has no model" in window.message.text
    assert entry.base is None and threading.active_count() < 40
