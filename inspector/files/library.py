"""The adapters that lie on this machine: cheap facts of each, and what is missing to tell its origin."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from inspector.errors import Cancelled, InspectorError, UsageError
from inspector.files.adapter import read_adapter
from inspector.files.adapter_search import find_adapters
from inspector.files.folder import ADAPTER_CONFIG, ADAPTER_WEIGHTS, existing, is_file, printable
from inspector.files.hub import cached_snapshot
from inspector.files.lock_comparison import LOCK_FILE
from inspector.files.model_card import CARD, read_card
from inspector.files.records import Adapter

MOST_ADAPTERS = 20_000
_LOOK_AHEAD = 0.03
"""Seconds that the search may run ahead before the next adapter is read."""

Stamp = tuple[tuple[int, int], ...]
"""(mtime in ns, bytes) of the files that an item was read from; (0, 0) for one that is not there."""


class Missing(StrEnum):
    """What an adapter needs to be traced to where it came from, and does not have."""

    BASE_NAME = "base-name"
    BASE = "base"
    REVISION = "revision"
    CARD = "card"
    DATA = "data"
    OWNER = "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryItem:
    """An adapter as a line in a list. `problem` is one sentence where it cannot be read; no facts then.

    `method` is PEFT's type (`LORA`) or the foreign layout; `size` is that of the weights in bytes; `date` is
    when they were written (UTC). `base_path` is the recorded base if it is at hand: a folder, or the name of
    a model in the Hub cache. Sorted by `missing`'s order of definition.
    """

    path: Path
    name: str
    stamp: Stamp
    base: str = ""
    revision: str = ""
    method: str = ""
    rank: int | None = None
    tensors: int = 0
    size: int = 0
    date: datetime | None = None
    base_path: str = ""
    missing: tuple[Missing, ...] = ()
    problem: str = ""

    @property
    def is_orphan(self) -> bool:
        return bool(self.missing)


class Step(NamedTuple):
    """One adapter read; `found` counts those known so far, and grows while `searching`."""

    item: LibraryItem
    done: int
    found: int
    searching: bool


def scan(
    roots: Sequence[str | Path],
    *,
    known: Mapping[Path, LibraryItem] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Step]:
    """Every adapter at and below `roots`, each once, as it is read; the search runs ahead of the reading.

    An adapter in `known` whose files have not changed is not read again. Roots that are not there are passed
    over. Raises Cancelled when `cancelled` says so.
    """
    search, waiting = _search(roots, cancelled), deque[Path]()
    done, searching = 0, True
    while searching or waiting:
        until = time.monotonic() + _LOOK_AHEAD
        while searching and (not waiting or time.monotonic() < until):
            folder = next(search, None)
            if folder is None:
                searching = False
            else:
                waiting.append(folder)
        if cancelled is not None and cancelled():
            raise Cancelled
        if waiting:
            folder, done = waiting.popleft(), done + 1
            yield Step(read_item(folder, (known or {}).get(folder)), done, done + len(waiting), searching)


def read_item(folder: Path, known: LibraryItem | None = None) -> LibraryItem:
    """Facts from configuration, header and model card. Never raises for what lies in the folder."""
    stamp = stamp_of(folder)
    if known is not None and known.stamp == stamp:
        return known if known.problem else _with_base(known)
    name = _name(folder)
    try:
        adapter = read_adapter(folder)
    except (InspectorError, OSError, RecursionError) as error:
        words = error.message if isinstance(error, InspectorError) else "It cannot be read from the disk."
        return LibraryItem(
            path=folder, name=name, stamp=stamp, problem=words, date=_date(folder / ADAPTER_CONFIG)
        )
    item = LibraryItem(
        path=folder,
        name=name,
        stamp=stamp,
        base=printable(adapter.base_name or ""),
        revision=printable(adapter.base_revision or ""),
        method=printable(adapter.peft_type or adapter.format),
        rank=adapter.rank,
        tensors=len(adapter.tensors),
        size=adapter.weights_bytes,
        date=_date(adapter.weights_file or folder),
        missing=_missing_notes(adapter),
    )
    return _with_base(item, adapter.base_name, adapter.base_revision)


def stamp_of(folder: Path) -> Stamp:
    """What changes when configuration, weights, lock or card of an adapter are written anew."""
    return tuple(file_stamp(folder / name) for name in (ADAPTER_CONFIG, *ADAPTER_WEIGHTS, LOCK_FILE, CARD))


def file_stamp(path: Path) -> tuple[int, int]:
    """(mtime in ns, bytes); (0, 0) for what is not there."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return found.st_mtime_ns, found.st_size


def base_at_hand(name: str | None, revision: str | None = None) -> str:
    """The recorded base, if a Hub cache or this disk has its config.json: a source for `open_base`, else "".

    Of paths only absolute ones on this machine are looked at: a stranger's path may name a server.
    """
    if not name:
        return ""
    if name.count("/") == 1 and not name.startswith((".", "/", "~", "\\")):
        snapshot = cached_snapshot(name, revision)
        source = f"{name}@{revision}" if revision else name
        return source if snapshot is not None and is_file(snapshot / "config.json") else ""
    path = Path(name)
    if not path.is_absolute() or name.startswith(("//", "\\\\")) or "\0" in name:
        return ""
    return name if is_file(path / "config.json") or (path.suffix == ".gguf" and is_file(path)) else ""


def _search(roots: Sequence[str | Path], cancelled: Callable[[], bool] | None) -> Iterator[Path]:
    seen: set[Path] = set()
    for root in roots:
        if existing(root) is None:
            continue
        try:
            for folder in find_adapters(root, cancelled=cancelled):
                if folder not in seen:
                    seen.add(folder)
                    yield folder
                if len(seen) >= MOST_ADAPTERS:
                    return
        except (UsageError, OSError):
            continue  # it went away in between


def _name(folder: Path) -> str:
    """The folder's name; `org/name` in a Hub cache, where the folder is called after a commit."""
    repository = _hub_repository(folder)
    return printable("/".join(repository)) if repository else printable(folder.name)


def _hub_repository(folder: Path) -> list[str]:
    """[org, name], or [name], for a snapshot in a Hub cache."""
    if folder.parent.name != "snapshots":
        return []
    prefix, _, rest = folder.parent.parent.name.partition("--")
    return rest.split("--", 1) if prefix == "models" and rest else []


def _missing_notes(adapter: Adapter) -> tuple[Missing, ...]:
    found = []
    if not adapter.base_name:
        found.append(Missing.BASE_NAME)
    elif not adapter.base_revision and not is_file(adapter.path / LOCK_FILE):
        found.append(Missing.REVISION)
    card = read_card(adapter.path)
    if card is None:
        found.append(Missing.CARD)
    if card is None or not card.names_data:
        found.append(Missing.DATA)
    if (card is None or not card.names_owner) and len(_hub_repository(adapter.path)) < 2:
        found.append(Missing.OWNER)
    return tuple(found)


def _with_base(item: LibraryItem, name: str | None = None, revision: str | None = None) -> LibraryItem:
    """The item with its base looked for anew: bases come and go while adapters stay."""
    source = base_at_hand(name or item.base, revision or item.revision)
    missing: list[Missing] = [note for note in item.missing if note is not Missing.BASE]
    if item.base and not source:
        missing.append(Missing.BASE)
    order = list(Missing)
    return replace(item, base_path=source, missing=tuple(sorted(missing, key=order.index)))


def _date(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return None
