"""The probe: run the base with and without the adapter, and say by how much its outputs change."""

from __future__ import annotations

import gc
import time
import warnings
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from typing import Any

import torch
from peft.utils.other import ModulesToSaveWrapper

from inspector.compat.probe_result import ModuleEffect, ProbeResult
from inspector.errors import InspectorError
from inspector.files.records import Adapter, Base
from inspector.worker.client import ProbeRefused, Prompt
from inspector.worker.offload import is_offloaded
from inspector.worker.probe_batches import Group, lengths
from inspector.worker.probe_before import Before, Report, longest_pass, noise, run_pristine, short
from inspector.worker.probe_conclusion import Reading, Setting, conclude
from inspector.worker.probe_effects import ModuleRecorder, call_before_layers
from inspector.worker.probe_extras import measure_extras
from inspector.worker.probe_figures import finite_rows, largest_gap
from inspector.worker.probe_inputs import ProbeInputs, PromptTokens, make_inputs
from inspector.worker.probe_memory import PristineMemory, memory_key
from inspector.worker.probe_scope import scope_of
from inspector.worker.probe_tasks import FEATURES, SPOKEN, Runner, pooled
from inspector.worker.sound_base import choose_device, load_adapter, load_base


class _NotThatBase(Exception):
    """A prompt came out other than remembered with the adapter disabled."""


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
    memory: PristineMemory | None = None,
) -> ProbeResult:
    """Measure what the adapter does to the base's outputs; `text` is one to take the perplexity of.

    `figures`: see `scope_of`. With `offload`, what of the base does not fit on the device is spread over
    memory and disk; the figures are then basic.

    A prompt is run twice before PEFT touches the base, and every one where the two differ: that is the
    noise floor. With the adapter disabled all of them are run again; what then is not as it was to the bit
    is repeated too, since an adapter may also overwrite base weights, so that disabling it does not bring
    the base back (`disabled_equals_pristine`). `report` may have a `check` that raises Cancelled: it is
    called before every layer. What `memory` holds of the same base and prompts is not run without the
    adapter again, as long as every prompt comes out the same to the bit with the adapter disabled. Raises
    ProbeRefused.
    """

    def measure(memory: PristineMemory) -> ProbeResult:
        return _measure(
            adapter,
            base,
            memory,
            prompts=prompts,
            device=device,
            text=text,
            figures=figures,
            offload=offload,
            report=report,
        )

    memory = memory or PristineMemory()
    try:
        return measure(memory)
    except _NotThatBase:
        memory.forget()
    # Not in the handler, whose traceback keeps the first copy of the base: there is room for one alone.
    gc.collect()
    return measure(PristineMemory())


