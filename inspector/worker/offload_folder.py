"""A folder for weights that do not fit into memory: on a real disk, with room, and gone afterwards.

Whoever uses one holds a lock in it, which the kernel releases however the process ends; a folder whose lock
is free has been abandoned, and the next process that looks removes it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from inspector.errors import WorkerError

_PREFIX = "adapter-inspector-offload-"
_LOCK = "in-use"
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_RESERVE = 1_000_000_000
"""Bytes that stay free on the disk for everybody else."""

_YOUNG = 60.0
"""Seconds in which a folder without a lock is taken for one that is just being made."""

_held: dict[Path, int] = {}


def make_offload_folder(needed: int) -> Path:
    """A new folder, for this process alone, on a disk where `needed` bytes fit and a gigabyte stays free.

    Removes abandoned ones first. Raises WorkerError, with both numbers, where no disk has the room.
    """
    sweep_abandoned()
    most, roomiest = 0, None
    for parent in _parents():
        free = shutil.disk_usage(parent).free
        if free >= needed + _RESERVE:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
            _held[folder] = _lock(folder)
            return folder
        if free >= most:
            most, roomiest = free, parent
    raise WorkerError(
        f"Offloading would write {needed / 1e9:.1f} GB, and {most / 1e9:.1f} GB are free in "
        f"{roomiest or tempfile.gettempdir()}.",
        "Free some disk space, or let TMPDIR name a folder on a larger disk.",
    )


def remove_offload_folder(folder: Path) -> None:
    """Remove a folder of this process; it may be gone already."""
    descriptor = _held.pop(folder, None)
    shutil.rmtree(folder, ignore_errors=True)
    if descriptor is not None:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def remove_own_folders() -> None:
    """Remove every folder of this process, before it ends."""
    for folder in list(_held):
        remove_offload_folder(folder)


def sweep_abandoned() -> int:
    """Remove this user's folders whose process has ended; returns how many."""
    removed = 0
    for parent in _parents():
        with contextlib.suppress(OSError):
            for folder in parent.glob(f"{_PREFIX}*"):
                if folder not in _held and _is_abandoned(folder):
                    shutil.rmtree(folder, ignore_errors=True)
                    removed += 1
    return removed


def _parents() -> Iterator[Path]:
    """Folders for temporary files on a real disk: what is in memory would only move the problem."""
    seen = set()
    for parent in map(Path, (tempfile.gettempdir(), "/var/tmp")):
        if parent not in seen and parent.is_dir() and os.access(parent, os.W_OK) and not _in_memory(parent):
            seen.add(parent)
            yield parent


def _in_memory(folder: Path) -> bool:
    best, kind = "", ""
    with contextlib.suppress(OSError):
        for line in Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
            _, point, system, *_ = line.split()
            if len(point) > len(best) and folder.resolve().is_relative_to(point):
                best, kind = point, system
    return kind in _IN_MEMORY


def _lock(folder: Path) -> int:
    descriptor = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    with contextlib.suppress(
        ImportError, OSError
    ):  # no fcntl on Windows: an open file cannot be removed there
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return descriptor


def _is_abandoned(folder: Path) -> bool:
    try:
        state = folder.lstat()
        if folder.is_symlink() or (hasattr(os, "getuid") and state.st_uid != os.getuid()):
            return False
        if not (folder / _LOCK).exists():
            return time.time() - state.st_mtime > _YOUNG
        import fcntl

        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except ImportError:
        return True
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
