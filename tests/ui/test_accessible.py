"""What a screen reader and a keyboard find: a name on everything, whole sentences a row, focus that shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from probe_records import probe_result
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QDialog,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from inspector.ui.command_palette import CommandPalette
from inspector.ui.prompt_table import PromptTable
from inspector.ui.settings import Settings
from inspector.ui.tour import Tour

_QT_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")


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
    qtbot.waitUntil(
        lambda: (
            window.session.inspection is not None
            and window.session.entry is not None
            and window.session.entry.inspection is not None
            and not window.session.entry.stage
        )
    )
    return window


def pages(qtbot: Any, window: Any) -> Iterator[str]:
    """Every page of the window, and every tab of the workbench, one after another."""
    for page in (window.welcome, window.library, window.problem, window.pages.matrix):
        window.pages.setCurrentWidget(page)
        qtbot.waitUntil(lambda: not window.library.scan.is_running)
        yield type(page).__name__
    window.pages.setCurrentWidget(window.bench)
    for tab in range(window.bench.tabs.count()):
        window.bench.tabs.setCurrentIndex(tab)
        yield f"Workbench: {window.bench.tabs.tabText(tab)}"


def speaks(widget: QWidget) -> bool:
    """Whether assistive technology has a word for the widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface is not None and bool(interface.text(QAccessible.Text.Name).strip())


def wants_a_name(widget: QWidget) -> bool:
    if widget.objectName().startswith(_QT_OWN) or isinstance(widget, (QAbstractSlider, QHeaderView)):
        return False
    kinds = (QAbstractButton, QAbstractItemView, QLineEdit, QProgressBar)
    return isinstance(widget, kinds) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def test_everything_one_can_use_has_a_name(qtbot: Any, opened: Any) -> None:
    silent = [
        f"{page}: {type(widget).__name__} {widget.objectName()!r}"
        for page in pages(qtbot, opened)
        for widget in opened.findChildren(QWidget)
        if widget.isVisible() and wants_a_name(widget) and not speaks(widget)
    ]
    assert not silent, "\n".join(sorted(set(silent)))


def test_dialogs_have_names_throughout(qtbot: Any, opened: Any) -> None:
    for name in ("settings", "shortcuts"):
        opened.actions_by_id[name].trigger()
        dialog = next(dialog for dialog in opened.findChildren(QDialog) if dialog.isVisible())
        assert dialog.windowTitle()
        silent = [
            w for w in dialog.findChildren(QWidget) if w.isVisible() and wants_a_name(w) and not speaks(w)
        ]
        assert silent == []
        dialog.close()


def test_rows_are_whole_sentences(qtbot: Any, opened: Any) -> None:
    walked = set()
    for page in pages(qtbot, opened):
        for view in opened.findChildren(QAbstractItemView):
            if view.isVisible() and not isinstance(view, QHeaderView):
                walked |= {(page, view.accessibleName())} if say_all(view) else set()
    assert len(walked) >= 6, walked


def test_rows_of_dialogs_and_of_a_measured_probe_are_sentences_too(qtbot: Any, opened: Any) -> None:
    opened.bench.show_probe()
    opened.bench.probe.result.show_result(probe_result())
    prompts = opened.bench.probe.result.findChild(PromptTable)
    assert say_all(prompts.table)
    opened.actions_by_id["palette"].trigger()
    assert say_all(opened.findChild(CommandPalette).list)
    for name in ("rules", "shortcuts"):
        opened.actions_by_id[name].trigger()
        dialog = next(dialog for dialog in opened.findChildren(QDialog) if dialog.isVisible())
        assert say_all(dialog.table)
        dialog.close()


def say_all(view: QAbstractItemView) -> int:
    """How many rows the view has; each has to say more than the text of its first cell."""
    model, count = view.model(), 0
    for row in range(model.rowCount(QModelIndex()) if model is not None else 0):
        index = model.index(row, 0)
        if not index.flags() & Qt.ItemFlag.ItemIsSelectable and not index.parent().isValid():
            continue  # a heading, or what cannot be done now
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken and " " in spoken and spoken != index.data(), (view.accessibleName(), spoken)
        count += 1
    return count


def test_focus_is_seen_wherever_it_goes(qtbot: Any, opened: Any) -> None:
    """The picture of a widget with the focus is not the one without."""
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    unseen = set()
    for page in pages(qtbot, opened):
        current = opened.pages.currentWidget()
        for widget in current.findChildren(QWidget):
            if not widget.isVisible() or not widget.isEnabled() or not wants_a_name(widget):
                continue
            if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                continue
            opened.setFocus()
            before = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if not widget.hasFocus() or isinstance(QApplication.focusWidget(), QLineEdit):
                continue
            if isinstance(widget, QAbstractItemView) and not widget.currentIndex().isValid():
                QTest.keyClick(widget, Qt.Key.Key_Down)
            if widget.grab().toImage() == before:
                unseen.add(
                    f"{page}: {type(widget).__name__} {widget.objectName() or widget.accessibleName()!r}"
                )
    assert not unseen, "\n".join(sorted(unseen))


def test_the_tour_is_not_shown_unasked_here_and_ends_for_good_with_esc(qtbot: Any, opened: Any) -> None:
    assert opened.findChild(Tour) is None
    opened.actions_by_id["tour"].trigger()
    tour = opened.findChild(Tour)
    assert tour.isVisible()
    assert "verdict" in tour.accessibleDescription()
    QApplication.sendEvent(
        tour, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    )
    assert not tour.isVisible()
    assert Settings().tour_was_seen
    opened._settings.are_the_users = True
    opened.offer_tour()
    assert not opened.touring._offers


def test_the_tour_is_offered_at_a_persons_first_start_only(opened: Any) -> None:
    opened.offer_tour()
    assert not opened.touring._offers, "a settings file of its own: a script, a test"
    opened._settings.are_the_users = True
    opened.offer_tour()
    assert opened.touring._offers


def test_one_click_anywhere_ends_the_tour(qtbot: Any, opened: Any) -> None:
    opened.show_tour()
    tour = opened.findChild(Tour)
    QTest.mouseClick(tour, Qt.MouseButton.LeftButton)
    assert not tour.isVisible()
    assert Settings().tour_was_seen
