"""From what was measured to the ProbeResult: totals, the answer in one word, and what to know about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch

from inspector.compat.keys import fold
from inspector.compat.probe_result import (
    LayerEffect,
    ModuleEffect,
    ProbeResult,
    PromptResult,
    ScalePoint,
    TemplateGain,
)
from inspector.worker.probe_figures import Difference, Totals, total
from inspector.worker.probe_inputs import ProbeInputs, PromptTokens, pieces
from inspector.worker.probe_kept import KeptOutputs
from inspector.worker.probe_scale import curve_prompts
from inspector.worker.probe_tasks import (
    FEATURES,
    first_difference,
    in_words,
    mean_cosine,
    neighbour_change,
)
from inspector.worker.probe_text import TextWindows
from inspector.worker.sound_base import device_of, placement

ROUNDING_STEPS = 32
"""Units in the last place of the largest output below which float32 arithmetic alone may move one."""


class Setting(NamedTuple):
    """Where and in which arithmetic the base runs, noted before PEFT touches it."""

    device: str
    dtype: str
    labels: dict[int, str]
    placement: str

    @classmethod
    def of(cls, model: Any) -> Setting:
        return cls(
            str(device_of(model)),
            str(model.dtype).removeprefix("torch."),
            dict(getattr(model.config, "id2label", None) or {}),
            placement(model),
        )


class Reading(NamedTuple):
    """One prompt, measured: without the adapter, with it (twice), and with it disabled."""

    difference: Difference
    base_finite: int
    disabled_gap: float
    repeat_gap: float
    written: tuple[int, ...] | None
    answer: torch.Tensor | None
    vectors: tuple[torch.Tensor, torch.Tensor] | None

    @property
    def is_broken(self) -> bool:
        """Whether the adapter makes outputs non-finite that the base has finite."""
        return self.difference.finite < self.base_finite


class Extras(NamedTuple):
    """What `figures="full"` and a given text add.

    `template_apart` is the largest logit difference inside the chat template, 0 without one.
    """

    scales: tuple[ScalePoint, ...]
    why_no_scales: str
    template: TemplateGain | None
    template_apart: float
    text: TextWindows | None
    base_text_perplexity: float | None
    adapted_text_perplexity: float | None
    layers: tuple[LayerEffect, ...] = ()
    modules: tuple[ModuleEffect, ...] = ()
    broken: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    hidden_finite: bool = True


def conclude(
    setting: Setting,
    inputs: ProbeInputs,
    task: str,
    outputs: KeptOutputs,
    written: Sequence[tuple[int, ...] | None],
    readings: Sequence[Reading],
    extras: Extras,
    *,
    floor: float,
    seconds: float,
) -> ProbeResult:
    """Sum up; `outputs` and `written` are the pristine base's, one a prompt."""
    figures = total(reading.difference for reading in readings)
    rounding = _rounding(outputs.largest) if setting.dtype == "float32" else 0.0
    effect = _effect(readings, extras, figures, threshold=max(floor, rounding))
    clean = all(reading.disabled_gap <= floor for reading in readings)
    vectors = [reading.vectors for reading in readings if reading.vectors is not None]
    base_vectors, adapted_vectors = [pair[0] for pair in vectors], [pair[1] for pair in vectors]
    of_text = extras.text is not None
    return ProbeResult(
        device=setting.device,
        dtype=setting.dtype,
        acts={"changes": True, "none": False, "below-floor": False}.get(effect),
        noise_floor=floor,
        max_abs_logit_diff=figures.max_abs,
        mean_abs_logit_diff=figures.mean_abs,
        mean_kl=figures.mean_kl,
        top1_flip_rate=figures.flip_rate,
        disabled_equals_pristine=clean,
        prompts=tuple(
            _prompt_result(inputs, setting, task, *row)
            for row in zip(inputs.prompts, outputs, written, readings, strict=True)
        ),
        note=_note(inputs, task, figures, readings, extras, clean=clean),
        seconds=seconds,
        effect=effect,
        task=task,
        mean_js=figures.mean_js,
        base_perplexity=extras.base_text_perplexity if of_text else figures.base_perplexity,
        adapted_perplexity=extras.adapted_text_perplexity if of_text else figures.adapted_perplexity,
        mean_cosine=mean_cosine(base_vectors, adapted_vectors) if vectors else None,
        neighbour_change=neighbour_change(base_vectors, adapted_vectors) if vectors else None,
        layers=extras.layers,
        modules=extras.modules,
        scales=extras.scales,
        template=extras.template,
        tokenizer=inputs.source,
        placement=setting.placement,
        rounding=rounding,
    )


