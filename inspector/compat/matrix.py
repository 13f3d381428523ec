"""Adapters × bases: which records stand where, and what they add up to. No verdict is made here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from inspector.compat.inspection import Inspection, Verdict
from inspector.errors import InspectorError

WORST_FIRST = (Verdict.FAILS, Verdict.INERT, Verdict.DEGRADED, Verdict.UNKNOWN, Verdict.FITS)


class MatrixRow(NamedTuple):
    """One adapter on every base: a cell a base, None where there is no inspection.

    `problem` says why an adapter could not be read; it has no cells then.
    """

    name: str
    path: Path
    cells: tuple[Inspection | None, ...] = ()
    problem: InspectorError | None = None


class Matrix(NamedTuple):
    """`bases` are names that tell the columns apart, `sources` what each was given as."""

    bases: tuple[str, ...]
    sources: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    def column(self, place: int) -> list[Inspection | None]:
        """What every readable adapter is on one base, in the order of the rows."""
        return [row.cells[place] for row in self.rows if row.problem is None]


class Tally(NamedTuple):
    """`fits` of the `known` cells that have a verdict, of `total` cells."""

    fits: int
    known: int
    total: int


def tally(cells: Iterable[Inspection | None]) -> Tally:
    """How many of these cells fit."""
    found = list(cells)
    known = [cell for cell in found if cell is not None]
    return Tally(sum(cell.verdict is Verdict.FITS for cell in known), len(known), len(found))


def worst_of(cells: Iterable[Inspection | None]) -> Verdict | None:
    """The worst verdict there is; None where there is none yet."""
    verdicts = {cell.verdict for cell in cells if cell is not None}
    return next((verdict for verdict in WORST_FIRST if verdict in verdicts), None)


def names_apart(paths: Sequence[Path]) -> list[str]:
    """The folders' names, with as many of the folders above as it takes to tell them apart."""
    depth = dict.fromkeys(range(len(paths)), 1)
    while True:
        names = {place: _tail(paths[place], parts) for place, parts in depth.items()}
        by_name: dict[str, list[int]] = {}
        for place, name in names.items():
            by_name.setdefault(name, []).append(place)
        alike = [
            place
            for places in by_name.values()
            if len(places) > 1
            for place in places
            if depth[place] < len(paths[place].parts)
        ]
        if not alike:
            return [names[place] for place in range(len(paths))]
        for place in alike:
            depth[place] += 1


def _tail(path: Path, parts: int) -> str:
    return str(path) if parts >= len(path.parts) else "/".join(path.parts[-parts:])
