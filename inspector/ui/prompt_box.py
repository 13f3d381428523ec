"""The prompts of a probe: typed, pasted, or taken from a file that is loaded or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from inspector.ui.drop_window import local_paths

if TYPE_CHECKING:
    from inspector.worker.client import Prompt

SUFFIXES = (".txt", ".jsonl")
_SOFT_BREAK = "\u2028"


class PromptBox(QPlainTextEdit):
    """One prompt a line; Shift+Return breaks a line inside a prompt, Ctrl+Return asks for the run.

    A folder dropped here is meant for the window: only a prompt file or text is taken.
    """

    run_asked = Signal()
    file_dropped = Signal(object)
    held_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: tuple[Prompt, ...] = ()
        self.setPlaceholderText(
            self.tr("One prompt a line, or drop a .txt or .jsonl file.\nEmpty: a few general ones.")
        )
        self.setAccessibleName(self.tr("Prompts, one a line"))
        self.setToolTip(self.tr("Shift+Return breaks a line inside a prompt; Ctrl+Return runs the probe"))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(48)

    @property
    def holds_chats(self) -> bool:
        """Whether chats from a file are shown, which cannot be written here."""
        return bool(self._held)

    def prompts(self) -> list[Prompt]:
        """What is written, without blank lines; or the prompts and chats of a file as they stand there."""
        if self._held:
            return list(self._held)
        document = self.document()
        lines = (document.findBlockByNumber(place).text() for place in range(document.blockCount()))
        return [line.replace(_SOFT_BREAK, "\n").strip() for line in lines if line.strip()]

    def set_prompts(self, prompts: Sequence[Prompt]) -> None:
        """Texts can be edited; where chats are among them, all is shown as it is, until `clear_chats`."""
        self._held = tuple(prompts) if any(not isinstance(prompt, str) for prompt in prompts) else ()
        self.setReadOnly(self.holds_chats)
        self.setPlainText("\n".join(_SOFT_BREAK.join(_as_text(p).splitlines()) for p in prompts))
        self.held_changed.emit()

    def clear_chats(self) -> None:
        self.set_prompts(())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return prompt_file(source) is not None if source.hasUrls() else source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        path = prompt_file(source) if source.hasUrls() else None
        if path is not None:
            self.file_dropped.emit(path)
        elif source.hasText():
            self.insertPlainText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        returns = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if returns and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.run_asked.emit()
            return
        super().keyPressEvent(event)


def _as_text(prompt: Prompt) -> str:
    """A prompt as the box shows it: a chat with who says what."""
    if isinstance(prompt, str):
        return prompt.strip()
    return "\n".join(f"{message['role']}: {message['content'].strip()}" for message in prompt)


def prompt_file(mime: QMimeData) -> Path | None:
    """The one text file of a drag; None for folders, models, and several things at once."""
    paths = local_paths(mime)
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in SUFFIXES else None
