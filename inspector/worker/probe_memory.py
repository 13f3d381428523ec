"""What the last probe heard of its base: the next one need not run it without the adapter again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch

from inspector.files.records import Base
from inspector.worker.probe_before import Before, longest_pass
from inspector.worker.probe_effects import LayerRecorder, Recorded
from inspector.worker.probe_inputs import ProbeInputs, PromptTokens, stat_signature
from inspector.worker.probe_scope import Scope
from inspector.worker.probe_tasks import Runner
from inspector.worker.probe_writing import Continuations

MOST_BYTES = 256 << 20
"""Of outputs and hidden states that a worker keeps while it waits."""


class Remembered(NamedTuple):
    """`before` without what holds the model: the layers' recorder and the writing."""

    key: object
    task: str
    before: Before
    recorded: Sequence[Recorded] | None
    together: bool | None

    def on(self, runner: Runner, inputs: ProbeInputs) -> Before:
        """The same on another copy of that base, which PEFT has not touched yet."""
        runner.task = self.task
        layers = writing = None
        if self.recorded is not None:
            passes = self.before.passes
            layers = LayerRecorder(
                runner.model, passes=len(passes), longest=longest_pass(passes), recorded=self.recorded
            )
        if self.together is not None:
            writing = Continuations(runner, inputs.prompts, inputs.tokenizer, together=self.together)
        return self.before._replace(layers=layers, writing=writing)


class PristineMemory:
    """Remembers one base and one set of prompts, where two runs of it were equal to the bit.

    Whoever recalls it has to see every prompt come out equal again with the adapter disabled, and to
    `forget` and measure anew where one does not: then either this is not that base any more, or the adapter
    changes it for good.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: Remembered | None = None

    def recall(self, key: object) -> Remembered | None:
        return self._kept if self._kept is not None and self._kept.key == key else None

    def keep(self, key: object, runner: Runner, before: Before) -> None:
        """Remember this instead of what was; nothing where a run was noisy, or it would take too much."""
        self.forget()
        size = before.outputs.in_memory
        if before.floor > 0 or size is None:
            return
        recorded = before.layers.recorded if before.layers is not None else None
        size += sum(tensor.nbytes for seen in recorded or () for tensor in seen.values())
        size += sum(tensor.nbytes for tensor in before.extras.templated)
        if size > self._most_bytes:
            return
        together = before.writing.together if before.writing is not None else None
        bare = before._replace(layers=None, writing=None)
        self._kept = Remembered(key, runner.task, bare, recorded, together)

    def forget(self) -> None:
        self._kept = None


def memory_key(base: Base, runner: Runner, inputs: ProbeInputs, text: str | None, scope: Scope) -> object:
    """Everything that decides what the base says: its files as they are on the disk, how it runs, on what."""
    tokenizer = inputs.tokenizer
    ends = None if tokenizer is None else (tokenizer.eos_token_id, tokenizer.pad_token_id)
    return (
        stat_signature(base.folder),
        stat_signature(*base.weight_files),
        type(runner.model).__name__,
        str(runner.model.dtype),
        str(runner.device),
        torch.get_num_threads(),
        tuple(map(_ids, inputs.prompts)),
        tuple(map(_ids, inputs.templated)),
        ends,
        text,
        scope,
    )


def _ids(prompt: PromptTokens) -> tuple[Any, ...]:
    segments = None if prompt.segments is None else tuple(prompt.segments[0].tolist())
    return prompt.prompt, tuple(prompt.ids[0].tolist()), segments
