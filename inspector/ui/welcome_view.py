"""What one sees with nothing open: two places to drop things on, the example, recent pairs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.ui.lane import Lane
from inspector.ui.settings import Recent
from inspector.ui.theme import Theme, font, icon

SHOWN = 5
"""Recent adapters that are listed."""


class DropCard(QPushButton):
    """A large dashed place that says what belongs there; pressing it opens the dialog for the same thing."""

    def __init__(self, theme: Theme, *, name: str, title: str, text: str) -> None:
        super().__init__()
        self._theme, self._icon, self._title, self.hint = theme, icon(name), title, text
        self.setFixedSize(290, 170)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        lively = self.hasFocus() or self.underMouse()
        painter.setBrush(colours.color("window"))
        painter.setPen(QPen(colours.color("accent" if lively else "faint"), 1.2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.drawPixmap((self.width() - 32) // 2, 34, self._icon.pixmap(32, 32))
        painter.setPen(colours.color("text"))
        painter.setFont(font(steps=1, weight=QFont.Weight.DemiBold))
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRect(0, 76, self.width(), 24), centre, self._title)
        painter.setFont(font(steps=-0.5))
        painter.setPen(colours.color("muted"))
        painter.drawText(
            QRect(18, 100, self.width() - 36, 50), int(centre) | int(Qt.TextFlag.TextWordWrap), self.hint
        )


class WelcomeView(QFrame):
    open_asked = Signal()
    base_asked = Signal()
    demo_asked = Signal()
    recent_asked = Signal(object)
    forget_asked = Signal()
    library_asked = Signal()

    def __init__(self, theme: Theme, *, has_demo: bool, parent: QWidget | None = None) -> None:
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
            theme, name="adapter", title=self.tr("Adapter"), text=self.tr("folder with adapter_config.json")
        )
        self.base_card = DropCard(
            theme,
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
        example.setVisible(has_demo)
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
        self._lane = Lane("recents", self)
        self._recents = QVBoxLayout()
        self._recents.setSpacing(0)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for label in (title, lead):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
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
        shown = recents[:SHOWN]
        self.recents = []
        for recent in shown:
            path = Path(recent.adapter)
            button = QPushButton(f"{path.name}    {path.parent}")
            button.setObjectName("link")
            self.recents.append(button)
            button.clicked.connect(lambda _=False, recent=recent: self.recent_asked.emit(recent))
            self._recents.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        if recents:
            forget = QPushButton(self.tr("Clear the list"))
            forget.setObjectName("flat")
            forget.clicked.connect(self.forget_asked)
            self._recents.addWidget(forget, 0, Qt.AlignmentFlag.AlignHCenter)
            buttons = self.recents
            # A disk that takes its time, or none at all, does not hold the first picture up.
            self._lane.run(
                lambda: _are_gone([recent.adapter for recent in shown]),
                lambda gone: self._show_gone(buttons, gone),
                lambda _: None,
            )

    def close_lane(self) -> None:
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
        self.base_card.hint = words
        self.base_card.update()


def _are_gone(paths: Sequence[str]) -> list[bool]:
    from inspector.files.folder import existing

    return [existing(path) is None for path in paths]
