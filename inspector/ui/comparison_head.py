"""Over a comparison: the sentence, from which base to which with both verdicts, and what is under way."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from inspector.compat.inspection import Inspection
from inspector.compat.revisions import Comparison
from inspector.ui.comparing import CANCELLED, FAILED, HEADERS, RUNNING
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.engine_words import said
from inspector.ui.language import tr
from inspector.ui.theme import Theme, font
from inspector.ui.words import VERDICT_GLYPH, VERDICT_ROLE, verdict_word
from inspector.ui.wrapped_text import WrappedLabel


class ComparisonHead(QWidget):
    """`beside` is the switch between the views."""

    swap_asked = Signal()
    cancel_asked = Signal()
    retry_asked = Signal()

    def __init__(self, theme: Theme, *, beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._comparison: Comparison | None = None
        self.glyph, self.sentence = QLabel(), WrappedLabel(most=2)
        for label in (self.glyph, self.sentence):
            label.setFont(font(steps=1, weight=QFont.Weight.DemiBold))
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sides = QLabel()
        self.sides.setTextFormat(Qt.TextFormat.RichText)
        self.sides.setFont(font(steps=-0.3))
        self.sides.setMinimumWidth(1)  # long names are cut sooner than that they widen the window
        self.swap = _link(self.tr("⇄ Swap"))
        self.swap.setToolTip(self.tr("Compare the other way round (Ctrl+Shift+X)"))
        self.note = ElidedLabel(smallest=0)
        self.note.setObjectName("muted")
        self.note.setFont(font(steps=-0.3))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(110)
        self.bar.setAccessibleName(self.tr("Progress of the comparison"))
        self.cancel, self.retry = _link(self.tr("Cancel")), _link(self.tr("Compare the values"))
        self.cancel.setToolTip(self.tr("Stop reading values (Esc)"))
        self.swap.clicked.connect(self.swap_asked)
        self.cancel.clicked.connect(self.cancel_asked)
        self.retry.clicked.connect(self.retry_asked)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.sides)
        below.addWidget(self.swap)
        below.addSpacing(14)
        below.addWidget(self.bar)
        below.addWidget(self.note, 1)
        below.addWidget(self.cancel)
        below.addWidget(self.retry)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.sentence, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(first, 1)
        row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(below)
        theme.changed.connect(self._recolour)

    def show_comparison(self, comparison: Comparison, state: str, note: str) -> None:
        """`note` says what is under way, or what went wrong."""
        self._comparison = comparison
        self.glyph.setText(VERDICT_GLYPH[comparison.after.verdict])
        self.sentence.setText(said(comparison.headline))
        if state == RUNNING and self.bar.isHidden():
            self.bar.setRange(0, 0)
        self.bar.setVisible(state == RUNNING)
        self.cancel.setVisible(state == RUNNING)
        self.retry.setVisible(state in (CANCELLED, FAILED))
        self.note.setText(note)
        self.note.setToolTip(note)
        self._recolour()

    def step(self, done: int, total: int, text: str) -> None:
        """`done` of `total` (0: not known) while values are read."""
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        place = self.tr("{} %").format(100 * done // total) if total else ""
        self.note.setText("  ".join(part for part in (place, said(text)) if part))

    def _recolour(self) -> None:
        if self._comparison is None:
            return
        sides = [self._side(side) for side in (self._comparison.before, self._comparison.after)]
        role = VERDICT_ROLE[self._comparison.after.verdict]
        self.glyph.setStyleSheet(f"color: {self._theme.colours.color(role).name()}")
        arrow = f'<span style="color:{self._theme.colours.color("muted").name()}">&nbsp; → &nbsp;</span>'
        self.sides.setText(arrow.join(sides))
        self.sides.setAccessibleName(self._spoken(self._comparison))

    def _side(self, side: Inspection) -> str:
        colour = self._theme.colours.color(VERDICT_ROLE[side.verdict]).name()
        name = escape(_short(side.base.name if side.base is not None else self.tr("no base")))
        mark = f"{VERDICT_GLYPH[side.verdict]} {verdict_word(side.verdict)}"
        return f'<b>{name}</b>&nbsp; <span style="color:{colour}">{mark}</span>'

    def _spoken(self, comparison: Comparison) -> str:
        names = [
            f"{side.base.name if side.base is not None else ''}, {verdict_word(side.verdict)}"
            for side in (comparison.before, comparison.after)
        ]
        return self.tr("From {} to {}").format(*names)


def note_of(state: str, error_text: str) -> str:
    """What the head says beside the sides, before any progress has come."""
    return {
        HEADERS: tr("Values are compared when the dry runs are done …"),
        RUNNING: tr("Comparing the values …"),
        CANCELLED: tr("The values were not compared."),
        FAILED: error_text,
    }.get(state, "")


def _short(name: str) -> str:
    """A long name must not push the window wide."""
    return name if len(name) <= 34 else f"{name[:16]}…{name[-17:]}"


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("link")
    button.setFont(font(steps=-0.3))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
