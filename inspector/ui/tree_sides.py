"""The adapter's and the base's side of the aligned trees: one model, other columns, one scroll position."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector.ui.language import tr
from inspector.ui.row_text import BASE_DTYPE, BASE_KIND, BASE_NAME, NAME, SHAPE, STATUS
from inspector.ui.theme import Theme
from inspector.ui.tree_model import TreeModel
from inspector.ui.tree_view import RowTreeView


def adapter_side(model: TreeModel, theme: Theme, parent: QWidget) -> RowTreeView:
    tree = RowTreeView(
        model,
        theme,
        columns=(NAME, SHAPE, STATUS),
        widths=(118, 148),
        giving_way=((STATUS, 132), (SHAPE, 104), (STATUS, 34)),
        parent=parent,
    )
    tree.setObjectName("adapterTree")
    tree.setAccessibleName(tr("Adapter"))
    return tree


def base_side(model: TreeModel, theme: Theme, adapter: RowTreeView, parent: QWidget) -> RowTreeView:
    """Selects and scrolls with the adapter's."""
    tree = RowTreeView(
        model,
        theme,
        columns=(BASE_NAME, BASE_KIND, BASE_DTYPE),
        widths=(178, 54),
        giving_way=((BASE_KIND, 160), (BASE_DTYPE, 0), (BASE_KIND, 130)),
        parent=parent,
    )
    tree.setObjectName("baseTree")
    tree.setAccessibleName(tr("Base"))
    tree.setSelectionModel(adapter.selectionModel())
    adapter.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    adapter.verticalScrollBar().valueChanged.connect(tree.verticalScrollBar().setValue)
    tree.verticalScrollBar().valueChanged.connect(adapter.verticalScrollBar().setValue)
    return tree
