"""The probe: run the base with and without the adapter, and say by how much its outputs change."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import peft
import torch

from inspector.compat.probe_result import ProbeResult, PromptResult
from inspector.files.records import Adapter, Base
from inspector.worker.client import ProbeRefused
from inspector.worker.probe_figures import Difference, Totals, compare, largest_gap, total
from inspector.worker.probe_inputs import ProbeInputs, PromptTokens, make_inputs
from inspector.worker.sound_base import choose_device, load_base

Report = Callable[[str, int, int, str], None]

NEW_TOKENS = 16


class Output(NamedTuple):
    """What the model says to one prompt: `values` of shape (positions, classes), float32 on the CPU."""

    values: torch.Tensor
    is_logits: bool


class Reading(NamedTuple):
    """One prompt, measured: without the adapter, with it, and with it disabled."""

    difference: Difference
    adapted_finite: bool
    disabled_gap: float
    text: str


def probe(
    adapter: Adapter,
    base: Base,
    *,
    prompts: Sequence[str] | None = None,
    device: str = "auto",
    report: Report | None = None,
) -> ProbeResult:
    """Measure what the adapter does to the base's outputs.

    The base is measured twice before PEFT touches it: an adapter may overwrite base weights, so that
    disabling it does not bring the base back (`disabled_equals_pristine`). Raises ProbeRefused.
    """
    started = time.perf_counter()
    step = report or (lambda *_: None)
    step("base", 0, 0, "Loading the base")
    torch.manual_seed(0)
    place = choose_device(device)
    model = load_base(adapter, base, device=place)
    inputs = make_inputs(adapter, base, prompts, model=model)
    count = len(inputs.prompts)
    pristine, base_texts, floor = [], [], 0.0
    with torch.inference_mode(False), torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, prompt in enumerate(inputs.prompts):
            step("pristine", number, count, f"Without the adapter: {prompt.prompt}")
            output = _run(model, prompt, place)
            floor = max(floor, largest_gap(output.values, _run(model, prompt, place).values))
            pristine.append(output)
            base_texts.append(_generate(model, prompt, inputs.tokenizer, place))
        step("adapter", 0, 0, "Loading the adapter")
        adapted_model = _load_adapter(model, adapter).to(place).eval()
        readings = []
        for number, (prompt, before) in enumerate(zip(inputs.prompts, pristine, strict=True)):
            step("adapted", number, count, f"With the adapter: {prompt.prompt}")
            readings.append(_measure(adapted_model, prompt, before, inputs.tokenizer, place))
    step("figures", count, count, "Adding up")
    return _conclude(model, inputs, pristine, base_texts, readings, floor, time.perf_counter() - started)


def _load_adapter(model: Any, adapter: Adapter) -> Any:
    try:
        return peft.PeftModel.from_pretrained(model, str(adapter.path))
    except Exception as error:
        text = " ".join(str(error).split())[:400]
        raise ProbeRefused(
            f"PEFT does not load the adapter on this base, so there is nothing to measure: "
            f"{type(error).__name__}: {text}"
        ) from error


def _run(model: Any, prompt: PromptTokens, device: torch.device) -> Output:
    ids = prompt.ids.to(device)
    given = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if model.config.is_encoder_decoder:
        start = model.config.decoder_start_token_id
        first = torch.full_like(ids[:, :1], start if start is not None else 0)
        given["decoder_input_ids"] = torch.cat([first, ids[:, :-1]], dim=1)
    answer = model(**given)
    logits = getattr(answer, "logits", None)
    if logits is None and getattr(answer, "start_logits", None) is not None:
        logits = torch.stack([answer.start_logits, answer.end_logits], dim=1)
    values = logits if logits is not None else answer.last_hidden_state
    return Output(values.reshape(-1, values.shape[-1]).float().cpu(), logits is not None)


def _measure(
    model: Any, prompt: PromptTokens, before: Output, tokenizer: Any | None, device: torch.device
) -> Reading:
    # Prompt-tuning methods put virtual tokens in front: the prompt's own positions are the last ones.
    rows = before.values.shape[0]
    try:
        adapted = _run(model, prompt, device).values[-rows:]
    except (RuntimeError, IndexError, ValueError) as error:
        text = " ".join(str(error).split())[:300]
        raise ProbeRefused(
            f"The adapter loads, but the model cannot run with it: {type(error).__name__}: {text}"
        ) from error
    with model.disable_adapter():
        disabled = _run(model, prompt, device).values[-rows:]
    return Reading(
        compare(before.values, adapted, distributions=before.is_logits),
        bool(torch.isfinite(adapted).all()),
        largest_gap(before.values, disabled),
        _generate(model, prompt, tokenizer, device),
    )


def _generate(model: Any, prompt: PromptTokens, tokenizer: Any | None, device: torch.device) -> str:
    """A short greedy continuation, up to the end token; empty where the model does not write text."""
    if tokenizer is None or not model.can_generate():
        return ""
    ids = prompt.ids.to(device)
    try:
        written = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=NEW_TOKENS,
            do_sample=False,
            num_beams=1,
        )
    except (RuntimeError, ValueError, IndexError):
        return ""
    start = 0 if model.config.is_encoder_decoder else ids.shape[1]
    return str(tokenizer.decode(written[0, start:], skip_special_tokens=True))


def _conclude(
    model: Any,
    inputs: ProbeInputs,
    pristine: Sequence[Output],
    base_texts: Sequence[str],
    readings: Sequence[Reading],
    floor: float,
    seconds: float,
) -> ProbeResult:
    figures = total(reading.difference for reading in readings)
    finite = all(reading.adapted_finite for reading in readings)
    rows = zip(inputs.prompts, base_texts, readings, strict=True)
    parameter = next(model.parameters())
    return ProbeResult(
        device=str(parameter.device),
        dtype=str(parameter.dtype).removeprefix("torch."),
        acts=figures.max_abs > floor if finite else None,
        noise_floor=floor,
        max_abs_logit_diff=figures.max_abs,
        mean_abs_logit_diff=figures.mean_abs,
        mean_kl=figures.mean_kl,
        top1_flip_rate=figures.flip_rate,
        disabled_equals_pristine=all(reading.disabled_gap <= floor for reading in readings),
        prompts=tuple(_prompt_result(prompt, text, reading) for prompt, text, reading in rows),
        note=_note(inputs, pristine, figures, model),
        seconds=seconds,
    )


def _prompt_result(prompt: PromptTokens, base_text: str, reading: Reading) -> PromptResult:
    figures = reading.difference
    return PromptResult(
        prompt=prompt.prompt,
        tokens=figures.positions,
        max_abs_logit_diff=figures.max_abs,
        mean_kl=figures.mean_kl,
        top1_flips=figures.flips,
        base_text=base_text,
        adapted_text=reading.text,
    )


def _note(inputs: ProbeInputs, pristine: Sequence[Output], figures: Totals, model: Any) -> str:
    sentences = [inputs.note]
    if not all(output.is_logits for output in pristine):
        sentences.append("The model has no head: hidden states were compared, and KL and flips do not apply.")
    if model.config.is_encoder_decoder:
        sentences.append("The decoder was fed the prompt itself.")
    if (lost := figures.positions - figures.finite) > 0:
        sentences.append(
            f"Non-finite logits at {lost} of {figures.positions} positions, left out of the figures."
        )
    return " ".join(sentences)
