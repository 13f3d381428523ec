"""Adapters below a folder: every folder that holds an adapter_config.json, found without following links."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from inspector.errors import Cancelled, UsageError
from inspector.files.folder import ADAPTER_CONFIG, existing, printable

DEEPEST = 24
MOST_FOLDERS = 500_000
_PASSED_OVER = frozenset({"__pycache__", "node_modules", "blobs", "site-packages"})


def find_adapters(root: str | Path, *, cancelled: Callable[[], bool] | None = None) -> Iterator[Path]:
    """Adapter folders at and below `root`, parents before children, by name; as they are found.

    Hidden folders below `root` are passed over, and so are links to folders: nothing outside is entered, and
    a circle ends. An adapter_config.json given by itself is its folder. Raises UsageError when nothing is
    there, Cancelled when `cancelled` says so.
    """
    start = existing(root)
    if start is None:
        raise UsageError(f"There is nothing at {printable(str(root))}.", "Give a folder that is there.")
    if start.is_file():
        if start.name == ADAPTER_CONFIG:
            yield start.parent
        return
    waiting, seen = [(start, 0)], 0
    while waiting and seen < MOST_FOLDERS:
        folder, depth = waiting.pop()
        seen += 1
        if cancelled is not None and cancelled():
            raise Cancelled
        is_adapter, below = _look_into(folder)
        if is_adapter:
            yield folder
        if depth < DEEPEST:
            waiting += [(folder / name, depth + 1) for name in sorted(below, reverse=True)]


def _look_into(folder: Path) -> tuple[bool, list[str]]:
    """Whether an adapter lies here, and the folders to go on with; a folder that may not be read has none."""
    is_adapter, below = False, []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.name == ADAPTER_CONFIG and entry.is_file():
                    is_adapter = True
                elif entry.is_dir(follow_symlinks=False) and not _is_passed_over(entry.name):
                    below.append(entry.name)
    return is_adapter, below


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name in _PASSED_OVER
