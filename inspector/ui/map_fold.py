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


def folded_members(found: LayerMap) -> dict[str, tuple[str, ...]]:
    """For each cell that `fold_wide` makes out of several: its module and all that it stands for."""
    groups = [
        cells
        for block in found.blocks
        if len(block.columns) > MOST_COLUMNS
        for cells in _groups(block).values()
    ]
    return {
        _together(cells).module: tuple(cell.module for cell in cells) for cells in groups if len(cells) > 1
    }


def _fold(block: LayerBlock) -> LayerBlock:
    """A folded cell has the worst status among its modules, and leads to the first that has it."""
    labels: dict[str, str] = {}
    for column, label in zip(block.columns, block.labels, strict=True):
        shown = _NUMBER.sub("*", f".{label}").removeprefix(".*.").removeprefix(".")
        labels.setdefault(_NUMBER.sub("*", column), shown)
    cells = {place: _together(group) for place, group in _groups(block).items()}
    return LayerBlock(block.stack, block.rows, tuple(labels), tuple(labels.values()), cells)


def _groups(block: LayerBlock) -> dict[tuple[int, str], list[Cell]]:
    groups: dict[tuple[int, str], list[Cell]] = {}
    for (row, column), cell in block.cells.items():
        groups.setdefault((row, _NUMBER.sub("*", column)), []).append(cell)
    return groups


def _together(cells: list[Cell]) -> Cell:
    statuses: set[Status] = {cell.status for cell in cells if cell.status is not None}
    status = worst(statuses)
    first = next(cell for cell in cells if cell.status is status)
    return Cell(first.module, status, sum(cell.tensors for cell in cells))
