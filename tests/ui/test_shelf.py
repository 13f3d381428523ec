"""The shelf: cards that say what they are, are dragged onto each other, compared, swapped and removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from probe_records import golden_comparison
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QGuiApplication,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QStyleOptionViewItem

from inspector.compat.comparison_words import flips_in_words, verdicts_in_words
from inspector.compat.inspection import Verdict
from inspector.compat.verdict import again
from inspector.errors import InspectorError
from inspector.ui.card_drag import CARD_MIME, card_mime
from inspector.ui.card_painting import BESIDE_WORDS, LIT
from inspector.ui.card_words import card_mark, card_subtitles, card_why
from inspector.ui.comparing import CANCELLED, DONE, NONE, RUNNING
from inspector.ui.theme import font
from inspector.ui.workbench import COMPARISON
from inspector.ui.wrapped_text import wrapped

KEYS = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def settled(window: Any) -> bool:
    entries = window.session.entries.values()
    return bool(entries) and all((e.inspection or e.error) and not e.stage for e in entries)


@pytest.fixture
def window(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, fitting_base: Path, failing_base: Path
) -> Any:
    window = make_window(paths=[str(adapter_folder)], bases=[str(fitting_base), str(failing_base)])
    qtbot.waitUntil(lambda: settled(window))
    return window


def compared(qtbot: Any, window: Any) -> Any:
    qtbot.waitUntil(lambda: window.session.comparing.state == DONE)
    return window.session.comparing.comparison


def drag(cards: Any, mime: QMimeData, *rows: int) -> QDragMoveEvent:
    """Hold what `mime` carries over the rows, one after the other; the last move."""
    middle = [cards.visualItemRect(cards.item(row)).center() for row in rows]
    QApplication.sendEvent(
        cards.viewport(), QDragEnterEvent(middle[0], Qt.DropAction.LinkAction, mime, *KEYS)
    )
    for point in middle:
        move = QDragMoveEvent(point, Qt.DropAction.LinkAction, mime, *KEYS)
        QApplication.sendEvent(cards.viewport(), move)
    return move


def test_a_card_says_source_date_verdict_and_which_it_was_trained_on(window: Any, fitting_base: Path) -> None:
    entry = next(iter(window.session.entries.values()))
    newest = max(path.stat().st_mtime for path in fitting_base.glob("*.safetensors"))
    assert entry.date == datetime.fromtimestamp(newest, UTC)
    assert card_subtitles(entry)[0].startswith("folder · ")
    assert card_mark(entry) == ""
    window.session.set_origin(entry.id)
    assert card_mark(entry) == "◆ trained on"
    spoken = window.bench.shelf.cards.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "router-base" in spoken and "trained on this base" in spoken


def test_a_card_says_first_what_speaks_against_its_base(window: Any) -> None:
    """And what is cut off ends in an ellipsis; a figure and its sign stay on one line."""
    entry = next(iter(window.session.entries.values()))
    entry.inspection = again(entry.inspection, golden=golden_comparison(0.02))
    why = card_why(entry)
    assert why == "7.5\u00a0% negative flips · 32 of 32 land"
    small = font(steps=-1)
    for width in range(60, 240, 7):
        lines = wrapped(f"{why} · acts, KL 4.6 · and more of the same", small, width, 2)
        assert 1 <= len(lines) <= 2
        assert all(not line.endswith("·") and not line.startswith("%") for line in lines)
        assert lines[-1].endswith("…") or " ".join(lines).endswith("same")
        assert all(QFontMetrics(small).horizontalAdvance(line) <= width for line in lines)
    assert wrapped("", small, 100, 2) == ()


@pytest.mark.parametrize("width", [190, 217, 246])
def test_the_words_of_a_card_stay_inside_it(window: Any, width: int) -> None:
    """There is height for every line that is painted, whether a scroll bar takes from the width or not."""
    cards, small = window.bench.shelf.cards, font(steps=-1)
    cards.setFixedWidth(width)
    entry = next(iter(window.session.entries.values()))
    option = QStyleOptionViewItem()
    option.widget = cards

    def height(why: str) -> int:
        entry.inspection, entry.error = None, InspectorError(why)
        return int(cards.itemDelegate().sizeHint(option, cards.model().index(0, 0)).height())

    bar = cards.verticalScrollBar().sizeHint().width()
    inside = cards.width() - 2 * cards.frameWidth()
    for count in range(1, 30):
        why = "报出 RuntimeError · " + "另一个模型" * count
        for room in (inside, inside - bar):
            needed = len(wrapped(why, small, room - BESIDE_WORDS, 2)) * QFontMetrics(small).height()
            assert height(why) - height("") >= needed


def test_a_card_dropped_on_another_compares_them(qtbot: Any, window: Any) -> None:
    cards, (older, newer) = window.bench.shelf.cards, window.session.entries
    mime = card_mime(newer)
    assert drag(cards, mime, 1, 0).isAccepted()
    assert cards.item(0).data(LIT) and not cards.item(1).data(LIT)
    point = QPointF(cards.visualItemRect(cards.item(0)).center())
    QApplication.sendEvent(cards.viewport(), QDropEvent(point, Qt.DropAction.LinkAction, mime, *KEYS))
    assert not cards.item(0).data(LIT)
    assert window.session.comparing.pair == (older, newer), "what is dragged is the newer one"
    assert window.bench.tabs.currentIndex() == COMPARISON
    found = compared(qtbot, window)
    assert (found.before.base.name, found.after.base.name) == ("router-base", "router-base-gqa")
    assert window.session.current == newer


def test_a_card_is_not_dropped_on_itself_nor_beside(window: Any) -> None:
    cards, (older, _) = window.bench.shelf.cards, window.session.entries
    assert not drag(cards, card_mime(older), 1, 0).isAccepted()
    QApplication.sendEvent(cards.viewport(), QDragLeaveEvent())
    assert not any(cards.item(row).data(LIT) for row in range(2))
    strange = QMimeData()
    strange.setData(CARD_MIME, b"\xff12")
    assert not drag(cards, strange, 0).isAccepted()


def test_files_held_over_the_cards_are_the_windows_business(window: Any, fitting_base: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(fitting_base))])
    enter = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, mime, *KEYS)
    QApplication.sendEvent(window.bench.shelf.cards.viewport(), enter)
    assert window.overlay.isVisible(), "the cards ignore it, and the window shows its zones"
    QApplication.sendEvent(window, QDragLeaveEvent())


def test_ctrl_k_compares_the_two_and_swap_turns_them_round(qtbot: Any, window: Any) -> None:
    older, newer = window.session.entries
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    first = compared(qtbot, window)
    assert window.session.comparing.pair == (older, newer)
    window.actions_by_id["swap"].trigger()
    second = compared(qtbot, window)
    assert window.session.comparing.pair == (newer, older)
    assert (second.before.base, second.after.base) == (first.after.base, first.before.base)
    window.actions_by_id["swap"].trigger()
    assert window.session.comparing.state == DONE, "what was read once is there at once"


def test_the_one_it_was_trained_on_is_where_a_comparison_begins(qtbot: Any, window: Any) -> None:
    older, newer = window.session.entries
    menu = window.bench.shelf.menu(window.session.entries[newer])
    next(action for action in menu.actions() if "trained on" in action.text()).trigger()
    assert window.session.origin == newer
    window.actions_by_id["compare"].trigger()
    assert window.session.comparing.pair == (newer, older)
    compared(qtbot, window)
    menu = window.bench.shelf.menu(window.session.entries[newer])
    next(action for action in menu.actions() if action.text().startswith("Not the one")).trigger()
    assert window.session.origin is None


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_compare_with_is_a_menu_that_the_keyboard_opens(qtbot: Any, window: Any) -> None:
    older, newer = window.session.entries

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [action.text() for action in menu.actions()] == ["router-base-gqa"]
        QTest.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(50, choose)
    shortcut = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_K, shortcut)
    assert window.session.comparing.pair == (older, newer)
    compared(qtbot, window)


def test_what_moved_since_it_was_trained_is_told_on_card_and_map(qtbot: Any, window: Any) -> None:
    older, newer = window.session.entries
    window.session.set_origin(older)
    window.session.compare(older, newer)
    found = compared(qtbot, window)
    entry = window.session.entries[newer]
    assert entry.inspection.drift == found.modules
    assert entry.inspection.verdict is Verdict.FAILS
    bench = window.bench
    bench.map.colour_by("drift")
    assert "drift 0" in bench.map._colouring.words(bench.map.canvas.cells()[0])
    assert bench.map._values["delta"], "the adapter's own reach was measured on the way"


def test_drift_counts_from_the_origin_for_card_and_comparison_alike(qtbot: Any, window: Any) -> None:
    session = window.session
    older, newer = session.entries.values()
    session.compare(older.id, newer.id)
    found = compared(qtbot, window)
    assert session.origin is None
    assert newer.inspection.drift == found.modules, "the older one stands for the origin, as with --from"
    assert found.after is newer.inspection, "one verdict for one base"
    window.actions_by_id["swap"].trigger()
    turned = compared(qtbot, window)
    assert (newer.inspection.drift, older.inspection.drift) == (None, turned.modules)
    session.set_origin(older.id)
    assert (newer.inspection.drift, older.inspection.drift) == (found.modules, None)
    assert session.comparing.comparison.after is older.inspection, "the origin has not moved from itself"
    session.set_origin(newer.id)
    assert (newer.inspection.drift, older.inspection.drift) == (None, turned.modules)


def test_flips_belong_to_the_pair_that_they_were_counted_on(qtbot: Any, window: Any) -> None:
    older, newer = window.session.entries
    window.session.compare(older, newer)
    compared(qtbot, window)
    entry = window.session.entries[newer]
    flips = golden_comparison()
    window.session.probing.measured.emit(entry, again(entry.inspection, golden=flips))
    assert window.session.comparing.comparison.golden is None, "these are of the base alone"
    entry.inspection, entry.flips_from = again(entry.inspection, golden=flips), older
    window.session.comparing.note(entry)
    found = window.session.comparing.comparison
    assert found.golden == flips
    assert found.headline.startswith(verdicts_in_words(found.before, found.after))
    assert found.headline.endswith(flips_in_words(flips))
    assert window.session.comparing.state == DONE, "no value is read again for it"
    window.actions_by_id["swap"].trigger()
    turned = compared(qtbot, window)
    assert (turned.golden, "golden" in turned.headline) == (None, False)


def test_a_module_of_the_comparison_is_selected_in_the_trees(qtbot: Any, window: Any) -> None:
    window.actions_by_id["compare"].trigger()
    compared(qtbot, window)
    views = window.bench.comparison.views
    row = views.modules.modules.rows[0]
    views.modules.table.selectRow(0)
    tree = window.bench.compare.tree
    assert tree.path(window.bench.compare.current) == row.module
    assert window.bench.tabs.currentIndex() == COMPARISON


def test_removing_a_side_ends_the_comparison_and_another_adapter_begins_it_anew(
    qtbot: Any, window: Any, adapter_folder: Path
) -> None:
    older, newer = window.session.entries
    window.session.compare(older, newer)
    compared(qtbot, window)
    window.session.open_adapter(adapter_folder)
    qtbot.waitUntil(lambda: window.session.comparing.state != DONE)
    compared(qtbot, window)
    window.session.remove_base(older)
    assert window.session.comparing.state == NONE
    assert window.bench.comparison.comparison is None


def test_reading_values_can_be_cancelled_and_taken_up_again(
    qtbot: Any, window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inspector import compare
    from inspector.errors import Cancelled

    real = compare.add_values

    def slow(comparison: Any, *, cancel: Any, on_progress: Any) -> Any:
        cancel.wait(20)
        raise Cancelled

    monkeypatch.setattr(compare, "add_values", slow)
    window.actions_by_id["compare"].trigger()
    comparing = window.session.comparing
    qtbot.waitUntil(lambda: comparing.state == RUNNING)
    assert comparing.comparison is not None, "names, shapes and fates are there meanwhile"
    QTest.keyClick(window.bench.comparison, Qt.Key.Key_Escape)
    assert comparing.state == CANCELLED
    monkeypatch.setattr(compare, "add_values", real)
    window.bench.comparison.views.head.retry.click()
    compared(qtbot, window)


def test_a_link_that_is_dropped_or_pasted_is_asked_for_and_nonsense_is_refused(
    qtbot: Any, make_window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    window = make_window()
    mime = QMimeData()
    mime.setUrls([QUrl("https://huggingface.co/acme/router-base/tree/v1")])
    point = QPoint(300, 300)
    enter = QDragEnterEvent(point, Qt.DropAction.CopyAction, mime, *KEYS)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted() and window.overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(QPointF(point), Qt.DropAction.CopyAction, mime, *KEYS))
    qtbot.waitUntil(lambda: len(window.session.entries) == 1 and settled(window))
    entry = next(iter(window.session.entries.values()))
    assert (entry.source, entry.network) == ("acme/router-base@v1", True)
    assert "offline" in entry.error.message
    QGuiApplication.clipboard().setText("acme/other-base")
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [entry.source for entry in window.session.entries.values()][1:] == ["acme/other-base"]
    QGuiApplication.clipboard().setText("two words")
    window.actions_by_id["paste"].trigger()
    assert "not the name or the link of a model" in window.message.text
    plain = QMimeData()
    plain.setText("just some words of a page")
    enter = QDragEnterEvent(point, Qt.DropAction.CopyAction, plain, *KEYS)
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()
    qtbot.waitUntil(lambda: settled(window))


def test_export_writes_the_comparison_that_is_in_front(
    qtbot: Any, window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    from PySide6.QtWidgets import QFileDialog

    target = tmp_path / "comparison.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.actions_by_id["compare"].trigger()
    compared(qtbot, window)
    with qtbot.waitSignal(window.export.written):
        window.actions_by_id["export"].trigger()
    assert set(json.loads(target.read_text())["comparison"]) >= {"modules", "config", "tokenizer", "golden"}
