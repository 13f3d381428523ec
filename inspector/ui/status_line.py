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
        self.counts, self.place, self.worker = QLabel(), QLabel(), QLabel()
        self.addWidget(self.counts, 1)
        for label in (self.place, QLabel(self.tr("read-only")), QLabel(self.tr("offline")), self.worker):
            self.addPermanentWidget(label)

    def show_place(self, inspection: Inspection | None, place: int, total: int) -> None:
        """`place` counts from 1; 0 where the selected row is no problem."""
        if inspection is None:
            self.counts.setText("")
            self.place.setText("")
            return
        counts = inspection.counts
        words = self.tr("{} landed · {} mismatched · {} orphaned · {} missing")
        self.counts.setText(
            words.format(
                *(number(n) for n in (counts.landed, counts.mismatched, counts.orphaned, counts.missing))
            )
        )
        position = self.tr("{} of {} · F8").format(place or "–", number(total))
        self.place.setText(position if total else "")
