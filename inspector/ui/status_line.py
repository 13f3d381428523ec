"""The status bar: counts, place among the problems, what the window promises, what the worker does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from inspector.ui.quantities import number

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection


class StatusLine(QStatusBar):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.counts, self.place, self.network, self.worker = QLabel(), QLabel(), QLabel(), QLabel()
        self.addWidget(self.counts, 1)
        for label in (self.place, QLabel(self.tr("read-only")), self.network, self.worker):
            self.addPermanentWidget(label)

    def show_place(self, inspection: Inspection | None, place: int, total: int) -> None:
        """`place` counts from 1; 0 where the selected row is no problem."""
        if inspection is None:
            self.counts.setText("")
            self.place.setText("")
            return
        counts = inspection.counts
        words = [
            self.tr("{} landed").format(number(counts.landed)),
            self.tr("{} mismatched").format(number(counts.mismatched)),
            self.tr("{} orphaned").format(number(counts.orphaned)),
            self.tr("{} missing").format(number(counts.missing)),
        ]
        if counts.overwrites_base:
            words.append(self.tr("{} overwrite the base").format(number(counts.overwrites_base)))
        if counts.unknown:
            words.append(self.tr("{} unknown").format(number(counts.unknown)))
        from inspector.ui.finding_rows import left_out_words

        left_out = left_out_words(inspection)
        self.counts.setText(" · ".join([*words, left_out] if left_out else words))
        position = self.tr("{} of {} · F8").format(place or "–", number(total))
        self.place.setText(position if total else "")
