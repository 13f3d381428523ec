"""A map with more columns than a window has room for: numbered siblings inside a layer share a column."""

from __future__ import annotations

import re

from inspector.compat.inspection import Status
from inspector.compat.layer_map import Cell, LayerBlock, LayerMap, worst

MOST_COLUMNS = 24
"""More columns than this are too narrow to be seen, or hit, in the map's pane."""

_NUMBER = re.compile(r"(?<=\.)\d+(?=\.|$)")


def fold_wide(found: LayerMap) -> LayerMap:
    """The same map, with the columns of wide stacks folded (`experts.0.up` … `experts.511.up` into one)."""
    blocks = tuple(_fold(block) if len(block.columns) > MOST_COLUMNS else block for block in found.blocks)
    return LayerMap(blocks, found.outside)


def _fold(block: LayerBlock) -> LayerBlock:
    """A folded cell has the worst status among its modules, and leads to the first that has it."""
    labels: dict[str, str] = {}
    target: dict[str, str] = {}
    for column, label in zip(block.columns, block.labels, strict=True):
        target[column] = _NUMBER.sub("*", column)
        labels.setdefault(target[column], _NUMBER.sub("*", f".{label}").removeprefix(".*.").removeprefix("."))
    groups: dict[tuple[int, str], list[Cell]] = {}
    for (row, column), cell in block.cells.items():
        groups.setdefault((row, target[column]), []).append(cell)
    return LayerBlock(
        block.stack,
        block.rows,
        tuple(labels),
        tuple(labels.values()),
        {place: _together(cells) for place, cells in groups.items()},
    )


def _together(cells: list[Cell]) -> Cell:
    statuses: set[Status] = {cell.status for cell in cells if cell.status is not None}
    status = worst(statuses)
    first = next(cell for cell in cells if cell.status is status)
    return Cell(first.module, status, sum(cell.tensors for cell in cells))
