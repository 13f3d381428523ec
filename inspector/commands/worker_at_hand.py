"""The second process for a command that can do without: in a viewer there may be no Python to run it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.worker.client import Worker


@contextmanager
def worker_at_hand() -> Iterator[Worker | None]:
    """A worker, not started yet; None where none can be, which is said once on standard error."""
    from inspector.worker.client import Worker
    from inspector.worker.interpreter import NoPython, worker_command

    try:
        worker_command()
    except NoPython as error:
        print(f"{error.message} {error.hint}", file=sys.stderr)
        yield None
        return
    with Worker() as worker:
        yield worker
