"""Names on disk → names in the model, as transformers 5 renames them (`core_model_loading.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from inspector.compat.lora_config import Uncertain
from inspector.files.tables import Transform

# A pattern that spells a number out as a segment of its own tells one layer from another.
_NOT_SPELLED = re.compile(r"\(\?P<g\d+>|\\d|\\\d|\{\d+(?:,\d*)?\}")
_SPELLED = re.compile(r"(?<!\w)\d+(?!\w)")
_NUMBER = re.compile(r"\.(\d+)(?=\.)")
_STAND_IN = "90000"
_MOST_NUMBERS = 9


class Renamed(NamedTuple):
    """`key` in the model, `placed` if the model has it.

    `converter` merges or splits the tensor on the way; `source` says which of its sources this key is.
    """

    key: str
    converter: Transform | None = None
    source: int = 0
    placed: bool = False


class _Template(NamedTuple):
    """What becomes of all keys that differ only in numbers: `key % numbers`, the numbers taken by `order`."""

    key: str
    order: tuple[int, ...]
    renamed: Renamed


class Renames:
    """The steps of one model, applied to one key at a time.

    Keys that differ only in numbers are renamed alike, so each pattern is worked out once (36,000 expert
    tensors need a dozen). `find` gives the model's own name of a parameter, or None if it has none such.
    """

    def __init__(
        self, transforms: Iterable[Transform], find: Callable[[str], str | None] | None = None
    ) -> None:
        steps = tuple(transforms)
        self._renamings = [step for step in steps if not step.operations]
        self._converters = [step for step in steps if step.operations]
        self._find = find
        self.minds_numbers = any(_SPELLED.search(_NOT_SPELLED.sub("", step.pattern)) for step in steps)
        """Whether a step tells one number from another, so that layers or experts are not all alike."""
        self._known: dict[tuple[str, ...], _Template] = {}

    def rename(self, key: str) -> Renamed:
        """All renames in turn, then at most one converter. Raises Uncertain where a step keeps a state."""
        pieces = _NUMBER.split(key)
        numbers = pieces[1::2]
        if self.minds_numbers or not 0 < len(numbers) <= _MOST_NUMBERS or _STAND_IN in key:
            return self._rename(key)
        words = tuple(pieces[::2])
        template = self._known.get(words)
        if template is None:
            template = self._known[words] = self._template(words)
        filled = template.key % tuple([numbers[place] for place in template.order])
        _, converter, source, placed = template.renamed
        return Renamed(filled, converter, source, placed)

    def _template(self, words: Sequence[str]) -> _Template:
        """Worked out on a key with a number of its own between each two words."""
        first, *others = words
        pieces = [f".{_STAND_IN}{place}{word}" for place, word in enumerate(others)]
        renamed = self._rename(first + "".join(pieces))
        literal, *rest = re.split(f"{_STAND_IN}(\\d)", renamed.key.replace("%", "%%"))
        key = literal + "".join(f"%s{word}" for word in rest[1::2])
        return _Template(key, tuple(map(int, rest[::2])), renamed)

    def _rename(self, key: str) -> Renamed:
        renamed = self._apply(key)
        if self._find is None:
            return renamed
        found = self._find(renamed.key)
        if found is not None:
            return renamed._replace(key=found, placed=True)
        # A key that the model has under its own name is not renamed away from it.
        return Renamed(key, placed=True) if self._find(key) == key else renamed

    def _apply(self, key: str) -> Renamed:
        for step in self._renamings:
            found = _step(key, step)
            if found is not None:
                key = found[0]
        for step in self._converters:
            found = _step(key, step)
            if found is not None:
                return Renamed(found[0], step, found[1])
        return Renamed(key)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _step(key: str, step: Transform) -> tuple[str, int] | None:
    """`WeightTransform.rename_source_key`: the new key and the number of the source that matched."""
    prefix, rest = "", key
    if step.scope is not None:
        base, path = (f"{name}." if name else "" for name in step.scope)
        prefix = base + path if key.startswith(base + path) else path
        if not key.startswith(prefix):
            return None
        rest = key[len(prefix) :]
    pattern = _compiled(step.pattern)
    match = pattern.search(rest)
    if match is None:
        return None
    if step.opaque:
        raise Uncertain("The base renames its weights in an order that only the real loader keeps.")
    group = next(name for name, value in match.groupdict().items() if value is not None)
    replacement = step.targets[0]
    if r"\1" in replacement:
        replacement = replacement.replace(r"\1", match.group(pattern.groupindex[group] + 1))
    return prefix + rest.replace(match.group(0), replacement, 1), int(group[1:])


def converted_shape(
    operations: Sequence[str], sources: Sequence[Sequence[tuple[int, ...]]], targets: int
) -> tuple[int, ...] | None:
    """Shape of the tensor that the operations make, or None where that takes the model to know.

    `sources`: for each source pattern, in order, the shapes of its tensors. Raises ValueError with torch's
    kind of complaint where the shapes do not go together.
    """
    groups: list[Sequence[tuple[int, ...]]] = [shapes for shapes in sources if shapes]
    for operation in operations:
        name, *numbers = operation.split()
        where = [int(number) for number in numbers]
        if name == "merge":
            groups = [[_stacked(shapes)] for shapes in groups]
        elif name in ("cat", "blocks"):
            shapes = [shape for group in groups for shape in group]
            groups = [[_concatenated(shapes, where[0]) if name == "cat" else _blocks(shapes)]]
        elif name == "chunk":
            whole = list(groups[0][0])
            if whole[where[0]] % targets:
                return None
            whole[where[0]] //= targets
            groups = [[tuple(whole)]]
        elif name in ("flatten", "permute", "swap"):
            groups = [[_reshaped(name, where, shape) for shape in group] for group in groups]
        elif name != "same":
            return None
    return groups[0][0] if groups and len(groups[0]) == 1 else None


def _stacked(shapes: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    if shapes.count(shapes[0]) != len(shapes):
        raise ValueError("stack expects each tensor to be equal size")
    return (len(shapes), *shapes[0])


def _concatenated(shapes: Sequence[tuple[int, ...]], dim: int) -> tuple[int, ...]:
    rests = {shape[:dim] + shape[dim + 1 :] for shape in shapes}
    if len(rests) > 1 or any(len(shape) <= dim for shape in shapes):
        raise ValueError(f"Sizes of tensors must match except in dimension {dim}.")
    return (*shapes[0][:dim], sum(shape[dim] for shape in shapes), *shapes[0][dim + 1 :])


def _blocks(shapes: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """peft `PeftConcatenate`: block diagonals per expert, (E, out, r) each → (sum out, E · sum r)."""
    if {len(shape) for shape in shapes} == {2}:
        return (sum(shape[0] for shape in shapes), sum(shape[1] for shape in shapes))
    if {len(shape) for shape in shapes} != {3} or len(shapes) < 2 or len({shape[0] for shape in shapes}) > 1:
        raise ValueError("All tensors passed to _block_diag_3d must have the same number of experts.")
    return (sum(shape[1] for shape in shapes), shapes[0][0] * sum(shape[2] for shape in shapes))


def _reshaped(name: str, where: Sequence[int], shape: tuple[int, ...]) -> tuple[int, ...]:
    if name == "permute":
        return tuple(shape[axis] for axis in where)
    first, second = where
    if name == "swap":
        swapped = list(shape)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        return tuple(swapped)
    merged = 1
    for extent in shape[first : second + 1]:
        merged *= extent
    return (*shape[:first], merged, *shape[second + 1 :])
