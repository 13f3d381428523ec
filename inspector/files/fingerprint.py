"""What identifies a base beside its config: digests of its weight files, tokenizer and chat template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from inspector.files.digest import config_digest, sha256_of
from inspector.files.folder import is_file, member
from inspector.files.json_object import MAX_INDEX_BYTES, read_json_object
from inspector.files.records import Base

Progress = Callable[[int, int], object]

TOKENIZER_FILES = ("tokenizer.json", "tokenizer.model", "spiece.model", "vocab.json", "vocab.txt")
"""The first of these that is there stands for the tokenizer."""


class WeightFile(NamedTuple):
    """A weight file: `size` in bytes and `sha256` in hex."""

    size: int
    sha256: str


def hash_weights(
    base: Base, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> dict[str, WeightFile]:
    """Size and SHA-256 of every weight file of the base, by its name in the folder."""
    sizes = {weights_name(base, path): (path, path.stat().st_size) for path in base.weight_files}
    total, before, hashed = sum(size for _, size in sizes.values()), 0, {}
    for name, (path, size) in sizes.items():

        def report(done: int, _: int, before: int = before) -> None:
            if progress is not None:
                progress(before + done, total)

        hashed[name] = WeightFile(size, sha256_of(path, progress=report, cancelled=cancelled))
        before += size
    return hashed


def weights_name(base: Base, path: Path) -> str:
    """A weight file's name inside the base's folder, with `/` for sub-folders."""
    return path.relative_to(base.folder).as_posix() if path.is_relative_to(base.folder) else path.name


def tokenizer_digest(folder: Path) -> str | None:
    """SHA-256 of the first of `TOKENIZER_FILES`; None where there is none."""
    for name in TOKENIZER_FILES:
        if is_file(folder / name):
            return sha256_of(member(folder, name))
    return None


def chat_template_digest(folder: Path) -> str | None:
    """SHA-256 of the chat template: chat_template.jinja, else the one inside tokenizer_config.json."""
    if is_file(folder / "chat_template.jinja"):
        return sha256_of(member(folder, "chat_template.jinja"))
    for name in ("tokenizer_config.json", "chat_template.json"):
        if is_file(folder / name):
            settings = read_json_object(member(folder, name), rule="ADP101", max_bytes=MAX_INDEX_BYTES)
            if settings.get("chat_template") is not None:
                return config_digest({"chat_template": settings["chat_template"]})
    return None
