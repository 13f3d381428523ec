"""What happened to the adapter's target weights between two bases, streamed from disk: a row a module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import isfinite, sqrt

from inspector.compat.inspection import LoadReport
from inspector.compat.keys import PREFIX, layer_place
from inspector.compat.match import match_headers
from inspector.compat.revisions import ModuleChange
from inspector.errors import Cancelled
from inspector.files.quantised import true_shapes
from inspector.files.records import Adapter, Base
from inspector.files.signatures import open_regular
from inspector.weights.base_weights import BaseWeights, NotReadable, Weight
from inspector.weights.change import Change, LowRank, NotComputed
from inspector.weights.changes import PendingChange, pending_changes
from inspector.weights.delta import factor_norm
from inspector.weights.difference import Side, measure_difference, norm_if_same, ratio
from inspector.weights.ground import needs_weight, on_ground
from inspector.weights.movement import judge

_OTHER_SENSES = ("vision", "visual", "image", "audio", "speech")
"""In the names of towers, whose layers are numbered and named like those of the language model."""

_WORST = ("mismatched", "orphaned", "missing", "overwrites_base", "unknown", "landed")


def drift(
    adapter: Adapter,
    before: Base,
    after: Base,
    *,
    reports: tuple[LoadReport, LoadReport] | None = None,
    every_weight: bool = False,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[ModuleChange, ...]:
    """One row for every module that the adapter changes, and with `every_weight` for all others as well.

    `reports`: what the loader does with the adapter on both bases, if that is known already. Weights are
    read in blocks from both bases at once, some 30 MB in memory; equal bytes are not looked at any further.
    `progress` gets bytes done and bytes in all. Values that cannot be read (quantised, GGUF, pickled) give a
    row without figures whose note says why. Raises Cancelled, UnreadableInput where a file is cut meanwhile.
    """
    reports = reports or tuple(  # type: ignore[assignment]
        match_headers(adapter, base, true_shapes=true_shapes(base)) for base in (before, after)
    )
    assert reports is not None
    with ExitStack() as opened:
        sides = tuple(opened.enter_context(BaseWeights(base)) for base in (before, after))
        pending: dict[str, PendingChange] = {}
        if adapter.weights_file is not None and adapter.container == "safetensors":
            file = opened.enter_context(open_regular(adapter.weights_file)[0])
            for report, base in ((reports[1], after), (reports[0], before)):
                found = pending_changes(adapter, file, report=report, base=base)
                pending.update({one.weight: one for one in found})
        work = _Work(sides[0], sides[1], reports, cancelled, progress)
        names = _names(adapter, pending, reports, sides[0] if every_weight else None)
        return work.rows({name: pending.get(name) for name in names})


def _names(
    adapter: Adapter,
    pending: Mapping[str, PendingChange],
    reports: tuple[LoadReport, LoadReport],
    every: BaseWeights | None,
) -> tuple[str, ...]:
    """The model's names of the weights in question: those that the adapter changes first."""
    names = dict.fromkeys(pending)
    for report in reports:
        for row in report.tensors:
            if row.slot is not None and not row.part.startswith(("lora_", "base_layer.")):
                owner = row.slot.removeprefix(PREFIX).replace(".modules_to_save", "")
                if owner.endswith(".weight") and owner == f"{row.module}.{row.part.rsplit('.', 1)[-1]}":
                    names.setdefault(owner)
    if every is not None:
        names.update(dict.fromkeys(every.names))
    return tuple(names)


@dataclass(slots=True)
class _Pair:
    name: str
    one: Weight | None = None
    other: Weight | None = None
    name_to: str | None = None
    why: str = ""


