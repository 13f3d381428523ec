"""The second process that a window starts unless it is told otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.worker.client import Worker


def default_worker() -> Worker:
    from inspector.worker.client import Worker

    return Worker()
