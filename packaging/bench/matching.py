"""The header match itself, in process, beside parsing the same headers with json."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from setting import Setting
from timing import ratio

FIRST = """
import sys, time
from inspector import pipeline
from inspector.compat.match import match_headers
adapter, base = pipeline.open_adapter(sys.argv[1]), pipeline.open_base(sys.argv[2])
start = time.perf_counter()
match_headers(adapter, base)
print(time.perf_counter() - start)
"""


def measure(setting: Setting) -> None:
    moe, moe_adapter = setting.mixture
    _match("8B", setting.adapter, setting.base)
    _match("235B MoE", moe_adapter, moe)


def _match(label: str, adapter: Path, base: Path) -> None:
    from inspector import pipeline
    from inspector.compat.match import match_headers

    opened, chosen = pipeline.open_adapter(adapter), pipeline.open_base(base)
    report = match_headers(opened, chosen)
    label = f"header match, {label}, {len(opened.tensors)} tensors, loads={report.loads}"

    def match() -> float:
        start = time.perf_counter()
        match_headers(opened, chosen)
        return time.perf_counter() - start

    def parse() -> float:
        start = time.perf_counter()
        for path in (adapter / "adapter_model.safetensors", *chosen.weight_files):
            with path.open("rb") as file:
                json.loads(file.read(int.from_bytes(file.read(8), "little")))
        return time.perf_counter() - start

    ratio(f"{label} : json.loads", match, parse)
    ratio("  the first of a process : json.loads", lambda: _first(adapter, base), parse)


def _first(adapter: Path, base: Path) -> float:
    """Seconds of a process's first match: nothing is known yet of the model class or of the base."""
    command = [sys.executable, "-c", FIRST, str(adapter), str(base)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
