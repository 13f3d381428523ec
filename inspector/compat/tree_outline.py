"""The uppermost rows of the union tree, from one pass over a report: what can be shown while the rest is laid
out."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace

from inspector.compat.inspection import LoadReport, Module, Status
from inspector.compat.tree import ORDER, NodeKind, UnionTree
from inspector.compat.tree_building import Draft, number, sum_up

MOST = 2000
"""Rows beyond which an outline is none."""


def outline(report: LoadReport) -> UnionTree | None:
    """Every row down to the first number in its path (`model.layers.0`), with the totals of `build_tree`.

    Layers stand beside each other here, alike or not, and tensors not at all. None where names without
    numbers leave more than `MOST` rows. A fiftieth of the time that `build_tree` takes.
    """
    draft, bases = Draft(), dict[str, int]()
    for top, count, first in _modules_by_top(report.modules):
        bases[top] = bases.get(top, 0) + count
        node = draft.ensure(top)
        if first.path == top:
            draft.modules[node], draft.kinds[node] = first, NodeKind.MODULE
    held: dict[Status, dict[str, int]] = {status: {} for status in ORDER}
    for items in (
        ((tensor.module, tensor.status) for tensor in report.tensors),
        ((slot.module, Status.MISSING) for slot in report.missing),
    ):
        for top, status, count in _by_top(items):
            draft.ensure(top)
            held[status][top] = held[status].get(top, 0) + count
        if len(draft.names) > MOST:
            return None
    draft.order()
    tree = number(draft)

    def summed(counts: dict[str, int]) -> array[int]:
        own = array("i", bytes(array("i").itemsize * len(tree)))
        for top, count in counts.items():
            own[tree.by_module[top]] = count
        return sum_up(own, tree.parents)

    totals = tuple(summed(held[status]) for status in ORDER)
    return replace(tree, totals=totals, in_base=summed(bases), is_outline=True)


def towards_trouble(tree: UnionTree) -> list[int]:
    """Rows of an outline to open, from the top, so that the first trouble, or else the first tensor, can be
    seen coming. Layers stay closed: laid out, most of them fold into few rows."""
    opened, node = list[int](), 0
    while True:
        below = [child for child in tree.children(node) if tree.in_file(child) or tree.trouble(child)]
        chosen = next(filter(tree.trouble, below), below[0] if below else None)
        if chosen is None or _is_numbered(tree, chosen) or not tree.child_count[chosen]:
            return opened
        opened.append(chosen)
        node = chosen


def _is_numbered(tree: UnionTree, node: int) -> bool:
    return any(tree.names[child].isdecimal() for child in tree.children(node))


def top_of(path: str) -> str:
    """`model.layers.0` for `model.layers.0.self_attn.q_proj`; a path without a number is its own top."""
    pieces = path.split(".")
    at = next((place for place, piece in enumerate(pieces, 1) if piece.isdecimal()), len(pieces))
    return ".".join(pieces[:at])


def _below(top: str) -> str:
    """How every path begins that has this top and is not it."""
    return f"{top}." if top.rpartition(".")[2].isdecimal() else "\0"


def _modules_by_top(modules: Iterable[Module]) -> Iterator[tuple[str, int, Module]]:
    """Each run of modules below the same top: the top, how many there are, the first of them."""
    first: Module | None = None
    top, below, count = "", _below(""), 0
    for module in modules:
        if module.path.startswith(below):
            count += 1
            continue
        if first is not None:
            yield top, count, first
        top, first, count = top_of(module.path), module, 1
        below = _below(top)
    if first is not None:
        yield top, count, first


def _by_top(items: Iterable[tuple[str, Status]]) -> Iterator[tuple[str, Status, int]]:
    """Each run of module paths with the same top and status, and its length."""
    last: Status | None = None
    top, below, count = "", _below(""), 0
    for path, status in items:
        if status is last and path.startswith(below):
            count += 1
            continue
        if last is not None:
            yield top, last, count
        top, last, count = top_of(path), status, 1
        below = _below(top)
    if last is not None:
        yield top, last, count
