"""Which modules get adapter layers: peft's own targeting rules on a list of module paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from inspector.compat.inspection import LoadError, Module
from inspector.compat.lora_config import LoraSettings, Raises, safe_pattern

_LAYER_NUMBER = re.compile(r".*?\.[^.]*\.(?P<idx>\d+)\.")
_LORA_LIKE = frozenset({"LORA", "ADALORA", "XLORA", "RANDLORA"})
_MAMBA = frozenset({"falcon_h1", "mamba", "mamba2", "falcon_mamba", "nemotron_h"})


class Targets(NamedTuple):
    """`modules` in tree order; `excluded` and `unmatched` count the rest, for the loader's own error."""

    modules: tuple[str, ...]
    excluded: int
    unmatched: int


class TargetRule:
    """`check_target_module_exists` of peft 0.21.2 (tuners/tuners_utils.py), compiled once for many paths."""

    def __init__(self, settings: LoraSettings, targets: str | Sequence[str]) -> None:
        self._settings = settings
        exclude = settings.exclude_modules
        self._exclude_pattern = re.compile(safe_pattern(exclude)) if isinstance(exclude, str) else None
        self._exclude_names = frozenset(exclude) if exclude and not isinstance(exclude, str) else frozenset()
        self._exclude_suffixes = tuple(f".{name}" for name in self._exclude_names)
        self._saved = [
            re.compile(safe_pattern(rf"(^|.*\.){name}($|\..*)")) for name in settings.modules_to_save
        ]
        self._target_pattern = re.compile(safe_pattern(targets)) if isinstance(targets, str) else None
        self._names = frozenset() if isinstance(targets, str) else frozenset(targets)
        self._suffixes = tuple(f".{name}" for name in self._names)
        self._layer_patterns = [
            re.compile(safe_pattern(rf"(?:^|.*?\.){pattern}\.(?P<idx>\d+)\."))
            for pattern in settings.layers_pattern
        ]

    def is_excluded(self, path: str) -> bool:
        if self._exclude_pattern is not None:
            if self._exclude_pattern.fullmatch(path):
                return True
        elif path in self._exclude_names or (
            self._exclude_suffixes and path.endswith(self._exclude_suffixes)
        ):
            return True
        return any(saved.match(path) for saved in self._saved)

    def is_target(self, path: str) -> bool:
        """Whether the path is targeted (exclusions are not looked at here)."""
        if self._target_pattern is not None:
            return self._target_pattern.fullmatch(path) is not None
        if path in self._names:
            return True  # an exact full path is taken whatever layers_to_transform says
        if not self._suffixes or not path.endswith(self._suffixes):
            return False
        wanted = self._settings.layers_to_transform
        return wanted is None or self._layer_number(path) in wanted

    def _layer_number(self, path: str) -> int | None:
        for pattern in self._layer_patterns or [_LAYER_NUMBER]:
            found = pattern.match(path)
            if found:
                return int(found["idx"])
        return None


def resolve_targets(
    settings: LoraSettings,
    modules: Mapping[str, Module],
    *,
    head: str | None,
    defaults: str | Sequence[str] | None,
) -> str | Sequence[str]:
    """`target_modules` with null and `all-linear` replaced as peft replaces them.

    `head` is the path of the output embeddings; `defaults` peft's list for the model_type.
    """
    targets = settings.target_modules
    if targets is None:
        if defaults is None and settings.target_parameters:
            return ()
        if defaults is None:
            raise Raises(LoadError("ValueError", "Please specify `target_modules` in `peft_config`"))
        return defaults
    if isinstance(targets, str) and targets.lower() == "all-linear":
        names = [
            path for path, module in modules.items() if module.kind in ("Linear", "Conv1D") and path != head
        ]
        if head is None and settings.task_type == "SEQ_CLS":
            heads = [name for name in ("score", "classifier") if name in modules][:1]
            names = [name for name in names if name not in heads]
        return names
    return targets


def find_targets(rule: TargetRule, paths: Iterable[str]) -> Targets:
    """Apply the rule to every path, in order."""
    found: list[str] = []
    excluded = unmatched = 0
    for path in paths:
        if rule.is_excluded(path):
            excluded += 1
        elif rule.is_target(path):
            found.append(path)
        else:
            unmatched += 1
    return Targets(tuple(found), excluded, unmatched)


def check_found(targets: Targets, settings: LoraSettings, resolved: str | Sequence[str]) -> None:
    """Raise what peft raises when nothing was targeted (NoMatchingPeftModuleError, four texts)."""
    if targets.modules:
        return
    note = ""
    if settings.layers_to_transform is not None:
        note += f" Note: You specified 'layers_to_transform': {list(settings.layers_to_transform)}."
    if settings.layers_pattern:
        note += f" You also specified 'layers_pattern': {list(settings.layers_pattern)}."
    if targets.excluded and not targets.unmatched:
        text = (
            "All modules were excluded. This is likely unintended. "
            "Check your `target_modules`, `exclude_modules` and `modules_to_save` configuration."
        )
    elif not targets.excluded and not resolved:
        text = (
            "No `target_modules` passed but also no `target_parameters` found. "
            "Please check the values for these arguments."
        )
    elif not targets.excluded:
        listed = "{" + ", ".join(f"'{name}'" for name in sorted(resolved)) + "}"
        names = resolved if isinstance(resolved, str) else listed
        text = f"Target modules {names} not found in the base model. "
        text += "Please check the target modules and try again." + note
    else:
        text = (
            "No modules were targeted for adaptation. This might be caused by a combination of mismatched "
            "target modules and excluded modules. Please check your `target_modules` and `exclude_modules` "
            "configuration. You may also have only targeted modules that are marked to be saved "
            "(`modules_to_save`)." + note
        )
    raise Raises(LoadError("NoMatchingPeftModuleError", text))


def check_mamba(path: str, peft_type: str, model_type: str) -> None:
    """Raise what peft raises for the modules of Mamba models that LoRA's relatives cannot adapt."""
    leaf = path.rsplit(".", 1)[-1]
    if peft_type in _LORA_LIKE and model_type in _MAMBA and leaf in ("out_proj", "conv1d"):
        text = f"[PEFT:{peft_type}] Module '{leaf}' is incompatible with Mamba-based models "
        text += f"(model_type='{model_type}')."
        raise Raises(LoadError("ValueError", text))


def rank_for(path: str, settings: LoraSettings) -> int:
    """Rank of one module: the first rank_pattern entry that matches wins (peft `get_pattern_key`)."""
    for pattern, rank in settings.rank_pattern.items():
        if _ending(pattern).match(path):
            return rank
    return settings.rank


@lru_cache(maxsize=1024)
def _ending(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(.*\.)?({safe_pattern(pattern)})$")
