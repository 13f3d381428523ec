"""Trees and map of one load report, made beside the window where the report is large."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from inspector.compat.inspection import Inspection, LoadReport
from inspector.compat.layer_map import LayerMap, layer_map
from inspector.compat.tree import UnionTree
from inspector.compat.tree_building import build_tree
from inspector.compat.tree_outline import outline
from inspector.ui.lane import Lane
from inspector.ui.large_reports import is_large, once_painted
from inspector.ui.map_fold import fold_wide, folded_members


class Views(NamedTuple):
    """`members` names the modules behind each folded cell of the map."""

    tree: UnionTree
    map: LayerMap
    members: dict[str, tuple[str, ...]]


class ReportViews(QObject):
    """Asked with each Inspection; `made` carries an Inspection and its Views, `waiting` one whose views are
    still to be made, and the tree's uppermost rows, or None.

    An Inspection that only knows more about the same tensors makes nothing anew. Of a large one that stands
    in for another only until a base has been read, nothing is made: that would hold up the other.
    """

    waiting = Signal(object, object)
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
        beside = is_large(report)
        self._wanted = None if beside and for_now else content
        if not beside:
            self.made.emit(inspection, views_of(report))
            return
        self.waiting.emit(inspection, None if for_now else outline(report))
        if not for_now:
            once_painted(self, report, partial(self._begin, report, content))

    def close(self) -> None:
        self._wanted = None
        self._lane.close()

    def _begin(self, report: LoadReport, content: object) -> None:
        if content is self._wanted:
            job = partial(self._make, report, content)
            self._lane.run(job, partial(self._deliver, content), lambda _: None)

    def _make(self, report: LoadReport, content: object) -> Views | None:
        # Whoever steps through several large bases waits for the last one only.
        return views_of(report) if content is self._wanted else None

    def _deliver(self, content: object, views: Views | None) -> None:
        if content is self._wanted and views is not None:
            self.made.emit(self._latest, views)


def views_of(report: LoadReport) -> Views:
    found = layer_map(report)
    return Views(build_tree(report), fold_wide(found), folded_members(found))
