"""What the model writes without and with the adapter, the first difference marked in both."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTextEdit, QVBoxLayout, QWidget

from inspector.compat.probe_result import PromptResult
from inspector.ui.quantities import figure
from inspector.ui.theme import Theme, font


class TextPair(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prompt: PromptResult | None = None
        self.base_text, self.adapted_text = _text_box(), _text_box()
        self.base_text.setAccessibleName(self.tr("Without the adapter"))
        self.adapted_text.setAccessibleName(self.tr("With the adapter"))
        self.base_title, self.adapted_title = QLabel(self.tr("Without the adapter")), QLabel()
        self.base_facts, self.adapted_facts = QLabel(), QLabel()
        column = QVBoxLayout(self)
        column.setSpacing(3)
        column.setContentsMargins(0, 5, 0, 0)
        for title, facts, box in (
            (self.base_title, self.base_facts, self.base_text),
            (self.adapted_title, self.adapted_facts, self.adapted_text),
        ):
            title.setObjectName("figureTitle")
            facts.setObjectName("muted")
            facts.setToolTip(self.tr("Perplexity of the prompt itself"))
            head = QHBoxLayout()
            head.addWidget(title, 1)
            head.addWidget(facts)
            for label in (title, facts):
                label.setFont(font(steps=-0.5))
            column.addLayout(head)
            column.addWidget(box, 1)
        theme.changed.connect(self._fill)

    def show_prompt(self, prompt: PromptResult | None) -> None:
        self._prompt = prompt
        self._fill()

    def _fill(self) -> None:
        prompt = self._prompt
        if prompt is None:
            for box in (self.base_text, self.adapted_text):
                box.clear()
            return
        differs = prompt.base_text != prompt.adapted_text
        after = self.tr("With the adapter")
        if not differs and prompt.base_text:
            after = self.tr("With the adapter: the same")
        elif prompt.first_difference is not None:
            after = self.tr("With the adapter: differs from token {} on").format(prompt.first_difference + 1)
        self.adapted_title.setText(after)
        self.base_facts.setText(self._perplexity(prompt.base_perplexity))
        self.adapted_facts.setText(self._perplexity(prompt.adapted_perplexity))
        mark, at = self._theme.colours.color("warn_wash"), first_difference(prompt)
        for box, text in ((self.base_text, prompt.base_text), (self.adapted_text, prompt.adapted_text)):
            _fill(box, text or self.tr("(writes no text)"), at if text else 10**9, mark)

    def _perplexity(self, value: float | None) -> str:
        return self.tr("perplexity {}").format(figure(value)) if value is not None else ""


def first_difference(prompt: PromptResult) -> int:
    """Where the first word that differs begins; the texts' length if they are the same."""
    one, other = prompt.base_text, prompt.adapted_text
    shorter = min(len(one), len(other))
    at = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    if at == len(one) == len(other):
        return at
    # Back to the beginning of the word: half a word marked reads worse than all of it.
    return max(one.rfind(" ", 0, at), one.rfind("\n", 0, at)) + 1


def _text_box() -> QTextEdit:
    box = QTextEdit()
    box.setReadOnly(True)
    box.setFont(font(steps=-0.3))
    box.setTabChangesFocus(True)
    box.setAcceptDrops(False)
    box.setFrameShape(QFrame.Shape.NoFrame)
    box.setMinimumHeight(36)
    return box


def _fill(box: QTextEdit, text: str, difference: int, colour: QColor) -> None:
    box.setPlainText(text)
    if difference >= len(text):
        return
    cursor = box.textCursor()
    cursor.setPosition(difference)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    marked = QTextCharFormat()
    marked.setBackground(colour)
    cursor.mergeCharFormat(marked)
