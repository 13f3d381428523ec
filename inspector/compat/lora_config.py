"""An `adapter_config.json` of the LoRA family, read as peft's LoraConfig reads it, or a reason not to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector.compat.inspection import LoadError

# Fields that change which slots exist in a way this engine does not model: a value other than these is
# left to the dry run. (peft 0.21.2, tuners/lora/config.py)
_NOT_MODELLED: dict[str, tuple[Any, ...]] = {
    "target_parameters": (None, []),
    "trainable_token_indices": (None, [], {}),
    "layer_replication": (None, []),
    "megatron_config": (None,),
    "use_qalora": (None, False),
    "use_bdlora": (None, False),
    "arrow_config": (None,),
    "kasa_config": (None,),
    "monteclora_config": (None,),
    "velora_config": (None,),
    "ensure_weight_tying": (None, False),
    "eva_config": (None,),
}
_TASKS = {"SEQ_CLS", "SEQ_2_SEQ_LM", "CAUSAL_LM", "TOKEN_CLS", "QUESTION_ANS", "FEATURE_EXTRACTION"}
_HEADS = {
    "SEQ_CLS": ("classifier", "score"),
    "TOKEN_CLS": ("classifier", "score"),
    "QUESTION_ANS": ("qa_outputs",),
}


class Uncertain(Exception):
    """The header engine cannot be certain; the text says why, in one sentence."""


class Raises(Exception):
    """The loader is certain to raise; `error` is what it says."""

    def __init__(self, error: LoadError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraSettings:
    """The fields that decide which modules get LoRA layers and of which shape."""

    rank: int
    target_modules: str | tuple[str, ...] | None
    exclude_modules: str | tuple[str, ...] | None = None
    modules_to_save: tuple[str, ...] = ()
    layers_to_transform: tuple[int, ...] | None = None
    layers_pattern: tuple[str, ...] = ()
    rank_pattern: Mapping[str, int] = field(default_factory=dict)
    bias: str = "none"
    lora_bias: bool = False
    use_dora: bool = False
    task_type: str | None = None


def read_settings(config: Mapping[str, Any]) -> LoraSettings:
    """Read the fields. Raises Uncertain for what is not modelled, Raises for what peft refuses."""
    for name, harmless in _NOT_MODELLED.items():
        if config.get(name) not in harmless:
            raise Uncertain(f"The adapter uses {name}, which only the real loader can place.")
    task = config.get("task_type")
    if task is not None and task not in _TASKS:
        allowed = "one of " + ", ".join(sorted(_TASKS))
        raise Raises(LoadError("ValueError", f"Invalid task type: '{task}'. Must be {allowed}."))
    targets = config.get("target_modules")
    layers = config.get("layers_to_transform")
    pattern = config.get("layers_pattern")
    if isinstance(targets, str) and (layers is not None or pattern is not None):
        field_name = "layers_to_transform" if layers is not None else "layers_pattern"
        text = f"`{field_name}` cannot be used when `target_modules` is a str."
        raise Raises(LoadError("ValueError", text))
    if pattern and not layers:
        text = "When `layers_pattern` is specified, `layers_to_transform` must also be specified. "
        raise Raises(LoadError("ValueError", text))
    ranks = config.get("rank_pattern") or {}
    rank = config.get("r", 8)
    if not isinstance(ranks, dict) or not all(_is_int(r) for r in [rank, *ranks.values()]):
        raise Uncertain("r or rank_pattern in adapter_config.json is not a whole number.")
    save = _names(config, "modules_to_save")
    heads = _HEADS.get(task or "", ())
    bias = config.get("bias") or "none"
    if bias not in ("none", "all", "lora_only"):
        raise Uncertain(f"bias={bias!r} in adapter_config.json is not one of none, all, lora_only.")
    return LoraSettings(
        rank=rank,
        target_modules=targets if isinstance(targets, str) else _optional_names(config, "target_modules"),
        exclude_modules=_pattern_or_names(config, "exclude_modules"),
        modules_to_save=(save if isinstance(save, tuple) else ()) + tuple(h for h in heads if h not in save),
        layers_to_transform=_layers(layers),
        layers_pattern=(pattern,) if isinstance(pattern, str) else _names(config, "layers_pattern"),
        rank_pattern=ranks,
        bias=bias,
        lora_bias=bool(config.get("lora_bias")),
        use_dora=bool(config.get("use_dora")),
        task_type=task,
    )


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _names(config: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = config.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Uncertain(f"{name} in adapter_config.json is neither a list of names nor null.")
    return tuple(value)


def _optional_names(config: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    return None if config.get(name) is None else _names(config, name)


def _pattern_or_names(config: Mapping[str, Any], name: str) -> str | tuple[str, ...] | None:
    value = config.get(name)
    return value if isinstance(value, str) else _optional_names(config, name)


def _layers(value: object) -> tuple[int, ...] | None:
    if value is None or value == []:
        return None
    if _is_int(value):
        return (value,)  # type: ignore[return-value]
    if isinstance(value, list) and all(_is_int(item) for item in value):
        return tuple(value)
    raise Uncertain("layers_to_transform in adapter_config.json is not a list of layer numbers.")


_QUANTIFIED_GROUP = re.compile(r"\((?:[^()\\]|\\.)*[*+}](?:[^()\\]|\\.)*\)\s*(?:[*+]|\{\d*,\d*\})")


def safe_pattern(pattern: str) -> str:
    """The pattern, if matching it cannot run away. Raises Uncertain otherwise.

    An adapter comes from strangers, and its regular expressions run against every module name: a repeated
    group that itself repeats takes exponential time in `re`.
    """
    if len(pattern) > 4000 or _QUANTIFIED_GROUP.search(pattern):
        raise Uncertain("The adapter's module pattern is a regular expression that could run without end.")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise Uncertain(
            f"The adapter's module pattern is not a valid regular expression ({error})."
        ) from error
    return pattern
