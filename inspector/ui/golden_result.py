"""A golden set answered twice: the gate as a sentence, the rates with their intervals, the flips."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.compat.flips import GoldenComparison
from inspector.ui.engine_words import said, side_name
from inspector.ui.flips_table import KIND_GLYPH, KINDS, FlipsTable, kind_word
from inspector.ui.interval_plot import IntervalPlot, NamedRate
from inspector.ui.quantities import duration_text, number, percent
from inspector.ui.result_head import ResultHead
from inspector.ui.segments import Segments
from inspector.ui.theme import Theme

ALL = "all"


class GoldenResultView(QFrame):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison: GoldenComparison | None = None
        words = {ALL: "", **dict.fromkeys(KINDS, "")}
        self.kinds = Segments(words, name=self.tr("Kind of flip"))
        self.head = ResultHead(theme, beside=self.kinds)
        self.rates = IntervalPlot(theme)
        self.table = FlipsTable(theme)
        self.kinds.chosen.connect(lambda kind: self.table.flips.keep("" if kind == ALL else kind))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.rates)
        scroll.viewport().setAutoFillBackground(False)
        self.rates.setAutoFillBackground(False)
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(18)
        scroll.setMinimumWidth(self.rates.minimumSizeHint().width() + 12)
        row.addWidget(scroll, 2)
        row.addWidget(self.table, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row, 1)

    def show_result(self, found: GoldenComparison) -> None:
        if found == self.comparison:
            return
        self.comparison = found
        self.head.say(*self._answer(found), facts=self._facts(found))
        self.rates.show_rates(
            [
                NamedRate(self.tr("right before"), found.accuracy_before, "accent"),
                NamedRate(self.tr("right after"), found.accuracy_after, "accent"),
                NamedRate(self.tr("negative flips"), found.negative_flip_rate, "bad", found.gate),
                NamedRate(self.tr("positive flips"), found.positive_flip_rate, "good"),
                NamedRate(self.tr("both wrong"), found.changed_both_wrong, "idle"),
            ]
        )
        counts = {kind: sum(flip.kind == kind for flip in found.flips) for kind in KINDS}
        self.kinds.set_words(ALL, self.tr("All {}").format(number(len(found.flips))))
        for kind, count in counts.items():
            self.kinds.set_words(kind, f"{KIND_GLYPH[kind]} {kind_word(kind)} {number(count)}")
            self.kinds.allow(kind, bool(count), tip=self.tr("Show only these flips"))
        self.table.flips.show_flips(found.flips)
        self.kinds.choose(ALL)

    def _answer(self, found: GoldenComparison) -> tuple[str, str, str]:
        """Glyph, colour role and sentence; the gate decides where there is one."""
        rate, gate = percent(found.negative_flip_rate.value), found.gate
        lost = sum(flip.kind == "negative" for flip in found.flips)
        if gate is not None and found.passes:
            words = self.tr("The gate holds: {} negative flips, {} allowed").format(rate, percent(gate))
            return "✓", "good", words
        if gate is not None:
            words = self.tr("The gate fails: {} negative flips, only {} allowed").format(rate, percent(gate))
            return "✕", "bad", words
        if not lost:
            right = (percent(side.value) for side in (found.accuracy_before, found.accuracy_after))
            words = self.tr("No negative flips in {} examples: {} right before, {} after")
            return "✓", "good", words.format(number(found.n), *right)
        words = self.tr("{} negative flips: right before, wrong after in {} of {} examples")
        return "▼", "bad", words.format(rate, number(lost), number(found.n))

    def _facts(self, found: GoldenComparison) -> str:
        sides = self.tr("{} → {}").format(side_name(found.before_name), side_name(found.after_name))
        facts = [sides, PurePath(found.source).name, self.tr("{} examples").format(number(found.n))]
        if found.seconds:
            facts.append(duration_text(found.seconds))
        if found.note:
            facts.append(said(found.note))
        return "  ·  ".join(fact for fact in facts if fact)