def _effect(readings: Sequence[Reading], extras: Extras, figures: Totals, *, threshold: float) -> str:
    """`none` is equality to the bit; a change counts only above what noise and rounding may do.

    It counts inside the chat template too: there alone tokens may stand that the adapter trained.
    """
    if extras.broken or not extras.hidden_finite or any(reading.is_broken for reading in readings):
        return "not-finite"
    apart = max(figures.max_abs, extras.template_apart)
    if apart == 0.0:
        return "none"
    return "changes" if apart > threshold else "below-floor"


def _rounding(largest: float) -> float:
    return ROUNDING_STEPS * torch.finfo(torch.float32).eps * largest


def _prompt_result(
    inputs: ProbeInputs,
    setting: Setting,
    task: str,
    prompt: PromptTokens,
    output: torch.Tensor,
    written: tuple[int, ...] | None,
    reading: Reading,
) -> PromptResult:
    figures = reading.difference
    tokens = pieces(inputs.tokenizer, prompt.ids)
    base_text, adapted_text = _texts(inputs, setting, task, tokens, output, written, reading)
    totals = total([figures])
    return PromptResult(
        prompt=prompt.prompt,
        tokens=figures.positions,
        max_abs_logit_diff=totals.max_abs,
        mean_kl=figures.mean_kl,
        top1_flips=figures.flips,
        base_text=base_text,
        adapted_text=adapted_text,
        mean_js=figures.mean_js,
        pieces=tokens if len(tokens) == figures.positions else (),
        kl_by_position=figures.kl,
        flipped=figures.flipped,
        first_difference=_diverges(written, reading.written),
        base_perplexity=totals.base_perplexity,
        adapted_perplexity=totals.adapted_perplexity,
    )


def _diverges(one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> int | None:
    return None if one is None or other is None else first_difference(one, other)


def _texts(
    inputs: ProbeInputs,
    setting: Setting,
    task: str,
    tokens: Sequence[str],
    output: torch.Tensor,
    written: tuple[int, ...] | None,
    reading: Reading,
) -> tuple[str, str]:
    """What the base and the adapted model say: a continuation, a label with its probability, an answer."""
    if reading.answer is not None:
        return (
            in_words(task, output, setting.labels, tokens),
            in_words(task, reading.answer, setting.labels, tokens),
        )
    if inputs.tokenizer is None:
        return "", ""
    decode = inputs.tokenizer.decode
    said = [decode(list(ids), skip_special_tokens=True) if ids else "" for ids in (written, reading.written)]
    return str(said[0]), str(said[1])


def _note(
    inputs: ProbeInputs,
    task: str,
    figures: Totals,
    readings: Sequence[Reading],
    extras: Extras,
    *,
    clean: bool,
) -> str:
    said = [inputs.note]
    if task == FEATURES:
        said.append("The model has no head: hidden states were compared, and KL and flips do not apply.")
    if task == "seq2seq-lm":
        said.append("The decoder was fed the prompt itself.")
    if extras.fresh:
        names = ", ".join(extras.fresh)
        said.append(
            f"The base has no weights for {names}, which the adapter brings: it ran with random ones."
        )
    if extras.broken:
        said.append(f"NaN or infinity in the adapter's parameters: {fold(extras.broken)}.")
    elif not extras.hidden_finite:
        said.append("NaN or infinity in hidden states.")
    if (lost := figures.positions - figures.finite) > 0:
        said.append(f"Non-finite logits at {lost} of {figures.positions} positions, left out of the figures.")
    if (own := sum(reading.difference.positions - reading.base_finite for reading in readings)) > 0:
        said.append(f"The base itself is not finite at {own} of them.")
    if extras.modules and not clean:
        said.append("Modules are compared with the disabled adapter, layers with the untouched base.")
    if extras.why_no_scales:
        said.append(extras.why_no_scales)
    elif extras.scales and (few := len(curve_prompts(len(readings)))) < len(readings):
        said.append(f"The scale curve is that of {few} of the {len(readings)} prompts.")
    if extras.text is not None:
        said.append(f"Perplexity is that of the given text ({extras.text.tokens:,} tokens).")
        if extras.text.left_out:
            said.append(f"Its last {extras.text.left_out:,} tokens were left out.")
    return " ".join(said)
