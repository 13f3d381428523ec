"""How far a long command is: one line on standard error that is written over."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.worker.protocol import Progress


def say(progress: Progress) -> None:
    """Progress on standard error, one line that is written over; nothing where that is no terminal.

    What offloading will cost stays on the screen, and is said without one too.
    """
    if progress.stage == "placement":
        end_progress()
        print(progress.text, file=sys.stderr, flush=True)
        return
    if sys.stderr.isatty():
        share = f" {progress.done}/{progress.total}" if progress.total else ""
        print(f"\r\033[K{progress.text}{share}", end="", file=sys.stderr, flush=True)


def end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
