"""What the matrix keeps of each adapter: its record, and an Inspection for each base on the shelf."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inspector.errors import InspectorError

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.files.records import Adapter, Base
    from inspector.files.rule_choice import RuleChoice


class Standing(Enum):
    """How far a cell has come."""

    UNREADABLE = "unreadable"
    """The adapter cannot be read."""
    NO_BASE = "no-base"
    """The base cannot be read."""
    READING = "reading"
    """Adapter or base is still being read."""
    WAITING = "waiting"
    """Its headers are not compared yet."""
    HEADERS = "headers"
    """Headers have answered; values and dry run are still to come."""
    RUNNING = "running"
    """Values are read or the loader runs."""
    DONE = "done"
    FAILED = "failed"
    """The second process failed; what is known before stands."""


@dataclass(slots=True, eq=False)
class Cell:
    """`is_final`: every stage has had its say. `flips_from` is the card that its flips were counted from."""

    inspection: Inspection | None = None
    is_final: bool = False
    error: InspectorError | None = None
    flips_from: int | None = None

    def belongs_to(self, adapter: Adapter, base: Base) -> bool:
        """Whether what is known is of these very records, and not of what was on the disk before."""
        known = self.inspection
        return known is not None and known.adapter is adapter and known.base is base


@dataclass(slots=True, eq=False)
class Row:
    """An adapter folder. `stamp` is the state of its files when `adapter` was read."""

    path: Path
    adapter: Adapter | None = None
    stamp: object = None
    error: InspectorError | None = None
    cells: dict[int, Cell] = field(default_factory=dict)

    def forget(self) -> None:
        """Read it anew."""
        self.adapter = self.stamp = self.error = None
        self.cells.clear()


class CellView(NamedTuple):
    """A cell as it is shown."""

    standing: Standing
    inspection: Inspection | None = None
    error: InspectorError | None = None


class AdapterRead(NamedTuple):
    """An adapter, and the state of its files before it was read."""

    adapter: Adapter
    stamp: object


def adapter_folder(path: Path) -> Path:
    """The absolute folder of what a person named, links kept: a row's identity."""
    absolute = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100  (resolve follows links)
    return absolute.parent if absolute.is_file() else absolute


def read_adapter_again(path: Path, known: AdapterRead | None) -> AdapterRead:
    """What was read before, where no file has changed since. Raises UnreadableInput."""
    from inspector import pipeline
    from inspector.files.library import file_stamp, stamp_of

    folder = adapter_folder(path)
    stamp = stamp_of(folder)
    if known is not None:
        weights = known.adapter.weights_file
        if known.stamp == (stamp, file_stamp(weights) if weights is not None else None):
            return known
    adapter = pipeline.open_adapter(path)
    weights = adapter.weights_file
    return AdapterRead(adapter, (stamp, file_stamp(weights) if weights is not None else None))


def sharing_parts(found: Inspection, before: Inspection) -> Inspection:
    """The same record; what it has in common with an earlier one of the same pair is kept but once."""
    report, known = found.report, before.report
    tensors = known.tensors if known.tensors == report.tensors else report.tensors
    modules = known.modules if known.modules == report.modules else report.modules
    return replace(found, report=replace(report, tensors=tensors, modules=modules))


def headers_of(adapter: Adapter, base: Base, choice: RuleChoice | None) -> Inspection:
    from inspector import pipeline

    return pipeline.inspect_headers(adapter, base, choice=choice)
