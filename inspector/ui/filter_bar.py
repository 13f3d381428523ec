"""Five answers at the left; at the right the counts that filter when clicked, and the filter box."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QWidget

from inspector.compat.inspection import Inspection, Status
from inspector.compat.tree_filter import Filter
from inspector.ui.chip import Chip, Piece
from inspector.ui.engine_words import said
from inspector.ui.quantities import number
from inspector.ui.theme import Theme
from inspector.ui.words import STATUS_GLYPH, STATUS_ROLE, TONE_GLYPH, TONE_ROLE, question_label, status_word

_ALWAYS = (Status.MISMATCHED, Status.ORPHANED, Status.MISSING, Status.LANDED)
_TOGGLES = (
    Status.MISMATCHED,
    Status.ORPHANED,
    Status.MISSING,
    Status.OVERWRITES_BASE,
    Status.UNKNOWN,
    Status.LANDED,
)
ANSWERS = 5
ROOMY = 1340


class FilterBox(QLineEdit):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class FilterBar(QFrame):
    filter_changed = Signal(object)
    answer_clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterRow")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self.answers = [Chip(theme) for _ in range(ANSWERS)]
        for chip in self.answers:
            chip.clicked.connect(self._on_answer)
            row.addWidget(chip)
        row.addStretch(1)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.all = self._toggle(theme)
        self.all.setChecked(True)
        self._counts: dict[Status, int] = {}
        self.toggles = {status: self._toggle(theme) for status in _TOGGLES}
        for chip in (self.all, *self.toggles.values()):
            row.addWidget(chip)
        self._group.buttonClicked.connect(self._on_change)
        self.box = FilterBox()
        self.box.setPlaceholderText(self.tr("Filter  Ctrl+F"))
        self._tip = self.tr("Part of a name, a glob (*.k_proj.*) or /a regular expression/. Esc clears.")
        self.box.setToolTip(self._tip)
        self.box.setAccessibleName(self.tr("Filter by name"))
        self.box.setClearButtonEnabled(True)
        self.box.setMinimumWidth(120)
        self.box.setMaximumWidth(180)
        self.box.textChanged.connect(self._on_change)
        row.addWidget(self.box)

    @property
    def current(self) -> Filter:
        chosen = next((status for status, chip in self.toggles.items() if chip.isChecked()), None)
        return Filter(self.box.text(), None if chosen is None else frozenset({chosen}))

    def show_inspection(self, inspection: Inspection) -> None:
        for chip, answer in zip(self.answers, inspection.answers, strict=False):
            role = TONE_ROLE.get(answer.tone, "idle")
            pieces = [
                Piece(TONE_GLYPH.get(answer.tone, "·"), role),
                Piece(question_label(answer.id), strong=True),
                Piece(said(answer.word), "muted"),
            ]
            chip.set_pieces(pieces, tip=f"{said(answer.question)}\n{said(answer.text)}")
            chip.setProperty("answer", answer.id)
        counts = inspection.counts
        by_status = {
            Status.MISMATCHED: counts.mismatched,
            Status.ORPHANED: counts.orphaned,
            Status.MISSING: counts.missing,
            Status.OVERWRITES_BASE: counts.overwrites_base,
            Status.UNKNOWN: counts.unknown,
            Status.LANDED: counts.landed,
        }
        self.all.set_pieces([Piece(self.tr("All")), Piece(number(counts.file))])
        for status, chip in self.toggles.items():
            count, role = by_status[status], STATUS_ROLE[status]
            chip.set_pieces(
                [Piece(STATUS_GLYPH[status], role), Piece(number(count), role if count else "faint")],
                name=f"{number(count)} {status_word(status)}",
                tip=self.tr("Show only: {}").format(status_word(status)),
            )
            chip.setEnabled(bool(count) or chip.isChecked())
        self._counts = by_status
        self._make_room()

    def resizeEvent(self, event: object) -> None:
        self._make_room()

    def _make_room(self) -> None:
        """Statuses that nothing has are shown for completeness, where there is room for that."""
        roomy = self.width() >= ROOMY
        for status, chip in self.toggles.items():
            worth = bool(self._counts.get(status)) or (roomy and status in _ALWAYS)
            chip.setVisible(worth or chip.isChecked())

    def show_only(self, status: Status | None) -> None:
        (self.all if status is None else self.toggles[status]).click()

    def mark_wrong(self, reason: str) -> None:
        """Red edge, and the reason as a tip, while the expression cannot be used; "" takes both away."""
        self.box.setToolTip(reason or self._tip)
        if self.box.property("wrong") != bool(reason):
            self.box.setProperty("wrong", bool(reason))
            self.box.style().polish(self.box)

    def _toggle(self, theme: Theme) -> Chip:
        chip = Chip(theme, round_ends=False)
        chip.setCheckable(True)
        self._group.addButton(chip)
        return chip

    def _on_answer(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.answer_clicked.emit(str(sender.property("answer") or ""))

    def _on_change(self) -> None:
        self.filter_changed.emit(self.current)
