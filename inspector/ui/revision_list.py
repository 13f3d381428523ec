"""A list of revisions of which one or two can be picked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from inspector.ui.hub_rows import HEADERS_HERE, WHOLE_HERE, RevisionRow
from inspector.ui.language import day_text
from inspector.ui.theme import Theme, font

COMMIT, REFS, DATE, TITLE, HERE = range(5)
WIDTHS = {COMMIT: 82, REFS: 116, DATE: 110, HERE: 122}
ROW_HEIGHT = 27


class RevisionList(QWidget):
    """`picked` when the choice changes, `taken` on a double click or Return. A third pick drops the first."""

    picked = Signal()
    taken = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[RevisionRow, ...] = ()
        self._order: list[int] = []
        self.table = _Table()
        self.setFocusProxy(self.table)
        self.words = QLabel()
        self.words.setObjectName("muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.table)
        self.table.itemSelectionChanged.connect(self._on_selection)
        self.table.itemDoubleClicked.connect(lambda _: self.taken.emit())
        self.table.return_pressed.connect(self.taken)

    def show_rows(self, rows: Sequence[RevisionRow], *, words: str) -> None:
        """`words` stand there while there are no rows."""
        self._rows, self._order = tuple(rows), []
        self.words.setText(words)
        self._stack.setCurrentWidget(self.table if rows else self.words)
        blocked = self.table.blockSignals(True)
        self.table.clearSelection()
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            cells = (row.commit[:7], ", ".join(row.refs), _date(row), row.title, self._here(row))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(self._tip(row))
                if column == COMMIT:
                    item.setFont(font(mono=True, steps=-0.4))
                if column in (DATE, HERE):
                    item.setForeground(self._theme.colours.color("muted"))
                self.table.setItem(place, column, item)
        self.table.blockSignals(blocked)

    def rows_picked(self) -> list[RevisionRow]:
        """In the list's order: newest first."""
        return [self._rows[place] for place in sorted(self._order)]

    def pick(self, *places: int) -> None:
        self.table.clearSelection()
        model, choose = self.table.selectionModel(), self.table.selectionModel().SelectionFlag
        for place in places:
            model.select(self.table.model().index(place, 0), choose.Select | choose.Rows)

    def _on_selection(self) -> None:
        now = [index.row() for index in self.table.selectionModel().selectedRows()]
        self._order = [place for place in self._order if place in now]
        self._order += [place for place in now if place not in self._order]
        if len(self._order) > 2:
            # Keep the one that was picked first and the last one: Shift with a click spans a range.
            self.pick(self._order[0], self._order[-1])
            return
        self.picked.emit()

    def _here(self, row: RevisionRow) -> str:
        words = {WHOLE_HERE: self.tr("here, weights"), HEADERS_HERE: self.tr("here, headers")}
        return words.get(row.here, "")

    def _tip(self, row: RevisionRow) -> str:
        came = self.tr("came here {}").format(_date(row)) if row.fetched else ""
        return "\n".join(line for line in (row.commit, ", ".join(row.refs), row.title, came) if line)


class _Table(QTableWidget):
    return_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(0, 5)
        self.setObjectName("probeTable")
        titles = (self.tr("Commit"), self.tr("Branch, tag"), self.tr("Date"), self.tr("Title"), "")
        self.setHorizontalHeaderLabels(titles)
        self.setAccessibleName(self.tr("Revisions, newest first"))
        self.setAccessibleDescription(self.tr("Pick two to compare them"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setFont(font(steps=-0.2))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        for column in range(5):
            item = self.horizontalHeaderItem(column)
            assert item is not None
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setColumnWidth(TITLE, max(60, self.viewport().width() - sum(WIDTHS.values())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.return_pressed.emit()
            return
        super().keyPressEvent(event)


def _date(row: RevisionRow) -> str:
    if row.date is None:
        return ""
    return day_text(row.date)
