"""The library's adapters as one Qt model: sorted, narrowed, grouped by base if asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector.compat.inspection import Verdict
from inspector.files.library import LibraryItem
from inspector.ui.engine_words import said
from inspector.ui.library_words import (
    date_text,
    method_text,
    missing_sentence,
    missing_text,
    row_sentence,
    size_text,
    verdict_of,
    verdict_text,
)
from inspector.ui.settings import LastVerdict

NAME, BASE, METHOD, RANK, SIZE, DATE, VERDICT, NOTES = range(8)
COLUMNS = 8
Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_WORST_FIRST = (Verdict.FAILS, Verdict.INERT, Verdict.DEGRADED, Verdict.UNKNOWN, Verdict.FITS)


class Only(Enum):
    """Which adapters are shown."""

    ALL = "all"
    ORPHANS = "orphans"
    BROKEN = "broken"


class Group(NamedTuple):
    """Adapters under one heading; without grouping there is a single group, and its heading is not shown."""

    title: str
    items: list[LibraryItem]


class LibraryModel(QAbstractItemModel):
    """Rows of the top level have id 0, those below group n have id n + 1."""

    def __init__(
        self, last_verdict: Callable[[LibraryItem], LastVerdict | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._last_verdict = last_verdict
        self._items: dict[Path, LibraryItem] = {}
        self._verdicts: dict[Path, LastVerdict | None] = {}
        self._groups: list[Group] = [Group("", [])]
        self.text, self.only, self.grouped = "", Only.ALL, False
        self._column, self._descending = NAME, False

    # content

    @property
    def items(self) -> dict[Path, LibraryItem]:
        """All of them, whatever is shown."""
        return dict(self._items)

    @property
    def shown(self) -> int:
        return sum(len(group.items) for group in self._groups)

    @property
    def shown_items(self) -> list[LibraryItem]:
        """Those that are shown, in order."""
        return [item for group in self._groups for item in group.items]

    def count(self, only: Only) -> int:
        return sum(_belongs(item, only) for item in self._items.values())

    def put(self, items: Iterable[LibraryItem]) -> None:
        """Add adapters, or replace what was known of them."""
        for item in items:
            self._items[item.path] = item
            self._verdicts[item.path] = self._last_verdict(item)
        self._arrange()

    def keep(self, paths: Iterable[Path]) -> None:
        """Drop every adapter that is not among `paths`."""
        kept = frozenset(paths)
        if not self._items.keys() <= kept:
            self._items = {path: item for path, item in self._items.items() if path in kept}
            self._arrange()

    def refresh_verdicts(self) -> None:
        self._verdicts = {path: self._last_verdict(item) for path, item in self._items.items()}
        self._arrange()

    def narrow(
        self, *, text: str | None = None, only: Only | None = None, grouped: bool | None = None
    ) -> None:
        """Change what is shown; None leaves it as it is. `text` is looked for in name, base and method."""
        self.text = self.text if text is None else text
        self.only = self.only if only is None else only
        self.grouped = self.grouped if grouped is None else grouped
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def item_of(self, index: Index) -> LibraryItem | None:
        """The adapter of a row; None for a heading."""
        if not index.isValid():
            return None
        group = index.internalId() - 1
        if group < 0:
            return None if self.grouped else self._groups[0].items[index.row()]
        return self._groups[group].items[index.row()]

    def index_of(self, path: Path, column: int = 0) -> QModelIndex:
        for number, group in enumerate(self._groups):
            for row, item in enumerate(group.items):
                if item.path == path:
                    return self.createIndex(row, column, number + 1 if self.grouped else 0)
        return QModelIndex()

    def last_verdict(self, item: LibraryItem) -> LastVerdict | None:
        return self._verdicts.get(item.path)

    def _arrange(self) -> None:
        needle = self.text.strip().casefold()
        found = [
            item
            for item in self._items.values()
            if _belongs(item, self.only)
            and (not needle or needle in f"{item.name}\n{item.base}\n{method_text(item)}".casefold())
        ]
        # By name first: sorting is stable, so that equal cells stay in the order of names.
        found.sort(key=lambda item: (item.name.casefold(), str(item.path)))
        found.sort(key=self._key, reverse=self._descending)
        self.beginResetModel()
        self._groups = self._grouped(found) if self.grouped else [Group("", found)]
        self.endResetModel()

    def _grouped(self, items: Sequence[LibraryItem]) -> list[Group]:
        groups: dict[str, list[LibraryItem]] = {}
        for item in items:
            title = self.tr("cannot be read") if item.problem else item.base or self.tr("no base named")
            groups.setdefault(title, []).append(item)
        return [Group(title, groups[title]) for title in sorted(groups, key=str.casefold)]

    def _key(self, item: LibraryItem) -> Any:
        """What the chosen column is sorted by."""
        column = self._column
        if column == RANK:
            return item.rank or 0
        if column == SIZE:
            return item.size
        if column == DATE:
            return item.date.timestamp() if item.date else 0.0
        if column == VERDICT:
            verdict = verdict_of(self.last_verdict(item))
            return _WORST_FIRST.index(verdict) if verdict in _WORST_FIRST else len(_WORST_FIRST)
        if column == NOTES:
            return (not item.problem, -len(item.missing))
        return (self._text(item, column) or "\uffff").casefold()

    # Qt's side

    def index(self, row: int, column: int, parent: Index = _NO_INDEX) -> QModelIndex:
        if not 0 <= row < self.rowCount(parent) or not 0 <= column < COLUMNS:
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        if not parent.isValid():
            return len(self._groups) if self.grouped else len(self._groups[0].items)
        is_heading = self.grouped and parent.internalId() == 0 and parent.column() == 0
        return len(self._groups[parent.row()].items) if is_heading else 0

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item_of(index)
        if item is None:
            return self._heading(index, role) if index.isValid() else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(item, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_sentence(item, self.last_verdict(item))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(item, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (RANK, SIZE):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in (RANK, SIZE) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or not 0 <= section < COLUMNS:
            return None
        return (
            self.tr("Adapter"),
            self.tr("Base"),
            self.tr("Method"),
            self.tr("Rank"),
            self.tr("Size"),
            self.tr("Date"),
            self.tr("Last verdict"),
            self.tr("What is missing"),
        )[section]

    def _heading(self, index: Index, role: int) -> Any:
        group = self._groups[index.row()]
        if role == Qt.ItemDataRole.DisplayRole and index.column() == NAME:
            return f"{group.title}   {len(group.items)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{}, {} adapters").format(group.title, len(group.items))
        return None

    def _text(self, item: LibraryItem, column: int) -> str:
        if item.problem and column not in (NAME, DATE, NOTES):
            return ""
        return {
            NAME: lambda: item.name,
            BASE: lambda: item.base,
            METHOD: lambda: method_text(item),
            RANK: lambda: str(item.rank) if item.rank is not None else "",
            SIZE: lambda: size_text(item.size),
            DATE: lambda: date_text(item.date),
            VERDICT: lambda: verdict_text(self.last_verdict(item)),
            NOTES: lambda: said(item.problem) or missing_text(item),
        }[column]()

    def _tip(self, item: LibraryItem, column: int) -> str:
        last = self.last_verdict(item)
        if column == NOTES:
            return said(item.problem) or missing_sentence(item)
        if column == VERDICT and last is not None:
            return self.tr("on {}").format(last.base)
        return item.base if column == BASE else str(item.path)


def _belongs(item: LibraryItem, only: Only) -> bool:
    if only is Only.ORPHANS:
        return item.is_orphan
    return bool(item.problem) if only is Only.BROKEN else True
