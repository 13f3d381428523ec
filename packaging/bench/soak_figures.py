"""What a soak run counts after every few cycles, and whether any of it grows."""

from __future__ import annotations

import gc
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

TOLERANCES = {
    "window MB": 3.0,
    "worker MB": 6.0,
    "descriptors": 0.5,
    "threads": 0.5,
    "processes": 0.1,
    "zombies": 0.1,
    "widgets": 2.0,
    "objects": 1000.0,
    "files": 0.5,
}
"""What each may grow by in 100 cycles, over the second half of a run. Memory: half an hour of work may cost
as much as a few pictures; the worker's is what torch's allocator moves up and down by. Objects: one in a
hundred, for what waits to be collected is counted too."""


class Sample(NamedTuple):
    cycle: int
    seconds: float
    figures: dict[str, float]
    types: Counter[str]


def sample(cycle: int, seconds: float, application: Any) -> Sample:
    """Nothing is collected before: what a person's window would hold counts."""
    children = _children(os.getpid())
    running = [pid for pid, state in children if state != "Z"]
    figures = {
        "window MB": _megabytes(os.getpid()),
        "worker MB": sum(_megabytes(pid) for pid in running if _is_worker(pid)),
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "processes": len(running),
        "zombies": len(children) - len(running),
        "widgets": len(application.allWidgets()),
        "objects": len(gc.get_objects()),
        "files": sum(len(names) for _, _, names in os.walk(tempfile.gettempdir())),
    }
    return Sample(cycle, seconds, figures, Counter(type(item).__qualname__ for item in gc.get_objects()))


def slopes(samples: list[Sample]) -> dict[str, float]:
    """Least squares over the second half of the samples, per 100 cycles."""
    half = samples[len(samples) // 2 :]
    found = {}
    middle = sum(one.cycle for one in half) / len(half)
    spread = sum((one.cycle - middle) ** 2 for one in half)
    for name in TOLERANCES:
        rise = sum((one.cycle - middle) * one.figures[name] for one in half)
        found[name] = 100 * rise / spread if spread else 0.0
    return found


def grown_types(samples: list[Sample], count: int = 12) -> list[tuple[str, int]]:
    """The types that there are more of than half a run ago, most first."""
    before, after = samples[len(samples) // 2].types, samples[-1].types
    return (after - before).most_common(count)


def _children(parent: int) -> list[tuple[int, str]]:
    """Process id and state of every child."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, above = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(above) == parent:
            found.append((int(entry.name), state))
    return found


def _is_worker(pid: int) -> bool:
    try:
        return b"inspector.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _megabytes(pid: int) -> float:
    """Resident memory."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
