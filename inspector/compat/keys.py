"""Tensor names: splitting a key into module and part, natural order, folding many names into one pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from sys import intern
from typing import NamedTuple

PREFIX = "base_model.model."
"""What PeftModel puts before every runtime name (peft 0.21.2: PeftModel.base_model + LoraModel.model)."""

TUNER_PREFIXES = (
    "lora_", "hada_", "lokr_", "ia3_", "vera_", "vblora_", "oft_", "boft_", "hra_", "ln_tuning_",
    "fourierft_", "bone_", "miss_", "randlora_", "shira_", "c3a_", "road_", "waveft_", "delora_",
    "gralora_", "osf_",
)  # fmt: skip
"""First letters of the parameter names that tuners add (peft 0.21.2: `BaseTuner.prefix` of each tuner)."""

_ADAPTER_PART = re.compile(r"\.(?=(?:" + "|".join(TUNER_PREFIXES) + r")|token_adapter\.|modules_to_save\.)")
_NUMBER = re.compile(r"(\d{1,18})")  # no name has longer numbers, and int() refuses those of 4,300 digits
_LAYER = re.compile(r"^(?P<stack>.+?)\.(?P<index>\d+)(?:\.(?P<rest>.+))?$")


class KeyParts(NamedTuple):
    """`module` is the runtime path without PEFT's prefix, `part` what follows it (`lora_A.weight`)."""

    module: str
    part: str
    is_adapter: bool


def strip_prefix(key: str) -> str:
    """The key without one leading `base_model.model.`."""
    return key.removeprefix(PREFIX)


@lru_cache(maxsize=16384)
def split_key(key: str) -> KeyParts:
    """Split a file key at the tuner's own parameter; a full tensor splits before its last segment."""
    path = strip_prefix(key)
    found = _ADAPTER_PART.search(path)
    if found:
        # Both halves of a module name it, and few parts there are: one copy each of a hundred thousand.
        return KeyParts(intern(path[: found.start()]), intern(path[found.end() :]), True)
    module, _, leaf = path.rpartition(".")
    return KeyParts(intern(module), intern(leaf), False)


class LayerPlace(NamedTuple):
    """Where a module stands in a stack of layers: `model.layers`, 7, `self_attn.q_proj`."""

    stack: str
    number: int
    rest: str


@lru_cache(maxsize=16384)
def layer_place(module: str) -> LayerPlace | None:
    """The first numbered stack on the path, or None for a module outside any layer."""
    found = _LAYER.match(module)
    if found is None:
        return None
    return LayerPlace(found["stack"], int(found["index"]), found["rest"] or "")


def natural_key(text: str) -> tuple[str | int, ...]:
    """Sort key under which `layers.2` stands before `layers.10`: words and numbers in turn, a word first."""
    pieces: list[str | int] = list(_NUMBER.split(text))
    pieces[1::2] = map(int, pieces[1::2])
    return tuple(pieces)


def number_ranges(numbers: Iterable[int]) -> str:
    """`0…3, 7` for 0, 1, 2, 3, 7."""
    ordered = sorted(set(numbers))
    pieces: list[str] = []
    for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        values = [value for _, value in run]
        if len(values) > 2:
            pieces.append(f"{values[0]}…{values[-1]}")
        else:
            pieces.extend(str(value) for value in values)
    return ", ".join(pieces)


def fold(names: Iterable[str], *, limit: int = 3) -> str:
    """One line for many dotted names: `model.layers.{0…31}.self_attn.{k_proj, v_proj}.lora_B`.

    A brace is only used where every combination that it stands for is really there. What needs more than
    `limit` patterns ends in `and n more`.
    """
    paths = sorted(
        {tuple(name.split(".")) for name in names if name}, key=lambda path: natural_key(".".join(path))
    )
    patterns: list[str] = []
    by_length: dict[int, list[tuple[str, ...]]] = {}
    for path in paths:
        by_length.setdefault(len(path), []).append(path)
    for group in by_length.values():
        patterns.extend(_fold_group(group))
    shown = patterns[:limit]
    more = len(patterns) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _fold_group(paths: Sequence[tuple[str, ...]]) -> list[str]:
    """Patterns for paths of equal length: whole product first, else split by the words and try again."""
    columns = [list(dict.fromkeys(column)) for column in zip(*paths, strict=True)]
    combinations = 1
    for column in columns:
        combinations *= len(column)
    mixed = any(
        len(column) > 1 and any(v.isdigit() for v in column) != all(v.isdigit() for v in column)
        for column in columns
    )
    if combinations == len(paths) and not mixed:
        return [".".join(_brace(column) for column in columns)]
    wordy = [
        i for i, column in enumerate(columns) if len(column) > 1 and not all(v.isdigit() for v in column)
    ]
    # Splitting at the position with the fewest words keeps the patterns few and the braces long.
    position = min(
        wordy or [i for i, column in enumerate(columns) if len(column) > 1], key=lambda i: len(columns[i])
    )
    patterns: list[str] = []
    for value in columns[position]:
        patterns.extend(_fold_group([path for path in paths if path[position] == value]))
    return patterns


def _brace(values: Sequence[str]) -> str:
    if len(values) == 1:
        return values[0]
    if all(value.isdigit() for value in values):
        return "{" + number_ranges(int(value) for value in values) + "}"
    return "{" + ", ".join(values) + "}"
