"""The targeting fields of an `adapter_config.json`, read as peft reads them, or a reason not to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from inspector.compat.inspection import LoadError
from inspector.files.patterns import could_run_away

# Fields that change which slots exist in a way this engine does not model: a value other than these is
# left to the dry run. (peft 0.21.2, tuners/lora/config.py)
_NOT_MODELLED: dict[str, tuple[Any, ...]] = {
    "layer_replication": (None, []),
    "alora_invocation_tokens": (None,),
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


class LoraSettings(NamedTuple):
    """The fields that decide which modules get adapter layers, and of which rank where the method has one."""

    rank: int
    target_modules: str | tuple[str, ...] | None
    exclude_modules: str | tuple[str, ...] | None = None
    modules_to_save: tuple[str, ...] = ()
    layers_to_transform: tuple[int, ...] | None = None
    layers_pattern: tuple[str, ...] = ()
    rank_pattern: Mapping[str, int] = MappingProxyType({})
    target_parameters: tuple[str, ...] = ()
    bias: str = "none"
    lora_bias: bool = False
    use_dora: bool = False
    task_type: str | None = None
    token_indices: tuple[int, ...] | Mapping[str, tuple[int, ...]] | None = None


class Fields(NamedTuple):
    """Which targeting fields a method's configuration class has; peft drops the others with a warning.

    `refused_with_text`: fields that raise beside a `target_modules` that is a string; `bias`: the values
    that name biases; `rank`: the field of the rank and its default; `saves`: there is `modules_to_save`, to
    which the task adds its heads; `alpha_may_be_null`: null is an alpha of its own kind.
    """

    excludes: bool = True
    layers: bool = True
    refused_with_text: tuple[str, ...] = ("layers_to_transform", "layers_pattern")
    pattern_needs_layers: bool = True
    bias: tuple[str, ...] = ()
    rank: tuple[str, int] | None = None
    rank_pattern: bool = False
    token_indices: bool = False
    saves: bool = True
    alpha_may_be_null: bool = False


LORA_FIELDS = Fields(bias=("all", "lora_only"), rank=("r", 8), rank_pattern=True, token_indices=True)


def read_settings(config: Mapping[str, Any]) -> LoraSettings:
    """Read LoRA's fields. Raises Uncertain for what is not modelled, Raises for what peft refuses."""
    for name, harmless in _NOT_MODELLED.items():
        if config.get(name) not in harmless:
            raise Uncertain(f"The adapter uses {name}, which only the real loader can place.")
    settings = read_targeting(config, LORA_FIELDS)
    dora, bias = bool(config.get("use_dora")), bool(config.get("lora_bias"))
    if bias and config.get("init_lora_weights", True) not in (True, False):
        text = "The argument lora_bias=True is only supported with init_lora_weights=True or False, "
        text += f"got {config.get('init_lora_weights')} instead."
        raise Raises(LoadError("ValueError", text))
    if bias and dora:
        text = "The argument lora_bias=True is not supported for DoRA, please pass use_dora=False"
        raise Raises(LoadError("ValueError", text))
    parameters = _names(config, "target_parameters")
    return settings._replace(lora_bias=bias, use_dora=dora, target_parameters=parameters)


