"""Every rule in one list: narrowed by a word, with its page, and what became of it here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector.compat.inspection import Inspection, Severity
from inspector.compat.rules import Rule, registered
from inspector.ui.engine_words import said
from inspector.ui.quantities import number
from inspector.ui.quiet_table import Cell, Column, QuietTable
from inspector.ui.rule_fate import fate_of
from inspector.ui.rule_page import RulePage
from inspector.ui.segments import Segments
from inspector.ui.theme import Theme
from inspector.ui.words import SEVERITY_GLYPH, severity_word

ALL = "all"


class RuleDialog(QDialog):
    """Opened beside the work, not instead of it."""

    def __init__(self, theme: Theme, inspection: Inspection | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._inspection = theme, inspection
        self._shown: list[Rule] = []
        self.setWindowTitle(self.tr("Rules"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 620)
        self.box = QLineEdit()
        self.box.setPlaceholderText(self.tr("Filter by id, name or any word"))
        self.box.setAccessibleName(self.tr("Filter the rules"))
        self.box.setClearButtonEnabled(True)
        self.grades = Segments(
            {ALL: self.tr("all"), **{grade.value: severity_word(grade) for grade in Severity}},
            name=self.tr("Severity"),
        )
        self.count = QLabel()
        self.count.setObjectName("muted")
        self.table = QuietTable(
            (
                Column(self.tr("Rule"), 0.14, mono=True),
                Column(self.tr("Severity"), 0.20),
                Column(self.tr("Name"), 0.38),
                Column(self.tr("Here"), 0.28),
            ),
            name=self.tr("Rules"),
        )
        self.page = RulePage(theme)
        self.page.rule_asked.connect(self.go_to)
        top = QHBoxLayout()
        top.setContentsMargins(16, 14, 16, 10)
        top.setSpacing(12)
        top.addWidget(self.box, 1)
        top.addWidget(self.grades)
        top.addWidget(self.count)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 11)
        middle.addWidget(self.page, 9)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addLayout(self._make_foot())
        self.box.textChanged.connect(lambda _: self._narrow())
        self.grades.chosen.connect(lambda _: self._narrow())
        self.table.currentCellChanged.connect(lambda row, *_: self._on_row(row))
        theme.changed.connect(self._on_theme)
        self._narrow()

    def go_to(self, rule: str) -> None:
        """Select a rule, whatever the filter hides."""
        if rule not in [entry.id for entry in self._shown]:
            self.box.clear()
            self.grades.choose(ALL)
        ids = [entry.id for entry in self._shown]
        if rule in ids:
            self.table.selectRow(ids.index(rule))

    def _narrow(self) -> None:
        words, grade = self.box.text().casefold().split(), self.grades.current
        known = registered()
        self._shown = [
            entry
            for entry in known.values()
            if (grade == ALL or entry.severity.value == grade) and all(word in _text(entry) for word in words)
        ]
        self.table.show_cells([self._cells(entry) for entry in self._shown])
        self.count.setText(self.tr("{} of {}").format(number(len(self._shown)), number(len(known))))
        self.page.setVisible(bool(self._shown))
        if self._shown:
            self.table.selectRow(0)
            self._on_row(0)

    def _on_theme(self) -> None:
        here = self.table.currentRow()
        self.table.show_cells([self._cells(entry) for entry in self._shown])
        self.table.selectRow(here)

    def _cells(self, entry: Rule) -> list[Cell]:
        colours, fate = self._theme.colours, fate_of(self._inspection, entry.id)
        grade = f"{SEVERITY_GLYPH[entry.severity]}  {severity_word(entry.severity)}"
        return [
            Cell(entry.id, colours.color("muted")),
            Cell(grade, colours.color("muted")),
            Cell(said(entry.name), tip=f"{entry.name}: {said(entry.what)}"),
            Cell(f"{fate.glyph}  {fate.short}".strip(), colours.color(fate.role), tip=fate.words),
        ]

    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            entry = self._shown[row]
            self.page.show_rule(entry.id, here=fate_of(self._inspection, entry.id).words)

    def _make_foot(self) -> QHBoxLayout:
        copy, close = QPushButton(self.tr("Copy the page")), QPushButton(self.tr("Close"))
        copy.clicked.connect(self.page.copy)
        copy.setToolTip(self.tr("What `adapter-inspector explain` prints"))
        close.clicked.connect(self.close)
        for button in (copy, close):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(copy)
        foot.addWidget(close)
        return foot


def _text(entry: Rule) -> str:
    needs = " ".join(need.value for need in entry.needs)
    words = (entry.name, entry.what, entry.why, entry.fix, needs)
    return " ".join((entry.id, *words, *map(said, words), entry.source)).casefold()
