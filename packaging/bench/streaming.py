"""Everything that a comparison of two bases works out, beside reading the values of both as float32.

python packaging/bench/streaming.py DTYPE ADAPTER BEFORE AFTER
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
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

    def reading(read: Callable[[Path, str], object]) -> Callable[[], float]:
        def both() -> float:
            start = time.perf_counter()
            for base in (before, after):
                read(base / "model.safetensors", dtype)
            return time.perf_counter() - start

        both()  # twice before it counts: only then does the allocator keep the blocks for the next run
        return both

    size = sum(file.stat().st_size for base in (before, after) for file in base.glob("*.safetensors"))
    label = f"drift, {len(pipeline.open_base(before).tensors)} weights in {dtype}, twice {size / 2e6:.0f} MB"
    ratio(f"{label} : numpy.fromfile, as float32", ours, reading(_read_whole))
    ratio(f"{label} : in blocks, largest value", ours, reading(_largest_value))


def _read_whole(path: Path, dtype: str) -> object:
    """All values at once, as one reads a file with numpy; numpy has no bfloat16, so that is widened."""
    with path.open("rb") as file:
        file.seek(8 + int.from_bytes(file.read(8), "little"))
        values = numpy.fromfile(file, dtype="<f4" if dtype == "F32" else "<u2")
    return values if dtype == "F32" else (values.astype("<u4") << 16).view("<f4")


def _largest_value(path: Path, dtype: str) -> float:
    """The fastest way to look at every value once: in blocks that stay in the cache, nothing kept."""
    largest = 0.0
    with path.open("rb") as file:
        file.seek(8 + int.from_bytes(file.read(8), "little"))
        while len(block := numpy.fromfile(file, dtype="<f4" if dtype == "F32" else "<u2", count=1 << 18)):
            values = block if dtype == "F32" else (block.astype("<u4") << 16).view("<f4")
            largest = max(largest, float(values.max()))
    return largest


if __name__ == "__main__":
    compare(sys.argv[1], *map(Path, sys.argv[2:]))
