"""The examples whose answer changed: number, kind, prompt, what was expected, both answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from inspector.compat.flips import Flip
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.language import tr
from inspector.ui.theme import Theme, font

NUMBER, KIND, PROMPT, EXPECTED, BEFORE, AFTER = range(6)
KINDS = ("negative", "positive", "both-wrong")
KIND_GLYPH = {"negative": "▼", "positive": "▲", "both-wrong": "◇"}
KIND_ROLE = {"negative": "bad", "positive": "good", "both-wrong": "idle"}
ROW_HEIGHT = 27
_LONGEST_TIP = 1500
NUMBER_WIDTH, KIND_WIDTH, GLYPH_WIDTH = 46, 106, 34
ROOMY = 600
"""Pixels from which there is room for the kind as a word beside its glyph."""

_SHARES = {PROMPT: 0.31, EXPECTED: 0.23, BEFORE: 0.23, AFTER: 0.23}


def kind_word(kind: str) -> str:
    return {
        "negative": tr("negative"),
        "positive": tr("positive"),
        "both-wrong": tr("both wrong"),
    }.get(kind, kind)


class FlipsModel(QAbstractTableModel):
    """Flips of the kinds that are let through; negative ones first, then by number.

    `brief` says kinds by their glyphs alone, where there is little room.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: tuple[Flip, ...] = ()
        self._kind = ""
        self.brief = False
        self.flips: tuple[Flip, ...] = ()

    def show_flips(self, flips: Sequence[Flip]) -> None:
        order = {kind: place for place, kind in enumerate(KINDS)}
        self._all = tuple(sorted(flips, key=lambda flip: (order.get(flip.kind, 9), flip.number)))
        self.keep(self._kind)

    def keep(self, kind: str) -> None:
        """Only one kind; empty for all."""
        self.beginResetModel()
        self._kind = kind
        self.flips = tuple(flip for flip in self._all if not kind or flip.kind == kind)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.flips)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            words = (
                "#",
                "" if self.brief else tr("Flip"),
                tr("Prompt"),
                tr("Expected"),
                tr("Before"),
                tr("After"),
            )
            return words[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == NUMBER else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        flip, column = self.flips[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            glyph_only = self.brief and column == KIND
            return KIND_GLYPH.get(flip.kind, "·") if glyph_only else _shown(flip, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == KIND:
            return self._theme.colours.color(KIND_ROLE.get(flip.kind, "idle"))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == NUMBER:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column == KIND:
            return kind_word(flip.kind)
        if role == Qt.ItemDataRole.ToolTipRole and column in (PROMPT, EXPECTED, BEFORE, AFTER):
            return str(_cells(flip)[column])[:_LONGEST_TIP]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{flip.number}, {kind_word(flip.kind)}: {_shown(flip, column)}"
        return None


class FlipsTable(QTableView):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flips = FlipsModel(theme, self)
        self.setModel(self.flips)
        self.setObjectName("probeTable")
        self.setAccessibleName(self.tr("Flipped examples"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(60)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setStretchLastSection(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(font(steps=-0.2))
        self.copier = FigureCopy(self, self._rows)
        theme.changed.connect(self.viewport().update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        self.flips.brief = width < ROOMY
        self.setColumnWidth(NUMBER, NUMBER_WIDTH)
        self.setColumnWidth(KIND, GLYPH_WIDTH if self.flips.brief else KIND_WIDTH)
        room = width - NUMBER_WIDTH - self.columnWidth(KIND)
        for column, share in _SHARES.items():
            self.setColumnWidth(column, max(60, int(share * room)))

    def _rows(self) -> list[Sequence[str | float | int | None]]:
        """The selected rows, or all that are shown where no more than one is selected."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = [self.flips.flips[row] for row in chosen] if len(chosen) > 1 else list(self.flips.flips)
        header = ("number", "kind", "prompt", "expected", "before", "after")
        return [header, *(_cells(flip) for flip in rows)]


def _cells(flip: Flip) -> tuple[int | str, ...]:
    return (flip.number, flip.kind, flip.prompt, flip.expected, flip.before, flip.after)


def _shown(flip: Flip, column: int) -> str:
    if column == KIND:
        return f"{KIND_GLYPH.get(flip.kind, '·')}  {kind_word(flip.kind)}"
    return " ".join(str(_cells(flip)[column]).split())
