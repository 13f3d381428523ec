"""What one sees with nothing open: two places to drop things on, the example, recent pairs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.ui.qt_values import CENTRE, PLAIN_TEXT
from inspector.ui.settings import Recent
from inspector.ui.theme import font, icon

if TYPE_CHECKING:
    from inspector.ui.lane import Lane

SHOWN = 5
"""Recent adapters that are listed."""


class DropCard(QPushButton):
    """A large dashed place that says what belongs there; pressing it opens the dialog for the same thing."""

    def __init__(self, *, name: str, title: str, text: str) -> None:
        super().__init__()
        self.setObjectName("dropCard")
        self.setFixedSize(290, 170)
        self.setAccessibleName(title)
        picture, heading, self._hint = QLabel(), QLabel(title), QLabel()
        picture.setPixmap(icon(name).pixmap(32, 32))
        heading.setFont(font(steps=1, weight=QFont.Weight.DemiBold))
        self._hint.setObjectName("muted")
        self._hint.setFont(font(steps=-0.5))
        self._hint.setProperty("textFormat", PLAIN_TEXT)  # it may name a folder of anybody's
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(9)
        column.addStretch(1)
        for label in (picture, heading, self._hint):
            label.setProperty("alignment", CENTRE)
            column.addWidget(label)
        column.addStretch(1)
        self.say(text)

    def say(self, hint: str) -> None:
        """What is to be dropped here."""
        self._hint.setText(hint)
        self.setAccessibleDescription(hint)

    @property
    def hint(self) -> str:
        return self._hint.text()


class WelcomeView(QFrame):
    open_asked = Signal()
    base_asked = Signal()
    demo_asked = Signal()
    recent_asked = Signal(object)
    forget_asked = Signal()
    library_asked = Signal()

    def __init__(self, *, has_demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        title = QLabel(self.tr("Does this adapter fit this base?"))
        lead = QLabel(
            self.tr("Drop a LoRA adapter and the model it is meant for. Files are only read, never changed.")
        )
        title.setObjectName("welcomeTitle")
        title.setFont(font(steps=9, weight=QFont.Weight.DemiBold))
        lead.setObjectName("muted")
        self.adapter_card = DropCard(
            name="adapter", title=self.tr("Adapter"), text=self.tr("folder with adapter_config.json")
        )
        self.base_card = DropCard(
            name="base",
            title=self.tr("Base model"),
            text=self.tr("folder with config.json, .safetensors, .gguf"),
        )
        self.adapter_card.clicked.connect(self.open_asked)
        self.base_card.clicked.connect(self.base_asked)
        cards = QHBoxLayout()
        cards.setSpacing(18)
        cards.addStretch(1)
        cards.addWidget(self.adapter_card)
        cards.addWidget(self.base_card)
        cards.addStretch(1)
        opener = QPushButton(self.tr("Open adapter…"))
        opener.setObjectName("accent")
        opener.clicked.connect(self.open_asked)
        example = QPushButton(self.tr("Open the example"))
        example.clicked.connect(self.demo_asked)
        if not has_demo:
            example.hide()
        library = QPushButton(self.tr("Library"))
        library.setToolTip(self.tr("The adapters on this machine (Ctrl+L)"))
        library.clicked.connect(self.library_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(opener)
        buttons.addWidget(library)
        buttons.addWidget(example)
        buttons.addStretch(1)
        self.recents: list[QPushButton] = []
        self._listed: Sequence[Recent] = ()
        self._recents = QVBoxLayout()
        self._recents.setSpacing(0)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for label in (title, lead):
            label.setProperty("alignment", CENTRE)
            column.addWidget(label)
        column.addSpacing(18)
        column.addLayout(cards)
        column.addSpacing(12)
        column.addLayout(buttons)
        column.addSpacing(18)
        column.addLayout(self._recents)
        column.addStretch(3)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in order."""
        return (self.adapter_card, self.base_card)

    def show_recents(self, recents: Sequence[Recent]) -> None:
        while (item := self._recents.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._listed = recents[:SHOWN]
        self.recents = []
        for recent in self._listed:
            path = Path(recent.adapter)
            button = self._add_link(f"{path.name}    {path.parent}", "link")
            self.recents.append(button)
            button.clicked.connect(lambda _=False, recent=recent: self.recent_asked.emit(recent))
        if recents:
            forget = self._add_link(self.tr("Clear the list"), "flat")
            forget.clicked.connect(self.forget_asked)

    def _add_link(self, text: str, kind: str) -> QPushButton:
        """In a row of its own, in the middle."""
        row, button = QWidget(), QPushButton(text)
        button.setObjectName(kind)
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addStretch(1)
        beside.addWidget(button)
        beside.addStretch(1)
        self._recents.addWidget(row)
        return button

    @cached_property
    def _lane(self) -> Lane:
        from inspector.ui.lane import Lane

        return Lane("recents", self)

    def settle(self) -> None:
        """What can wait until the first paint: see `qt_values`."""
        from PySide6.QtCore import Qt

        for card in (self.adapter_card, self.base_card):
            card.setCursor(Qt.CursorShape.PointingHandCursor)
        self.look_for_recents()

    def look_for_recents(self) -> None:
        """Which of them are gone. A disk that takes its time, or none at all, does not hold the window up."""
        buttons, paths = self.recents, [recent.adapter for recent in self._listed]
        if buttons:
            self._lane.run(
                lambda: _are_gone(paths), lambda gone: self._show_gone(buttons, gone), lambda _: None
            )

    def close_lane(self) -> None:
        if "_lane" in self.__dict__:
            self._lane.close(patience=0.0)

    def _show_gone(self, buttons: list[QPushButton], gone: Sequence[bool]) -> None:
        if buttons is not self.recents:
            return  # another list stands there by now
        for button, is_gone in zip(buttons, gone, strict=True):
            if is_gone:
                button.setEnabled(False)
                button.setToolTip(self.tr("no longer there"))

    def show_waiting(self, bases: Sequence[str]) -> None:
        """Bases came before their adapter."""
        if bases:
            words = self.tr("{} is there; now drop the adapter").format(", ".join(bases))
        else:
            words = self.tr("folder with config.json, .safetensors, .gguf")
        self.base_card.say(words)


def _are_gone(paths: Sequence[str]) -> list[bool]:
    from inspector.files.folder import existing

    return [existing(path) is None for path in paths]
