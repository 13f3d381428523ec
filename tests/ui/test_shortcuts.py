"""Every command is in one table, complete, told on one page, and reached by the keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from inspector.ui.actions import ACTIONS, fill_menu, make_actions
from inspector.ui.settings import Settings
from inspector.ui.settings_dialog import SettingsDialog
from inspector.ui.shortcuts_page import ShortcutsPage, shortcuts


@pytest.fixture
def page(qtbot: Any, make_window: Callable[..., Any]) -> ShortcutsPage:
    page = ShortcutsPage(make_window().actions_by_id)
    qtbot.addWidget(page)
    page.show()
    return page


def test_every_action_has_text_and_tip() -> None:
    for spec in ACTIONS:
        assert spec.text and spec.tip, spec.id
        assert not spec.tip.endswith("."), spec.id
    assert max(Counter(spec.id for spec in ACTIONS).values()) == 1


def test_no_key_means_two_things() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in spec.shortcuts)
    assert "" not in keys
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_action_is_reached_by_the_keyboard(qtbot: Any, theme: Any) -> None:
    window = QLineEdit()
    qtbot.addWidget(window)
    actions = make_actions(window, lambda name: None)
    menu = QMenu(window)
    fill_menu(menu, actions)
    in_menus = {action for sub in menu.findChildren(QMenu) for action in sub.actions()}
    for spec in ACTIONS:
        assert spec.shortcuts or actions[spec.id] in in_menus, spec.id


def test_the_page_tells_every_action_with_its_keys(make_window: Callable[..., Any]) -> None:
    actions = make_window().actions_by_id
    rows = {row.text: row for row in shortcuts(actions)}
    for spec in ACTIONS:
        row = rows[actions[spec.id].text()]
        assert row.tip == spec.tip
        assert all(QKeySequence(key).toString() in row.keys for key in spec.shortcuts)


def test_typing_narrows_the_page(page: ShortcutsPage) -> None:
    page.box.setText("next base")
    shown = [page.table.item(row, 0).text() for row in range(page.table.rowCount())]
    assert shown == ["Go", "Next base"]
    spoken = page.table.item(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Next base, Ctrl+PgDown: Select the next base"


def test_the_page_opens_over_the_window_and_esc_closes_it(
    qtbot: Any, make_window: Callable[..., Any]
) -> None:
    window = make_window()
    window.actions_by_id["shortcuts"].trigger()
    page = window.findChild(ShortcutsPage)
    assert page.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_settings_are_in_force_at_once_and_remembered(
    qtbot: Any, make_window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ADAPTER_INSPECTOR_THEME")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.delenv("TRANSFORMERS_OFFLINE", raising=False)
    window = make_window()
    window.actions_by_id["settings"].trigger()
    dialog = window.findChild(SettingsDialog)
    assert window.status.network.text() == "Hub on request"
    dialog.theme.setCurrentIndex(2)
    assert window._theme.is_dark
    dialog.restore.click()
    dialog.network.click()
    assert window.status.network.text() == "offline"
    settings = Settings()
    assert (settings.theme, settings.restores_session, settings.allows_network) == ("dark", False, False)
    dialog.network.click()
    assert window.status.network.text() == "Hub on request"
    dialog.accept()
    window._theme.choose("light")


def test_f6_goes_through_the_panes_of_every_page(qtbot: Any, make_window: Callable[..., Any]) -> None:
    window = make_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for page in (window.welcome, window.library, window.pages.matrix):
        window.pages.setCurrentWidget(page)
        panes = [pane for pane in page.panes if pane.isVisible()]
        reached = set()
        for _ in panes:
            window.actions_by_id["next_pane"].trigger()
            reached.add(QApplication.focusWidget())
        assert reached == set(panes)
