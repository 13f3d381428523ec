"""Of which load reports a window shows the uppermost rows first, and lays the rest out beside itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from inspector.compat.inspection import LoadReport

LARGE = 5000
"""Tensors, slots and modules from which making the views takes longer than a frame or two."""

PAINTED = 60
"""Milliseconds until a record's first rows are painted. A thread that works meanwhile makes that ten times as
long: every call into Qt gives the interpreter's lock away."""


def is_large(report: LoadReport) -> bool:
    return len(report.tensors) + len(report.missing) + len(report.modules) >= LARGE


def once_painted(parent: QObject, report: LoadReport, call: Callable[[], object]) -> None:
    """Begin work on another thread: at once for a small report, after its first rows for a large one."""
    if is_large(report):
        QTimer.singleShot(PAINTED, parent, call)
    else:
        call()