def _measure(
    adapter: Adapter,
    base: Base,
    memory: PristineMemory,
    *,
    prompts: Sequence[Prompt] | None,
    device: str,
    text: str | None,
    figures: str,
    offload: bool,
    report: Report | None,
) -> ProbeResult:
    started = time.perf_counter()
    step = report or (lambda *_: None)
    step("base", 0, 0, "Loading the base")
    torch.manual_seed(0)
    place = choose_device(device)
    model = load_base(adapter, base, device=place, offload=offload, report=report)
    if (check := getattr(report, "check", None)) is not None:
        call_before_layers(model, check)
    # Every pass over an offloaded base reads its weights anew.
    scope = scope_of("basic" if is_offloaded(model) else figures)
    inputs = make_inputs(adapter, base, prompts, model=model, template=scope.inside)
    setting = Setting.of(model)
    with torch.inference_mode(False), torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        runner = Runner(model, place)
        key = memory_key(base, runner, inputs, text, scope)
        remembered = memory.recall(key)
        if remembered is not None:
            count = len(inputs.prompts)
            step("pristine", count, count, "Without the adapter: as measured before")
            before = remembered.on(runner, inputs)
        else:
            before = run_pristine(runner, inputs, text, step, scope)
            memory.keep(key, runner, before)
        step("adapter", 0, 0, "Loading the adapter")
        known = {id(parameter) for parameter in model.parameters()}
        runner.model = load_adapter(model, adapter, device=place)
        broken = _non_finite_parameters(runner.model, known)
        readings, modules = _adapted(runner, inputs, before, step)
        if remembered is not None and any(reading.disabled_gap != 0.0 for reading in readings):
            raise _NotThatBase
        floor = max([before.floor, *(reading.repeat_gap for reading in readings)])
        extras = measure_extras(
            runner,
            inputs,
            before.outputs,
            before.extras,
            readings,
            step,
            together=before.together,
            curve=scope.inside,
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
    runner: Runner, inputs: ProbeInputs, before: Before, step: Report
) -> tuple[list[Reading], tuple[ModuleEffect, ...]]:
    count = len(inputs.prompts)
    modules = None
    if before.layers is not None:
        modules = ModuleRecorder(runner.model, longest=longest_pass(before.passes))
    readings: list[Reading] = []
    for number, group in enumerate(before.passes):
        step("adapted", len(readings), count, f"With the adapter: {group[0].prompt}")
        readings += _readings(runner, number, group, before, modules, first=len(readings))
        for done, prompt in enumerate(group[1:], len(readings) - len(group) + 1):
            step("adapted", done, count, f"With the adapter: {prompt.prompt}")
    if before.writing is not None:
        written = before.writing.write(lambda done: step("adapted", done, count, "Writing with the adapter"))
        readings = [reading._replace(written=text) for reading, text in zip(readings, written, strict=True)]
    if modules is None:
        return readings, ()
    modules.close()
    if not modules.all_finite and before.layers is not None:
        before.layers.all_finite = False
    return readings, modules.effects()


def _readings(
    runner: Runner, number: int, group: Group, before: Before, modules: ModuleRecorder | None, *, first: int
) -> list[Reading]:
    """One pass's prompts, with the adapter and with it disabled; they stand in `outputs` from `first` on."""
    pristine = [before.outputs[first + place] for place in range(len(group))]
    with ExitStack() as recording:
        if modules is not None and before.layers is not None:
            recording.enter_context(modules.on(lengths(group)))
            recording.enter_context(before.layers.on(number, lengths(group)))
        adapted = _run_adapted(runner, group)
    repeat_gaps = noise(runner, group, adapted) if before.floor > 0 else [0.0] * len(group)
    with runner.switched_off():
        with modules.off(lengths(group)) if modules is not None else nullcontext():
            disabled = runner.run_together(group)
        disabled_gaps = [largest_gap(*pair) for pair in zip(pristine, disabled, strict=True)]
        if any(disabled_gaps):
            gaps = noise(runner, group, disabled)
            repeat_gaps = [max(*pair) for pair in zip(repeat_gaps, gaps, strict=True)]
    rows = zip(group, pristine, adapted, disabled_gaps, repeat_gaps, strict=True)
    return [_reading(runner, *row) for row in rows]


def _run_adapted(runner: Runner, group: Group) -> list[torch.Tensor]:
    try:
        return runner.run_together(group)
    except InspectorError:
        raise
    except Exception as error:
        text = f"The adapter loads, but the model cannot run with it: {short(error)}"
        raise ProbeRefused(text) from error


def _reading(
    runner: Runner,
    prompt: PromptTokens,
    pristine: torch.Tensor,
    adapted: torch.Tensor,
    disabled_gap: float,
    repeat_gap: float,
) -> Reading:
    return Reading(
        difference=runner.compare(prompt, pristine, adapted),
        base_finite=int(finite_rows(pristine).sum()),
        disabled_gap=disabled_gap,
        repeat_gap=repeat_gap,
        written=None,
        # Only what words or vectors are made of is kept: logits of a language model are large.
        answer=adapted if runner.task in SPOKEN else None,
        vectors=(pooled(pristine), pooled(adapted)) if runner.task == FEATURES else None,
    )
