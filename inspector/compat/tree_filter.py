"""Narrowing the union tree by text and by status: an own index, so that views need no proxy model."""

from __future__ import annotations

import fnmatch
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

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


class Matcher(NamedTuple):
    """A test for dotted paths in small letters. Every path that passes holds `literal`; `is_exact`: and every
    path that holds it passes."""

    test: Callable[[str], bool]
    literal: str
    is_exact: bool

    def __call__(self, path: str) -> bool:
        return self.test(path.casefold())


def matcher(text: str) -> Matcher:
    """What `text` looks for, letter case ignored. Raises FilterError for a broken `/regex/`."""
    text = text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        try:
            pattern = re.compile(text[1:-1], re.IGNORECASE)
        except (re.error, RecursionError, OverflowError) as error:
            raise FilterError(str(error)) from error
        return Matcher(lambda path: pattern.search(path) is not None, "", False)
    needle = text.casefold()
    if any(sign in needle for sign in "*?["):
        glob = re.compile(fnmatch.translate(f"*{needle}*"))
        literal = "" if "[" in needle else max(re.split(r"[*?]", needle), key=len)
        return Matcher(lambda path: glob.match(path) is not None, literal, False)
    return Matcher(lambda path: needle in path, needle, True)


class Shown:
    """The part of a tree that a filter leaves: children and rows of each node, hits, problems in order."""

    def __init__(self, tree: UnionTree, keep: Filter | None = None) -> None:
        """Raises FilterError where `keep.text` is a broken regular expression."""
        self.tree = tree
        self.keep = keep or Filter()
        self._visible: bytearray | None = None
        self._children: dict[int, list[int]] = {}
        self.problems: tuple[int, ...] = tree.problems
        self.hits: int | None = None
        if not self.keep.is_empty:
            self._narrow()

    def children(self, node: int) -> Sequence[int]:
        visible = self._visible
        if visible is None:
            return self.tree.children(node)
        known = self._children.get(node)
        if known is None:
            # Only what a view asks for is worked out: few of a hundred thousand rows are ever seen.
            known = self._children[node] = [child for child in self.tree.children(node) if visible[child]]
        return known

    def row(self, node: int) -> int:
        parent = self.tree.parents[node]
        if self._visible is None:
            return node - self.tree.first_child[parent]
        return bisect_left(self.children(parent), node)

    def __contains__(self, node: int) -> bool:
        return self._visible is None or node == 0 or bool(self._visible[node])

    def _narrow(self) -> None:
        tree = self.tree
        hits, parents = self._hits(), tree.parents
        visible = bytearray(len(tree))
        for node in hits:
            while node >= 0 and not visible[node]:
                visible[node] = 1
                node = parents[node]
        self._visible = visible
        self.hits = len(hits)
        self.problems = tuple(node for node in tree.problems if visible[node])

    def _hits(self) -> list[int]:
        """Leaves that match; without a status filter also modules whose own path matches."""
        tree, statuses = self.tree, self.keep.statuses
        if not self.keep.text.strip():
            leaves: Iterable[int] = _leaves(tree)
            inner: Iterable[int] = ()
        else:
            match = matcher(self.keep.text)
            paths, literal = tree.folded_paths, match.literal
            holds = [literal in path for path in paths] if literal else list(map(bool, paths))
            leaves = _matching_leaves(tree, match, holds)
            inner = _matching_paths(tree, match, holds)
        if statuses is None:
            return [*inner, *leaves]
        totals = [tree.total(status) for status in statuses]
        return [node for node in leaves if any(total[node] for total in totals)]


def _leaves(tree: UnionTree) -> list[int]:
    """Tensors and slots. The root has no path either."""
    return [node for node, path in enumerate(tree.folded_paths) if not path and node]


def _matching_paths(tree: UnionTree, match: Matcher, holds: Sequence[bool]) -> list[int]:
    paths, kinds = tree.folded_paths, tree.kinds
    found = [node for node in compress(range(len(holds)), holds) if kinds[node] is not NodeKind.FOLD]
    return found if match.is_exact else [node for node in found if match.test(paths[node])]


def _matching_leaves(tree: UnionTree, match: Matcher, holds: Sequence[bool]) -> list[int]:
    """Without putting every path together: the parent's holds the literal, or the leaf's name brings it.

    There are few names (`lora_A.weight`), so what each of them can bring is worked out once.
    """
    paths, names, parents, leaves = tree.folded_paths, tree.names, tree.parents, _leaves(tree)
    ends = {name: _ends_before(name, match.literal) for name in {names[node] for node in leaves}}
    if not any(ends.values()):
        found = [node for node in leaves if holds[parents[node]]]
    else:
        found = [
            node
            for node in leaves
            if holds[parents[node]] or paths[parents[node]].endswith(ends[names[node]])
        ]
    if match.is_exact:
        return found
    test = match.test
    return [node for node in found if test(f"{paths[parents[node]]}.{names[node].casefold()}")]


def _ends_before(name: str, literal: str) -> tuple[str, ...]:
    """How a parent's path may end for `path.name` to hold the literal across or after its last dot."""
    tail = f".{name.casefold()}"
    if literal in tail:
        return ("",)
    return tuple(literal[:at] for at in range(1, len(literal)) if tail.startswith(literal[at:]))
