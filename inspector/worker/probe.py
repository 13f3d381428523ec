"""The probe: run the base with and without the adapter, and say by how much its outputs change."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import combinations
from typing import Any, NamedTuple

import torch
from peft.utils.other import ModulesToSaveWrapper

from inspector.compat.probe_result import ModuleEffect, ProbeResult
from inspector.errors import InspectorError
from inspector.files.records import Adapter, Base
from inspector.worker.client import ProbeRefused, Prompt
from inspector.worker.offload import is_offloaded
from inspector.worker.probe_conclusion import Reading, Setting, conclude
from inspector.worker.probe_effects import LayerRecorder, ModuleRecorder, call_before_layers
from inspector.worker.probe_extras import ExtrasBefore, measure_extras
from inspector.worker.probe_figures import largest_gap
from inspector.worker.probe_inputs import ProbeInputs, PromptTokens, make_inputs
from inspector.worker.probe_kept import KeptOutputs
from inspector.worker.probe_tasks import FEATURES, SPOKEN, Runner, pooled
from inspector.worker.sound_base import choose_device, load_adapter, load_base

Report = Callable[[str, int, int, str], None]

FIGURES = ("basic", "full")
"""`basic`: logits alone, four passes a prompt. `full`: written text, layers, modules, scales, template."""

MORE_REPEATS = 3
"""Further runs of a prompt whose first two differ: two samples say little about how far a third may be."""


class Before(NamedTuple):
    """Everything that the base says before PEFT touches it; lists run along the prompts."""

    outputs: KeptOutputs
    written: list[tuple[int, ...] | None]
    floor: float
    layers: LayerRecorder | None
    extras: ExtrasBefore


def probe(
    adapter: Adapter,
    base: Base,
    *,
    prompts: Sequence[Prompt] | None = None,
    device: str = "auto",
    text: str | None = None,
    figures: str = "full",
    offload: bool = False,
    report: Report | None = None,
) -> ProbeResult:
    """Measure what the adapter does to the base's outputs; `text` is one to take the perplexity of.

    With `offload`, what of the base does not fit on the device is spread over memory and disk; the
    figures are then basic.

    The base is measured twice before PEFT touches it, which gives the noise floor (basic figures: twice on
    the first prompt, and on all where that is not zero). An adapter may also
    overwrite base weights, so that disabling it does not bring the base back
    (`disabled_equals_pristine`). `report` may have a `check` that raises Cancelled: it is called before
    every layer. Raises ProbeRefused.
    """
    started = time.perf_counter()
    step = report or (lambda *_: None)
    step("base", 0, 0, "Loading the base")
    torch.manual_seed(0)
    place = choose_device(device)
    model = load_base(adapter, base, device=place, offload=offload, report=report)
    if (check := getattr(report, "check", None)) is not None:
        call_before_layers(model, check)
    # Every pass over an offloaded base reads its weights anew.
    full = figures == "full" and not is_offloaded(model)
    inputs = make_inputs(adapter, base, prompts, model=model, template=full)
    setting = Setting.of(model)
    with torch.inference_mode(False), torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        runner = Runner(model, place)
        before = _pristine(runner, inputs, text, step, full=full)
        step("adapter", 0, 0, "Loading the adapter")
        known = {id(parameter) for parameter in model.parameters()}
        runner.model = load_adapter(model, adapter, device=place)
        broken = _non_finite_parameters(runner.model, known)
        readings, modules = _adapted(runner, inputs, before, step, full=full)
        floor = max([before.floor, *(reading.repeat_gap for reading in readings)])
        extras = measure_extras(
            runner, inputs, before.outputs, before.extras, readings, step, floor=floor, full=full
        )
    step("figures", len(readings), len(readings), "Adding up")
    return conclude(
        setting,
        inputs,
        runner.task,
        before.outputs,
        before.written,
        readings,
        extras._replace(
            modules=modules,
            layers=before.layers.effects() if before.layers is not None else (),
            broken=broken,
            fresh=_fresh_heads(runner.model, base),
            hidden_finite=before.layers is None or before.layers.all_finite,
        ),
        floor=floor,
        seconds=time.perf_counter() - started,
    )


def _pristine(runner: Runner, inputs: ProbeInputs, text: str | None, step: Report, *, full: bool) -> Before:
    count, longest = len(inputs.prompts), max(prompt.ids.shape[1] for prompt in inputs.prompts)
    layers = LayerRecorder(runner.model, prompts=count, longest=longest) if full else None
    outputs, written, floor = KeptOutputs(), [], 0.0
    for number, prompt in enumerate(inputs.prompts):
        step("pristine", number, count, f"Without the adapter: {prompt.prompt}")
        output = _first_run(runner, prompt) if number == 0 else runner.run(prompt)
        if layers is not None:
            with layers.off(prompt.ids.shape[1]):
                floor = max(floor, _noise(runner, prompt, output))
        elif number == 0 or floor > 0:
            # Kernels that repeat one prompt to the bit are taken to repeat them all; a disabled adapter
            # that gives other outputs is repeated too before it is said to differ.
            floor = max(floor, _noise(runner, prompt, output))
        outputs.add(output)
        written.append(runner.generate(prompt) if full and inputs.tokenizer is not None else None)
    if not outputs.any_finite:
        raise ProbeRefused(
            "The base's own outputs hold NaN or infinity on every prompt: there is nothing to compare with.",
            "Look for non-finite weights in the base, or probe on the CPU, where it runs in float32.",
        )
    return Before(outputs, written, floor, layers, ExtrasBefore(runner, inputs, text, step))


def _first_run(runner: Runner, prompt: PromptTokens) -> torch.Tensor:
    try:
        return runner.run(prompt)
    except InspectorError:
        raise
    except Exception as error:
        raise ProbeRefused(f"The base cannot be run on text alone: {_short(error)}") from error


def _noise(runner: Runner, prompt: PromptTokens, first: torch.Tensor) -> float:
    """Largest gap between runs of one prompt: two, or more of them where two already differ."""
    second = runner.run(prompt)
    if largest_gap(first, second) == 0.0:
        return 0.0
    runs = [first, second, *(runner.run(prompt) for _ in range(MORE_REPEATS))]
    return max(largest_gap(one, other) for one, other in combinations(runs, 2))


def _non_finite_parameters(model: Any, known: set[int]) -> tuple[str, ...]:
    """Names of the adapter's parameters that hold NaN or infinity: no kernel can mask them here."""
    return tuple(
        name
        for name, parameter in model.named_parameters()
        if id(parameter) not in known and not parameter.is_meta and not bool(torch.isfinite(parameter).all())
    )


