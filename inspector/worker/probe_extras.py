"""What a full probe measures beside the prompts: the scale curve, the chat template, a text's perplexity."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch

from inspector.compat.probe_result import ScalePoint, TemplateGain
from inspector.errors import InspectorError
from inspector.worker.probe_batches import groups
from inspector.worker.probe_conclusion import Extras, Reading
from inspector.worker.probe_figures import Difference, total
from inspector.worker.probe_inputs import ProbeInputs
from inspector.worker.probe_kept import KeptOutputs
from inspector.worker.probe_scale import (
    AS_TRAINED,
    curve_prompts,
    is_nothing_at_zero,
    response_curve,
    tuner_layers,
)
from inspector.worker.probe_tasks import Runner
from inspector.worker.probe_text import TextWindows, text_perplexity, windows_of

Report = Callable[[str, int, int, str], None]

_CAME_BACK = 1e-3
"""A quarter of the adapter more or less, left behind by the curve, moves the outputs by far more."""


class ExtrasBefore:
    """What the pristine base says inside the chat template, and how well it predicts the given text."""

    def __init__(
        self, runner: Runner, inputs: ProbeInputs, text: str | None, step: Report, *, together: bool
    ) -> None:
        self.templated = _run_templated(runner, inputs, step, together)
        self.text: TextWindows | None = None
        if text and runner.task == "causal-lm" and inputs.tokenizer is not None:
            self.text = windows_of(text, inputs.tokenizer, runner.model)
        self.text_perplexity = _score(runner, self.text, step, "without the adapter")


def measure_extras(
    runner: Runner,
    inputs: ProbeInputs,
    outputs: KeptOutputs,
    before: ExtrasBefore,
    readings: Sequence[Reading],
    step: Report,
    *,
    together: bool,
    curve: bool,
) -> Extras:
    """With the adapter on; `outputs` are the pristine base's, one a prompt."""
    scales, why_no_scales = _curve(runner, inputs, outputs, readings, step, together) if curve else ((), "")
    template, apart = _template_gain(runner, inputs, before.templated, readings, step, together)
    return Extras(
        scales=scales,
        why_no_scales=why_no_scales,
        template=template,
        template_apart=apart,
        text=before.text,
        base_text_perplexity=before.text_perplexity,
        adapted_text_perplexity=_score(runner, before.text, step, "with the adapter"),
    )


def _curve(
    runner: Runner,
    inputs: ProbeInputs,
    outputs: KeptOutputs,
    readings: Sequence[Reading],
    step: Report,
    together: bool,
) -> tuple[tuple[ScalePoint, ...], str]:
    """The response curve, or why there is none. Afterwards the model is proven to be what it was."""
    if not tuner_layers(runner.model):
        return (), "There is no scale curve: this method adds no change of weights that could be scaled."
    numbers = curve_prompts(len(readings))
    prompts = [inputs.prompts[number] for number in numbers]

    def measure(count: int = len(numbers)) -> list[Difference]:
        scaled = (
            row for group in groups(prompts[:count], together=together) for row in runner.run_together(group)
        )
        rows = zip(prompts[:count], numbers, scaled, strict=False)
        return [runner.compare(prompt, outputs[number], output) for prompt, number, output in rows]

    chosen = [readings[number] for number in numbers]
    if not any(reading.difference.finite for reading in chosen):
        return (), "There is no scale curve: with the adapter on, no output is a finite number."
    known = {AS_TRAINED: [reading.difference for reading in chosen]}
    if is_nothing_at_zero(runner.model) and all(reading.disabled_gap == 0.0 for reading in chosen):
        known[0.0] = [Difference(reading.difference.positions, reading.base_finite) for reading in chosen]
    try:
        points = response_curve(
            runner.model,
            measure,
            known,
            step=lambda done, total: step("scale", done, total, "Scaling the adapter"),
        )
    except InspectorError:
        raise
    except Exception as error:
        return (), f"There is no scale curve: {type(error).__name__}: {' '.join(str(error).split())[:300]}"
    if not chosen[0].is_broken and not _is_alike(measure(1)[0], chosen[0]):
        return (), "The scale curve was dropped: the model did not come back to what it was."
    return points, ""


def _is_alike(again: Difference, first: Reading) -> bool:
    """Whether a prompt has the figures that it had, but for noise and for what a batch's shape rounds."""
    tolerance = max(_CAME_BACK, 2 * first.repeat_gap)
    return math.isclose(again.max_abs, first.difference.max_abs, rel_tol=_CAME_BACK, abs_tol=tolerance)


def _run_templated(runner: Runner, inputs: ProbeInputs, step: Report, together: bool) -> list[torch.Tensor]:
    outputs: list[torch.Tensor] = []
    for group in groups(inputs.templated, together=together):
        step("template", len(outputs), len(inputs.templated), f"In the chat template: {group[0].prompt}")
        outputs += runner.run_together(group)
    return outputs


def _template_gain(
    runner: Runner,
    inputs: ProbeInputs,
    pristine: Sequence[torch.Tensor],
    readings: Sequence[Reading],
    step: Report,
    together: bool,
) -> tuple[TemplateGain | None, float]:
    """The figures inside the chat template, and the largest logit difference there."""
    if not inputs.templated:
        return None, 0.0
    adapted = _run_templated(runner, inputs, step, together)
    rows = zip(inputs.templated, pristine, adapted, strict=True)
    inside = total(runner.compare(prompt, before, after) for prompt, before, after in rows)
    plain = total(reading.difference for reading in readings[: len(adapted)])
    gain = TemplateGain(
        inputs.template_source, plain.mean_kl, inside.mean_kl, plain.flip_rate, inside.flip_rate
    )
    return gain, inside.max_abs if inside.finite else 0.0


def _score(runner: Runner, text: TextWindows | None, step: Report, words: str) -> float | None:
    if text is None:
        return None
    return text_perplexity(
        runner, text, step=lambda done, total: step("text", done, total, f"Reading the text {words}")
    )
