"""The verdict as one sentence, and the evidence that it stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.compat.inspection import Evidence, Inspection
from inspector.errors import InspectorError
from inspector.ui.engine_words import said
from inspector.ui.quantities import duration_text
from inspector.ui.theme import Theme, font
from inspector.ui.words import VERDICT_GLYPH, VERDICT_ROLE, verdict_word
from inspector.ui.wrapped_text import WrappedLabel

STRIPE = 4


class VerdictBand(QFrame):
    """Shows headline and summary of the record as they are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = "idle"
        self._glyph = QLabel()
        self._glyph.setFont(font(steps=9))
        self._glyph.setFixedWidth(30)
        self._glyph.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.headline, self.summary = WrappedLabel(most=2), WrappedLabel(most=3)
        self.headline.setFont(font(steps=4, weight=QFont.Weight.DemiBold))
        self.evidence, self.agreement = QLabel(), QLabel()
        sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for label in (self.evidence, self.agreement):
            label.setAlignment(sides)
            label.setFont(font(steps=-0.5))
        self.agreement.setObjectName("muted")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.headline)
        words.addWidget(self.summary)
        badge = QVBoxLayout()
        badge.setSpacing(3)
        badge.addWidget(self.evidence)
        badge.addWidget(self.agreement)
        row = QHBoxLayout(self)
        row.setContentsMargins(18 + STRIPE, 14, 20, 14)
        row.setSpacing(16)
        row.addWidget(self._glyph)
        row.addLayout(words, 1)
        row.addLayout(badge)
        self.setAccessibleName(self.tr("Verdict"))
        theme.changed.connect(self._recolour)

    def show_inspection(self, inspection: Inspection, *, stage: str = "") -> None:
        """`stage` says what is still under way (`dry run …`), and is empty once nothing is."""
        report = inspection.report
        self._role = VERDICT_ROLE[inspection.verdict]
        self._glyph.setText(VERDICT_GLYPH[inspection.verdict])
        self._glyph.setAccessibleName(verdict_word(inspection.verdict))
        self.headline.setText(said(inspection.headline))
        self.summary.setText(said(inspection.summary))
        self.summary.setVisible(bool(inspection.summary))
        if report.evidence is Evidence.DRY_RUN:
            source = self.tr("Dry run")
            facts = f"{report.loader} {report.loader_version} · {duration_text(report.seconds)}"
            agreed = self.tr("headers disagreed") if inspection.disagreement else self.tr("headers agreed")
            if report.loads is None:
                agreed = self.tr("could not tell")
        else:
            source, facts, agreed = (
                self.tr("Headers"),
                duration_text(report.seconds),
                self.tr("no dry run yet"),
            )
        if inspection.base is None:
            agreed = ""
        self.evidence.setText(f"<b>{source}</b> {facts}")
        self.agreement.setText(stage or agreed)
        self.agreement.setToolTip(said(inspection.disagreement or report.unknown_because or ""))
        self._recolour()

    def show_unreadable(self, name: str, error: InspectorError) -> None:
        """The base that is selected could not be read, so there is no verdict on it."""
        self._role = "bad"
        self._glyph.setText("✕")
        self._glyph.setAccessibleName(self.tr("unreadable"))
        self.headline.setText(self.tr("{} cannot be read").format(name))
        self.summary.setText(f"{said(error.message)} {said(error.hint)}".strip())
        self.summary.show()
        for label in (self.evidence, self.agreement):
            label.clear()
        self.agreement.setToolTip("")
        self._recolour()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.colours
        painter.fillRect(self.rect(), colours.color(f"{self._role}_wash"))
        painter.fillRect(0, 0, STRIPE, self.height(), colours.color(self._role))

    def _recolour(self) -> None:
        self._glyph.setStyleSheet(f"color: {self._theme.colours.color(self._role).name()}")
        self.update()
