"""The union tree: the base's modules and the adapter's keys under one root, as flat arrays for the views."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from inspector.compat.inspection import MissingSlot, Module, Status, TensorMatch
from inspector.compat.path_index import PathIndex

TROUBLE = (Status.MISMATCHED, Status.ORPHANED, Status.OVERWRITES_BASE, Status.MISSING)
"""What next/previous problem stops at; `unknown` is no trouble before a dry run has seen it."""

ORDER = (*TROUBLE, Status.UNKNOWN, Status.LANDED)
"""Every status, the worst first: by its place here a status finds its totals."""

_SLOT_OF = {status: position for position, status in enumerate(ORDER)}


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
    (of a fold row, its parent's), empty for tensors and slots. An outline has the uppermost rows alone, with
    the totals of all that is below them.
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
    is_outline: bool = False

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
        return {status: total[node] for status, total in zip(ORDER, self.totals, strict=True) if total[node]}

    def status(self, node: int) -> Status | None:
        """The worst status at or below the node; None where the adapter touches nothing."""
        return next((s for s, total in zip(ORDER, self.totals, strict=True) if total[node]), None)

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
