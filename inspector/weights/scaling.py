"""The factor that PEFT puts before B·A, module by module."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from math import isfinite, sqrt
from typing import Any

from inspector.compat.keys import strip_prefix
from inspector.compat.lora_config import Uncertain, safe_pattern


def scaling(config: Mapping[str, Any], module: str, rank: int, *, stabilised: bool | None = None) -> float:
    """alpha / r, or alpha / sqrt(r) with rank-stabilised LoRA (peft 0.21.2, `LoraLayer.update_layer`).

    `module`: the runtime path, with or without PEFT's prefix; `rank` that of the tensors themselves, which is
    the configuration's wherever the adapter loads. `stabilised`: what the configuration says, by default.
    Raises Uncertain where alpha is not a number or a pattern cannot be tried safely.
    """
    alpha = _alpha(config, strip_prefix(module))
    if stabilised is None:
        stabilised = bool(config.get("use_rslora"))
    return alpha / (sqrt(rank) if stabilised else rank)


def lycoris_scaling(config: Mapping[str, Any], module: str, rank: int) -> float:
    """alpha / r of LoHa and LoKr, whose field is `alpha` (peft 0.21.2, `LoHaLayer.update_layer`)."""
    return _alpha(config, strip_prefix(module), field="alpha") / rank


def adalora_scaling(config: Mapping[str, Any], rank: int) -> float:
    """alpha / (r + 1e-5), with r for an alpha of zero or less (peft 0.21.2, `SVDLinear.get_delta_weight`).

    `rank`: the rank that the layers start with, `init_r`; pruning leaves it as it is.
    """
    alpha = _number(config.get("lora_alpha", 8))
    return (alpha if alpha > 0 else float(rank)) / (rank + 1e-5)


def pattern_value(patterns: Any, module: str) -> Any:
    """The value of the first pattern that matches the module's path (peft 0.21.2, `get_pattern_key`)."""
    if not isinstance(patterns, Mapping):
        return None
    for pattern, value in patterns.items():
        if re.match(rf"(.*\.)?({safe_pattern(pattern)})$", module):
            return value
    return None


def _alpha(config: Mapping[str, Any], module: str, *, field: str = "lora_alpha") -> float:
    found = pattern_value(config.get("alpha_pattern"), module)
    return _number(config.get(field, 8) if found is None else found)


def _number(value: Any) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        with suppress(OverflowError):
            if isfinite(number := float(value)):
                return number
    raise Uncertain("alpha in adapter_config.json is not a number.")
