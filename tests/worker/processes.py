"""Which processes there are, told from /proc."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def workers_of(parent: int) -> list[int]:
    """Process ids of the workers that a process has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
            status = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        alive = status[0] != "Z" and b"inspector.worker" in command
        if alive and int(status[1]) == parent:
            found.append(int(entry.name))
    return found


def is_running(pid: int) -> bool:
    """A process that is on its way out has no command line any more, and is there all the same."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
