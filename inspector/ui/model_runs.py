"""What the window lets the models do: measure prompts, or answer a golden set on two sides."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.files.golden import GoldenSet
    from inspector.ui.probing import Work
    from inspector.worker.client import OnProgress, Prompt, Worker

PROMPTS, GOLDEN = "prompts", "golden"
WHOLE, OFFLOAD, MODULES = "whole", "offload", "modules"


class ProbeRequest(NamedTuple):
    """`how` is `whole`, `offload` (what does not fit goes to memory and disk) or `modules` (one by one).

    Without prompts, the built-in ones are taken. `on` is the entry of the shelf that is measured, None for
    the selected one.
    """

    prompts: Sequence[Prompt] = ()
    device: str = "auto"
    how: str = WHOLE
    on: int | None = None


class GoldenRequest(NamedTuple):
    """`against` is the entry of the shelf that answers first, None for the base alone, without the adapter.

    `gate` is the largest negative flip rate that is allowed, None for no gate; `how` is `whole` or `offload`;
    `on` is as for a probe.
    """

    golden: GoldenSet
    against: int | None = None
    gate: float | None = None
    device: str = "auto"
    how: str = WHOLE
    on: int | None = None


def measuring(request: ProbeRequest) -> Work:
    """The probe."""

    def work(
        latest: Inspection, worker: Worker, on_progress: OnProgress, cancel: threading.Event
    ) -> Inspection:
        from inspector import pipeline

        return pipeline.measure(
            latest,
            worker=worker,
            prompts=list(request.prompts) or None,
            device=request.device,
            figures="modules" if request.how == MODULES else "full",
            offload=request.how == OFFLOAD,
            on_progress=on_progress,
            cancel=cancel,
        )

    return work


def answering(request: GoldenRequest, before: Inspection | None) -> Work:
    """The golden set: on the base alone and with the adapter; or with it on `before`'s base, then here."""

    def work(
        latest: Inspection, worker: Worker, on_progress: OnProgress, cancel: threading.Event
    ) -> Inspection:
        from inspector import compare
        from inspector.compat.verdict import again

        if before is None:
            return compare.answer_golden(
                latest,
                request.golden,
                worker=worker,
                device=request.device,
                offload=request.how == OFFLOAD,
                gate=request.gate,
                on_progress=on_progress,
                cancel=cancel,
            )
        found = compare.add_golden(
            compare.compare_inspections(before, latest),
            request.golden,
            worker=worker,
            device=request.device,
            offload=request.how == OFFLOAD,
            gate=request.gate,
            on_progress=on_progress,
            cancel=cancel,
        )
        if found.golden is None:
            return again(latest, golden_refused=dict(found.not_compared)["golden"])
        return found.after

    return work
