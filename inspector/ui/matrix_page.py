"""The page of adapters × bases: one sentence, the table, and below it what the current cell says."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.ui.elided_label import ElidedLabel
from inspector.ui.engine_words import said
from inspector.ui.export import open_path
from inspector.ui.matrix_model import MatrixModel, Order
from inspector.ui.matrix_run import CANCELLED, CONFIRMING, FAILED, READING
from inspector.ui.matrix_view import MatrixView
from inspector.ui.matrix_words import cell_story, lead_words
from inspector.ui.pane_parts import QuietPage, lay_out_foot
from inspector.ui.quantities import number
from inspector.ui.segments import Segments
from inspector.ui.session import Session
from inspector.ui.theme import Theme, font

CALM = 120
"""Milliseconds in which what many cells change is told once."""


class MatrixPage(QFrame):
    """`cell_asked` carries an adapter's folder and a base's id: to be opened in the workbench."""

    cell_asked = Signal(object, int)
    adapters_asked = Signal()
    base_asked = Signal()
    kept = Signal(str)

    def __init__(self, theme: Theme, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matrixPage")
        self._session, self._adapters, self._run = session, session.adapters, session.matrix
        self.model = MatrixModel(session, self)
        self.view = MatrixView(self.model, theme)
        self.view.setAccessibleName(self.tr("Adapters on bases"))
        self.no_adapters = QuietPage(
            self.tr("Open several adapters: each becomes a row."), button=self.tr("Add adapters…")
        )
        self.no_bases = QuietPage(
            self.tr("Put bases on the shelf: each becomes a column."), button=self.tr("Add a base…")
        )
        self._pages = QStackedWidget()
        for page in (self.view, self.no_adapters, self.no_bases):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot())
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM)
        self._calm.timeout.connect(self._show_state)
        self._connect()
        self._show_state()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in order."""
        return (self.view, self.order.focusProxy() or self.order)

    @property
    def has_cells(self) -> bool:
        return bool(self.model.rows and self.model.columns)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run.wake()
        self._go_to_open()
        self._show_state()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._calm.stop()

    # parts

    def _head(self) -> QVBoxLayout:
        title = QLabel(self.tr("Matrix"))
        title.setFont(font(steps=5, weight=QFont.Weight.DemiBold))
        self.lead = ElidedLabel(smallest=120)
        self.lead.setObjectName("muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(self.lead)
        self.add = QPushButton(self.tr("Add adapters…"))
        self.add.setToolTip(self.tr("Another adapter, or every adapter below a folder"))
        self.order = Segments(
            {
                Order.OPENED.value: self.tr("As opened"),
                Order.NAME.value: self.tr("By name"),
                Order.WORST.value: self.tr("Worst first"),
            },
            name=self.tr("Order of the adapters"),
        )
        top = QHBoxLayout()
        top.setContentsMargins(16, 16, 16, 10)
        top.setSpacing(8)
        top.addLayout(words, 1)
        for widget in (self.order, self.add):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        head = QVBoxLayout()
        head.addLayout(top)
        return head

    def _foot(self) -> QFrame:
        """What the current cell says; while inspecting, how far that has come."""
        foot = self.foot = QFrame()
        foot.setObjectName("libraryFoot")
        self.place = ElidedLabel(cut="middle", smallest=120)
        self.place.setFont(font(weight=QFont.Weight.DemiBold))
        self.story = ElidedLabel(smallest=120)
        self.story.setObjectName("muted")
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.place)
        words.addWidget(self.story)
        self.progress = QLabel()
        self.progress.setObjectName("muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(150)
        self.bar.setAccessibleName(self.tr("Pairs inspected"))
        self.stop, self.again = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Go on"))
        lay_out_foot(foot, words, (self.progress, self.bar, self.stop, self.again))
        return foot

    def _connect(self) -> None:
        self.view.opened.connect(self.cell_asked)
        self.view.removal_asked.connect(self.remove)
        self.view.menu_asked.connect(self._show_menu)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._on_current())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_cell())
        self.add.clicked.connect(self.adapters_asked)
        self.no_adapters.asked.connect(self.adapters_asked)
        self.no_bases.asked.connect(self.base_asked)
        self.order.chosen.connect(lambda chosen: self.model.sort_rows(Order(chosen)))
        self.stop.clicked.connect(self._run.cancel)
        self.again.clicked.connect(self._run.resume)
        adapters = self._adapters
        for changed in (
            adapters.rows_changed,
            adapters.row_changed,
            adapters.cell_changed,
            self._run.changed,
        ):
            changed.connect(self._tell_soon)
        for changed in (self._session.entry_added, self._session.entry_changed, self._session.entry_removed):
            changed.connect(self._tell_soon)

    # what a person does

    def remove(self, path: Path) -> None:
        """Close an adapter; the one that the workbench shows stays, and that is said."""
        if not self._adapters.remove(path) and path in self._adapters.rows:
            self.kept.emit(self.tr("{} is open in the workbench, and stays.").format(path.name))

    def _show_menu(self, index: QModelIndex, point: QPoint) -> None:
        row = self.model.rows[index.row()]
        menu = QMenu(self)
        opens = menu.addAction(self.tr("Open in the workbench"), lambda: self._open(index))
        opens.setEnabled(row.error is None and index.isValid())
        menu.addAction(self.tr("Show folder"), lambda: open_path(row.path))
        menu.addSeparator()
        menu.addAction(self.tr("Copy\tCtrl+C"), self.view.copy)
        menu.addAction(self.tr("Copy as CSV"), lambda: self.view.copy(comma=True))
        menu.addAction(self.tr("Select all\tCtrl+A"), self.view.selectAll)
        menu.addSeparator()
        remove = menu.addAction(self.tr("Remove from the matrix\tDel"), lambda: self.remove(row.path))
        remove.setEnabled(row is not self._adapters.current)
        menu.exec(point)
        menu.deleteLater()

    def _open(self, index: QModelIndex) -> None:
        self.cell_asked.emit(self.model.rows[index.row()].path, self.model.columns[index.column()].id)

    # showing it

    def _go_to_open(self) -> None:
        """The cell that the workbench shows, else the first one."""
        current, entry = self._adapters.current, self._session.current
        place = self.model.place_of(current.path, entry) if current and entry else QModelIndex()
        self.view.go_to(place if place.isValid() else self.model.index(0, 0))

    def _tell_soon(self, *_: object) -> None:
        if self.isVisible() and not self._calm.isActive():
            self._calm.start()

    def _on_current(self) -> None:
        self.view.horizontalHeader().viewport().update()
        self.view.verticalHeader().viewport().update()
        self._show_cell()

    def _show_state(self) -> None:
        """The sentence, the progress, and what is shown in place of an empty table."""
        model, run = self.model, self._run
        model.arrange_again()
        rows, columns = model.rowCount(), model.columnCount()
        self.lead.setText(lead_words(rows, columns, model.cells()) if rows and columns else "")
        empty = self.no_bases if rows else self.no_adapters
        self._pages.setCurrentWidget(self.view if rows and columns else empty)
        self.order.setVisible(rows > 1 and bool(columns))
        self.add.setVisible(bool(rows))
        for orientation in (self.view.horizontalHeader(), self.view.verticalHeader()):
            orientation.viewport().update()
        counted = self._adapters.counted()
        is_busy = run.is_running or (counted.done < counted.total and run.state not in (CANCELLED, FAILED))
        self.progress.setText(self._progress_words(is_busy, counted.done, counted.total))
        self.progress.setVisible(bool(self.progress.text()))
        self.bar.setRange(0, max(1, counted.total))
        self.bar.setValue(counted.done)
        self.bar.setVisible(is_busy)
        self.stop.setVisible(run.is_running)
        self.again.setVisible(run.state in (CANCELLED, FAILED))
        self.again.setText(self.tr("Retry") if run.state == FAILED else self.tr("Go on"))
        self.foot.setVisible(bool(rows and columns))
        self._show_cell()

    def _progress_words(self, is_busy: bool, done: int, total: int) -> str:
        run = self._run
        if run.state == CANCELLED:
            return self.tr("Cancelled: {} of {} inspected.").format(number(done), number(total))
        if run.state == FAILED:
            return said(run.error.message) if run.error is not None else self.tr("The dry runs failed.")
        if run.state == READING:
            return self.tr("Reading headers …")
        if run.state == CONFIRMING or is_busy:
            return self.tr("{} of {} inspected").format(number(done), number(total))
        return ""

    def _show_cell(self) -> None:
        place, model = self.view.place, self.model
        if place is None or not model.rows or not model.columns:
            self.place.setText("")
            self.story.setText("")
            return
        row, column = place
        chosen = len(self.view.selectionModel().selectedIndexes())
        words = self.tr("{} on {}").format(model.name(row), model.columns[column].name)
        if model.rows[row].error is not None:
            words = str(model.rows[row].path)
        self.place.setText(self.tr("{} cells selected").format(number(chosen)) if chosen > 1 else words)
        self.story.setText("" if chosen > 1 else cell_story(model.view(row, column)))
        self.story.setToolTip(self.story.text())
