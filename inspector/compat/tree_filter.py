"""Narrowing the union tree by text and by status: an own index, so that views need no proxy model."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspector.compat.inspection import Status
from inspector.compat.tree import NodeKind, UnionTree


class FilterError(ValueError):
    """The text between the slashes is no regular expression."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to keep: `text` is a substring, a glob (`*`, `?`, `[…]`) or `/regex/`; no `statuses` keeps all."""

    text: str = ""
    statuses: frozenset[Status] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and self.statuses is None


def matcher(text: str) -> Callable[[str], bool]:
    """A test for dotted paths, letter case ignored. Raises FilterError for a broken `/regex/`."""
    text = text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        try:
            pattern = re.compile(text[1:-1], re.IGNORECASE)
        except re.error as error:
            raise FilterError(str(error)) from error
        return lambda path: pattern.search(path) is not None
    if any(sign in text for sign in "*?["):
        glob = re.compile(fnmatch.translate(f"*{text}*"), re.IGNORECASE)
        return lambda path: glob.match(path) is not None
    needle = text.casefold()
    return lambda path: needle in path.casefold()


class Shown:
    """The part of a tree that a filter leaves: children and rows of each node, hits, problems in order."""

    def __init__(self, tree: UnionTree, keep: Filter | None = None) -> None:
        """Raises FilterError where `keep.text` is a broken regular expression."""
        self.tree = tree
        self.keep = keep or Filter()
        self._children: dict[int, list[int]] | None = None
        self._rows: dict[int, int] = {}
        self.problems: tuple[int, ...] = tree.problems
        self.hits: int | None = None
        if not self.keep.is_empty:
            self._narrow()

    def children(self, node: int) -> Sequence[int]:
        return self.tree.children(node) if self._children is None else self._children.get(node, ())

    def row(self, node: int) -> int:
        if self._children is None:
            return node - self.tree.first_child[self.tree.parents[node]]
        return self._rows[node]

    def __contains__(self, node: int) -> bool:
        return self._children is None or node == 0 or node in self._rows

    def _narrow(self) -> None:
        tree = self.tree
        hits = self._hits()
        visible = bytearray(len(tree))
        for node in hits:
            while node >= 0 and not visible[node]:
                visible[node] = 1
                node = tree.parents[node]
        children: dict[int, list[int]] = {}
        for node in range(1, len(tree)):
            if visible[node]:
                siblings = children.setdefault(tree.parents[node], [])
                self._rows[node] = len(siblings)
                siblings.append(node)
        self._children = children
        self.hits = len(hits)
        self.problems = tuple(node for node in tree.problems if visible[node])

    def _hits(self) -> list[int]:
        """Leaves that match; without a status filter also modules whose own path matches."""
        tree, statuses = self.tree, self.keep.statuses
        test = matcher(self.keep.text) if self.keep.text.strip() else None
        paths = [""] * len(tree)
        hits: list[int] = []
        for node in range(1, len(tree)):
            kind = tree.kinds[node]
            above = paths[tree.parents[node]]
            if kind is NodeKind.FOLD:
                paths[node] = above
                continue
            paths[node] = f"{above}.{tree.names[node]}" if above else tree.names[node]
            if statuses is not None:
                tensor = tree.tensors[node]
                status = tensor.status if tensor else Status.MISSING if tree.slots[node] else None
                if status not in statuses:
                    continue
            if test is None or test(paths[node]):
                hits.append(node)
        return hits
