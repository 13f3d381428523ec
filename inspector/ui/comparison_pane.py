"""What changes for this adapter between two bases: modules, configuration, tokenizer, flips."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inspector.ui.comparing import FAILED, RUNNING, Comparing
from inspector.ui.low_room import NeverLower, scrolling
from inspector.ui.stepwise import COMPARISON_PARTS, Stepwise, imports
from inspector.ui.theme import Theme, font

if TYPE_CHECKING:
    from inspector.compat.revisions import Comparison
    from inspector.ui.comparison_views import ComparisonViews


LEAST_HEIGHT = 190
"""Pixels in which a comparison can be read; where the window gives less, the pane is scrolled."""


class ComparisonPane(QFrame):
    """Words while there is nothing to show, views once there is. The views are made when they are needed."""

    compare_asked = Signal()
    swap_asked = Signal()
    cancel_asked = Signal()
    retry_asked = Signal()
    flips_asked = Signal(int)
    module_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = "none"
        self._bases = 0
        self._has_parts = False
        self._before: int | None = None
        self.setAccessibleName(self.tr("Comparison"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sentence, self.detail = _centred(), _centred()
        self.sentence.setFont(font(steps=1.5, weight=QFont.Weight.DemiBold))
        self.detail.setObjectName("muted")
        self.begin = QPushButton(self.tr("Compare the two"))
        self.begin.clicked.connect(self.compare_asked)
        idle = QWidget()
        column = QVBoxLayout(idle)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.detail)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(idle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 14, 8)
        outer.addWidget(scrolling(NeverLower(self._pages, LEAST_HEIGHT), least=60))
        self._say_nothing()

    @cached_property
    def views(self) -> ComparisonViews:
        from inspector.ui.comparison_views import ComparisonViews

        views = ComparisonViews(self._theme)
        views.head.swap_asked.connect(self.swap_asked)
        views.head.cancel_asked.connect(self.cancel_asked)
        views.head.retry_asked.connect(self.retry_asked)
        views.module_chosen.connect(self.module_chosen)
        views.flips_asked.connect(lambda: self.flips_asked.emit(self._before or 0))
        self._pages.addWidget(views)
        return views

    @property
    def comparison(self) -> Comparison | None:
        """What is shown, None while there is none."""
        shows = "views" in self.__dict__ and self._pages.currentWidget() is self.views
        return self.views.comparison if shows else None

    def show_bases(self, count: int) -> None:
        """How many bases there are to compare."""
        self._bases = count
        if count > 1 and not self._has_parts:
            self._has_parts = True
            Stepwise(self).run(imports(COMPARISON_PARTS))
        if self._state == "none":
            self._say_nothing()

    def show_comparing(self, comparing: Comparing) -> None:
        self._state = comparing.state
        self._before = comparing.before.id if comparing.before is not None else None
        error = comparing.error
        if comparing.comparison is not None:
            self.views.show_comparison(comparing.comparison, comparing.state, error)
            self._pages.setCurrentWidget(self.views)
        elif comparing.before is None or comparing.after is None:
            self._say_nothing()
        elif comparing.state == FAILED and error is not None:
            self._say(error.message, error.hint)
        else:
            names = (comparing.before.name, comparing.after.name)
            self._say(self.tr("Comparing {} and {} …").format(*names), self.tr("Both are being read."))

    def show_progress(self, stage: str, done: int, total: int, text: str) -> None:
        if self._state == RUNNING:
            self.views.head.step(done, total, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._state == RUNNING:
            self.cancel_asked.emit()
            return
        super().keyPressEvent(event)

    def _say_nothing(self) -> None:
        if self._bases < 2:
            words = self.tr("Add a second base: then this shows what its move means for the adapter.")
        elif self._bases == 2:
            words = self.tr("Drag one card of the shelf onto the other, or press Ctrl+K.")
        else:
            words = self.tr("Drag one card of the shelf onto another, or press Ctrl+Shift+K on a card.")
        self._say(self.tr("Nothing compared yet"), words)
        self.begin.setVisible(self._bases == 2)

    def _say(self, sentence: str, detail: str) -> None:
        self.sentence.setText(sentence)
        self.detail.setText(detail)
        self.begin.hide()
        self._pages.setCurrentIndex(0)


def _centred() -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
