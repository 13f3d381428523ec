"""Which prompts are run in one pass, and whether this model may have them so: that is tried on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch

from inspector.worker.probe_figures import largest_gap, largest_unmasked
from inspector.worker.probe_inputs import MOST_TOKENS, PromptTokens
from inspector.worker.probe_tasks import Runner

Group = tuple[PromptTokens, ...]

MOST_ROWS = 16
MOST_PADDING = 1.5
"""Positions of a pass, padding included, to those that are read."""

_TOLERANCE = 1e-4
"""Of the largest output: what a batch's shape may move one by in float32."""


def groups(prompts: Sequence[PromptTokens], *, together: bool) -> list[Group]:
    """The prompts in their order, those together that stand behind one another and are of like length.

    No group has more positions than one prompt may have, which is what memory is estimated for.
    """
    return list(_groups(prompts)) if together else [(prompt,) for prompt in prompts]


def _groups(prompts: Sequence[PromptTokens]) -> Iterator[Group]:
    group: Group = ()
    for prompt in prompts:
        if group and not _fits((*group, prompt)):
            yield group
            group = ()
        group = (*group, prompt)
    if group:
        yield group


def _fits(group: Group) -> bool:
    positions = lengths(group)
    padded = len(group) * max(positions)
    return len(group) <= MOST_ROWS and padded <= min(MOST_TOKENS, MOST_PADDING * sum(positions))


def most_padded(prompts: Sequence[PromptTokens]) -> Group:
    """Of the groups, the one whose lengths are furthest apart: what padding does shows there."""
    return max(_groups(prompts), key=lambda group: max(lengths(group)) - min(lengths(group)))


def lengths(prompts: Sequence[PromptTokens]) -> tuple[int, ...]:
    """Positions of each prompt."""
    return tuple(prompt.ids.shape[1] for prompt in prompts)


def trial(prompts: Sequence[PromptTokens]) -> PromptTokens:
    """The prompt that is run alone first: the shortest of those where the most padding would be."""
    return min(most_padded(prompts), key=lambda prompt: prompt.ids.shape[1])


def may_run_together(runner: Runner, prompts: Sequence[PromptTokens]) -> bool:
    """Whether it is worth a try: padding stands behind a prompt, which a causal model does not see.

    Other tasks and halves of precision are run prompt by prompt.
    """
    is_causal = runner.task == "causal-lm" and runner.model.dtype == torch.float32
    return is_causal and len(most_padded(prompts)) > 1


def is_as_alone(alone: torch.Tensor, beside: torch.Tensor) -> bool:
    """Whether a prompt's outputs beside other prompts are those that it has alone, but for rounding."""
    finite = alone[torch.isfinite(alone)]
    scale = max(1.0, largest_unmasked(finite)) if finite.numel() else 1.0
    return largest_gap(alone, beside) <= _TOLERANCE * scale
