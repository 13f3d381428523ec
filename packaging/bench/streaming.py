"""Everything that a comparison of two bases works out, beside reading the values of both as float32.

python packaging/bench/streaming.py DTYPE ADAPTER BEFORE AFTER
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy
from timing import ratio

from inspector import pipeline
from inspector.weights.drift import drift


def compare(dtype: str, lora: Path, before: Path, after: Path) -> None:
    adapter = pipeline.open_adapter(lora)
    sides = [pipeline.inspect_headers(adapter, pipeline.open_base(base)) for base in (before, after)]

    def ours() -> float:
        start = time.perf_counter()
        drift(sides[0], sides[1], every_weight=True)
        return time.perf_counter() - start

    def read() -> float:
        start = time.perf_counter()
        for base in (before, after):
            _read_values(base / "model.safetensors", dtype)
        return time.perf_counter() - start

    ours(), read()  # twice in all: only then does the allocator keep the reader's blocks for its next run
    size = sum(file.stat().st_size for base in (before, after) for file in base.glob("*.safetensors"))
    label = f"drift, {len(pipeline.open_base(before).tensors)} weights in {dtype}, twice {size / 2e6:.0f} MB"
    ratio(f"{label} : reading them with numpy", ours, read)


def _read_values(path: Path, dtype: str) -> float:
    """Largest value of the file, in blocks, so that every value is really looked at once."""
    largest = 0.0
    with path.open("rb") as file:
        file.seek(8 + int.from_bytes(file.read(8), "little"))
        while len(block := numpy.fromfile(file, dtype="<f4" if dtype == "F32" else "<u2", count=1 << 18)):
            values = block if dtype == "F32" else (block.astype("<u4") << 16).view("<f4")
            largest = max(largest, float(values.max()))
    return largest


if __name__ == "__main__":
    compare(sys.argv[1], *map(Path, sys.argv[2:]))
