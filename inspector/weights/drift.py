"""What happened to the adapter's target weights between two bases, streamed from disk: a row a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from math import isfinite, sqrt
from typing import BinaryIO, NamedTuple

from inspector.compat.inspection import Inspection
from inspector.compat.module_changes import module_changes
from inspector.compat.revisions import ModuleChange
from inspector.errors import Cancelled, UsageError
from inspector.files.signatures import open_regular
from inspector.weights.base_weights import BaseWeights, NotReadable, Weight
from inspector.weights.change import Change, LowRank, NotComputed
from inspector.weights.changes import PendingChange, pending_changes
from inspector.weights.delta import factor_norm
from inspector.weights.delta_rows import RowsOf, delta_rows
from inspector.weights.difference import Differences, Side, ratio
from inspector.weights.ground import needs_weight, on_ground
from inspector.weights.movement import judge


def drift(
    before: Inspection,
    after: Inspection,
    *,
    every_weight: bool = False,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[ModuleChange, ...]:
    """`module_changes` with values: how far each weight that the adapter changes moved, and what that is.

    Parameters of fused experts get a row each, and with `every_weight` so does every other weight of the
    base `before`. Weights are read in blocks from both bases at once, some 30 MB in memory; equal bytes are
    not looked at any further. `progress` gets bytes done and bytes in all. Values that cannot be read
    (quantised, GGUF, pickled) give a row without figures, whose note says why. Raises UsageError where a
    side has no base, Cancelled, UnreadableInput where a file is cut meanwhile.
    """
    if before.base is None or after.base is None:
        raise UsageError("Two bases are needed to compare their weights.", "Choose both.")
    import numpy

    rows = module_changes(before, after)
    with ExitStack() as opened:
        opened.enter_context(numpy.errstate(all="ignore"))  # what is not finite is said in words
        old, new = (opened.enter_context(BaseWeights(base)) for base in (before.base, after.base))
        pending: dict[str, list[PendingChange]] = {}
        adapter = after.adapter
        if adapter.weights_file is not None:  # torch.save's too: where its values lie is known unpickled
            file = opened.enter_context(open_regular(adapter.weights_file)[0])
            pending = _by_module(file, before, after)
        tasks = [task for row in rows for task in _tasks(row, _pending_of(row, pending))]
        if every_weight:
            known = {task.name for task in tasks}
            tasks += [_untouched(name, old, new) for name in old.names if name not in known]
        return _Drift(old, new, cancelled, progress).over(tasks)


class _Task(NamedTuple):
    """One weight by its name in the model before and after, and the row that it gets."""

    name: str
    name_to: str | None
    row: ModuleChange
    pending: PendingChange | None = None


def _by_module(file: BinaryIO, before: Inspection, after: Inspection) -> dict[str, list[PendingChange]]:
    """The adapter's changes by the module of `module_changes`, by where they land before, else after."""
    found: dict[str, list[PendingChange]] = {}
    same_places = before.report.tensors == after.report.tensors
    old, new = ({one.path for one in side.report.modules} for side in (before, after))
    new_here = set() if same_places else new - old
    for side in (before,) if same_places else (before, after):
        fresh: dict[str, list[PendingChange]] = {}
        for one in pending_changes(after.adapter, file, report=side.report, base=side.base):
            if side is before and one.module in new_here:
                continue  # only the newer base knows how its weight is stored
            module = one.module if one.weight == f"{one.module}.weight" else one.module.rpartition(".")[0]
            fresh.setdefault(module, []).append(one)
        found = fresh | found
    return found


def _pending_of(row: ModuleChange, pending: dict[str, list[PendingChange]]) -> list[PendingChange]:
    """The row's changes by its name in the older base; else those of its name in the newer, named so."""
    if row.module in pending or row.module_to is None:
        return pending.get(row.module, [])
    return [
        replace(
            one,
            module=row.module + one.module.removeprefix(row.module_to),
            weight=row.module + one.weight.removeprefix(row.module_to),
        )
        for one in pending.get(row.module_to, ())
    ]


def _tasks(row: ModuleChange, pending: list[PendingChange]) -> Iterator[_Task]:
    if not pending:
        yield _Task(f"{row.module}.weight", f"{row.module_to}.weight" if row.module_to else None, row)
    for one in pending:
        rest = one.weight.removeprefix(row.module)
        own = one.module.removeprefix(row.module)
        placed = row._replace(module=one.module, module_to=row.module_to + own if row.module_to else None)
        yield _Task(one.weight, row.module_to + rest if row.module_to else None, placed, one)


def _untouched(name: str, old: BaseWeights, new: BaseWeights) -> _Task:
    shape, dtype = old.described(name)
    module, there = name.removesuffix(".weight"), new.holds(name)
    shape_to, dtype_to = new.described(name)
    row = ModuleChange(module, module if there else None, shape, shape_to, dtype, dtype_to)
    if not there:
        row = row._replace(kind="absent", note="The newer base has no such weight.")
    return _Task(name, name if there else None, row)


