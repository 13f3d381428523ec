"""A proposal to rename an adapter's keys so that all of them land, and what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from inspector.files.tensor_plan import Making, TensorStep


class Cause(StrEnum):
    """Why keys have no slot, as far as it is known how to mend it."""

    WRAPPER = "wrapper"
    PREFIX = "prefix"
    ADAPTER_NAME = "adapter-name"
    MOVED = "moved-modules"
    OLD_NAMES = "old-names"
    MLX = "mlx"
    KOHYA = "kohya"
    FUSED = "fused-projections"
    SPLIT = "split-projections"


SHELLS = frozenset({Cause.WRAPPER, Cause.PREFIX, Cause.ADAPTER_NAME})
"""Causes that leave the module's own name as it is."""


class Verified(StrEnum):
    """What has shown that the proposal puts every tensor in its place."""

    NOT_YET = "not-yet"
    HEADERS = "headers"
    DRY_RUN = "dry-run"
    REFUTED = "refuted"


class Rename(NamedTuple):
    """One change of names: `*` stands for any number; `keys` is how many keys of the file it changes."""

    from_pattern: str
    to_pattern: str
    keys: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameProposal:
    """Everything that it takes to write the repaired copy.

    `config` is the copy's whole adapter_config.json; `alpha_keys` names, by module, the tensors of the file
    that hold its alpha (kohya), which are read when the copy is written. `confidence` is `certain` where only
    a shell around the same names is taken off, else `likely`: modules of the same place and shape.
    """

    causes: tuple[Cause, ...]
    rules: tuple[Rename, ...]
    steps: tuple[TensorStep, ...]
    config: Mapping[str, Any]
    config_changes: tuple[str, ...] = ()
    alpha_keys: Mapping[str, str] = field(default_factory=dict)
    confidence: str = "likely"
    explanation: str = ""
    verified: Verified = Verified.NOT_YET

    @property
    def kind(self) -> str:
        return " + ".join(self.causes)

    @property
    def is_offered(self) -> bool:
        """Whether it has been shown to work; until then nobody is asked to rely on it."""
        return self.verified in (Verified.HEADERS, Verified.DRY_RUN)

    @property
    def mapping(self) -> dict[str, tuple[str, ...]]:
        """File key → the keys that its values go to; one that only held an alpha goes nowhere."""
        found: dict[str, list[str]] = {}
        for step in self.steps:
            for source in step.sources:
                found.setdefault(source.key, []).append(step.key)
        return {key: tuple(targets) for key, targets in found.items()}

    @property
    def transposes(self) -> frozenset[str]:
        """File keys whose tensors are transposed on the way."""
        steps = (step for step in self.steps if step.making is Making.TRANSPOSE)
        return frozenset(source.key for step in steps for source in step.sources)
