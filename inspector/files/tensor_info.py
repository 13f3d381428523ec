"""One tensor as its header declares it: the record that listing a header needs, and nothing beside it."""

from __future__ import annotations

from typing import NamedTuple


class TensorInfo(NamedTuple):
    """One tensor as its header declares it.

    `dtype` is the safetensors code (`F32`, `BF16`, `I8`, …); `file` the weight file's name inside the
    folder; `offset` and `nbytes` locate its bytes in that file (offset from the file's start, in bytes).
    """

    key: str
    shape: tuple[int, ...]
    dtype: str
    file: str = ""
    offset: int = 0
    nbytes: int = 0

    @property
    def parameters(self) -> int:
        """Number of elements."""
        count = 1
        for extent in self.shape:
            count *= extent
        return count
