"""The map of layers × projections laid out for paper: panels, row heights and labels, in points."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from inspector.compat.inspection import LoadReport, Status
from inspector.compat.keys import fold
from inspector.compat.layer_map import LayerBlock, layer_map
from inspector.report.figures import count_of
from inspector.report.marks import STATUS, Mark
from inspector.report.printable import printable, shorten

_UNTOUCHED = Mark("", "not targeted", "untouched")
_BESIDE_COLUMNS, _BESIDE_ROWS = 9, 64
_BESIDE_HEIGHT, _FULL_HEIGHT = 250.0, 330.0
_TALLEST_ROW, _TALLEST_OF_FEW, _LABEL_STEP, _FEW_ROWS = 9.0, 13.0, 16.0, 12
_PANEL_ROWS, _CELLS_ACROSS, _LABELLED_COLUMNS = 64, 64, 48
_LARGEST_BLOCKS = 4


class Run(NamedTuple):
    """`length` neighbouring cells of one tone from column `start`; only wide maps merge neighbours."""

    start: int
    length: int
    tone: str


class MapRow(NamedTuple):
    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPanel:
    """Some layers of one stack, top down; panels of a stack stand side by side."""

    labels: tuple[str, ...]
    columns: int
    row_height: float
    rows: tuple[MapRow, ...]


class MapStack(NamedTuple):
    """`columns` names in one line what stands across, where there is no room for labels."""

    stack: str
    panels: tuple[MapPanel, ...]
    columns: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFigure:
    """`beside` says that it is narrow enough to stand beside the five questions.

    `outside` are the touched modules that stand in no layer, `resting` one line a stack that is not drawn.
    """

    beside: bool
    stacks: tuple[MapStack, ...]
    outside: tuple[tuple[str, Mark], ...]
    resting: tuple[str, ...]
    legend: tuple[Mark, ...]
    description: str


def layer_figure(report: LoadReport) -> LayerFigure | None:
    """The map of one load report; None when the adapter touches nothing that could be drawn."""
    found = layer_map(report)
    touched = [block for block in found.blocks if any(cell.tensors for cell in block.cells.values())]
    drawn = touched[:_LARGEST_BLOCKS]
    if not drawn:
        return None
    first = drawn[0]
    beside = len(drawn) == 1 and len(first.columns) <= _BESIDE_COLUMNS and len(first.rows) <= _BESIDE_ROWS
    height = _BESIDE_HEIGHT if beside else _FULL_HEIGHT / len(drawn)
    cells = [cell.status for block in drawn for cell in block.cells.values()]
    cells += [cell.status for cell in found.outside]
    statuses = [status for status in STATUS if status in cells]
    return LayerFigure(
        beside=beside,
        stacks=tuple(_stack(block, height, whole=beside) for block in drawn),
        outside=tuple(
            (printable(shorten(cell.module, 60)), STATUS[cell.status])
            for cell in found.outside[:12]
            if cell.status
        ),
        resting=tuple(_resting(block) for block in found.blocks if block not in drawn)[:8],
        legend=(*(STATUS[status] for status in statuses), *((_UNTOUCHED,) if None in cells else ())),
        description=_description(drawn, cells),
    )


def _stack(block: LayerBlock, height: float, *, whole: bool) -> MapStack:
    unlabelled = len(block.columns) > _LABELLED_COLUMNS
    columns = printable(shorten(fold(block.columns, limit=6), 400)) if unlabelled else ""
    return MapStack(printable(block.stack), _panels(block, height, whole=whole), columns)


def _panels(block: LayerBlock, height: float, *, whole: bool) -> tuple[MapPanel, ...]:
    """Cut a tall stack into panels of equal size as long as their cells stay wide enough to tell apart."""
    most = 1 if whole else max(1, _CELLS_ACROSS // (len(block.columns) + 1))
    wanted = -(-len(block.rows) // _PANEL_ROWS)
    size = -(-len(block.rows) // min(most, wanted))
    row_height = min(_TALLEST_OF_FEW if size <= _FEW_ROWS else _TALLEST_ROW, height / size)
    steps = (n for n in (1, 2, 4, 5, 8, 10, 16, 20, 25, 50) if n * row_height >= _LABEL_STEP)
    step = 1 if size <= _FEW_ROWS else next(steps, 100)
    labels = block.labels if len(block.columns) <= _LABELLED_COLUMNS else ()
    merge = len(block.columns) > _LABELLED_COLUMNS
    return tuple(
        MapPanel(
            labels=tuple(printable(shorten(label, 18)) for label in labels),
            columns=len(block.columns),
            row_height=round(row_height, 3),
            rows=tuple(
                MapRow(_row_label(row, start + i, len(block.rows), step), _runs(block, row, merge=merge))
                for i, row in enumerate(block.rows[start : start + size])
            ),
        )
        for start in range(0, len(block.rows), size)
    )


def _row_label(row: int, position: int, total: int, step: int) -> str:
    last = position == total - 1
    crowded = not last and 2 * (total - 1 - position) < step
    return str(row) if last or (position % step == 0 and not crowded) else ""


def _runs(block: LayerBlock, row: int, *, merge: bool) -> tuple[Run, ...]:
    tones: list[str] = []
    for column in block.columns:
        cell = block.cells.get((row, column))
        tones.append("" if cell is None else STATUS[cell.status].tone if cell.status else _UNTOUCHED.tone)
    if not merge:
        return tuple(Run(i, 1, tone) for i, tone in enumerate(tones) if tone)
    runs: list[Run] = []
    for tone, group in groupby(enumerate(tones), key=lambda pair: pair[1]):
        places = [i for i, _ in group]
        if tone:
            runs.append(Run(places[0], len(places), tone))
    return tuple(runs)


def _resting(block: LayerBlock) -> str:
    statuses = Counter(cell.status for cell in block.cells.values() if cell.status)
    said = ", ".join(f"{number:,} {STATUS[status].word}" for status, number in statuses.items())
    return f"{printable(block.stack)}: {count_of(len(block.rows), 'layer')}, {said or _UNTOUCHED.word}"


def _description(drawn: list[LayerBlock], cells: list[Status | None]) -> str:
    """What the picture shows, for those who cannot see it."""
    sizes = " and ".join(
        f"{count_of(len(block.rows), 'layer')} × {count_of(len(block.columns), 'projection')}"
        for block in drawn
    )
    found = Counter(cells)
    said = [f"{found[status]:,} {mark.word}" for status, mark in STATUS.items() if found[status]]
    said += [f"{found[None]:,} {_UNTOUCHED.word}"] if found[None] else []
    return f"Map of {sizes}. Modules: {', '.join(said)}."
