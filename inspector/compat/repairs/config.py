"""The adapter_config.json of a repaired copy: as it was where it still says the same, else rebuilt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from math import sqrt
from typing import Any

from inspector.compat.inspection import LoadError
from inspector.compat.lora_config import LoraSettings, Raises, Uncertain, read_settings, safe_pattern
from inspector.compat.repairs.placing import Placement
from inspector.compat.repairs.proposal import SHELLS
from inspector.compat.targets import TargetRule, find_targets, rank_for
from inspector.files.records import Adapter

Number = int | float
_LAYER = re.compile(r"\.(\d+)\.")


class NotExact(Exception):
    """The configuration leaves open, or cannot express, how strongly the adapter acts."""


def repaired_config(
    adapter: Adapter, placement: Placement, paths: Collection[str], *, task_type: str | None
) -> dict[str, Any]:
    """The configuration under which the placed tensors mean what they meant. Raises NotExact.

    `paths` are the base's modules; `task_type` is written where a foreign layout has none.
    """
    if adapter.format == "mlx":
        config = {**_fresh(task_type), **_from_mlx(adapter.config)}
        alphas: dict[str, Number] = dict.fromkeys(placement.ranks, config["lora_alpha"])
    elif adapter.format == "kohya":
        # sd-scripts: the scale is alpha / rank, and alpha is the rank where the file has none.
        config = _fresh(None)
        alphas = dict(placement.ranks)
    else:
        config = dict(adapter.config)
        if adapter.peft_type != "LORA" or not placement.ranks:
            return config
        if placement.causes <= SHELLS and _is_beyond_us(config):
            return _as_it_was(config, placement)
        alphas = _carried_alphas(config, placement)
        if _still_says(config, placement, alphas, paths):
            return config
    return _rebuilt(config, placement, alphas, paths)


def with_alphas(config: Mapping[str, Any], alphas: Mapping[str, Number]) -> dict[str, Any]:
    """The configuration with these alphas by module path; the most frequent one is `lora_alpha`."""
    common, rest = _common_and_rest(alphas)
    return {**config, "lora_alpha": common, "alpha_pattern": rest}


def _fresh(task_type: str | None) -> dict[str, Any]:
    return {
        "peft_type": "LORA",
        "task_type": task_type,
        "base_model_name_or_path": None,
        "inference_mode": True,
        "bias": "none",
        "fan_in_fan_out": False,
        "lora_dropout": 0.0,
        "use_rslora": False,
        "use_dora": False,
        "modules_to_save": None,
    }


def _from_mlx(config: Mapping[str, Any]) -> dict[str, Any]:
    """mlx-lm adds scale · (x A) B. Older versions multiplied by alpha / rank too, and do not say so."""
    parameters = config.get("lora_parameters")
    if config.get("fine_tune_type", "lora") != "lora" or not isinstance(parameters, dict):
        raise NotExact("Only plain LoRA of mlx-lm has an exact counterpart.")
    rank, scale = parameters.get("rank"), parameters.get("scale")
    if "alpha" in parameters or not isinstance(rank, int) or not isinstance(scale, int | float):
        raise NotExact("Its configuration leaves open by how much the adapter is scaled.")
    model = config.get("model")
    name = model if isinstance(model, str) else None
    return {"r": rank, "lora_alpha": _tidy(scale * rank), "base_model_name_or_path": name}


def _is_beyond_us(config: Mapping[str, Any]) -> bool:
    try:
        _settings(config)
    except NotExact:
        return True
    return False


def _as_it_was(config: dict[str, Any], placement: Placement) -> dict[str, Any]:
    """The configuration untouched: what it means is the loader's to say. Raises NotExact."""
    for path, origins in placement.origins.items():
        if _alpha_for((path,), config) != _alpha_for(origins[0], config):
            raise NotExact("alpha_pattern names modules by the paths that the wrapper gave them.")
    return config


def _carried_alphas(config: Mapping[str, Any], placement: Placement) -> dict[str, Number]:
    """Alpha for each new module so that its scaling is that of the modules it came from."""
    settings = _settings(config)
    stabilised = bool(config.get("use_rslora"))
    alphas: dict[str, Number] = {}
    for path, origins in placement.origins.items():
        old = [_alpha_for(origin, config) for origin in origins]
        told = [{rank_for(name, settings) for name in origin} for origin in origins]
        if len(origins) == 1:
            if placement.ranks[path] not in told[0]:
                raise NotExact("Its ranks are not those that adapter_config.json tells.")
            alphas[path] = old[0]
            continue
        ranks = [rank for ranks in told for rank in ranks]
        if len(ranks) != len(origins) or sum(ranks) != placement.ranks[path]:
            raise NotExact("Its ranks are not those that adapter_config.json tells.")
        scales = {
            alpha / (sqrt(rank) if stabilised else rank) for alpha, rank in zip(old, ranks, strict=True)
        }
        if len(scales) != 1:
            raise NotExact("The projections that would be fused are scaled differently.")
        total = sum(ranks)
        if stabilised:
            alphas[path] = next(iter(scales)) * sqrt(total)
        else:
            alphas[path] = sum(old) if len(set(old)) == 1 else next(iter(scales)) * total
    return alphas


