"""The rows that a person selected in the trees, and those that the filter shows, to be taken along."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QTreeView

from inspector.compat.inspection import Status
from inspector.compat.tree import UnionTree
from inspector.compat.tree_filter import Shown
from inspector.report.rows import Row, Value
from inspector.ui.row_text import NAME, copied_text, record_of
from inspector.ui.tree_model import TreeModel

FIELDS = ("status", "key", "slot", "shape", "expected", "dtype")


def selected_nodes(view: QTreeView) -> list[int]:
    """In reading order; the current row where nothing is selected."""
    model = view.model()
    assert isinstance(model, TreeModel)
    if model.tree is None:
        return []
    rows = view.selectionModel().selectedRows(NAME) or [view.currentIndex()]
    nodes = {model.node_of(index) for index in rows} - {0}
    return sorted(nodes, key=model.tree.position.__getitem__)


def copied_rows(view: QTreeView, what: str) -> str:
    """A line for each selected row: `key`, or the `row`'s cells. As `json` one record, or a list of them."""
    model, nodes = view.model(), selected_nodes(view)
    assert isinstance(model, TreeModel)
    tree = model.tree
    if tree is None or not nodes:
        return ""
    if what == "json" and len(nodes) > 1:
        return json.dumps([record_of(tree, node) for node in nodes], ensure_ascii=False)
    return "\n".join(copied_text(tree, node, what) for node in nodes)


def shown_rows(shown: Shown) -> list[Row]:
    """Every tensor and missing slot that the filter leaves, in the order of the trees."""
    tree, rows = shown.tree, list[Row]()
    for node in tree.preorder:
        tensor, slot = tree.tensors[node], tree.slots[node]
        if node not in shown:
            continue
        found: tuple[Value, ...]
        if tensor is not None:
            found = (tensor.status, tensor.key, tensor.slot, tensor.shape, tensor.expected, tensor.dtype)
        elif slot is not None:
            found = (Status.MISSING, None, slot.slot, None, slot.expected, None)
        else:
            continue
        rows.append(dict(zip(FIELDS, found, strict=True)))
    return rows


def node_at(tree: UnionTree, path: str) -> int:
    """The module, tensor or slot of a dotted path; 0 where the tree has none."""
    node = tree.by_module.get(path)
    if node is not None:
        return node
    module, leaf = _split_known(tree, path)
    return next((n for n in tree.children(module) if tree.names[n] == leaf), 0) if module else 0


def _split_known(tree: UnionTree, path: str) -> tuple[int, str]:
    """The longest module path that the tree knows, and the rest."""
    module, rest = path, ""
    while module:
        module, _, piece = module.rpartition(".")
        rest = f"{piece}.{rest}" if rest else piece
        if module in tree.by_module:
            return tree.by_module[module], rest
    return 0, path