class _Drift:
    """Works through the tasks and keeps count of the bytes."""

    def __init__(
        self,
        old: BaseWeights,
        new: BaseWeights,
        cancelled: Callable[[], bool] | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._old, self._new = old, new
        self._differences = Differences(self._step)
        self._cancelled, self._progress = cancelled, progress
        self._done = self._total = self._width = 0

    def over(self, tasks: list[_Task]) -> tuple[ModuleChange, ...]:
        found = [self._found(task) for task in tasks]
        self._total = sum(
            one.nbytes + other.nbytes
            for one, other in found
            if isinstance(one, Weight) and isinstance(other, Weight) and _comparable(one, other)
        )
        return tuple(self._row(task, *sides) for task, sides in zip(tasks, found, strict=True))

    def _found(self, task: _Task) -> tuple[Weight | str, Weight | str]:
        """Both weights, or for each why its values cannot be read."""
        sides: list[Weight | str] = []
        for values, name in ((self._old, task.name), (self._new, task.name_to)):
            try:
                sides.append(values.find(name) if name is not None else "")
            except NotReadable as reason:
                sides.append(str(reason))
        return sides[0], sides[1]

    def _row(self, task: _Task, one: Weight | str, other: Weight | str) -> ModuleChange:
        row = task.row
        if row.kind in ("absent", "replaced") or task.name_to is None:
            return row
        if isinstance(one, str) or isinstance(other, str):
            why = one if isinstance(one, str) else other
            return row if row.kind else row._replace(note=str(why))
        row = row._replace(
            shape_from=one.shape, shape_to=other.shape, dtype_from=one.dtype, dtype_to=other.dtype
        )
        if not _comparable(one, other):
            note = "The shapes differ, so values cannot be compared."
            return row._replace(kind="shape", note=note)
        return self._measured(
            row._replace(kind="", note=""), Side(self._old, one), Side(self._new, other), task.pending
        )

    def _measured(
        self, row: ModuleChange, one: Side, other: Side, pending: PendingChange | None
    ) -> ModuleChange:
        change = pending.as_stored() if pending is not None else None
        size = one.weight.size
        self._width = (one.weight.nbytes + other.weight.nbytes) // max(size, 1)
        found = self._differences.measure(
            one, other, change if isinstance(change, LowRank) else None, self._rows_of(one, pending, change)
        )
        if found.is_same:
            row = row._replace(relative_change=0.0, gap=0.0, max_change=0.0, cosine=1.0, kind="same")
            return self._beside(row, one, pending, change, sqrt(found.before))
        if not isfinite(found.change + found.before):
            return row._replace(note=self._why_not_finite(one, other))
        asked = found.reach > 0 or change is None or factor_norm(change) == 0
        movement = judge(found, (one.weight.dtype, other.weight.dtype), size, asked=asked)
        whole = found.absolute_before + found.absolute_after
        row = row._replace(
            relative_change=ratio(found.change, found.before),
            gap=found.absolute_change / whole if whole > 0 else None,
            max_change=found.largest,
            **movement._asdict(),
        )
        if not found.before:
            nothing = "The weight before is all zero."
            row = row._replace(note=f"{nothing} {row.note}".strip())
        return self._beside(row, one, pending, change, sqrt(found.before))

    def _rows_of(self, one: Side, pending: PendingChange | None, change: Change | None) -> RowsOf | None:
        if pending is None or change is None:
            return None
        try:
            return delta_rows(
                change, one.weight, one.values, turned=pending.turned, cancelled=self._cancelled
            )
        except NotReadable:
            return None  # `_beside` says why

    def _why_not_finite(self, one: Side, other: Side) -> str:
        """Said plainly, as a NaN in a target weight spoils every answer; found by another pass."""
        older, newer = (not side.values.is_finite(side.weight) for side in (one, other))
        if older and newer:
            return "Both bases hold NaN or infinity in this weight."
        if older:
            return "The older base holds NaN or infinity in this weight."
        if newer:
            return "The newer base holds NaN or infinity in this weight."
        return "The squares of its values are too large to be summed up."

    def _beside(
        self,
        row: ModuleChange,
        one: Side,
        pending: PendingChange | None,
        change: Change | None,
        weight_norm: float,
    ) -> ModuleChange:
        """The row with the adapter's own ‖ΔW‖ / ‖W‖, where its formula is known."""
        if pending is None or change is None:
            return row
        if isinstance(change, NotComputed):
            return row._replace(note=f"{row.note} {change.why}".strip())
        try:
            norm = self._norm(one, pending, change)
        except NotReadable as reason:
            return row._replace(note=f"{row.note} {reason}".strip())
        if norm is None or not isfinite(weight_norm) or weight_norm == 0:
            return row
        return row._replace(relative_delta=norm / weight_norm)

    def _norm(self, one: Side, pending: PendingChange, change: Change) -> float | None:
        if not needs_weight(change):
            return factor_norm(change)
        found = on_ground(change, one.weight, one.values, turned=pending.turned, cancelled=self._cancelled)
        return found.norm

    def _step(self, values: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        self._done += values * self._width
        if self._progress is not None and values:
            self._progress(min(self._done, self._total), self._total)


def _comparable(one: Weight, other: Weight) -> bool:
    """Equal shapes, or a stack of matrices that the one base keeps as rows of a single matrix."""
    return one.shape == other.shape or (one.size == other.size and one.shape[-1:] == other.shape[-1:])
