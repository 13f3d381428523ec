"""How each tensor of a rewritten file is made from the tensors of another: records only."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Making(StrEnum):
    COPY = "copy"
    TRANSPOSE = "transpose"
    ROWS = "rows"
    """The sources' rows, one below the other."""
    DIAGONAL = "block-diagonal"
    """Each source in columns of its own, from row `at` on; zeros elsewhere."""


class Source(NamedTuple):
    """A tensor of the old file, or its rows `start` to `stop` (excluded); `at` is a row of the new one."""

    key: str
    start: int | None = None
    stop: int | None = None
    at: int = 0


class TensorStep(NamedTuple):
    """One tensor of the new file. `shape` and `dtype` (a safetensors code) are those that it gets."""

    key: str
    shape: tuple[int, ...]
    dtype: str
    making: Making
    sources: tuple[Source, ...]