def _still_says(
    config: Mapping[str, Any], placement: Placement, alphas: Mapping[str, Number], paths: Collection[str]
) -> bool:
    """Whether the old configuration targets the new modules, with the right ranks and alphas."""
    settings = _settings(config)
    targets = settings.target_modules
    if targets is None or (isinstance(targets, str) and targets.lower() == "all-linear"):
        return True  # resolved by peft itself: the check of the whole proposal decides
    targeted = _targeted(settings, targets, paths)
    for path, rank in placement.ranks.items():
        if path in paths and path not in targeted:
            return False
        if rank_for(path, settings) != rank or _alpha_for((path,), config) != alphas[path]:
            return False
    return True


def _rebuilt(
    config: Mapping[str, Any], placement: Placement, alphas: Mapping[str, Number], paths: Collection[str]
) -> dict[str, Any]:
    rank, ranks = _common_and_rest(placement.ranks)
    changed = {
        **config,
        "r": rank,
        "rank_pattern": ranks,
        "exclude_modules": None,
        **_targets(frozenset(placement.ranks), paths),
    }
    return with_alphas(changed, alphas)


def _targets(needed: frozenset[str], paths: Collection[str]) -> dict[str, Any]:
    """The shortest `target_modules` that takes these modules and no other: leaf names, of some layers, or
    whole paths."""
    leaves = tuple(sorted({path.rpartition(".")[2] for path in needed}))
    layers = sorted({int(found[1]) for path in needed if (found := _LAYER.search(path))})
    for wanted in (None, tuple(layers) or None):
        settings = LoraSettings(rank=1, target_modules=leaves, layers_to_transform=wanted)
        if _targeted(settings, leaves, paths) == needed:
            chosen = list(wanted) if wanted else None
            return {"target_modules": list(leaves), "layers_to_transform": chosen, "layers_pattern": None}
    return {"target_modules": sorted(needed), "layers_to_transform": None, "layers_pattern": None}


def _targeted(
    settings: LoraSettings, targets: str | tuple[str, ...], paths: Collection[str]
) -> frozenset[str]:
    try:
        return frozenset(find_targets(TargetRule(settings, targets), paths).modules)
    except Uncertain as reason:
        raise NotExact(str(reason)) from reason


def _settings(config: Mapping[str, Any]) -> LoraSettings:
    """Raises NotExact for what this engine does not read."""
    try:
        return read_settings(config)
    except (Uncertain, Raises) as reason:
        error: LoadError | None = getattr(reason, "error", None)
        raise NotExact(error.message if error else str(reason)) from reason


def _alpha_for(names: tuple[str, ...], config: Mapping[str, Any]) -> Number:
    """peft 0.21.2 `get_pattern_key`: the first pattern that matches, else lora_alpha.

    A pattern was written for the names of the training, which may be any of `names`. Raises NotExact where
    two of them tell different alphas.
    """
    patterns = config.get("alpha_pattern") or {}
    fallback = config.get("lora_alpha", 8)
    if not isinstance(patterns, dict) or not all(_is_number(a) for a in [fallback, *patterns.values()]):
        raise NotExact("lora_alpha or alpha_pattern in adapter_config.json is not a number.")
    try:
        compiled = [
            (re.compile(rf"(.*\.)?({safe_pattern(pattern)})$"), alpha) for pattern, alpha in patterns.items()
        ]
    except Uncertain as reason:
        raise NotExact(str(reason)) from reason
    matched: set[Number] = set()
    for name in names:
        matched.update([alpha for pattern, alpha in compiled if pattern.match(name)][:1])
    if len(matched) > 1:
        raise NotExact("alpha_pattern tells different alphas for the old and the new name.")
    return matched.pop() if matched else fallback


def _common_and_rest(values: Mapping[str, Number]) -> tuple[Number, dict[str, Number]]:
    common = Counter(values.values()).most_common(1)[0][0]
    return common, {path: value for path, value in values.items() if value != common}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _tidy(value: float) -> Number:
    return int(value) if float(value).is_integer() else value
