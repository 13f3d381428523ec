"""What a full probe measures beside the prompts: the scale curve, the chat template, a text's perplexity."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from inspector.compat.probe_result import ScalePoint, TemplateGain
from inspector.errors import InspectorError
from inspector.worker.probe_conclusion import Extras, Reading
from inspector.worker.probe_figures import Difference, total
from inspector.worker.probe_inputs import ProbeInputs
from inspector.worker.probe_kept import KeptOutputs
from inspector.worker.probe_scale import response_curve, tuner_layers
from inspector.worker.probe_tasks import Runner
from inspector.worker.probe_text import TextWindows, text_perplexity, windows_of

Report = Callable[[str, int, int, str], None]


class ExtrasBefore:
    """What the pristine base says inside the chat template, and how well it predicts the given text."""

    def __init__(self, runner: Runner, inputs: ProbeInputs, text: str | None, step: Report) -> None:
        self.templated = _run_templated(runner, inputs, step)
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
    floor: float,
    full: bool,
) -> Extras:
    """With the adapter on; `outputs` are the pristine base's, one a prompt."""
    scales, why_no_scales = _curve(runner, inputs, outputs, readings, step, floor) if full else ((), "")
    return Extras(
        scales=scales,
        why_no_scales=why_no_scales,
        template=_template_gain(runner, inputs, before.templated, readings, step),
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
    floor: float,
) -> tuple[tuple[ScalePoint, ...], str]:
    """The response curve, or why there is none. Afterwards the model is proven to be what it was."""
    if not tuner_layers(runner.model):
        return (), "There is no scale curve: this method adds no change of weights that could be scaled."

    def measure(number: int) -> Difference:
        return runner.compare(inputs.prompts[number], outputs[number], runner.run(inputs.prompts[number]))

    try:
        points = response_curve(
            runner.model,
            measure,
            [reading.difference for reading in readings],
            step=lambda done, total: step("scale", done, total, "Scaling the adapter"),
        )
    except InspectorError:
        raise
    except Exception as error:
        return (), f"There is no scale curve: {type(error).__name__}: {' '.join(str(error).split())[:300]}"
    if floor == 0.0 and not readings[0].is_broken and measure(0) != readings[0].difference:
        return (), "The scale curve was dropped: the model did not come back to what it was."
    return points, ""


def _run_templated(runner: Runner, inputs: ProbeInputs, step: Report) -> list[torch.Tensor]:
    outputs = []
    for number, prompt in enumerate(inputs.templated):
        step("template", number, len(inputs.templated), f"In the chat template: {prompt.prompt}")
        outputs.append(runner.run(prompt))
    return outputs


def _template_gain(
    runner: Runner,
    inputs: ProbeInputs,
    pristine: Sequence[torch.Tensor],
    readings: Sequence[Reading],
    step: Report,
) -> TemplateGain | None:
    if not inputs.templated:
        return None
    adapted = _run_templated(runner, inputs, step)
    rows = zip(inputs.templated, pristine, adapted, strict=True)
    inside = total(runner.compare(prompt, before, after) for prompt, before, after in rows)
    plain = total(reading.difference for reading in readings[: len(adapted)])
    return TemplateGain(
        inputs.template_source, plain.mean_kl, inside.mean_kl, plain.flip_rate, inside.flip_rate
    )


def _score(runner: Runner, text: TextWindows | None, step: Report, words: str) -> float | None:
    if text is None:
        return None
    return text_perplexity(
        runner, text, step=lambda done, total: step("text", done, total, f"Reading the text {words}")
    )
