"""The union tree: the base's modules and the adapter's keys under one root, as flat arrays for the views."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from inspector.compat.inspection import LoadReport, MissingSlot, Module, Status, TensorMatch
from inspector.compat.keys import number_ranges
from inspector.compat.path_index import PathIndex

FOLD_FROM = 3
"""Shortest run of numbered siblings that folds into one row."""

TROUBLE = (Status.MISMATCHED, Status.ORPHANED, Status.OVERWRITES_BASE, Status.MISSING)
"""What next/previous problem stops at; `unknown` is no trouble before a dry run has seen it."""

_ORDER = (*TROUBLE, Status.UNKNOWN, Status.LANDED)
_SLOT_OF = {status: position for position, status in enumerate(_ORDER)}


class NodeKind(IntEnum):
    GROUP = 0
    MODULE = 1
    TENSOR = 2
    SLOT = 3
    FOLD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionTree:
    """Nodes in breadth-first order; node 0 is the invisible root.

    The children of node n are `first_child[n] … first_child[n] + child_count[n] - 1`. `totals[s][n]` counts
    the tensors and missing slots with status s at or below n; `in_base[n]` the base's modules there.
    `folded_paths[n]` is what a filter looks through: the dotted path in small letters of what can hold others
    (of a fold row, its parent's), empty for tensors and slots.
    """

    names: tuple[str, ...]
    kinds: tuple[NodeKind, ...]
    parents: array[int]
    first_child: array[int]
    child_count: array[int]
    modules: tuple[Module | None, ...]
    tensors: tuple[TensorMatch | None, ...]
    slots: tuple[MissingSlot | None, ...]
    totals: tuple[array[int], ...]
    in_base: array[int]
    preorder: array[int]
    position: array[int]
    problems: tuple[int, ...]
    paths: PathIndex = field(repr=False)
    by_key: dict[str, int] = field(repr=False)
    by_module: dict[str, int] = field(repr=False)

    def __len__(self) -> int:
        return len(self.names)

    def children(self, node: int) -> range:
        first = self.first_child[node]
        return range(first, first + self.child_count[node])

    def count(self, node: int, status: Status) -> int:
        return self.totals[_SLOT_OF[status]][node]

    def total(self, status: Status) -> array[int]:
        """By node, how many tensors and slots with the status stand at or below it."""
        return self.totals[_SLOT_OF[status]]

    def counts(self, node: int) -> dict[Status, int]:
        """Statuses at or below the node, worst first, without zeros."""
        return {status: total[node] for status, total in zip(_ORDER, self.totals, strict=True) if total[node]}

    def status(self, node: int) -> Status | None:
        """The worst status at or below the node; None where the adapter touches nothing."""
        return next((s for s, total in zip(_ORDER, self.totals, strict=True) if total[node]), None)

    def trouble(self, node: int) -> int:
        """How many tensors and slots at or below the node are in trouble."""
        return sum(total[node] for total in self.totals[: len(TROUBLE)])

    def in_file(self, node: int) -> bool:
        """Whether the file holds any tensor at or below the node."""
        missing = _SLOT_OF[Status.MISSING]
        return any(total[node] for position, total in enumerate(self.totals) if position != missing)

    def ancestors(self, node: int) -> list[int]:
        """From just below the root down to the node's parent."""
        found: list[int] = []
        node = self.parents[node]
        while node > 0:
            found.append(node)
            node = self.parents[node]
        return found[::-1]

    def path(self, node: int) -> str:
        """Dotted name without fold rows, as a module or key path without PEFT's prefix."""
        pieces = [self.names[n] for n in (*self.ancestors(node), node) if self.kinds[n] is not NodeKind.FOLD]
        return ".".join(pieces)

    def next_problem(self, node: int, *, step: int = 1, among: Sequence[int] | None = None) -> int | None:
        """The problem after (`step=1`) or before (`step=-1`) a node in reading order, wrapping round.

        `among` narrows the choice (problems that a filter left visible), in reading order.
        """
        problems = self.problems if among is None else among
        if not problems:
            return None
        here = self.position[node]
        after = bisect_right(problems, here, key=lambda n: self.position[n])
        if step > 0:
            return problems[after % len(problems)]
        before = after - 1
        if before >= 0 and problems[before] == node:
            before -= 1
        return problems[before]


_LEAVES = (NodeKind.TENSOR, NodeKind.SLOT)
_NOTHING_BELOW: list[int] = []


class _Draft:
    """The tree while it grows: parents before children, dotted paths looked up by name."""

    def __init__(self) -> None:
        self.names: list[str] = [""]
        self.kinds: list[NodeKind] = [NodeKind.GROUP]
        self.children: list[list[int]] = [[]]
        self.modules: list[Module | None] = [None]
        self.tensors: list[TensorMatch | None] = [None]
        self.slots: list[MissingSlot | None] = [None]
        self.by_path: dict[str, int] = {"": 0}

    def add(self, parent: int, name: str, kind: NodeKind) -> int:
        node = len(self.names)
        self.names.append(name)
        self.kinds.append(kind)
        self.children.append([] if kind not in _LEAVES else _NOTHING_BELOW)
        self.modules.append(None)
        self.tensors.append(None)
        self.slots.append(None)
        self.children[parent].append(node)
        return node

    def ensure(self, path: str) -> int:
        """The node of a dotted module path, made with its parents where it is not there yet."""
        node = self.by_path.get(path)
        if node is not None:
            return node
        missing: list[str] = []
        while path not in self.by_path:
            missing.append(path)
            path = path.rpartition(".")[0]
        node = self.by_path[path]
        for path in reversed(missing):
            node = self.add(node, path.rpartition(".")[2], NodeKind.GROUP)
            self.by_path[path] = node
        return node

    def order(self) -> None:
        """Numbered siblings by number; everything else as the base and the file list it."""
        for children in self.children:
            if len(children) > 1 and all(self.names[child].isdecimal() for child in children):
                children.sort(key=lambda child: int(self.names[child]))

    def signatures(self) -> list[int]:
        """Per node a number that is equal exactly where everything below it is equal, own name aside."""
        known: dict[object, int] = {}
        signs = [0] * len(self.names)
        for node in reversed(range(len(self.names))):
            module, tensor, slot = self.modules[node], self.tensors[node], self.slots[node]
            own: object = (
                module and module[1:],
                tensor and (tensor.part, tensor.status, tensor.shape, tensor.dtype, tensor.expected),
                slot and (slot.part, slot.expected),
                tuple((self.names[child], signs[child]) for child in self.children[node]),
            )
            signs[node] = known.setdefault(own, len(known))
        return signs

    def fold(self) -> None:
        """Put each run of consecutive, equal, numbered siblings below one `{first…last}` node."""
        signs = self.signatures()
        for parent in range(len(signs)):
            children = self.children[parent]
            if len(children) < FOLD_FROM:
                continue
            folded: list[int] = []
            for run in self._runs(children, signs):
                if len(run) < FOLD_FROM:
                    folded.extend(run)
                    continue
                label = "{" + number_ranges(int(self.names[child]) for child in run) + "}"
                node = self.add(parent, label, NodeKind.FOLD)
                self.children[parent].pop()
                self.children[node] = run
                folded.append(node)
            self.children[parent] = folded

    def _runs(self, children: Sequence[int], signs: Sequence[int]) -> Iterator[list[int]]:
        run: list[int] = []
        for child in children:
            name = self.names[child]
            follows = (
                bool(run)
                and name.isdecimal()
                and self.names[run[-1]].isdecimal()
                and int(name) == int(self.names[run[-1]]) + 1
                and signs[child] == signs[run[-1]]
            )
            if run and not follows:
                yield run
                run = []
            run.append(child)
        if run:
            yield run


def build_tree(report: LoadReport) -> UnionTree:
    """Lay the base's modules, the file's tensors and the slots left empty into one tree."""
    draft = _Draft()
    for module in report.modules:
        node = draft.ensure(module.path)
        draft.modules[node] = module
        draft.kinds[node] = NodeKind.MODULE
    for tensor in report.tensors:
        node = draft.add(draft.ensure(tensor.module), tensor.part, NodeKind.TENSOR)
        draft.tensors[node] = tensor
    for slot in report.missing:
        node = draft.add(draft.ensure(slot.module), slot.part, NodeKind.SLOT)
        draft.slots[node] = slot
    draft.order()
    draft.fold()
    return _number(draft)


def _number(draft: _Draft) -> UnionTree:
    """Renumber breadth-first, so that siblings stand side by side."""
    order, parents, first_child, child_count = [0], array("i", [-1]), array("i"), array("i")
    for position, old in enumerate(order):
        children = draft.children[old]
        first_child.append(len(order))
        child_count.append(len(children))
        order.extend(children)
        parents.extend([position] * len(children))
    tensors = tuple(draft.tensors[old] for old in order)
    slots = tuple(draft.slots[old] for old in order)
    modules = tuple(draft.modules[old] for old in order)
    totals = _totals(tensors, slots, parents)
    names, kinds = tuple(draft.names[old] for old in order), tuple(draft.kinds[old] for old in order)
    new = array("i", bytes(array("i").itemsize * len(order)))
    for node, old in enumerate(order):
        new[old] = node
    by_key = {tensor.key: node for node, tensor in enumerate(tensors) if tensor is not None}
    by_key.update((slot.slot, node) for node, slot in enumerate(slots) if slot is not None)
    preorder = _preorder(first_child, child_count)
    position_of = array("i", bytes(preorder.itemsize * len(preorder)))
    for at, node in enumerate(preorder):
        position_of[node] = at
    trouble = frozenset(TROUBLE)
    return UnionTree(
        names=names,
        kinds=kinds,
        parents=parents,
        first_child=first_child,
        child_count=child_count,
        modules=modules,
        tensors=tensors,
        slots=slots,
        totals=totals,
        in_base=_sum_up((module is not None for module in modules), parents),
        preorder=preorder,
        position=position_of,
        problems=tuple(
            node
            for node in preorder
            if slots[node] is not None or ((tensor := tensors[node]) is not None and tensor.status in trouble)
        ),
        paths=PathIndex.of(
            names,
            parents,
            preorder,
            leaves=[kind in _LEAVES for kind in kinds],
            folds=[kind is NodeKind.FOLD for kind in kinds],
        ),
        by_key=by_key,
        by_module={path: new[old] for path, old in draft.by_path.items()},
    )


def _totals(
    tensors: Sequence[TensorMatch | None], slots: Sequence[MissingSlot | None], parents: array[int]
) -> tuple[array[int], ...]:
    statuses = [
        tensor.status if tensor else Status.MISSING if slot else None
        for tensor, slot in zip(tensors, slots, strict=True)
    ]
    return tuple(_sum_up((status is found for found in statuses), parents) for status in _ORDER)


def _sum_up(marks: Iterable[bool], parents: array[int]) -> array[int]:
    """How many marked nodes stand at or below each node."""
    sums = array("i", marks)
    for node in range(len(sums) - 1, 0, -1):
        if sums[node]:
            sums[parents[node]] += sums[node]
    return sums


def _preorder(first_child: array[int], child_count: array[int]) -> array[int]:
    order, stack = array("i"), [0]
    while stack:
        node = stack.pop()
        order.append(node)
        first = first_child[node]
        stack.extend(range(first + child_count[node] - 1, first - 1, -1))
    return order
