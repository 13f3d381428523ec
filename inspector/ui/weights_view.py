"""The adapter's values: how far it reaches in a sentence, what was read, and a row a module."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.inspection import Inspection, WeightScan
from inspector.compat.path_search import FilterError
from inspector.compat.weights_result import ModuleWeights
from inspector.report.printable import printable
from inspector.report.weights_section import DEFINITIONS, reach_sentence, scan_facts
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.engine_words import said
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.quantities import number
from inspector.ui.theme import Theme, font
from inspector.ui.weights_model import (
    EFFECTIVE,
    FIRST,
    MODULE,
    NORM,
    NOTE,
    RANK,
    RELATIVE,
    SCALE,
    SPECTRAL,
    STABLE,
    WeightsModel,
)

ROW_HEIGHT = 25
WIDTHS = {
    RANK: 62, SCALE: 70, NORM: 88, RELATIVE: 110, SPECTRAL: 82, STABLE: 100, EFFECTIVE: 112, FIRST: 90,
}  # fmt: skip
NOTE_SHARE, LEAST_NOTE, LEAST_PATH = 0.26, 130, 260
_COPIED = (
    "module", "method", "rank", "scale", "norm", "relative", "spectral", "stable_rank", "entropy_rank",
    "concentration", "ranks_for_90", "weight_norm", "note",
)  # fmt: skip


class WeightsView(QWidget):
    """`module_chosen` carries the path of the row that a person went to."""

    module_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scan: object = None
        self._wanted = ""
        self.setAccessibleName(self.tr("Weights"))
        self.modules = WeightsModel(theme, self)
        self.sentence, self.facts = ElidedLabel(), ElidedLabel()
        self.sentence.setFont(font(weight=QFont.Weight.DemiBold))
        self.facts.setFont(font(steps=-0.4))
        self.facts.setObjectName("muted")
        self.hits = QLabel()
        self.hits.setObjectName("muted")
        self.hits.setFont(font(steps=-0.4))
        self.table = self._make_table()
        self.empty = QLabel()
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        self.copier = FigureCopy(self.table, self._rows)
        self.setFocusProxy(self.table)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.facts, 1)
        below.addWidget(self.hits)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(11, 9, 14, 4)
        head.setSpacing(3)
        head.addWidget(self.sentence)
        head.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._pages, 1)
        self._kept = ""
        self.modules.modelAboutToBeReset.connect(self._keep_place)
        self.modules.modelReset.connect(lambda: self.mark(self._kept))
        self.table.horizontalHeader().sortIndicatorChanged.connect(
            # After the sorted rows were laid out, and the selected one scrolled to.
            lambda *_: QTimer.singleShot(0, self.table, self.table.scrollToTop)
        )
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        theme.changed.connect(self.table.viewport().update)
        self.show_inspection(None)

    def show_inspection(self, inspection: Inspection | None, *, waiting: bool = False) -> None:
        """`waiting`: the values are being read. The selected module stays selected."""
        scan = inspection.weights if inspection is not None else None
        if scan is not self._scan or scan is None:
            self._scan = scan
            self._show_scan(scan)
        reason = self._reason(inspection, waiting=waiting)
        self.empty.setText(reason)
        self._pages.setCurrentIndex(1 if reason else 0)

    def keep(self, text: str) -> None:
        """Only the modules that the filter box leaves; a broken regular expression changes nothing.

        Behind another tab that waits until somebody looks: typing is not held up for rows that nobody sees.
        """
        self._wanted = text
        if self.isVisible():
            self._keep_wanted()

    def showEvent(self, event: QShowEvent) -> None:
        self._keep_wanted()
        super().showEvent(event)

    def _keep_wanted(self) -> None:
        try:
            self.modules.keep(self._wanted)
        except FilterError:
            return
        self._tell_hits()

    @property
    def current(self) -> ModuleWeights | None:
        index = self.table.currentIndex()
        return self.modules.rows[index.row()] if index.isValid() else None

    def mark(self, module: str) -> None:
        """Select a module's row without saying that a person chose it; another path selects none.

        A row that stands for a parameter of the module stays selected.
        """
        here, place = self.current, self.modules.place_of(module)
        if here is not None and module in (here.module, here.module.rpartition(".")[0]):
            return
        blocked = self.blockSignals(True)
        self.table.setCurrentIndex(self.modules.index(-1 if place is None else place, MODULE))
        self.blockSignals(blocked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _show_scan(self, scan: WeightScan | None) -> None:
        rows = scan.modules or () if scan is not None else ()
        self.modules.show_rows(rows)
        told = list(scan_facts(scan)) if scan is not None else []
        facts = [self.tr("{}: {}").format(said(label), said(value)) for label, value in told]
        facts += [said(self.modules.shared_note)] if self.modules.shared_note else []
        self._head.setVisible(scan is not None)
        self.sentence.setText(printable(said(reach_sentence(rows))))
        self.sentence.setVisible(bool(self.sentence.text()))
        self.sentence.setToolTip(said(DEFINITIONS))
        self.facts.setText(printable("  ·  ".join(facts)))
        self.facts.setToolTip(printable("\n".join(facts)))
        self._tell_hits()
        self._share_out()

    def _keep_place(self) -> None:
        if self.current is not None:
            self._kept = self.current.module

    def _tell_hits(self) -> None:
        shown, total = len(self.modules.rows), self.modules.total
        words = self.tr("{} of {} modules").format(number(shown), number(total))
        self.hits.setText(
            words if shown != total else self.tr("{} modules").format(number(total)) if total else ""
        )

    def _reason(self, inspection: Inspection | None, *, waiting: bool) -> str:
        """Why there is no table; empty where there is one."""
        if inspection is None:
            return self.tr("Open an adapter to see what it adds to each module.")
        scan = inspection.weights
        if scan is None:
            return (
                self.tr("Reading the values …") if waiting else self.tr("The adapter's values were not read.")
            )
        if scan.modules is None:
            return self.tr("What each module gains was not worked out.")
        return "" if scan.modules else self.tr("The adapter changes no module's weight.")

    def _share_out(self) -> None:
        """The module's path gets what the figures leave; a note has room where one is told."""
        noted = self.modules.has_notes
        self.table.setColumnHidden(NOTE, not noted)
        # Nothing relative to a base that is not there: the line above says so once.
        without_base = self.modules.total > 0 and not self.modules.has_values(RELATIVE)
        self.table.setColumnHidden(RELATIVE, without_base)
        for column, width in WIDTHS.items():
            self.table.setColumnWidth(column, width)
        if noted:
            spare = self.width() - sum(WIDTHS.values()) - LEAST_PATH
            self.table.setColumnWidth(NOTE, max(LEAST_NOTE, min(spare, int(NOTE_SHARE * self.width()))))

    def _on_row(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid():
            self.module_chosen.emit(self.modules.rows[index.row()].module)

    def _rows(self) -> list[Sequence[str | float | int | None]]:
        return [_COPIED, *(tuple(getattr(row, name) for name in _COPIED) for row in self.modules.rows)]

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.modules)
        table.setObjectName("probeTable")
        table.setAccessibleName(self.tr("What each module gains"))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setFont(font(steps=-0.2))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(MODULE, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        return table
