"""The second road: one adapter on two bases, each inspected as ever, then held against each other."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from inspector import pipeline
from inspector.compat.inspection import Inspection
from inspector.compat.revisions import Comparison
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from inspector.worker.client import OnProgress, Worker


def compare(
    adapter: Adapter,
    before: Base,
    after: Base,
    *,
    worker: Worker | None,
    cancel: Event | None = None,
    on_progress: OnProgress | None = None,
) -> Comparison:
    """What changes for the adapter when its base moves from `before` to `after`.

    Without a worker the answers are those of headers and values. Raises WorkerError, Cancelled.
    """
    sides = [
        _last(adapter, base, worker=worker, cancel=cancel, on_progress=on_progress)
        for base in (before, after)
    ]
    return compare_inspections(*sides)


def compare_inspections(before: Inspection, after: Inspection) -> Comparison:
    """The comparison of two inspections of the same adapter, from what they hold already."""
    return Comparison(before=before, after=after, headline=_headline(before, after))


def _last(
    adapter: Adapter,
    base: Base,
    *,
    worker: Worker | None,
    cancel: Event | None,
    on_progress: OnProgress | None,
) -> Inspection:
    *_, last = pipeline.stages(adapter, base, worker=worker, cancel=cancel, on_progress=on_progress)
    return last


def _headline(before: Inspection, after: Inspection) -> str:
    names = [side.base.name if side.base is not None else "no base" for side in (before, after)]
    if before.verdict is after.verdict:
        return f"{before.verdict.value.capitalize()} on both {names[0]} and {names[1]}."
    return f"{before.verdict.value.capitalize()} on {names[0]}; {after.verdict.value} on {names[1]}."
