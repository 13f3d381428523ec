"""The whole window: opening, dropping, refusing, walking, probing, and outliving its worker."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from still_worker import StillWorker

from inspector.compat.inspection import Evidence, Verdict
from inspector.errors import Cancelled, WorkerError
from inspector.ui import adapter_reading
from inspector.ui.command_palette import CommandPalette, fuzzy_cost
from inspector.ui.settings import Recent, Settings
from inspector.ui.workbench import PROBE


def settled(window: Any) -> bool:
    entries = window.session.entries.values()
    return window.session.alone is not None and all(
        (e.inspection or e.error) and not e.stage for e in entries
    )


@pytest.fixture
def opened(qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, failing_base: Path) -> Any:
    window = make_window(paths=[str(adapter_folder)], bases=[str(failing_base)])
    qtbot.waitUntil(lambda: settled(window))
    return window


def drop(window: Any, path: Path, point: QPoint) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, action, mime, button, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window.overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(QPointF(point), action, mime, button, keys))
    assert not window.overlay.isVisible()


def test_the_window_shows_the_dry_runs_record(opened: Any) -> None:
    inspection = opened.session.inspection
    assert inspection.report.evidence is Evidence.DRY_RUN
    assert inspection.verdict is Verdict.FAILS
    assert opened.bench.verdict.headline.text() == inspection.headline
    assert opened.status.counts.text() == "24 landed · 8 mismatched · 0 orphaned · 0 missing"
    assert opened.status.place.text() == "1 of 8 · F8"


def test_f8_is_an_action_and_moves_on(opened: Any) -> None:
    opened.actions_by_id["next"].trigger()
    assert opened.status.place.text() == "2 of 8 · F8"
    opened.actions_by_id["copy_json"].trigger()
    assert json.loads(QGuiApplication.clipboard().text())["status"] == "mismatched"


def test_a_click_in_the_map_selects_in_both_trees(opened: Any) -> None:
    opened.bench.map.module_clicked.emit("model.layers.3.self_attn.v_proj")
    tree = opened.bench.compare.tree
    assert tree.path(opened.bench.compare.current) == "model.layers.3.self_attn.v_proj"
    assert opened.bench.details.facts["Module"] == "model.layers.3.self_attn.v_proj"


def test_a_second_base_gets_a_card_and_a_verdict_of_its_own(
    qtbot: Any, opened: Any, fitting_base: Path
) -> None:
    right = opened.drop_zones()[2].rect.center()
    drop(opened, fitting_base, opened.centralWidget().mapTo(opened, right))
    qtbot.waitUntil(lambda: len(opened.session.entries) == 2 and settled(opened))
    verdicts = [entry.inspection.verdict for entry in opened.session.entries.values()]
    assert verdicts[0] is Verdict.FAILS
    assert verdicts[1] is not Verdict.FAILS
    opened.session.remove_base(opened.session.current)
    assert opened.session.inspection.verdict is Verdict.FAILS


def test_the_wrong_side_and_the_wrong_thing_are_refused_with_a_reason(
    qtbot: Any, opened: Any, adapter_folder: Path, tmp_path: Path
) -> None:
    shelf = opened.drop_zones()[0].rect.center()
    drop(opened, adapter_folder, opened.centralWidget().mapTo(opened, shelf))
    qtbot.waitUntil(opened.message.isVisible)
    assert opened.message.text == "router-lora is an adapter, not a base."
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"\x89PNG")
    drop(opened, picture, opened.centralWidget().mapTo(opened, shelf))
    qtbot.waitUntil(lambda: "cat.png is an image" in opened.message.text)
    assert len(opened.session.entries) == 1


def test_text_that_is_dragged_is_not_taken(opened: Any) -> None:
    mime = QMimeData()
    mime.setText("hello")
    keys = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDragEnterEvent(QPoint(10, 10), *keys)
    event.ignore()
    QApplication.sendEvent(opened, event)
    assert not event.isAccepted()


def test_an_adapter_that_cannot_be_read_is_said_in_one_sentence(
    qtbot: Any, make_window: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "adapter_config.json").write_text("{")
    window = make_window()
    window.opening.open_adapter(tmp_path)
    qtbot.waitUntil(lambda: window.problem.glyph.text() == "✕")
    assert window.pages.currentWidget() is window.problem
    assert "adapter_config.json" in window.problem.sentence.text()
    assert window.problem.place.text().startswith("ADP")


class DyingWorker(StillWorker):
    """Dies in the dry run until it is replaced."""

    def __init__(self) -> None:
        super().__init__()
        self.deaths = 1

    def dry_run(self, adapter: Any, base: Any, **options: Any) -> Any:
        if self.deaths:
            self.deaths -= 1
            raise WorkerError("The worker was killed (signal 9).", "Retry.", details="Killed\n")
        return super().dry_run(adapter, base, **options)


def test_the_window_outlives_its_worker_and_tries_again(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, failing_base: Path
) -> None:
    window = make_window(DyingWorker(), paths=[str(adapter_folder)], bases=[str(failing_base)])
    qtbot.waitUntil(lambda: window.message.text == "The worker was killed (signal 9).")
    assert window.session.inspection.report.evidence is Evidence.HEADERS
    window.session.retry()
    qtbot.waitUntil(lambda: window.session.inspection.report.evidence is Evidence.DRY_RUN)


def test_the_probe_runs_beside_the_window_and_its_result_stays_with_the_base(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, fitting_base: Path
) -> None:
    window = make_window(paths=[str(adapter_folder)], bases=[str(fitting_base)])
    qtbot.waitUntil(lambda: settled(window))
    window.actions_by_id["probe"].trigger()
    qtbot.waitUntil(lambda: window.bench.probe.state == "done")
    assert window.session.inspection.probe.max_abs_logit_diff == 15.5
    assert window.bench.verdict.headline.text() == window.session.inspection.headline


class WaitingWorker(StillWorker):
    """Probes until it is cancelled."""

    def probe(self, adapter: Any, base: Any, *, cancel: Any, **_: Any) -> Any:
        assert cancel.wait(20)
        raise Cancelled


@pytest.mark.parametrize("end", ["cancel", "remove", "reload", "close_all"])
def test_whatever_takes_the_ground_from_a_probe_ends_it(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, fitting_base: Path, end: str
) -> None:
    window = make_window(WaitingWorker(), paths=[str(adapter_folder)], bases=[str(fitting_base)])
    qtbot.waitUntil(lambda: settled(window))
    window.actions_by_id["probe"].trigger()
    qtbot.waitUntil(lambda: window.bench.probe.state == "running")
    assert not window.actions_by_id["probe"].isEnabled()
    assert window.bench.tabs.tabText(PROBE) == "Probe  …"
    {
        "cancel": window.bench.probe.views["prompts"].page.cancel.click,
        "remove": window.actions_by_id["remove_base"].trigger,
        "reload": window.actions_by_id["reload"].trigger,
        "close_all": window.actions_by_id["close_all"].trigger,
    }[end]()
    qtbot.waitUntil(lambda: not window.session.probing.is_running)
    assert window.bench.tabs.tabText(PROBE) == "Probe"
    qtbot.waitUntil(lambda: window.status.worker.text() == "worker ready")


def test_the_workbench_comes_with_the_first_adapter_and_finds_the_bases_that_came_before(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, fitting_base: Path
) -> None:
    window = make_window()
    window.opening.take([fitting_base])
    qtbot.waitUntil(lambda: any(entry.base for entry in window.session.entries.values()))
    assert not window.has_bench
    assert window.welcome.base_card.hint.startswith("router-base is there")
    window.opening.take([adapter_folder])
    qtbot.waitUntil(lambda: settled(window))
    assert window.pages.currentWidget() is window.bench
    assert window.bench.shelf.cards.count() == 1
    assert window.bench.shelf.cards.currentRow() == 0


def test_an_adapter_is_shown_beside_a_base_that_could_not_be_read(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, fitting_base: Path, tmp_path: Path
) -> None:
    window = make_window()
    card = window.session.add_base(str(tmp_path))
    qtbot.waitUntil(lambda: window.session.entries[card].error is not None)
    window.opening.take([adapter_folder])
    qtbot.waitUntil(lambda: window.session.adapter is not None)
    bench = window.bench
    qtbot.waitUntil(lambda: bench.compare.tree is not None)
    name, entry = tmp_path.name, window.session.entries[card]
    assert bench.verdict.headline.text() == f"{name} cannot be read"
    assert entry.error.hint in bench.verdict.summary.text()
    assert bench.compare._right.currentWidget().text == f"{name} cannot be read"
    assert (bench.probe.state, bench.probe.views["prompts"].page.detail.text()) == (
        "refused",
        f"{name} cannot be read.",
    )
    shutil.copytree(fitting_base, tmp_path, dirs_exist_ok=True)
    bench.compare._right.currentWidget().asked.emit()
    qtbot.waitUntil(lambda: settled(window) and window.session.inspection.base is not None)
    assert bench.verdict.headline.text() == window.session.inspection.headline


def test_a_folder_called_like_markup_is_shown_as_it_is_called(make_window: Callable[..., Any]) -> None:
    card = make_window().welcome.base_card
    card.say("<h1>base</h1> is there")
    (hint,) = (label for label in card.findChildren(QLabel) if label.text() == card.hint)
    assert hint.textFormat() is Qt.TextFormat.PlainText


def test_a_large_tree_is_laid_out_beside_the_window_and_never_shows_another_base(
    qtbot: Any, opened: Any, fitting_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector.ui.large_reports.LARGE", 1)
    opened.session.add_base(str(fitting_base))
    seen = set()

    def laid_out() -> bool:
        tree, inspection = opened.bench.compare.tree, opened.session.inspection
        if tree is not None and inspection is not None and inspection.base is not None:
            seen.add((inspection.base.name, bool(tree.problems)))
        return settled(opened) and tree is not None

    qtbot.waitUntil(laid_out)
    assert seen == {("router-base", False)}


def test_the_palette_does_what_is_typed(qtbot: Any, opened: Any) -> None:
    opened.actions_by_id["palette"].trigger()
    palette = opened.findChild(CommandPalette)
    assert palette.rect().contains(palette.list.geometry()), "its commands can be seen"
    QTest.keyClicks(palette.box, "nxtp")
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert opened.status.place.text() == "2 of 8 · F8"
    opened.actions_by_id["palette"].trigger()
    palette = opened.findChildren(CommandPalette)[-1]
    QTest.keyClicks(palette.box, "zzz")
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert palette.list.count() == 0
    QTest.keyClick(palette.box, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert fuzzy_cost("pb", "Previous base") < fuzzy_cost("pb", "Probe")
    assert fuzzy_cost("eb", "Probe") is None


def test_closing_the_window_closes_the_worker_and_remembers_the_pair(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, fitting_base: Path
) -> None:
    worker = StillWorker()
    window = make_window(worker, paths=[str(adapter_folder)], bases=[str(fitting_base)])
    qtbot.waitUntil(lambda: settled(window))
    window.close()
    assert worker.closed
    recent = Settings().recents[0]
    assert (recent.adapter, recent.bases) == (str(adapter_folder), (str(fitting_base),))


def test_reading_can_be_given_up_and_holds_nothing_else_up(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that does not answer: the first is stuck, and the next is read all the same."""
    going_on, real = Event(), adapter_reading.read_adapter_again

    def slowly(path: Path, known: Any) -> Any:
        if path.name == "stuck":
            assert going_on.wait(30)
        return real(path, known)

    monkeypatch.setattr(adapter_reading, "read_adapter_again", slowly)
    window = make_window()
    window.opening.open_adapter(Path("/nowhere/stuck"))
    qtbot.waitUntil(lambda: window.problem.cancel.isVisible())
    QTest.keyClick(window.problem.cancel, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.welcome
    window.opening.open_adapter(adapter_folder)
    qtbot.waitUntil(lambda: window.session.adapter is not None)
    assert window.pages.currentWidget() is window.bench
    going_on.set()


def test_recent_adapters_that_are_gone_cannot_be_opened(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, tmp_path: Path
) -> None:
    for path in (tmp_path / "gone", adapter_folder):
        Settings().remember(Recent(str(path), ()))
    here, gone = make_window().welcome.recents
    qtbot.waitUntil(lambda: not gone.isEnabled())
    assert here.isEnabled() and "no longer there" in gone.toolTip()


def test_the_keyboard_reaches_every_pane(qtbot: Any, opened: Any) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    reached = set()
    for _ in opened.bench.panes:
        opened.actions_by_id["next_pane"].trigger()
        reached.add(QApplication.focusWidget())
    assert reached == set(opened.bench.panes)
    assert all(pane.accessibleName() for pane in opened.bench.panes)


def test_no_two_actions_share_a_shortcut(opened: Any) -> None:
    keys = [key.toString() for action in opened.actions_by_id.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert all(action.toolTip() for action in opened.actions_by_id.values())


def test_light_and_dark_are_one_key_apart(opened: Any) -> None:
    before = opened.bench.verdict.grab().toImage().pixelColor(400, 4).lightness()
    opened._theme.choose("dark")
    after = opened.bench.verdict.grab().toImage().pixelColor(400, 4).lightness()
    assert after < 100 < before


def test_the_report_is_written_beside_the_window(qtbot: Any, opened: Any, tmp_path: Path) -> None:
    with qtbot.waitSignal(opened.export.written):
        opened.export.write(opened.session.inspections(), tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text())["inspections"][0]["verdict"] == "fails"
    assert opened.message.text.startswith("Written")
    with qtbot.waitSignal(opened.export.failed):
        opened.export.write(opened.session.inspections(), tmp_path / "nowhere" / "report.json")
    assert opened.message.property("tone") == "bad"
