"""The dotted paths of a tree's rows, laid out so that a hundred thousand are searched in milliseconds."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.compat.path_search import Search

_BLOCK = 2048
"""Paths that are held in one text: what a look takes apart at once."""
_END = "\0"
Mask = bytes | bytearray


@dataclass(frozen=True, slots=True)
class PathIndex:
    """Rows in reading order, the root at place 0: every row stands right before what is below it.

    `ends[p]` is the place after the last row below p, `tops` those whose path has one name. `named` and
    `leaves` hold a 1 where a row has a path of its own, and where it is a tensor or a slot.
    """

    blocks: tuple[str, ...]
    names: tuple[str, ...]
    name_ids: array[int]
    ends: array[int]
    tops: tuple[int, ...]
    named: bytes
    leaves: bytes

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        parents: Sequence[int],
        preorder: Sequence[int],
        *,
        leaves: Sequence[int],
        folds: Sequence[int],
    ) -> PathIndex:
        """By node, but for `preorder`: nodes in reading order. Parents come before their children in both."""
        below = array("i", bytes(array("i").itemsize * len(names)))
        for node in range(len(names) - 1, 0, -1):
            below[parents[node]] += below[node] + 1
        ends = array("i", (place + 1 + below[node] for place, node in enumerate(preorder)))
        blocks, lines, tops, ids, name_ids = [], [""], [], {"": 0}, array("I", [0])
        above: list[tuple[int, str]] = [(ends[0], "")]  # the rows around, each until where
        for place in range(1, len(names)):
            node = preorder[place]
            while above[-1][0] <= place:
                above.pop()
            path = above[-1][1]
            if folds[node]:
                name_ids.append(0)
                lines.append("")
            else:
                name = names[node].casefold().replace(_END, "\ufffd")
                if not path:
                    tops.append(place)
                path = f"{path}.{name}" if path else name
                name_ids.append(ids.setdefault(name, len(ids)))
                lines.append(path)
            if below[node]:
                above.append((ends[place], path))
            if len(lines) == _BLOCK:
                blocks.append(_END.join(lines))
                lines = []
        if lines:
            blocks.append(_END.join(lines))
        in_order = preorder[1:]
        named = bytes([0, *(not folds[node] for node in in_order)])
        kept = bytes([0, *(leaves[node] for node in in_order)])
        return cls(tuple(blocks), tuple(ids), name_ids, ends, tuple(tops), named, kept)

    def hits(self, search: Search, among: Mask) -> bytearray:
        """A 1 for each row of `among` whose path passes. Raises FilterError where that takes too long."""
        with search.in_time():
            found = self._by_name(search) if search.in_one_name else self._by_path(search)
        return both(found, among)

    def _by_name(self, search: Search) -> bytearray:
        test = search.test
        passes = [bool(name and test(f".{name}")) for name in self.names]
        found = bytearray(map(passes.__getitem__, self.name_ids))
        for place in self.tops:  # no dot before these
            found[place] = bool(test(self.names[self.name_ids[place]]))
        return self._with_all_below(found)

    def _with_all_below(self, found: bytearray) -> bytearray:
        holding = _without(found, self.leaves)
        place = holding.find(1)
        while place >= 0:
            end = self.ends[place]
            found[place:end] = b"\1" * (end - place)
            place = holding.find(1, end)
        return found

    def _by_path(self, search: Search) -> bytearray:
        found, test, literal = bytearray(), search.test, search.literal
        for block in self.blocks:
            if literal not in block:
                found += bytes(block.count(_END) + 1)
                continue
            paths = block.split(_END)
            if search.is_exact:
                found += bytes([literal in path for path in paths])
            elif literal:
                found += bytes([literal in path and test(path) is not None for path in paths])
            else:
                found += bytes([hit is not None for hit in map(test, paths)])
        return found


def both(one: Mask, other: Mask) -> bytearray:
    """A 1 where both of two equally long masks have one."""
    found = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return bytearray(found.to_bytes(len(one), "little"))


def _without(one: Mask, other: Mask) -> bytearray:
    found = int.from_bytes(one, "little") & ~int.from_bytes(other, "little")
    return bytearray(found.to_bytes(len(one), "little"))