def _fresh_heads(model: Any, base: Base) -> tuple[str, ...]:
    """Modules that the adapter brings whole and the base's files lack: the base ran with random ones."""
    if base.kind == "gguf" or not base.tensors:
        return ()
    brought = (name for name, module in model.named_modules() if isinstance(module, ModulesToSaveWrapper))
    heads = {name.rpartition(".")[2] for name in brought}
    return tuple(sorted(head for head in heads if not any(head in key.split(".") for key in base.tensors)))


def _adapted(
    runner: Runner, inputs: ProbeInputs, before: Before, step: Report, *, full: bool
) -> tuple[list[Reading], tuple[ModuleEffect, ...]]:
    longest = max(prompt.ids.shape[1] for prompt in inputs.prompts)
    modules = ModuleRecorder(runner.model, longest=longest) if full else None
    readings = []
    for number, prompt in enumerate(inputs.prompts):
        step("adapted", number, len(inputs.prompts), f"With the adapter: {prompt.prompt}")
        readings.append(
            _reading(runner, prompt, number, before, modules, speaks=inputs.tokenizer is not None)
        )
    if modules is None:
        return readings, ()
    modules.close()
    if not modules.all_finite and before.layers is not None:
        before.layers.all_finite = False
    return readings, modules.effects()


def _reading(
    runner: Runner,
    prompt: PromptTokens,
    number: int,
    before: Before,
    modules: ModuleRecorder | None,
    *,
    speaks: bool,
) -> Reading:
    pristine, positions = before.outputs[number], prompt.ids.shape[1]
    try:
        adapted = runner.run(prompt)
    except InspectorError:
        raise
    except Exception as error:
        text = f"The adapter loads, but the model cannot run with it: {_short(error)}"
        raise ProbeRefused(text) from error
    with runner.switched_off(), modules.off(positions) if modules is not None else nullcontext():
        disabled = runner.run(prompt)
        disabled_gap = largest_gap(pristine, disabled)
        repeat_gap = _noise(runner, prompt, disabled) if disabled_gap > 0 else 0.0
    if modules is not None and before.layers is not None:
        with modules.on(positions), before.layers.on(number, positions):
            repeat_gap = max(repeat_gap, largest_gap(adapted, runner.run(prompt)))
    elif before.floor > 0:
        repeat_gap = max(repeat_gap, _noise(runner, prompt, adapted))
    return Reading(
        difference=runner.compare(prompt, pristine, adapted),
        base_finite=int(torch.isfinite(pristine.sum(-1)).sum()),
        disabled_gap=disabled_gap,
        repeat_gap=repeat_gap,
        written=runner.generate(prompt) if modules is not None and speaks else None,
        # Only what words or vectors are made of is kept: logits of a language model are large.
        answer=adapted if runner.task in SPOKEN else None,
        vectors=(pooled(pristine), pooled(adapted)) if runner.task == FEATURES else None,
    )


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())[:400]
    return f"{type(error).__name__}: {text}"
