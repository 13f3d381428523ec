"""The response curve: how the outputs move as the adapter is scaled from nothing to more than trained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from peft.tuners.lora.layer import LoraLayer
from peft.tuners.lycoris_utils import LycorisLayer
from peft.tuners.tuners_utils import BaseTunerLayer
from peft.utils.other import AuxiliaryTrainingWrapper

from inspector.compat.probe_result import ScalePoint
from inspector.worker.probe_figures import Difference, total

SCALES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25)
AS_TRAINED = 1.0
MOST_PROMPTS = 4
"""The curve is taken over a few prompts, spread over all of them: each point costs a pass over each."""

_WITH_FACTOR = (LoraLayer, LycorisLayer)
"""LoRA and its kin, LoHa and LoKr: `scaling[adapter]` multiplies the delta in each pass (peft 0.21.2)."""


def tuner_layers(model: Any) -> list[Any]:
    """PEFT's layers, outermost first; empty for prompt-learning methods, which change no module."""
    return [module for module in model.modules() if isinstance(module, BaseTunerLayer)]


@contextmanager
def scaled(model: Any, scale: float) -> Iterator[None]:
    """Multiply the adapter's part by `scale`; on leaving, everything is as it was.

    LoRA, LoHa and LoKr carry a factor, which is what servers turn too. The other methods put W′ where W
    stood; there the output is moved along the line between them: Wx + scale·(W′x − Wx).
    """
    undo: list[Callable[[], None]] = []
    try:
        for layer in tuner_layers(model):
            turn = _by_factor if isinstance(layer, _WITH_FACTOR) else _by_interpolation
            undo.append(turn(layer, scale))
        yield
    finally:
        for restore in undo:
            restore()


def _by_factor(layer: Any, scale: float) -> Callable[[], None]:
    trained = dict(layer.scaling)
    layer.scaling.update({name: value * scale for name, value in trained.items()})
    return lambda: layer.scaling.update(trained)


def _by_interpolation(layer: Any, scale: float) -> Callable[[], None]:
    def between(module: Any, arguments: Any, options: dict[str, Any], output: Any) -> Any:
        alone = module.get_base_layer()(*arguments, **options)
        return alone + scale * (output - alone)

    handle = layer.register_forward_hook(between, with_kwargs=True)
    return lambda: handle.remove()


def curve_prompts(count: int) -> tuple[int, ...]:
    """Which of `count` prompts the curve is taken over: the first, the last and some between."""
    if count <= MOST_PROMPTS:
        return tuple(range(count))
    return tuple(round(place * (count - 1) / (MOST_PROMPTS - 1)) for place in range(MOST_PROMPTS))


def is_nothing_at_zero(model: Any) -> bool:
    """Whether scale 0 is the disabled adapter: not where heads, tokens or magnitudes stay trained.

    The factor turns a LoRA's BA alone. What a variant of it does besides stays: DoRA's trained magnitudes
    still stand at scale 0.
    """
    return not any(
        isinstance(module, AuxiliaryTrainingWrapper)
        or (isinstance(module, LoraLayer) and module.lora_variant)
        for module in model.modules()
    )


def response_curve(
    model: Any,
    measure: Callable[[], Sequence[Difference]],
    known: Mapping[float, Sequence[Difference]],
    *,
    step: Callable[[int, int], None],
) -> tuple[ScalePoint, ...]:
    """One point a scale. `measure()` compares some prompts with the pristine base; `known` are measured."""
    points = []
    for number, scale in enumerate(SCALES):
        step(number, len(SCALES))
        if scale in known:
            rows = known[scale]
        else:
            with scaled(model, scale):
                rows = measure()
        figures = total(rows)
        points.append(ScalePoint(scale, figures.mean_kl, figures.mean_js, figures.max_abs, figures.flip_rate))
    return tuple(points)
