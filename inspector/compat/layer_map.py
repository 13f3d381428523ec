"""The map of layers × projections: one cell a module, for the window and the report alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from inspector.compat.inspection import LoadReport, Status
from inspector.compat.keys import layer_place, natural_key

_WORST_FIRST = (
    Status.MISMATCHED,
    Status.ORPHANED,
    Status.OVERWRITES_BASE,
    Status.MISSING,
    Status.UNKNOWN,
    Status.LANDED,
)
_CELL_KINDS = frozenset({"Linear", "Conv1D", "Conv1d", "Conv2d", "Conv3d", "MultiheadAttention"})


class Cell(NamedTuple):
    """One module: its worst status (None = the adapter leaves it alone) and how many tensors share it."""

    module: str
    status: Status | None
    tensors: int


@dataclass(frozen=True, slots=True)
class LayerBlock:
    """One stack of layers (`model.layers`): `rows` are layer numbers, `columns` paths inside a layer.

    `labels` are the columns' short names (`q`, `k`, `gate`); `cells` maps (row, column) to a cell.
    """

    stack: str
    rows: tuple[int, ...]
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    cells: dict[tuple[int, str], Cell]


@dataclass(frozen=True, slots=True)
class LayerMap:
    """Every stack, largest first, and the touched modules that stand in no layer (embeddings, heads)."""

    blocks: tuple[LayerBlock, ...]
    outside: tuple[Cell, ...]


def worst(statuses: set[Status]) -> Status | None:
    """The status that decides a group's colour; None for an empty group."""
    return next((status for status in _WORST_FIRST if status in statuses), None)


def layer_map(report: LoadReport) -> LayerMap:
    """Build the map from one load report. Base modules without tensors appear as cells with status None."""
    touched: dict[str, list[Status]] = {}
    for tensor in report.tensors:
        touched.setdefault(tensor.module, []).append(tensor.status)
    for slot in report.missing:
        touched.setdefault(slot.module, []).append(Status.MISSING)
    paths = dict.fromkeys(module.path for module in report.modules if module.kind in _CELL_KINDS)
    paths.update(dict.fromkeys(touched))

    stacks: dict[str, dict[tuple[int, str], Cell]] = {}
    outside: list[Cell] = []
    for path in paths:
        statuses = touched.get(path, [])
        cell = Cell(path, worst(set(statuses)), len(statuses))
        place = layer_place(path)
        if place is not None and place.rest:
            stacks.setdefault(place.stack, {})[place.number, place.rest] = cell
        elif statuses:
            outside.append(cell)
    blocks = [_block(stack, cells) for stack, cells in stacks.items()]
    # A stack that the adapter does not touch (a vision tower beside a text adapter) comes last.
    blocks.sort(key=lambda block: (not any(c.tensors for c in block.cells.values()), -len(block.cells)))
    return LayerMap(tuple(blocks), tuple(outside))


def _block(stack: str, cells: dict[tuple[int, str], Cell]) -> LayerBlock:
    rows = tuple(sorted({row for row, _ in cells}))
    columns = tuple(dict.fromkeys(column for _, column in cells))
    if any(any(char.isdigit() for char in column) for column in columns):
        columns = tuple(sorted(columns, key=natural_key))
    return LayerBlock(stack, rows, columns, tuple(_labels(columns)), cells)


def _labels(columns: tuple[str, ...]) -> list[str]:
    """Shortest names that stay unique: the leaf without `_proj`, else the last two segments."""
    leaves = [column.rsplit(".", 1)[-1].removesuffix("_proj") for column in columns]
    return [
        leaf if leaves.count(leaf) == 1 else ".".join(column.split(".")[-2:]).removesuffix("_proj")
        for leaf, column in zip(leaves, columns, strict=True)
    ]
