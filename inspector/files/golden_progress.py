"""Answers to a golden set on disk as they come, so that a run which was killed can be taken up again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inspector.errors import InspectorError, UnreadableInput, UsageError
from inspector.files.cache_folder import cache_folder
from inspector.files.digest import config_digest, sha256_of
from inspector.files.fingerprint import chat_template_digest
from inspector.files.folder import is_file
from inspector.files.golden import GoldenSet
from inspector.files.hub import recorded_sha256
from inspector.files.lock_tokenizer import tokenizer_file_hashes
from inspector.files.records import Adapter, Base
from inspector.files.signatures import open_regular

HASHED_BYTES = 256 * 1024 * 1024
"""Weight files above this are known by size and time of change, unless the Hub cache records their hash."""

_MAX_LINE = 1024 * 1024
_MAX_BYTES = 1024 * 1024 * 1024
_HEAD = {"golden_answers": 1}


def run_key(
    adapter: Adapter, base: Base, golden: GoldenSet, *, adapted: bool, settings: Mapping[str, str]
) -> str:
    """64 hex digits that change with everything that an answer depends on.

    Adapter, base and golden set by their content; `settings` are device and package versions.
    """
    facts = {
        "golden": golden.sha256,
        "adapted": adapted,
        "adapter": [_file(adapter.weights_file), config_digest(adapter.config)] if adapted else None,
        "task": adapter.task_type,
        "base": [config_digest(base.config), sorted(map(_file, base.weight_files))],
        "texts": [_sidecars(folder) for folder in (adapter.path, base.folder)],
        "settings": dict(settings),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode("ascii")).hexdigest()


def _sidecars(folder: Path) -> list[str | None]:
    """What else decides about the tokens that go in and out."""
    found: list[str | None] = []
    for digest in (_tokenizer_files, chat_template_digest):
        try:
            found.append(digest(folder))
        except UnreadableInput:
            found.append(None)
    for name in (
        "generation_config.json",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "added_tokens.json",
    ):
        found.append(_file(folder / name) if is_file(folder / name) else None)
    return found


def _tokenizer_files(folder: Path) -> str:
    return json.dumps(tokenizer_file_hashes(folder), sort_keys=True)


def _file(path: Path | None) -> str:
    if path is None:
        return ""
    recorded = recorded_sha256(path)
    if recorded is not None:
        return recorded
    seen = path.stat()
    if seen.st_size <= HASHED_BYTES:
        return sha256_of(path)
    return f"{path.resolve()} {seen.st_size} {seen.st_mtime_ns}"


def progress_file(runs: Iterable[str]) -> Path:
    """Where the answers of these runs wait in the user's cache folder."""
    name = hashlib.sha256(" ".join(runs).encode("ascii")).hexdigest()[:32]
    return cache_folder() / "golden" / f"{name}.jsonl"


class GoldenProgress:
    """One file of answers, of one run or several: `{"run": …, "n": 12, "answer": "…"}` a line.

    Raises UsageError for an existing file of another kind, InspectorError where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._answers: dict[tuple[str, int], str] = {}
        torn = self._read() if path.exists() else False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Answers may be as private as the examples are.
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._unwritable(error) from error
        if torn:
            self._write(b"\n")
        elif os.fstat(self._file).st_size == 0:
            self._write(_line(_HEAD))

    def __enter__(self) -> GoldenProgress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answers(self, run: str) -> dict[int, str]:
        """The texts that are known of a run, by example number."""
        return {number: text for (owner, number), text in self._answers.items() if owner == run}

    def append(self, run: str, texts: Iterable[tuple[int, str]]) -> None:
        """Keep the texts, on the disk before this returns; what is known already is not written again."""
        new = {(run, number): text for number, text in texts if (run, number) not in self._answers}
        self._write(b"".join(_line({"run": run, "n": key[1], "answer": text}) for key, text in new.items()))
        self._answers |= new

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def remove(self) -> None:
        """Close and delete: everything is answered."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _write(self, content: bytes) -> None:
        try:
            while content:
                content = content[os.write(self._file, content) :]
            os.fsync(self._file)
        except OSError as error:
            raise self._unwritable(error) from error

    def _read(self) -> bool:
        """Take in what an earlier run left; True where its last line is torn."""
        file, size = open_regular(self.path)
        with file:
            last = line = file.readline(_MAX_LINE)
            if len(line) == size and _line(_HEAD).startswith(line):
                self._empty()  # there is nothing in it, or a torn head
                return False
            if size > _MAX_BYTES or line != _line(_HEAD):
                raise UsageError(
                    f"{self.path.name} holds something else than answers to a golden set.",
                    "Give --resume a new file, or the file of an earlier run.",
                )
            while line:
                self._take(_object(line))
                last, line = line, file.readline(_MAX_LINE)
            return not last.endswith(b"\n")

    def _empty(self) -> None:
        try:
            os.truncate(self.path, 0)
        except OSError as error:
            raise self._unwritable(error) from error

    def _take(self, row: Any) -> None:
        if isinstance(row, dict):
            run, number, text = row.get("run"), row.get("n"), row.get("answer")
            if isinstance(run, str) and isinstance(number, int) and isinstance(text, str):
                self._answers.setdefault((run, number), text)

    def _unwritable(self, error: OSError) -> InspectorError:
        return InspectorError(
            f"Answers cannot be saved in {self.path}: {(error.strerror or str(error)).lower()}.",
            "Give --resume a file in a folder that you may write to.",
        )


def _object(line: bytes) -> Any:
    """The line as JSON; None for a torn or foreign one."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row).encode("ascii") + b"\n"
