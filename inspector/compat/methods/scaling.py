"""Methods that only scale or shift what a layer does: IA3, BEFT, LN tuning, RoAd (peft 0.21.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain, safe_pattern
from inspector.compat.methods.method import LayerMethod, Part, Target
from inspector.compat.methods.options import Options, refuse
from inspector.files.tables import default_feedforward

_PLAIN = Fields(excludes=False, layers=False)


def _check_feedforward(options: Options) -> None:
    targets, feedforward = options.raw("target_modules"), options.raw("feedforward_modules")
    if isinstance(targets, list) and isinstance(feedforward, list):
        if not all(isinstance(name, str) for name in [*targets, *feedforward]):
            raise Uncertain("feedforward_modules in adapter_config.json is not a list of names.")
        if not set(feedforward) <= set(targets):
            raise refuse("`feedforward_modules` should be a subset of `target_modules`")


def _vector(target: Target, options: Options) -> Iterator[Part]:
    """One vector on the input of a feed-forward module, on the output of any other."""
    before = _is_feedforward(target, options)
    width = target.ins if before else target.outs
    if target.kernel:
        yield "ia3_l", (1, width, *(1 for _ in target.kernel))
    else:
        yield "ia3_l", (1, width) if before else (width, 1)


def _is_feedforward(target: Target, options: Options) -> bool:
    """A string is a pattern; names match as endings, without a dot before them."""
    names = options.raw("feedforward_modules")
    if names is None:
        names = default_feedforward(target.tree.facts.model_type)
        if names is None:
            raise refuse("Please specify `feedforward_modules` in `peft_config`")
    if isinstance(names, str):
        return re.fullmatch(safe_pattern(names), target.path) is not None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Uncertain("feedforward_modules in adapter_config.json is not a list of names.")
    return target.path.endswith(tuple(names))


IA3 = LayerMethod(
    fields=Fields(layers=False),
    kinds=("Linear", "Conv1D", "Conv2d", "Conv3d"),
    parts=_vector,
    unsupported="ValueError",
    check=_check_feedforward,
)


def _bias(target: Target, _options: Options) -> Iterator[Part]:
    yield "beft_bias", (1, target.outs)


BEFT = LayerMethod(fields=_PLAIN, kinds=("Linear",), parts=_bias)


def _check_road(options: Options) -> None:
    variant, group = options.word("variant", "road_1"), options.whole("group_size", 64)
    if variant not in ("road_1", "road_2", "road_4"):
        raise refuse(f"Invalid variant {variant} specified. Please choose from road_1, road_2 or road_4")
    if group <= 0 or group % 2:
        raise refuse(f"The group_size must be divisible by 2 when using RoadLayer, but got {group}.")


def _rotations(target: Target, options: Options) -> Iterator[Part]:
    """An angle and a scale for every pair of outputs, once, twice or four times."""
    group = options.whole("group_size", 64)
    if target.outs % group:
        raise refuse(
            f"The out_features of the base layer must be divisible by group_size ({group}) when using "
            "RoadLayer."
        )
    variant = options.word("variant", "road_1")
    size = {"road_1": target.outs // 2, "road_2": target.outs, "road_4": target.outs * 2}[variant]
    yield "road_theta", (size,)
    yield "road_alpha", (size,)


ROAD = LayerMethod(
    fields=_PLAIN, kinds=("Linear",), parts=_rotations, unsupported="ValueError", check=_check_road
)
