"""Above the library's list: what it is, which adapters are shown, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.ui.chip import Chip, Piece
from inspector.ui.filter_bar import FilterBox
from inspector.ui.library_model import Only
from inspector.ui.quantities import number
from inspector.ui.theme import Theme, font


class LibraryHead(QWidget):
    """`all`, `orphans` and `broken` are a choice of one; `group` puts adapters under their base."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.again = QPushButton(self.tr("Look again"))
        self.again.setToolTip(self.tr("Look for adapters anew"))
        self.folder = QPushButton(self.tr("Add a folder…"))
        self.folder.setToolTip(self.tr("Look below one more folder, from now on"))
        self.all, self.orphans, self.broken, self.group = (Chip(theme, round_ends=False) for _ in range(4))
        for chip in (self.all, self.orphans, self.broken, self.group):
            chip.setCheckable(True)
        choice = QButtonGroup(self)
        for chip in (self.all, self.orphans, self.broken):
            choice.addButton(chip)
        self.all.setChecked(True)
        self.orphans.setToolTip(
            self.tr("No base at hand, no revision, no model card, no training data or owner named")
        )
        self.group.set_pieces([Piece(self.tr("Group by base"))])
        self.box = FilterBox()
        self.box.setPlaceholderText(self.tr("Filter  Ctrl+F"))
        self.box.setToolTip(self.tr("Part of a name, a base or a method. Esc clears."))
        self.box.setAccessibleName(self.tr("Filter adapters"))
        self.box.setClearButtonEnabled(True)
        self.box.setFixedWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._title_row())
        column.addLayout(self._filter_row())

    @property
    def filters(self) -> tuple[FilterBox, Chip, Chip, Chip, Chip]:
        return self.box, self.all, self.orphans, self.broken, self.group

    def show_counts(self, counts: Mapping[Only, int]) -> None:
        """How many there are of each kind; a kind of which there is none cannot be chosen."""
        self.all.set_pieces([Piece(self.tr("All")), Piece(number(counts[Only.ALL]))])
        for chip, only, glyph, role, word in (
            (self.orphans, Only.ORPHANS, "△", "warn", self.tr("Orphans")),
            (self.broken, Only.BROKEN, "✕", "bad", self.tr("Unreadable")),
        ):
            count = counts[only]
            shown = role if count else "faint"
            chip.set_pieces([Piece(glyph, shown), Piece(word), Piece(number(count), shown)])
            chip.setEnabled(bool(count) or chip.isChecked())

    def _title_row(self) -> QHBoxLayout:
        title = QLabel(self.tr("Library"))
        title.setFont(font(steps=5, weight=QFont.Weight.DemiBold))
        lead = QLabel(self.tr("Adapters in the Hub cache, in your folders, and those opened lately."))
        lead.setObjectName("muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(lead)
        row = QHBoxLayout()
        row.setContentsMargins(16, 16, 16, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 10)
        row.setSpacing(8)
        for chip in (self.all, self.orphans, self.broken):
            row.addWidget(chip)
        row.addSpacing(8)
        row.addWidget(self.group)
        row.addStretch(1)
        row.addWidget(self.box)
        return row
