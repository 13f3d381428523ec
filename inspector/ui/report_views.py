"""Trees and map of one load report, made beside the window where the report is large."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from inspector.compat.inspection import Inspection, LoadReport
from inspector.compat.layer_map import LayerMap, layer_map
from inspector.compat.tree import UnionTree, build_tree
from inspector.ui.lane import Lane
from inspector.ui.map_fold import fold_wide, folded_members

BESIDE_FROM = 5000
"""Tensors, slots and modules from which making the views takes longer than a frame or two."""


class Views(NamedTuple):
    """`members` names the modules behind each folded cell of the map."""

    tree: UnionTree
    map: LayerMap
    members: dict[str, tuple[str, ...]]


class ReportViews(QObject):
    """Asked with each Inspection; `made` carries an Inspection and its Views, `waiting` one still to be made.

    An Inspection that only knows more about the same tensors makes nothing anew. Of a large one that stands
    in for another only until a base has been read, nothing is made: that would hold up the other.
    """

    waiting = Signal(object)
    made = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane("views", self)
        self._wanted: object = None
        self._latest: Inspection | None = None

    def show(self, inspection: Inspection | None, *, for_now: bool = False) -> None:
        self._latest = inspection
        if inspection is None:
            self._wanted = None
            return
        report = inspection.report
        content = (report.tensors, report.missing, report.modules)
        if content == self._wanted:
            return
        is_large = sum(map(len, content)) >= BESIDE_FROM
        self._wanted = None if is_large and for_now else content
        if not is_large:
            self.made.emit(inspection, views_of(report))
            return
        self.waiting.emit(inspection)
        if for_now:
            return
        self._lane.run(partial(self._make, report, content), partial(self._deliver, content), lambda _: None)

    def close(self) -> None:
        self._wanted = None
        self._lane.close()

    def _make(self, report: LoadReport, content: object) -> Views | None:
        # Whoever steps through several large bases waits for the last one only.
        return views_of(report) if content is self._wanted else None

    def _deliver(self, content: object, views: Views | None) -> None:
        if content is self._wanted and views is not None:
            self.made.emit(self._latest, views)


def views_of(report: LoadReport) -> Views:
    found = layer_map(report)
    return Views(build_tree(report), fold_wide(found), folded_members(found))
