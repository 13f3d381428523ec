"""Ratios: ours and theirs in turn (A B A B …) after one warm-up, so that drift hits both."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 7


def timed(command: list[str]) -> Callable[[], float]:
    # Installed programs run from compiled bytecode; a setting that forbids it would time the compiler.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(
            command,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),  # not ours: in a project with settings, those are read too
            env=environment,
        )
        return time.perf_counter() - start

    return run


def ratio(label: str, ours: Callable[[], float], theirs: Callable[[], float]) -> None:
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(RUNS)]
    ratios = sorted(a / b for a, b in pairs)
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"{label:66} {statistics.median(ratios):6.2f}x  ({ratios[0]:.2f} … {ratios[-1]:.2f})  "
        f"{1000 * mine:7.1f} ms : {1000 * other:.1f} ms"
    )
