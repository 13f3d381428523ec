"""One sentence across the window that nobody has to answer: refusals, failures, things done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from inspector.ui.engine_words import said
from inspector.ui.theme import font

Offer = tuple[str, Callable[[], object]]


class MessageBar(QFrame):
    """Hidden until something is said; a later message replaces an earlier one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setProperty("tone", "unknown")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(font(weight=QFont.Weight.Medium))
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setObjectName("muted")
        self._details: QPlainTextEdit | None = None
        self._offers = QHBoxLayout()
        close = QPushButton("×")
        close.setObjectName("flat")
        close.setAccessibleName(self.tr("Dismiss"))
        close.setToolTip(self.tr("Dismiss"))
        close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._hint)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addLayout(self._offers)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 8, 12, 8)
        column.addLayout(row)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(
        self,
        text: str,
        *,
        tone: str = "unknown",
        hint: str = "",
        details: str = "",
        offers: Sequence[Offer] = (),
    ) -> None:
        """`tone` is `good`, `bad`, `warn` or `unknown`; each of `offers` becomes a button."""
        text, hint = said(text), said(hint)
        self._text.setText(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        if self._details is not None:
            self._details.hide()
        while (item := self._offers.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        if details:
            show = self._offer(self.tr("Details"))
            show.clicked.connect(lambda: self._toggle_details(details))
        for label, act in offers:
            button = self._offer(label)
            # Taken up, the message has done its work; what follows may say a new one.
            button.clicked.connect(self.hide)
            button.clicked.connect(lambda _=False, act=act: act())
        self.setProperty("tone", tone)
        self.setAccessibleName(f"{text} {hint}".strip())
        self.style().polish(self)
        self.show()

    def _toggle_details(self, text: str) -> None:
        if self._details is None:
            self._details = QPlainTextEdit()
            self._details.setReadOnly(True)
            self._details.setFont(font(mono=True))
            self._details.setFixedHeight(120)
            self._details.setAccessibleName(self.tr("Details"))
            self._details.hide()
            column = self.layout()
            assert column is not None
            column.addWidget(self._details)
        self._details.setPlainText(text)
        self._details.setVisible(self._details.isHidden())

    def _offer(self, label: str) -> QPushButton:
        button = QPushButton(label)
        self._offers.addWidget(button)
        return button
