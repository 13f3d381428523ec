"""What each column of a tree row says: name, shape, status of the adapter; name, kind, dtype of the base."""

from __future__ import annotations

import json
from typing import Any

from inspector.compat.inspection import Status
from inspector.compat.tree import NodeKind, UnionTree
from inspector.ui.language import tr
from inspector.ui.quantities import number, shape_text
from inspector.ui.words import counts_text, status_word

NAME, SHAPE, STATUS, BASE_NAME, BASE_KIND, BASE_DTYPE = range(6)
COLUMNS = 6


def cell_text(tree: UnionTree, node: int, column: int) -> str:
    """The text of one cell; an empty string where that side has nothing to say."""
    return _CELLS[column](tree, node)


def copied_text(tree: UnionTree, node: int, what: str) -> str:
    """A row for the clipboard: its `key`, the `row`'s cells with tabs between, or its record as `json`."""
    tensor, slot = tree.tensors[node], tree.slots[node]
    key = tensor.key if tensor else slot.slot if slot else tree.path(node)
    if what == "row":
        return "\t".join(cell_text(tree, node, column) for column in range(COLUMNS))
    if what == "json":
        return json.dumps(record_of(tree, node), ensure_ascii=False)
    return key


def record_of(tree: UnionTree, node: int) -> dict[str, Any]:
    """What is known of a row: its tensor, slot or module; for a group its path."""
    record = tree.tensors[node] or tree.slots[node] or tree.modules[node]
    return record._asdict() if record is not None else {"path": tree.path(node)}


def is_aside(tree: UnionTree, node: int, column: int) -> bool:
    """Whether a name cell only says that its side has nothing here, and so stands back."""
    if column == NAME:
        return not tree.in_file(node)
    return column == BASE_NAME and not tree.in_base[node]


def leaf_name(name: str) -> str:
    """`lora_A` for `lora_A.weight`."""
    return name.removesuffix(".weight")


def _name(tree: UnionTree, node: int) -> str:
    if tree.slots[node] is not None:
        return tr("{} not in the file").format(leaf_name(tree.names[node]))
    if not tree.in_file(node):
        return "" if tree.status(node) is Status.MISSING else tr("not targeted")
    return leaf_name(tree.names[node])


def _shape(tree: UnionTree, node: int) -> str:
    tensor = tree.tensors[node]
    if tensor is not None:
        return f"{shape_text(tensor.shape)} {tensor.dtype}"
    if not tree.in_file(node):
        return ""
    if tree.kinds[node] is NodeKind.FOLD:
        return tr("{} alike").format(number(tree.child_count[node]))
    rank = _rank(tree, node)
    if rank is not None:
        return f"r {rank}"
    layers = numbered_children(tree, node)
    return tr("{} layers").format(number(layers)) if layers else ""


def _status(tree: UnionTree, node: int) -> str:
    if tree.tensors[node] is not None or tree.slots[node] is not None:
        status = tree.status(node)
        return status_word(status) if status else ""
    counts = tree.counts(node)
    if tree.kinds[node] is NodeKind.MODULE and counts:
        return status_word(next(iter(counts)))
    if len(counts) == 1:
        ((status, count),) = counts.items()
        return f"{number(count)} {status_word(status)}"
    return counts_text(tree, node)


def _base_name(tree: UnionTree, node: int) -> str:
    if tree.tensors[node] is not None or tree.slots[node] is not None:
        return ""
    if not tree.in_base[0]:
        return tr("modules not known") if tree.parents[node] == 0 else ""
    return tree.names[node] if tree.in_base[node] else tr("no such module")


def _base_kind(tree: UnionTree, node: int) -> str:
    tensor, slot, module = tree.tensors[node], tree.slots[node], tree.modules[node]
    if tensor is not None:
        return tr("needs {}").format(shape_text(tensor.expected)) if tensor.expected else ""
    if slot is not None:
        return tr("needs {}").format(shape_text(slot.expected)) if slot.expected else tr("needed")
    if module is not None:
        if module.in_features is not None and module.out_features is not None:
            return f"{module.kind} {module.in_features} → {module.out_features}"
        return f"{'' if module.kind == 'other' else module.kind} {shape_text(module.shape)}".strip()
    if tree.kinds[node] is NodeKind.FOLD or not tree.in_base[node]:
        return ""
    layers = numbered_children(tree, node)
    return tr("{} layers").format(number(layers)) if layers else ""


def _base_dtype(tree: UnionTree, node: int) -> str:
    module = tree.modules[node]
    return (module.dtype or "") if module is not None else ""


def _rank(tree: UnionTree, node: int) -> int | None:
    """The rank that a module's `lora_A` shows in its shape."""
    for child in tree.children(node):
        tensor = tree.tensors[child]
        if tensor is not None and tensor.part.startswith(("lora_A", "lora_embedding_A")) and tensor.shape:
            return tensor.shape[0]
    return None


def numbered_children(tree: UnionTree, node: int) -> int:
    """How many numbered layers stand below a node, folded or not; 0 if it is no stack."""
    total = 0
    for child in tree.children(node):
        if tree.kinds[child] is NodeKind.FOLD:
            total += tree.child_count[child]
        elif tree.names[child].isdecimal():
            total += 1
    return total


_CELLS = (_name, _shape, _status, _base_name, _base_kind, _base_dtype)
