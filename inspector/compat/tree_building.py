"""Lays a load report out as one tree: the base's modules, the file's tensors, the slots left empty."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from inspector.compat.inspection import LoadReport, MissingSlot, Module, Status, TensorMatch
from inspector.compat.keys import number_ranges
from inspector.compat.path_index import PathIndex
from inspector.compat.tree import ORDER, TROUBLE, NodeKind, UnionTree

FOLD_FROM = 3
"""Shortest run of numbered siblings that folds into one row."""

_LEAVES = (NodeKind.TENSOR, NodeKind.SLOT)
_NOTHING_BELOW: list[int] = []


class Draft:
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
    draft = Draft()
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
    return number(draft)


def number(draft: Draft) -> UnionTree:
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
        in_base=sum_up((module is not None for module in modules), parents),
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
    return tuple(sum_up((status is found for found in statuses), parents) for status in ORDER)


def sum_up(marks: Iterable[int], parents: array[int]) -> array[int]:
    """By node, the sum of the marks at or below it."""
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
