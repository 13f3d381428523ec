"""Below the library's list: where the selected adapter lies, what it lacks, how far a search has come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from inspector.files.library import LibraryItem
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.engine_words import said
from inspector.ui.library_words import missing_sentence
from inspector.ui.pane_parts import lay_out_foot
from inspector.ui.quantities import number
from inspector.ui.theme import font


class LibraryFoot(QFrame):
    """With several adapters selected it offers to open them together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("libraryFoot")
        self.place = ElidedLabel(cut="middle", smallest=120)
        self.place.setFont(font(mono=True))
        self.lacks = ElidedLabel(smallest=120)
        self.lacks.setObjectName("muted")
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.place)
        words.addWidget(self.lacks)
        self.together = QPushButton(self.tr("Compare on bases"))
        self.together.setToolTip(self.tr("Open these adapters beside each other, a row each"))
        self.progress = QLabel()
        self.progress.setObjectName("muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.bar.setAccessibleName(self.tr("Adapters read"))
        self.stop = QPushButton(self.tr("Cancel"))
        lay_out_foot(self, words, (self.together, self.progress, self.bar, self.stop))

    def begin(self) -> None:
        """A search begins; how much there is to find is not known yet."""
        self.bar.setRange(0, 0)
        self.progress.setText(self.tr("Looking …"))

    def step(self, done: int, found: int, searching: bool) -> None:
        self.bar.setRange(0, max(1, found))
        self.bar.setValue(done)
        words = self.tr("{} read, still looking …") if searching else self.tr("{} of {} read")
        self.progress.setText(words.format(number(done), number(found)))

    def show_running(self, running: bool) -> None:
        for widget in (self.progress, self.bar, self.stop):
            widget.setVisible(running)

    def show_items(self, item: LibraryItem | None, chosen: Sequence[LibraryItem], *, stopped: bool) -> None:
        """The current adapter, or how many are selected; `stopped`: the list may not be complete."""
        self.together.setVisible(len(chosen) > 1)
        if len(chosen) > 1:
            self.place.setText(self.tr("{} adapters selected").format(number(len(chosen))))
            self.lacks.setText("")
        elif item is not None:
            self.place.setText(str(item.path))
            self.lacks.setText(
                said(item.problem)
                or missing_sentence(item)
                or self.tr("Base, revision, card, data and owner are known.")
            )
        else:
            self.place.setText("")
            self.lacks.setText(self.tr("Stopped: there may be more.") if stopped else "")
        self.lacks.setToolTip(self.lacks.text())