def read_targeting(config: Mapping[str, Any], fields: Fields) -> LoraSettings:
    """Read the fields that this method's configuration class has (peft 0.21.2, `__post_init__` of each)."""
    task = config.get("task_type")
    if task is not None and task not in _TASKS:
        allowed = "one of the following task types: " + ", ".join(sorted(_TASKS))
        raise Raises(LoadError("ValueError", f"Invalid task type: '{task}'. Must be {allowed}."))
    targets = config.get("target_modules")
    layers = config.get("layers_to_transform") if fields.layers else None
    pattern = config.get("layers_pattern") if fields.layers else None
    if isinstance(targets, str):
        for name, value in (("layers_to_transform", layers), ("layers_pattern", pattern)):
            if value is not None and name in fields.refused_with_text:
                text = f"`{name}` cannot be used when `target_modules` is a str."
                raise Raises(LoadError("ValueError", text))
    if pattern and layers is None and fields.pattern_needs_layers:
        text = "When `layers_pattern` is specified, `layers_to_transform` must also be specified. "
        raise Raises(LoadError("ValueError", text))
    _check_numbers(config, fields)
    rank, ranks = _ranks(config, fields)
    save = _names(config, "modules_to_save") if fields.saves else ()
    heads = _HEADS.get(task or "", ()) if fields.saves else ()
    bias = config.get("bias", "none") if fields.bias else "none"
    if bias not in ("none", *fields.bias):
        allowed = ", ".join(("none", *fields.bias))
        raise Uncertain(f"bias={bias!r} in adapter_config.json is not one of {allowed}.")
    return LoraSettings(
        rank=rank,
        target_modules=targets if isinstance(targets, str) else _optional_names(config, "target_modules"),
        exclude_modules=_pattern_or_names(config, "exclude_modules") if fields.excludes else None,
        modules_to_save=save + tuple(head for head in heads if head not in save),
        layers_to_transform=_layers(layers),
        layers_pattern=_layer_patterns(config) if fields.layers else (),
        rank_pattern=ranks,
        bias=bias,
        task_type=task,
        token_indices=_token_indices(config) if fields.token_indices else None,
    )


def _layer_patterns(config: Mapping[str, Any]) -> tuple[str, ...]:
    pattern = config.get("layers_pattern")
    if isinstance(pattern, str):
        return (pattern,) if pattern else ()
    return _names(config, "layers_pattern")


def _check_numbers(config: Mapping[str, Any], fields: Fields) -> None:
    """peft computes with these without asking what they are, and fails in as many ways as there are types."""
    for name, value in config.items():
        if not name.endswith(("dropout", "alpha")) or (value is None and fields.alpha_may_be_null):
            continue
        if not isinstance(value, (int, float)) or (name.endswith("dropout") and not 0 <= value <= 1):
            raise Uncertain(f"{name} in adapter_config.json is not a number that peft can take.")
    for name in ("rank_pattern", "alpha_pattern") if fields.rank_pattern else ():
        if not isinstance(config.get(name, {}), dict):
            raise Uncertain(f"{name} in adapter_config.json does not map patterns to numbers.")
    alphas = config.get("alpha_pattern", {}).values() if fields.rank_pattern else ()
    if not all(isinstance(alpha, (int, float)) for alpha in alphas):
        raise Uncertain("alpha_pattern in adapter_config.json does not map patterns to numbers.")


def _ranks(config: Mapping[str, Any], fields: Fields) -> tuple[int, Mapping[str, int]]:
    if fields.rank is None:
        return 0, {}
    rank = config.get(*fields.rank)
    ranks = config.get("rank_pattern", {}) if fields.rank_pattern else {}
    if not isinstance(ranks, dict) or not all(_is_int(r) for r in [rank, *ranks.values()]):
        raise Uncertain(f"{fields.rank[0]} or rank_pattern in adapter_config.json is not a whole number.")
    for pattern in ranks:
        safe_pattern(pattern)
    return rank, ranks


def _token_indices(config: Mapping[str, Any]) -> tuple[int, ...] | dict[str, tuple[int, ...]] | None:
    """A list is meant for the input embedding, a mapping names modules."""
    value = config.get("trainable_token_indices")
    lists = list(value.values()) if isinstance(value, dict) else [value]
    if value is None:
        return None
    if not all(isinstance(one, list) and all(_is_int(index) for index in one) for one in lists):
        raise Uncertain("trainable_token_indices in adapter_config.json are not lists of whole numbers.")
    return {name: tuple(one) for name, one in value.items()} if isinstance(value, dict) else tuple(value)


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


_MOST_REPEATS = 6


def safe_pattern(pattern: str) -> str:
    """The pattern, if matching it cannot run away. Raises Uncertain otherwise.

    An adapter comes from strangers, and its regular expressions run against every module name.
    """
    try:
        runs_away = could_run_away(pattern, most_repeats=_MOST_REPEATS)
    except ValueError as error:
        raise Uncertain(
            f"The adapter's module pattern is not a valid regular expression ({error})."
        ) from error
    if runs_away:
        raise Uncertain("The adapter's module pattern is a regular expression that could run without end.")
    return pattern
