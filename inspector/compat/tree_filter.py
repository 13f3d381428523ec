"""Narrowing the union tree by text and by status: an own index, so that views need no proxy model."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.compat.inspection import Status
from inspector.compat.path_index import both
from inspector.compat.path_search import search
from inspector.compat.tree import UnionTree


@dataclass(frozen=True, slots=True)
class Filter:
    """What to keep: `text` is a substring, a glob (`*`, `?`, `[…]`) or `/regex/`; no `statuses` keeps all."""

    text: str = ""
    statuses: frozenset[Status] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and self.statuses is None


class Shown:
    """The part of a tree that a filter leaves: children and rows of each node, hits, problems in order."""

    def __init__(self, tree: UnionTree, keep: Filter | None = None) -> None:
        """Raises FilterError where `keep.text` is a regular expression that is broken or runs without end."""
        self.tree = tree
        self.keep = keep or Filter()
        self._hits: bytearray | None = None
        """A 1 for each hit, in reading order as `tree.paths`. Shown is a hit, and what has one below it."""
        self._children: dict[int, list[int]] = {}
        self.problems: tuple[int, ...] = tree.problems
        self.hits: int | None = None
        if not self.keep.is_empty:
            self._narrow()

    def children(self, node: int) -> Sequence[int]:
        if self._hits is None:
            return self.tree.children(node)
        known = self._children.get(node)
        if known is None:
            # Only what a view asks for is worked out: few of a hundred thousand rows are ever seen.
            known = self._children[node] = [child for child in self.tree.children(node) if child in self]
        return known

    def row(self, node: int) -> int:
        parent = self.tree.parents[node]
        if self._hits is None:
            return node - self.tree.first_child[parent]
        return bisect_left(self.children(parent), node)

    def __contains__(self, node: int) -> bool:
        if self._hits is None or node == 0:
            return True
        place = self.tree.position[node]
        return self._hits.find(1, place, self.tree.paths.ends[place]) >= 0

    def _narrow(self) -> None:
        tree, position = self.tree, self.tree.position
        self._hits = hits = self._find()
        self.hits = hits.count(1)
        self.problems = tuple(node for node in tree.problems if hits[position[node]])

    def _find(self) -> bytearray:
        """Tensors and slots that match; without a status filter also modules whose own path matches."""
        paths, text, statuses = self.tree.paths, self.keep.text.strip(), self.keep.statuses
        kept = paths.named if statuses is None else self._with_status(statuses)
        return paths.hits(search(text), kept) if text else bytearray(kept)

    def _with_status(self, statuses: frozenset[Status]) -> bytearray:
        found = bytearray(len(self.tree))
        for status in statuses:
            total = self.tree.total(status)
            for place, node in enumerate(self.tree.preorder):
                if total[node]:
                    found[place] = 1
        return both(found, self.tree.paths.leaves)
