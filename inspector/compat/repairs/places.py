"""Where a module of the adapter stands in this base: at the same path, or the one that it became."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NEUTRAL = frozenset({"model", "language_model", "text_model", "vision_model", "transformer"})
"""Containers that transformers has put around models, and taken off again, without touching what they hold
(4.52: `model.` and `language_model.model.` became `model.language_model.`; 5: towers lost `vision_model`)."""

_VISION = frozenset({"vision_tower", "vision_model", "visual", "vision"})

_OLD_NAMES: tuple[tuple[tuple[str, str], ...], ...] = (
    # transformers 5.23, conversion_mapping.py: ViTModel (also DeiT, BEiT, ViTMAE, …) and Dinov2Model.
    (
        ("encoder.layer.", "layers."),
        ("attention.attention.query", "attention.q_proj"),
        ("attention.attention.key", "attention.k_proj"),
        ("attention.attention.value", "attention.v_proj"),
        ("attention.output.dense", "attention.o_proj"),
        ("intermediate.dense", "mlp.fc1"),
        ("output.dense", "mlp.fc2"),
    ),
    (
        ("attention.attention.query", "attention.q_proj"),
        ("attention.attention.key", "attention.k_proj"),
        ("attention.attention.value", "attention.v_proj"),
        ("attention.output.dense", "attention.o_proj"),
    ),
)


class Places:
    """The base's module paths, by what is left of them when neutral containers are taken off."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = frozenset(paths)
        self._strict: dict[str, set[str]] = {}
        self._loose: dict[str, set[str]] = {}
        self._flat: dict[str, set[str]] | None = None
        for path in self.paths:
            bare, tower = _skeleton(path)
            self._strict.setdefault(f"{tower}:{bare}", set()).add(path)
            self._loose.setdefault(bare, set()).add(path)

    def find(self, module: str) -> str | None:
        """The one place of a module; None where there is none, or more than one."""
        if module in self.paths:
            return module
        wrapped = module.removesuffix(".base_layer")
        if wrapped != module:  # the base's own weight under a LoRA layer, as targeted embeddings keep it
            place = self.find(wrapped)
            return f"{place}.base_layer" if place is not None else None
        bare, tower = _skeleton(module)
        found = self._strict.get(f"{tower}:{bare}") or self._loose.get(bare) or set()
        return next(iter(found)) if len(found) == 1 else None

    def find_old(self, module: str) -> str | None:
        """The place of a module under a name that transformers has since changed."""
        found = set()
        for renames in _OLD_NAMES:
            path = module
            for old, new in renames:
                path = path.replace(old, new)
            if path != module and (place := self.find(path)) is not None:
                found.add(place)
        return next(iter(found)) if len(found) == 1 else None

    def find_flat(self, name: str) -> str | None:
        """The one module whose path, with underscores for dots, is this name."""
        if self._flat is None:
            self._flat = {}
            for path in self.paths:
                for spelling in {path, _skeleton(path)[0]}:
                    self._flat.setdefault(spelling.replace(".", "_"), set()).add(path)
        found = self._flat.get(name) or set()
        bare = name
        while not found and (shorter := _without_container(bare)) != bare:
            bare = shorter
            found = self._flat.get(bare) or set()
        return next(iter(found)) if len(found) == 1 else None


def _skeleton(path: str) -> tuple[str, str]:
    """The path without neutral containers before its first number, and the tower that it stands in."""
    segments = path.split(".")
    head = next((i for i, segment in enumerate(segments) if segment.isdigit()), len(segments) - 1)
    tower = "vision" if _VISION & set(segments[:head]) else "text"
    kept = [segment for segment in segments[:head] if segment not in _NEUTRAL]
    return ".".join([*kept, *segments[head:]]), tower


def _without_container(name: str) -> str:
    return re.sub(r"^(?:" + "|".join(sorted(_NEUTRAL)) + ")_", "", name)
