"""Prompts from a file: one a line of text, or one an object of JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

from inspector.errors import UsageError
from inspector.files.signatures import open_regular

MAX_PROMPTS = 1000
MAX_BYTES = 1_000_000
SUFFIXES = (".txt", ".jsonl")
_FIELDS = ("prompt", "text")


def read_prompts(path: str | Path) -> tuple[str, ...]:
    """The prompts of a UTF-8 `.txt` (one a line) or `.jsonl` (strings, or objects with `prompt` or `text`).

    Blank lines are left out. Raises UnreadableInput for a file that cannot be opened, UsageError for one
    that is not UTF-8, that is larger than MAX_BYTES, or that holds no prompt or more than MAX_PROMPTS.
    """
    file = Path(path)
    opened, size = open_regular(file)
    with opened:
        if size > MAX_BYTES:
            raise UsageError(f"{path} is larger than 1 MB.", f"Give 1 to {MAX_PROMPTS:,} prompts.")
        try:
            lines = opened.read(MAX_BYTES).decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            hint = "Give a UTF-8 text file."
            raise UsageError(f"The prompts in {path} cannot be read: {error}.", hint) from error
    numbered = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    if file.suffix.lower() == ".jsonl":
        prompts = tuple(_prompt_of(line, f"Line {number} of {path}") for number, line in numbered)
    else:
        prompts = tuple(line for _, line in numbered)
    if not prompts or len(prompts) > MAX_PROMPTS:
        raise UsageError(f"{path} holds {len(prompts):,} prompts.", f"Give 1 to {MAX_PROMPTS:,} of them.")
    return prompts


def _prompt_of(line: str, where: str) -> str:
    hint = 'Give one string a line, or one object a line with "prompt" or "text".'
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where} is not JSON.", hint) from error
    found = next((row[name] for name in _FIELDS if name in row), None) if isinstance(row, dict) else row
    if not isinstance(found, str) or not found.strip():
        raise UsageError(f"{where} holds no prompt.", hint)
    return found
