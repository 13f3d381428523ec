"""The union tree as one Qt model, read by both tree views."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector.compat.tree import UnionTree
from inspector.compat.tree_filter import Filter, Shown
from inspector.ui.row_text import BASE_DTYPE, BASE_KIND, BASE_NAME, COLUMNS, NAME, SHAPE, STATUS, cell_text
from inspector.ui.words import row_sentence

_NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class TreeModel(QAbstractItemModel):
    """Indexes carry node numbers only: a pointer to a Python object would dangle once it is collected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None

    @property
    def tree(self) -> UnionTree | None:
        return self._shown.tree if self._shown else None

    @property
    def shown(self) -> Shown | None:
        return self._shown

    def show(self, tree: UnionTree | None, keep: Filter | None = None) -> None:
        """Show a tree, narrowed by a filter. Raises FilterError before anything changes."""
        shown = Shown(tree, keep) if tree is not None else None
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def index_of(self, node: int, column: int = 0) -> QModelIndex:
        if self._shown is None or node <= 0 or node not in self._shown:
            return QModelIndex()
        return self.createIndex(self._shown.row(node), column, node)

    @staticmethod
    def node_of(index: Index) -> int:
        """The node behind an index; 0, the root, for an invalid one."""
        return index.internalId() if index.isValid() else 0

    def index(self, row: int, column: int, parent: Index = _NO_INDEX) -> QModelIndex:
        if self._shown is None or row < 0 or not 0 <= column < COLUMNS or parent.column() > 0:
            return QModelIndex()
        children = self._shown.children(self.node_of(parent))
        return self.createIndex(row, column, children[row]) if row < len(children) else QModelIndex()

    def parent(self, index: Index = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
        if self._shown is None or not index.isValid():
            return QModelIndex()
        node = self._shown.tree.parents[index.internalId()]
        return self.createIndex(self._shown.row(node), 0, node) if node > 0 else QModelIndex()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        if self._shown is None or parent.column() > 0:
            return 0
        return len(self._shown.children(self.node_of(parent)))

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._shown is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(self._shown.tree, index.internalId(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_sentence(self._shown.tree, index.internalId())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._shown.tree.path(index.internalId())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return {
            NAME: self.tr("Adapter"),
            SHAPE: self.tr("Shape"),
            STATUS: self.tr("Status"),
            BASE_NAME: self.tr("Base"),
            BASE_KIND: self.tr("Module"),
            BASE_DTYPE: self.tr("Type"),
        }.get(section)
