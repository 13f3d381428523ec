"""The page one works on: verdict, answers and filter; shelf, trees and map; findings, details and probe."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inspector.compat.inspection import Inspection, Status
from inspector.compat.path_search import FilterError
from inspector.compat.revisions import ModuleChange
from inspector.compat.tree import TROUBLE, UnionTree
from inspector.compat.tree_filter import Filter
from inspector.errors import InspectorError
from inspector.ui.bench_following import BenchFollowing
from inspector.ui.bench_splits import BenchSplits
from inspector.ui.compare_view import CompareView
from inspector.ui.comparison_pane import ComparisonPane
from inspector.ui.details_pane import DetailsPane, module_path
from inspector.ui.filter_bar import FilterBar
from inspector.ui.findings_page import FindingsPage
from inspector.ui.findings_view import FindingsView
from inspector.ui.map_amounts import drift_by_module, effect_by_module, reach_by_module
from inspector.ui.map_colouring import DELTA, DRIFT, EFFECT
from inspector.ui.map_pane import MapPane
from inspector.ui.model_runs import GOLDEN
from inspector.ui.probe_pane import ProbePane
from inspector.ui.report_views import ReportViews, Views
from inspector.ui.session import Session
from inspector.ui.shelf import Shelf
from inspector.ui.theme import Theme
from inspector.ui.verdict_band import VerdictBand
from inspector.ui.weights_view import WeightsView

FINDINGS, DETAILS, WEIGHTS, PROBE, COMPARISON = range(5)


class Workbench(QWidget):
    """Shows one Inspection in all its views; they only differ in how."""

    place_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inspection: Inspection | None = None
        self._filled: str | None = None
        self._views = ReportViews(self)
        self.verdict = VerdictBand(theme)
        self.filter = FilterBar(theme)
        self.shelf = Shelf(theme)
        self.compare = CompareView(theme)
        self.map = MapPane(theme)
        self.findings = FindingsView(theme)
        self.details = DetailsPane(theme)
        self.weights = WeightsView(theme)
        self.probe = ProbePane(theme)
        self.comparison = ComparisonPane(theme)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Findings, details and measurements"))
        self.findings_page = FindingsPage(self.findings, theme)
        self.tabs.addTab(self.findings_page, self.tr("Findings"))
        self.tabs.addTab(self.details, self.tr("Details"))
        self.tabs.addTab(self.weights, self.tr("Weights"))
        self.tabs.addTab(self.probe, self.tr("Probe"))
        self.tabs.addTab(self.comparison, self.tr("Comparison"))
        self.splits = BenchSplits((self.shelf, self.compare, self.map), self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.verdict)
        column.addWidget(self.filter)
        column.addWidget(self.splits.down, 1)
        self._connect()

    def arrangement(self) -> dict[str, QByteArray]:
        """Where a person has put the splitters, by the name that it is remembered under."""
        return self.splits.arrangement()

    def arrange(self, name: str, state: QByteArray) -> None:
        """Put a splitter back to where a person had it."""
        self.splits.arrange(name, state)

    def follow(self, session: Session) -> None:
        """Show the session's shelf, probe and comparison, and hand on what is asked of them."""
        self._following = BenchFollowing(self, session)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.splits.fit(self.width())

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in order."""
        tab = self.tabs.currentWidget()
        bottom = self.probe.first_field if tab is self.probe else tab.focusProxy() or tab
        return (
            self.shelf.cards,
            self.compare.adapter_tree,
            self.compare.base_tree,
            self.map.canvas,
            bottom,
            self.filter.box,
        )

    def show_inspection(
        self,
        inspection: Inspection | None,
        *,
        stage: str = "",
        for_now: bool = False,
        unreadable: tuple[str, InspectorError] | None = None,
    ) -> None:
        """`for_now`: until the base that is being read has been. `unreadable`: the selected base's name and
        why it could not be read; then the record is of the adapter alone."""
        self.inspection = inspection
        name = unreadable[0] if unreadable is not None else ""
        if inspection is not None:
            self.verdict.show_inspection(inspection, stage=stage)
            self.filter.show_inspection(inspection)
        if unreadable is not None:
            self.verdict.show_unreadable(*unreadable)
        self.findings_page.show_inspection(inspection)
        self.weights.show_inspection(inspection, waiting=bool(stage))
        self.probe.show_inspection(inspection, unreadable=name)
        self.show_amounts()
        self.compare.show_captions(inspection, unreadable=name)
        self._views.show(inspection, for_now=for_now)
        if inspection is None:
            self._show_views(None, None)
        else:
            self._on_node(self.compare.current)

    def show_amounts(self) -> None:
        """Everything that the map can be coloured by."""
        inspection, compared = self.inspection, self.comparison.comparison
        here = compared is not None and inspection is not None and compared.after.base is inspection.base
        changes = compared.modules if compared is not None and here else None
        self.map.show_values(EFFECT, effect_by_module(inspection))
        self.map.show_values(DELTA, reach_by_module(inspection, changes))
        self.map.show_values(DRIFT, drift_by_module(inspection, changes))

    def _show_views(
        self, inspection: Inspection | None, views: Views | None, outline: UnionTree | None = None
    ) -> None:
        """Fill trees and map; until their views are made the map is empty and the trees have an outline."""
        self._filled = inspection.base.source if inspection and inspection.base and views else None
        if views is not None or inspection is None:
            self.compare.show_tree(views.tree if views else None)
        else:
            self.compare.show_outline(outline)
        self.map.show_map(views.map if views else None, views.members if views else None)
        self._on_node(self.compare.current)

    def close_views(self) -> None:
        """End the threads that make large trees and read golden sets."""
        self._views.close()
        self.probe.close_files()

    def _connect(self) -> None:
        self._views.made.connect(self._show_views)
        self._views.waiting.connect(self._on_waiting)
        self.filter.filter_changed.connect(self._on_filter)
        self.filter.answer_clicked.connect(self._on_answer)
        self.compare.node_selected.connect(self._on_node)
        self.compare.clear_asked.connect(self._show_all)
        self.map.module_clicked.connect(self._on_module)
        self.probe.map_asked.connect(lambda: self.map.colour_by(EFFECT.id))
        self.weights.module_chosen.connect(self._go_to_module)
        self.tabs.tabBarClicked.connect(lambda tab: self.splits.make_room() if tab == WEIGHTS else None)
        self.findings.key_asked.connect(self.compare.select_key)
        self.findings.count_changed.connect(
            lambda n: self.tabs.setTabText(FINDINGS, self.tr("Findings") + (f"  {n}" if n else ""))
        )

    def _on_waiting(self, inspection: Inspection, outline: UnionTree | None) -> None:
        # A better record of the same base: what stands there is nearly right, and stays until then.
        base = inspection.base.source if inspection.base is not None else None
        if base != self._filled:
            self._show_views(inspection, None, outline)

    def _on_filter(self, keep: Filter) -> None:
        try:
            self.compare.set_filter(keep)
        except FilterError as error:
            self.filter.mark_wrong(str(error))
            self.compare.show_broken_filter(str(error))
            return
        self.filter.mark_wrong("")
        self.weights.keep(keep.text)
        self.place_changed.emit()

    def _on_answer(self, answer: str) -> None:
        self.tabs.setCurrentIndex(PROBE if answer == "acts" else FINDINGS)

    def explain(self) -> None:
        """The page of the selected finding's rule, beside the findings; a second time closes it."""
        if self.tabs.currentIndex() != FINDINGS:
            self.tabs.setCurrentIndex(FINDINGS)
            self.findings_page.close_rule()
        self.splits.make_room()
        self.findings_page.toggle_rule()

    def show_probe(self) -> None:
        """Bring the probe to the front, with room for its pictures."""
        self.tabs.setCurrentIndex(PROBE)
        self.splits.make_room()

    def show_comparison(self) -> None:
        """Bring the comparison to the front, with room for table and plot."""
        self.tabs.setCurrentIndex(COMPARISON)
        self.splits.make_room()

    def go_to_compared(self, row: ModuleChange) -> None:
        """A module of the comparison, in the trees and in the map of whichever base they show."""
        if not any(self.compare.select_module(name) for name in (row.module_to, row.module) if name):
            self.map.mark(row.module_to or row.module)

    def mark_probe(self, mark: str) -> None:
        """Say in the tab what a run does that stands behind another one."""
        self.tabs.setTabText(PROBE, self.tr("Probe") + (f"  {mark}" if mark else ""))

    def mark_comparison(self, mark: str) -> None:
        self.tabs.setTabText(COMPARISON, self.tr("Comparison") + (f"  {mark}" if mark else ""))

    def show_golden(self) -> None:
        """Bring the golden set to the front; what to run is for a person to choose."""
        self.show_probe()
        self.probe.tasks.choose(GOLDEN)

    def _on_node(self, node: int) -> None:
        tree = self.compare.tree
        self.details.show_node(self.inspection, tree, node)
        module = module_path(tree, node) if tree is not None and node else ""
        self.weights.mark(module)
        if module:
            self.map.mark(module)
        self.place_changed.emit()

    def _on_module(self, module: str) -> None:
        self._go_to_module(module)
        self.tabs.setCurrentIndex(DETAILS)

    def _go_to_module(self, module: str) -> None:
        """Select a module in the trees, whatever the filter hides; of fused weights, the module above."""
        known = self.compare.tree.by_module if self.compare.tree is not None else {}
        path = module if module in known else module.rpartition(".")[0]
        if not self.compare.select_module(path) and path in known:
            self._show_all()
            self.compare.select_module(path)

    def _show_all(self) -> None:
        """Take the filter away."""
        self.filter.box.clear()
        self.filter.show_only(None)

    def toggle_only_mismatches(self) -> None:
        """Only what differs in shape, or where nothing does, only the worst that there is; and back."""
        counts = self.compare.tree.counts(0) if self.compare.tree is not None else {}
        worst = next((status for status in TROUBLE if status in counts), Status.MISMATCHED)
        self.filter.show_only(None if self.filter.toggles[worst].isChecked() else worst)
