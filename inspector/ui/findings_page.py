"""The findings, and beside them, when asked for, the page of the selected one's rule."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from inspector.compat.inspection import Inspection
from inspector.ui.finding_rows import Row
from inspector.ui.findings_view import FindingsView
from inspector.ui.rule_fate import fate_of
from inspector.ui.rule_page import RulePage
from inspector.ui.theme import Theme, font

SHARE, LEAST = 0.42, 330
"""Of the width, and pixels, that the rule's page takes."""


class FindingsPage(QWidget):
    """The page follows the selection while it is open; Esc or a second F1 closes it."""

    all_rules_asked = Signal()

    def __init__(self, findings: FindingsView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings = findings
        self._inspection: Inspection | None = None
        self.page = RulePage(theme)
        self.panel = QFrame()
        self.panel.setObjectName("rulePanel")
        self.panel.setMinimumWidth(LEAST)
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._sides.setHandleWidth(1)
        self._sides.setChildrenCollapsible(False)
        self._sides.addWidget(findings)
        self._sides.addWidget(self.panel)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addLayout(self._make_foot())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)
        self.setFocusProxy(findings)
        self.panel.hide()
        findings.rule_asked.connect(self.toggle_rule)
        findings.row_changed.connect(self._on_row)
        self.page.rule_asked.connect(self._show_one)

    def show_inspection(self, inspection: Inspection | None) -> None:
        self._inspection = inspection
        self._findings.show_inspection(inspection)

    @property
    def is_open(self) -> bool:
        return not self.panel.isHidden()

    def toggle_rule(self) -> None:
        """Open the page of the selected finding's rule, else of the first one's; or close it."""
        if self.is_open:
            self.close_rule()
            return
        if self._findings.current is None and self._findings.count():
            self._findings.setCurrentRow(0)
        row = self._findings.current
        if row is None or not row.rules:
            self.all_rules_asked.emit()
            return
        self.panel.show()
        beside = max(LEAST, int(SHARE * self.width()))
        self._sides.setSizes([self.width() - beside, beside])
        self._show_row(row)

    def close_rule(self) -> None:
        had_focus = self.panel.isAncestorOf(self.window().focusWidget() or self)
        self.panel.hide()
        if had_focus:
            self._findings.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.close_rule()
            return
        super().keyPressEvent(event)

    def _on_row(self, row: Row | None) -> None:
        if self.is_open and row is not None and row.rules:
            self._show_row(row)

    def _show_row(self, row: Row) -> None:
        if len(row.rules) == 1:
            self._show_one(row.rules[0])
        else:
            self.page.show_rules(row.name, row.why or row.message, row.rules)

    def _show_one(self, rule: str) -> None:
        self.page.show_rule(rule, here=fate_of(self._inspection, rule).words)

    def _make_foot(self) -> QHBoxLayout:
        """Links below the page; the finding itself is copied, since its rule is known everywhere."""
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 2, 10, 6)
        foot.setSpacing(8)
        for words, tip, act in (
            (self.tr("Copy"), self.tr("The finding as text"), self._findings.copy),
            (
                self.tr("Copy as Markdown"),
                self.tr("The finding for a pull request"),
                lambda: self._findings.copy(markdown=True),
            ),
            (
                self.tr("All rules…"),
                self.tr("Every rule, and what became of it here"),
                self.all_rules_asked.emit,
            ),
        ):
            link = QPushButton(words)
            link.setObjectName("link")
            link.setFont(font(steps=-0.4))
            link.setToolTip(tip)
            link.clicked.connect(lambda _=False, act=act: act())
            foot.addWidget(link)
        foot.addStretch(1)
        close = QPushButton(self.tr("Close"))
        close.setObjectName("flat")
        close.setFont(font(steps=-0.4))
        close.setToolTip(self.tr("Close the rule's page (Esc)"))
        close.clicked.connect(self.close_rule)
        foot.addWidget(close)
        return foot
