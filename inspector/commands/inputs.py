"""Files that a command reads beside adapter and base."""

from __future__ import annotations

from pathlib import Path

from inspector.errors import UsageError
from inspector.files.signatures import open_regular

MAX_TEXT_BYTES = 16_000_000


def read_text(path: str) -> str:
    """A text to take the perplexity of. Raises UnreadableInput, UsageError for no text."""
    opened, size = open_regular(Path(path))
    with opened:
        if size > MAX_TEXT_BYTES:
            raise UsageError(f"{path} is larger than 16 MB.", "Give a shorter text.")
        try:
            text = opened.read(MAX_TEXT_BYTES).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UsageError(f"The text in {path} cannot be read: {error}.", "Give a UTF-8 file.") from error
    if not text.strip():
        raise UsageError(f"{path} is empty.", "Give a text of some sentences.")
    return text
