"""Findings, their rules' pages, and what a project's settings leave out: the terminal's own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from inspector.cli import main
from inspector.compat.inspection import Inspection
from inspector.compat.rules import registered
from inspector.files.rule_choice import RuleChoice
from inspector.pipeline import inspect_headers, open_adapter, open_base
from inspector.ui.findings_page import FindingsPage
from inspector.ui.findings_view import FindingsView
from inspector.ui.rule_dialog import RuleDialog
from inspector.ui.rule_fate import fate_of
from inspector.ui.rule_page import RulePage
from inspector.ui.rule_settings import rule_settings

IGNORED = RuleChoice(ignore=("ADP301",), source="/project/pyproject.toml")


@pytest.fixture
def page(qtbot: Any, theme: Any, failing: Inspection) -> FindingsPage:
    page = FindingsPage(FindingsView(theme), theme)
    qtbot.addWidget(page)
    page.resize(1000, 300)
    page.show_inspection(failing)
    page.show()
    return page


@pytest.fixture
def ignoring(adapter_folder: Path, failing_base: Path) -> Inspection:
    return inspect_headers(open_adapter(adapter_folder), open_base(failing_base), choice=IGNORED)


def shown(page: RulePage) -> str:
    """What stands on the page, and a screen reader says."""
    grid = page._grid
    labels = [grid.itemAt(n).widget() for n in range(grid.count())]
    words = " ".join(label.text() for label in labels if isinstance(label, QLabel))
    assert all(label.text() in page.accessibleDescription() for label in labels if isinstance(label, QLabel))
    return words


def test_the_page_says_what_explain_prints(
    qtbot: Any, theme: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    page = RulePage(theme)
    qtbot.addWidget(page)
    page.show_rule("ADP301")
    main(["explain", "ADP301"])
    printed = capsys.readouterr().out
    page.copy()
    assert QGuiApplication.clipboard().text() == printed.rstrip("\n")
    entry = registered()["ADP301"]
    for words in (entry.what, entry.why, entry.fix, entry.source):
        assert words in shown(page)


def test_a_findings_rule_opens_beside_it_follows_and_closes(page: FindingsPage, failing: Inspection) -> None:
    view = page._findings
    view.setCurrentRow(0)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert page.is_open
    assert page.page.rule is not None
    assert page.page.rule.id == "ADP301"
    assert failing.findings[0].message in shown(page.page)
    view.setCurrentRow(view.count() - 1)
    assert page.page.rule is None or page.page.rule.id != "ADP301"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not page.is_open


def test_a_click_on_the_id_explains_and_elsewhere_goes_to_the_key(qtbot: Any, page: FindingsPage) -> None:
    view = page._findings
    rect = view.visualItemRect(view.item(0))
    with qtbot.assertNotEmitted(view.key_asked):
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 60, rect.top() + 14)
        )
    assert page.is_open
    with qtbot.waitSignal(view.key_asked):
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 200, rect.top() + 14)
        )


def test_rules_that_were_not_checked_lead_to_their_pages(page: FindingsPage) -> None:
    view = page._findings
    many = next(n for n in range(view.count()) if "…" in view.item(n).data(Qt.ItemDataRole.UserRole).rule)
    view.setCurrentRow(many)
    row = view.current
    assert row is not None
    assert row.glyph == "?"
    page.toggle_rule()
    links = page.page.findChildren(QPushButton)
    assert [link.text().split()[0] for link in links] == list(row.rules)
    links[0].click()
    assert page.page.rule is not None
    assert page.page.rule.id == row.rules[0]
    assert "Not checked." in shown(page.page)


def test_a_finding_is_copied_as_text_and_as_markdown(page: FindingsPage, failing: Inspection) -> None:
    view, finding = page._findings, failing.findings[0]
    view.setCurrentRow(0)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.startswith(f"ADP301 dim-mismatch (error): {finding.message}")
    assert all(key in text for key in finding.keys)
    view.copy(markdown=True)
    markdown = QGuiApplication.clipboard().text()
    assert markdown.startswith("**✕ ADP301 dim-mismatch** (error)")
    assert f"- `{finding.keys[0]}`" in markdown


def test_what_settings_leave_out_is_counted_and_listed(
    qtbot: Any, theme: Any, ignoring: Inspection, failing: Inspection
) -> None:
    view = FindingsView(theme)
    qtbot.addWidget(view)
    view.show_inspection(ignoring)
    rows = [view.item(n).data(Qt.ItemDataRole.UserRole) for n in range(view.count())]
    (left_out,) = [row for row in rows if row.grade == "left out"]
    assert "1 finding does not count here, by pyproject.toml" in left_out.message
    assert "ADP301 dim-mismatch (1, ignored)" in left_out.message
    assert fate_of(ignoring, "ADP301").words == "Left out (ignored) by pyproject.toml: 1 found."
    assert fate_of(failing, "ADP301").short == "1 finding"
    assert fate_of(failing, "ADP901").short == "not checked"
    assert fate_of(failing, "ADP001").words == "Checked; nothing found."
    assert fate_of(None, "ADP001").words == ""


def test_all_rules_stand_in_one_list_and_are_narrowed(qtbot: Any, theme: Any, failing: Inspection) -> None:
    dialog = RuleDialog(theme, failing)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.table.rowCount() == len(registered())
    dialog.grades.choose("error")
    dialog.box.setText("k/v heads mismatch")
    assert dialog.count.text() == f"0 of {len(registered())}"
    assert dialog.page.isHidden()
    dialog.box.setText("RuntimeError size")
    ids = [dialog.table.item(n, 0).text() for n in range(dialog.table.rowCount())]
    assert "ADP301" in ids
    dialog.go_to("ADP901")
    assert dialog.page.rule is not None
    assert dialog.page.rule.id == "ADP901"
    assert "The probe was not run." in shown(dialog.page)


def test_the_window_follows_the_settings_where_it_was_started_not_the_adapters(
    qtbot: Any,
    make_window: Any,
    adapter_folder: Path,
    failing_base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.adapter-inspector]\nignore = ["ADP301"]\n')
    monkeypatch.chdir(tmp_path)
    window = make_window(paths=[str(adapter_folder)], bases=[str(failing_base)])
    qtbot.waitUntil(lambda: "left out" in window.status.counts.text())
    assert window.status.counts.text().endswith("1 finding left out by pyproject.toml")
    window.actions_by_id["explain"].trigger()
    assert window.bench.findings_page.is_open
    window.actions_by_id["rules"].trigger()
    (dialog,) = window.findChildren(RuleDialog)
    dialog.close()


def test_settings_that_cannot_be_followed_silence_nothing_and_are_told(
    qtbot: Any, make_window: Any, adapter_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "adapter-inspector.toml").write_text('ignore = ["ADP999"]\n')
    assert rule_settings(tmp_path).choice is None
    monkeypatch.chdir(tmp_path)
    window = make_window(paths=[str(adapter_folder)])
    qtbot.waitUntil(window.message.isVisible)
    assert "There is no rule 'ADP999'" in window.message.text
    assert window.session.alone.choice is None
    assert rule_settings(tmp_path / "nowhere").problem is not None
