"""The pristine base's outputs, kept until the adapter's are there: in memory, then in a temporary file."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from typing import IO, NamedTuple

import torch

from inspector.worker.probe_figures import finite_rows, largest_unmasked

IN_MEMORY = 1 << 30
ON_DISK = 16 << 30
"""Most bytes in either place."""


def room() -> int:
    """Bytes of outputs that can be kept: a gigabyte in memory, and half of what the disk has free."""
    try:
        free = shutil.disk_usage(tempfile.gettempdir()).free
    except OSError:
        free = 0
    return IN_MEMORY + min(ON_DISK, free // 2)


class _Filed(NamedTuple):
    offset: int
    shape: torch.Size


class KeptOutputs:
    """Float32 tensors in the order in which they were added; equal to the bit when they are read again.

    `largest` is the largest finite |value| of all but masked tokens, `any_finite` whether a row without NaN
    or infinity came.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._free = in_memory
        self._entries: list[torch.Tensor | _Filed] = []
        self._file: IO[bytes] | None = None
        self.largest = 0.0
        self.any_finite = False

    def add(self, output: torch.Tensor) -> None:
        finite = finite_rows(output)
        rows = output if bool(finite.all()) else output[finite]
        if rows.numel():
            self.any_finite = True
            self.largest = max(self.largest, largest_unmasked(rows))
        size = output.numel() * output.element_size()
        if size <= self._free:
            self._free -= size
            self._entries.append(output)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="adapter-inspector-")  # noqa: SIM115 - lives as long
            weakref.finalize(self, self._file.close)
        offset = self._file.seek(0, 2)
        self._file.write(output.contiguous().numpy().tobytes())
        self._entries.append(_Filed(offset, output.shape))

    @property
    def in_memory(self) -> int | None:
        """Bytes that they take; None where some of them are in the file."""
        if self._file is not None:
            return None
        return sum(entry.nbytes for entry in self._entries if isinstance(entry, torch.Tensor))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, number: int) -> torch.Tensor:
        entry = self._entries[number]
        if isinstance(entry, torch.Tensor):
            return entry
        assert self._file is not None
        self._file.seek(entry.offset)
        raw = bytearray(self._file.read(entry.shape.numel() * torch.float32.itemsize))
        return torch.frombuffer(raw, dtype=torch.float32).reshape(entry.shape)

    def __iter__(self) -> Iterator[torch.Tensor]:
        return (self[number] for number in range(len(self)))