@dataclass(slots=True)
class _Work:
    before: BaseWeights
    after: BaseWeights
    reports: tuple[LoadReport, LoadReport]
    cancelled: Callable[[], bool] | None
    progress: Callable[[int, int], None] | None
    _done: int = 0
    _total: int = 0
    _width: int = 0
    _tails: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, wanted: Mapping[str, PendingChange | None]) -> tuple[ModuleChange, ...]:
        for name in self.after.names:
            self._tails.setdefault(_tail(name), []).append(name)
        pairs = [self._paired(name) for name in wanted]
        self._total = sum(pair.one.nbytes + pair.other.nbytes for pair in pairs if pair.one and pair.other)
        return tuple(self._row(pair, wanted[pair.name]) for pair in pairs)

    def _paired(self, name: str) -> _Pair:
        pair = _Pair(name, name_to=self._counterpart(name))
        try:
            pair.one = self.before.find(name)
        except NotReadable as reason:
            pair.why = str(reason)
        if pair.name_to is None:
            return pair
        try:
            pair.other = self.after.find(pair.name_to)
        except NotReadable as reason:
            pair.why = pair.why or str(reason)
        return pair

    def _counterpart(self, name: str) -> str | None:
        """The same name in the other base, or the only one of the same layer and place."""
        if self.after.holds(name):
            return name
        found = self._tails.get(_tail(name), []) if layer_place(name) is not None else []
        if len(found) > 1:
            found = [other for other in found if not any(word in other for word in _OTHER_SENSES)]
        return found[0] if len(found) == 1 else None

    def _row(self, pair: _Pair, pending: PendingChange | None) -> ModuleChange:
        one, other = pair.one, pair.other
        described, described_to = self.before.described(pair.name), self.after.described(pair.name_to or "")
        row = ModuleChange(
            module=pair.name.removesuffix(".weight"),
            module_to=pair.name_to.removesuffix(".weight") if pair.name_to else None,
            shape_from=one.shape if one else described[0],
            shape_to=other.shape if other else described_to[0],
            dtype_from=one.dtype if one else described[1],
            dtype_to=other.dtype if other else described_to[1],
            status_from=_status(self.reports[0], pair.name),
            status_to=_status(self.reports[1], pair.name_to or pair.name),
        )
        if pair.name_to is None or not self.before.holds(pair.name):
            where = "before" if not self.before.holds(pair.name) else "after"
            return row._replace(kind="absent", note=f"The base {where} has no such weight.")
        if one is None or other is None:
            return row._replace(note=pair.why)
        if one.shape != other.shape and not (one.size == other.size and one.shape[-1:] == other.shape[-1:]):
            self._skip(one, other)
            return row._replace(kind="shape", note="Its shape is another one.")
        return self._measured(row, Side(self.before, one), Side(self.after, other), pending)

    def _measured(
        self, row: ModuleChange, one: Side, other: Side, pending: PendingChange | None
    ) -> ModuleChange:
        change = pending.as_stored() if pending is not None else None
        self._width = (one.weight.nbytes + other.weight.nbytes) // max(one.weight.size, 1)
        started = self._done
        same = norm_if_same(one, other, self._step)
        if same is not None:
            row = row._replace(relative_change=0.0, gap=0.0, max_change=0.0, cosine=1.0, kind="same")
            self._done = started
            self._step(one.weight.size)
            return self._beside(row, one, pending, change, sqrt(same))
        product = change if isinstance(change, LowRank) else None
        found = measure_difference(one, other, product, self._step)
        if not isfinite(found.change + found.before):
            return row._replace(note="One of the bases holds values that are not finite here.")
        movement = judge(found, (one.weight.dtype, other.weight.dtype), one.weight.size)
        whole = found.absolute_before + found.absolute_after
        row = row._replace(
            relative_change=ratio(found.change, found.before),
            gap=found.absolute_change / whole if whole > 0 else None,
            max_change=found.largest,
            **movement._asdict(),
        )
        return self._beside(row, one, pending, change, sqrt(found.before))

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
        if norm is None or weight_norm == 0:
            return row
        return row._replace(relative_delta=norm / weight_norm)

    def _norm(self, one: Side, pending: PendingChange, change: Change) -> float | None:
        if not needs_weight(change):
            return factor_norm(change)
        return on_ground(change, one.weight, one.values, turned=pending.turned, cancelled=self.cancelled).norm

    def _step(self, values: int) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        self._done += values * self._width
        if self.progress is not None and values:
            self.progress(min(self._done, self._total), self._total)

    def _skip(self, one: Weight, other: Weight) -> None:
        self._done += one.nbytes + other.nbytes


def _tail(name: str) -> str:
    """`layers.3.mlp.up_proj.weight`: what stays of a name when a model becomes a part of another."""
    place = layer_place(name)
    if place is None:
        return name
    return f"{place.stack.rsplit('.', 1)[-1]}.{place.number}.{place.rest}"


def _status(report: LoadReport, name: str) -> str:
    """The worst fate of the adapter's tensors for this weight, or nothing where it has none."""
    module, part = name.removesuffix(".weight"), name
    fates = {row.status.value for row in report.tensors if row.module in (module, part)}
    fates |= {"missing" for slot in report.missing if slot.module in (module, part)}
    return next((fate for fate in _WORST if fate in fates), "")
