"""One rule's page: what it means, why it matters, how to fix it, what it needs, where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector.compat.rules import Rule, registered
from inspector.report.rules_page import Passage, rule_page, rule_text
from inspector.ui.engine_words import said
from inspector.ui.theme import Theme, font
from inspector.ui.words import SEVERITY_GLYPH, SEVERITY_ROLE, severity_word


class RulePage(QScrollArea):
    """The words are those of `adapter-inspector explain`. `rule_asked` carries the id of a rule to show."""

    rule_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rule: Rule | None = None
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What the rule means"))
        page = QWidget()
        page.setObjectName("detailsPage")
        self.id, self.name, self.grade = QLabel(), QLabel(), QLabel()
        self.id.setFont(font(mono=True))
        self.id.setObjectName("muted")
        self.name.setFont(font(steps=1, weight=QFont.Weight.DemiBold))
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.id)
        head.addWidget(self.name)
        head.addWidget(self.grade)
        head.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addLayout(self._links)
        column.addStretch(1)
        self.setWidget(page)
        theme.changed.connect(self._recolour)

    def show_rule(self, rule: str, *, here: str = "") -> None:
        """`here` says what became of the rule in this inspection."""
        self.rule = registered()[rule]
        self.id.setText(self.rule.id)
        self.name.setText(said(self.rule.name))
        self.name.setToolTip(self.rule.name)
        self._recolour()
        passages = [Passage(said(title), said(text)) for title, text in rule_page(self.rule)]
        if here:
            passages.insert(0, Passage(self.tr("Here"), here))
        self._fill(passages)

    def show_rules(self, title: str, why: str, rules: Sequence[str]) -> None:
        """Several rules that share a fate: each of them leads to its page."""
        self.rule = None
        self.id.setText("")
        self.name.setText(title)
        self._recolour()
        self._fill([Passage(self.tr("Here"), why)] if why else [])
        known = registered()
        for entry in (known[rule] for rule in rules if rule in known):
            link = QPushButton(f"{entry.id}  {said(entry.name)}")
            link.setObjectName("link")
            link.setToolTip(said(entry.what))
            link.clicked.connect(lambda _=False, rule=entry.id: self.rule_asked.emit(rule))
            self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def copy(self) -> None:
        if self.rule is not None:
            QGuiApplication.clipboard().setText(rule_text(self.rule))

    def _fill(self, passages: Sequence[Passage]) -> None:
        for layout in (self._grid, self._links):
            while (item := layout.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.hide()
                    old.deleteLater()
        for place, (title, text) in enumerate(passages):
            caption, words = QLabel(title), QLabel(text)
            caption.setObjectName("muted")
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(caption, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, place, 1)
        self.setAccessibleDescription(" ".join(f"{title}: {text}" for title, text in passages))
        self.verticalScrollBar().setValue(0)

    def _recolour(self) -> None:
        self.id.setVisible(bool(self.id.text()))
        self.grade.setVisible(self.rule is not None)
        if self.rule is not None:
            severity = self.rule.severity
            self.grade.setText(f"{SEVERITY_GLYPH[severity]} {severity_word(severity)}")
            colour = self._theme.colours.color(SEVERITY_ROLE[severity])
            self.grade.setStyleSheet(f"color: {colour.name()}")
