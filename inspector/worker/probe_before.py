"""What the base says before PEFT touches it: outputs, noise, written text, hidden states, templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import combinations
from typing import NamedTuple

import torch

from inspector.errors import InspectorError
from inspector.worker.client import ProbeRefused
from inspector.worker.probe_batches import Group, groups, lengths, runs_together, trial
from inspector.worker.probe_effects import LayerRecorder
from inspector.worker.probe_extras import ExtrasBefore
from inspector.worker.probe_figures import largest_gap
from inspector.worker.probe_inputs import ProbeInputs, PromptTokens
from inspector.worker.probe_kept import KeptOutputs
from inspector.worker.probe_tasks import Runner
from inspector.worker.probe_writing import Continuations, Written

Report = Callable[[str, int, int, str], None]

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


def run_pristine(
    runner: Runner, inputs: ProbeInputs, text: str | None, step: Report, *, full: bool
) -> Before:
    """Run everything on the untouched base. Raises ProbeRefused where that gives nothing to compare with."""
    count = len(inputs.prompts)
    tried = trial(inputs.prompts)
    alone = _first_run(runner, tried)
    floor = max(noise(runner, (tried,), [alone]))
    together = floor == 0.0 and runs_together(runner, inputs.prompts, alone)
    passes = groups(inputs.prompts, together=together)
    layers = LayerRecorder(runner.model, passes=len(passes), longest=longest_pass(passes)) if full else None
    outputs = KeptOutputs()
    for group in passes:
        step("pristine", len(outputs), count, f"Without the adapter: {group[0].prompt}")
        with layers.off(lengths(group)) if layers is not None else nullcontext():
            rows = runner.run_together(group)
        if floor > 0:
            floor = max(floor, *noise(runner, group, rows))
        outputs.add(rows[0])
        for prompt, row in zip(group[1:], rows[1:], strict=True):
            step("pristine", len(outputs), count, f"Without the adapter: {prompt.prompt}")
            outputs.add(row)
    if not outputs.any_finite:
        raise ProbeRefused(
            "The base's own outputs hold NaN or infinity on every prompt: there is nothing to compare with.",
            "Look for non-finite weights in the base, or probe on the CPU, where it runs in float32.",
        )
    writing = Continuations(runner, inputs.prompts, inputs.tokenizer) if full else None
    written: list[Written] = [None] * count
    if writing is not None:
        written = writing.write(lambda done: step("pristine", done, count, "Writing without the adapter"))
    extras = ExtrasBefore(runner, inputs, text, step, together=together)
    return Before(passes, outputs, written, writing, floor, layers, extras)


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
