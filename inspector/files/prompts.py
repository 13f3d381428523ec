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


Chat = list[dict[str, str]]
"""Messages with `role` and `content`, which go through a chat template."""


def read_prompts(path: str | Path) -> tuple[str, ...]:
    """The prompts of a UTF-8 `.txt` (one a line) or `.jsonl` (strings, or objects with `prompt` or `text`).

    Blank lines are left out. Raises UnreadableInput for a file that cannot be opened, UsageError for one
    that is not UTF-8, that is larger than MAX_BYTES, that holds no prompt, more than MAX_PROMPTS, or a chat.
    """
    prompts = read_prompts_and_chats(path)
    texts = tuple(prompt for prompt in prompts if isinstance(prompt, str))
    if len(texts) < len(prompts):
        raise UsageError(
            f"{path} holds chats (messages), and here only texts can be taken.",
            "Measure on it with `adapter-inspector probe --prompts`.",
        )
    return texts


def read_prompts_and_chats(path: str | Path) -> tuple[str | Chat, ...]:
    """As `read_prompts`, with objects that hold `messages` too. Raises UnreadableInput, UsageError."""
    file = Path(path)
    opened, size = open_regular(file)
    with opened:
        if size > MAX_BYTES:
            raise UsageError(f"{path} is larger than 1 MB.", f"Give 1 to {MAX_PROMPTS:,} prompts.")
        try:
            text = opened.read(MAX_BYTES).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            hint = "Give a UTF-8 text file."
            raise UsageError(f"The prompts in {path} cannot be read: {error}.", hint) from error
    is_jsonl = file.suffix.lower() == ".jsonl"
    # JSON strings may hold U+2028 and its like as they are: there only a line feed ends a line.
    lines = text.split("\n") if is_jsonl else text.splitlines()
    numbered = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    prompts: tuple[str | Chat, ...] = tuple(line for _, line in numbered)
    if is_jsonl:
        prompts = tuple(_prompt_of(line, f"Line {number} of {path}") for number, line in numbered)
    if not prompts or len(prompts) > MAX_PROMPTS:
        raise UsageError(f"{path} holds {len(prompts):,} prompts.", f"Give 1 to {MAX_PROMPTS:,} of them.")
    return prompts


def _prompt_of(line: str, where: str) -> str | Chat:
    hint = 'Give one string a line, or one object a line with "prompt", "text" or "messages".'
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where} is not JSON.", hint) from error
    if isinstance(row, dict) and "messages" in row:
        return _chat_of(row["messages"], where)
    found = next((row[name] for name in _FIELDS if name in row), None) if isinstance(row, dict) else row
    if not isinstance(found, str) or not found.strip():
        raise UsageError(f"{where} holds no prompt.", hint)
    _refuse_half_a_character(found, where)
    return found


def _refuse_half_a_character(text: str, where: str) -> None:
    """JSON can escape half a surrogate pair, which no tokenizer takes."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UsageError(
            f"{where} holds half a Unicode character.", "Write both halves of its escape, or the character."
        )


def _chat_of(messages: object, where: str) -> Chat:
    whole = isinstance(messages, list) and all(
        isinstance(message, dict)
        and isinstance(message.get("role"), str)
        and isinstance(message.get("content"), str)
        for message in messages
    )
    if not whole or not messages:
        raise UsageError(
            f"{where} holds no chat.", 'Give "messages" as a list of objects with "role" and "content".'
        )
    assert isinstance(messages, list)
    for message in messages:
        _refuse_half_a_character(message["role"] + " " + message["content"], where)
    return [{"role": message["role"], "content": message["content"]} for message in messages]
