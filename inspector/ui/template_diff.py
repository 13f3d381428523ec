"""A chat template's text difference: + and − in the margin, and in colour."""

from __future__ import annotations

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from inspector.ui.theme import Theme, font


class TemplateDiff(QPlainTextEdit):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lastLines")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(font(mono=True, steps=-0.4))
        self.setAccessibleName(self.tr("Difference of the chat templates"))
        self._colouring = _DiffColouring(theme, self)
        theme.changed.connect(self._colouring.rehighlight)

    def show_diff(self, diff: str) -> None:
        """A unified difference, without its two lines of file names."""
        lines = diff.split("\n")
        if lines[0].startswith("---") and len(lines) > 1 and lines[1].startswith("+++"):
            lines = lines[2:]
        self.setPlainText("\n".join(line.replace("-", "−", 1) if line[:1] == "-" else line for line in lines))


class _DiffColouring(QSyntaxHighlighter):
    def __init__(self, theme: Theme, editor: QPlainTextEdit) -> None:
        super().__init__(editor.document())
        self._theme = theme

    def highlightBlock(self, text: str) -> None:
        roles = {"+": ("good", "good_wash"), "−": ("bad", "bad_wash"), "@": ("muted", "")}
        role = roles.get(text[:1])
        if role is None:
            return
        look = QTextCharFormat()
        look.setForeground(self._theme.colours.color(role[0]))
        if role[1]:
            look.setBackground(self._theme.colours.color(role[1]))
        self.setFormat(0, len(text), look)
