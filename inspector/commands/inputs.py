"""Files that a command reads beside adapter and base."""

from __future__ import annotations

from pathlib import Path

from inspector.errors import UsageError

_MAX_PROMPTS = 1000
_MAX_PROMPT_FILE = 1_000_000


def read_prompts(path: str) -> list[str]:
    file = Path(path)
    try:
        if file.stat().st_size > _MAX_PROMPT_FILE:
            raise UsageError(f"{path} is larger than 1 MB.", "Give one prompt a line, up to 1,000 of them.")
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The prompts in {path} cannot be read: {error}.", "Give a UTF-8 text file."
        ) from error
    prompts = [line for line in lines if line]
    if not prompts or len(prompts) > _MAX_PROMPTS:
        raise UsageError(
            f"{path} holds {len(prompts)} prompts.", "Give one prompt a line, 1 to 1,000 of them."
        )
    return prompts
