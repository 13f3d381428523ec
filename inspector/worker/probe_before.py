"""What the base says before PEFT touches it: outputs, noise, written text, hidden states, templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import combinations
from typing import NamedTuple

import torch

from inspector.errors import InspectorError
from inspector.worker.client import ProbeRefused
from inspector.worker.probe_batches import Group, groups, is_as_alone, lengths, may_run_together, trial
from inspector.worker.probe_effects import LayerRecorder
from inspector.worker.probe_extras import ExtrasBefore
from inspector.worker.probe_figures import largest_gap
from inspector.worker.probe_inputs import ProbeInputs, PromptTokens
from inspector.worker.probe_kept import KeptOutputs
from inspector.worker.probe_scope import Scope
from inspector.worker.probe_tasks import Runner
from inspector.worker.probe_writing import Continuations, Written

Report = Callable[[str, int, int, str], None]
Told = Callable[[int, int, str], None]

MORE_REPEATS = 3
"""Further runs of a prompt whose first two differ: two samples say little about how far a third may be."""


class Before(NamedTuple):
    """Everything that the base says before PEFT touches it; lists run along the prompts.

    `passes` are the prompts as they are run: what is compared has run in passes of one shape.
    """

    passes: list[Group]
    outputs: KeptOutputs
    written: list[Written]
    writing: Continuations | None
    floor: float
    layers: LayerRecorder | None
    extras: ExtrasBefore

    @property
    def together(self) -> bool:
        return any(len(group) > 1 for group in self.passes)


def run_pristine(runner: Runner, inputs: ProbeInputs, text: str | None, step: Report, scope: Scope) -> Before:
    """Run everything on the untouched base. Raises ProbeRefused where that gives nothing to compare with."""
    count = len(inputs.prompts)
    tried = trial(inputs.prompts)
    alone = _first_run(runner, tried)
    floor = max(noise(runner, (tried,), [alone]))
    told = partial(step, "pristine")
    heard = None
    if floor == 0.0 and may_run_together(runner, inputs.prompts):
        heard = _together(runner, inputs.prompts, told, scope, tried, alone)
    if heard is None:
        heard = _heard(runner, groups(inputs.prompts, together=False), told, scope, floor)
    passes, outputs, layers, floor = heard
    if not outputs.any_finite:
        raise ProbeRefused(
            "The base's own outputs hold NaN or infinity on every prompt: there is nothing to compare with.",
            "Look for non-finite weights in the base, or probe on the CPU, where it runs in float32.",
        )
    writing = Continuations(runner, inputs.prompts, inputs.tokenizer) if scope.text else None
    written: list[Written] = [None] * count
    if writing is not None:
        written = writing.write(lambda done: step("pristine", done, count, "Writing without the adapter"))
    extras = ExtrasBefore(runner, inputs, text, step, together=len(passes) < count)
    return Before(passes, outputs, written, writing, floor, layers, extras)


class _Heard(NamedTuple):
    """The base's outputs, a row a prompt, and what was recorded meanwhile."""

    passes: list[Group]
    outputs: KeptOutputs
    layers: LayerRecorder | None
    floor: float


def _together(
    runner: Runner,
    prompts: Sequence[PromptTokens],
    told: Told,
    scope: Scope,
    tried: PromptTokens,
    alone: torch.Tensor,
) -> _Heard | None:
    """Several prompts a pass; None where `tried` does not come out as it did alone, or they cannot run so."""
    try:
        heard = _heard(runner, groups(prompts, together=True), told, scope, 0.0)
    except InspectorError:
        raise
    except Exception:
        return None
    place = next(place for place, prompt in enumerate(prompts) if prompt is tried)
    return heard if is_as_alone(alone, heard.outputs[place]) else None


def _heard(runner: Runner, passes: list[Group], told: Told, scope: Scope, floor: float) -> _Heard:
    layers = None
    if scope.inside:
        layers = LayerRecorder(runner.model, passes=len(passes), longest=longest_pass(passes))
    outputs, count = KeptOutputs(), sum(map(len, passes))
    for group in passes:
        told(len(outputs), count, f"Without the adapter: {group[0].prompt}")
        with layers.off(lengths(group)) if layers is not None else nullcontext():
            rows = runner.run_together(group)
        if floor > 0:
            floor = max(floor, *noise(runner, group, rows))
        outputs.add(rows[0])
        for prompt, row in zip(group[1:], rows[1:], strict=True):
            told(len(outputs), count, f"Without the adapter: {prompt.prompt}")
            outputs.add(row)
    return _Heard(passes, outputs, layers, floor)


def longest_pass(passes: Sequence[Group]) -> int:
    """Positions of the longest pass, padding left out."""
    return max(sum(lengths(group)) for group in passes)


def _first_run(runner: Runner, prompt: PromptTokens) -> torch.Tensor:
    try:
        return runner.run(prompt)
    except InspectorError:
        raise
    except Exception as error:
        raise ProbeRefused(f"The base cannot be run on text alone: {short(error)}") from error


def noise(runner: Runner, group: Group, first: Sequence[torch.Tensor]) -> list[float]:
    """Largest gap between runs of each prompt: two runs, or more of them where two already differ."""
    second = runner.run_together(group)
    if all(largest_gap(one, other) == 0.0 for one, other in zip(first, second, strict=True)):
        return [0.0] * len(group)
    runs = [first, second, *(runner.run_together(group) for _ in range(MORE_REPEATS))]
    return [
        max(largest_gap(one, other) for one, other in combinations(repeats, 2))
        for repeats in zip(*runs, strict=True)
    ]


def short(error: Exception) -> str:
    """Class and text of a library's error, in one line."""
    text = " ".join(str(error).split())[:400]
    return f"{type(error).__name__}: {text}"
