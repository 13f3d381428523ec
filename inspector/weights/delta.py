"""What the adapter adds to each weight: norms and spectra from its factors alone, module by module."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from math import isfinite, sqrt
from typing import Any

from inspector.compat.inspection import LoadReport
from inspector.compat.weights_result import ModuleWeights
from inspector.errors import Cancelled
from inspector.files.records import Adapter, Base
from inspector.files.signatures import open_regular
from inspector.weights.base_weights import BaseWeights, NotReadable, Weight
from inspector.weights.change import (
    MOST_RANKS,
    Change,
    Hadamard,
    Kronecker,
    LowRank,
    NotComputed,
    Renormalised,
)
from inspector.weights.changes import PendingChange, pending_changes
from inspector.weights.ground import OnGround, needs_weight, on_ground
from inspector.weights.spectrum import Spectrum, figures, product_norm, product_singular_values

READ_UNASKED = 512 * 1024 * 1024
"""Up to this many bytes of the base's target weights are read without being asked to: a second at most."""

_KEPT_VALUES = 256
_WIDEST_FACTOR = 1024
_ROWS_AT_ONCE = 256


def module_weights(
    adapter: Adapter,
    *,
    report: LoadReport | None = None,
    base: Base | None = None,
    read_base: bool | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[ModuleWeights, ...] | None:
    """The figures of every module that the adapter's file has a tuner's tensors for, in natural order.

    `read_base`: whether the base's weights are read, for ‖ΔW‖ / ‖W‖ and for the methods that cannot do
    without; None leaves it to their size (`READ_UNASKED`). Everything is computed in float64 from the values
    as stored. `progress` gets modules done and modules in all. None for an adapter that is not safetensors.
    Raises Cancelled, UnreadableInput where a file is cut while it is read.
    """
    path = adapter.weights_file
    if path is None or adapter.container != "safetensors":
        return None
    import numpy

    rows = []
    with ExitStack() as opened:
        opened.enter_context(numpy.errstate(all="ignore"))  # what is not finite is said in words
        file = opened.enter_context(open_regular(path)[0])
        pending = pending_changes(adapter, file, report=report, base=base)
        ground = _Ground(base, pending, read_base, opened, cancelled)
        for number, one in enumerate(pending):
            if cancelled is not None and cancelled():
                raise Cancelled
            rows.append(_row(adapter.peft_type or "", one, ground))
            if progress is not None:
                progress(number + 1, len(pending))
    return tuple(rows)


class _Ground:
    """The base's weights of the modules in question, or the reason why they are not read."""

    def __init__(
        self,
        base: Base | None,
        pending: tuple[PendingChange, ...],
        read_base: bool | None,
        opened: ExitStack,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._cancelled = cancelled
        self._weights: dict[str, Weight] = {}
        self._whys: dict[str, str] = {}
        self._why = (
            "There is no base to compare with." if base is None else "The base's weights were not read."
        )
        self.values: BaseWeights | None = None
        if base is None or read_base is False:
            return
        values = opened.enter_context(BaseWeights(base))
        for one in pending:
            try:
                self._weights[one.weight] = values.find(one.weight)
            except NotReadable as reason:
                self._whys[one.weight] = str(reason)
        size = sum(weight.nbytes for weight in self._weights.values())
        if read_base or size <= READ_UNASKED:
            self.values = values
        else:
            gigabytes = f"{size / 1e9:.1f} GB"
            self._why = f"The base's weights ({gigabytes} here) were not read; `check --weights` reads them."

    def why_not(self, one: PendingChange) -> str | None:
        if self.values is None:
            return self._why
        return self._whys.get(one.weight)

    def measure(self, one: PendingChange, change: Change) -> OnGround:
        """What the change amounts to on its weight. Raises NotReadable."""
        assert self.values is not None
        weight = self._weights[one.weight]
        return on_ground(change, weight, self.values, turned=one.turned, cancelled=self._cancelled)


def _row(method: str, one: PendingChange, ground: _Ground) -> ModuleWeights:
    change = one.read()
    row = ModuleWeights(one.module, method)
    if isinstance(change, NotComputed):
        return row._replace(note=change.why)
    row = _described(row, change)
    why = ground.why_not(one)
    if why is None:
        try:
            found = ground.measure(one, change)
        except NotReadable as reason:
            why = str(reason)
        else:
            norm = row.norm if found.norm is None else found.norm
            row = row._replace(
                weight_norm=found.weight_norm, norm=norm, rho=found.rho, fresh_norm=found.fresh_norm
            )
    if why is not None and needs_weight(change):
        told = " The figures are those of its LoRA part." if isinstance(change, Renormalised) else ""
        return row._replace(note=f"Its change takes the base's weight. {why}{told}")
    if isinstance(change, Renormalised):
        row = row._replace(note="The spectrum is that of its LoRA part, before DoRA brings rows to length.")
    if row.weight_norm and row.norm is not None:
        row = row._replace(relative=row.norm / row.weight_norm)
    return row._replace(note=f"{row.note} {why or ''}".strip())


def _described(row: ModuleWeights, change: Change) -> ModuleWeights:
    """The row with what the factors alone say."""
    if isinstance(change, Renormalised):
        return _described(row, change.inner)
    if isinstance(change, (LowRank, Hadamard, Kronecker)):
        row = row._replace(rank=change.rank, scale=change.scale)
    if isinstance(change, LowRank):
        return _low_rank(row, change)
    if isinstance(change, Hadamard):
        note = "The spectrum of a Hadamard product of this rank takes too long, and is left out."
        norm = factor_norm(change)
        return row._replace(norm=norm, note=note if norm else "It holds values that are not finite.")
    if isinstance(change, Kronecker):
        return _kronecker(row, change)
    return row


def factor_norm(change: Change) -> float | None:
    """‖ΔW‖_F from the factors alone; None where it takes the base's weight, or a value is not finite."""
    if isinstance(change, LowRank):
        norm = abs(change.scale) * sqrt(sum(product_norm(*pair) ** 2 for pair in change.pairs))
    elif isinstance(change, Hadamard):
        norm = _hadamard_norm(change)
    elif isinstance(change, Kronecker):
        norm = abs(change.scale) * _length(change.first) * _length(change.second)
    else:
        return None
    return norm if isfinite(norm) else None


def _length(matrix: Any) -> float:
    return sqrt(float((matrix * matrix).sum()))


def _low_rank(row: ModuleWeights, change: LowRank) -> ModuleWeights:
    import numpy

    norm = factor_norm(change)
    if norm is None:
        return row._replace(note="It holds values that are not finite.")
    if len(change.pairs[0].right) > MOST_RANKS:
        return row._replace(norm=norm, note=f"Spectra of ranks above {MOST_RANKS} are left out.")
    values = numpy.concatenate([product_singular_values(*pair) for pair in change.pairs])
    return _with_spectrum(row, figures(values, change.scale))._replace(norm=norm)


def _hadamard_norm(change: Hadamard) -> float:
    """Some rows at a time: below r² = the width this is cheaper than Gram matrices of r² × r²."""
    total = 0.0
    for start in range(0, len(change.first.left), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        first = change.first.left[rows] @ change.first.right
        total += float(((first * (change.second.left[rows] @ change.second.right)) ** 2).sum())
    return abs(change.scale) * sqrt(total)


def _kronecker(row: ModuleWeights, change: Kronecker) -> ModuleWeights:
    """The singular values of w1 ⊗ w2 are all products of theirs."""
    import numpy

    norm = factor_norm(change)
    if norm is None:
        return row._replace(note="It holds values that are not finite.")
    if max(min(change.first.shape), min(change.second.shape)) > _WIDEST_FACTOR:
        return row._replace(norm=norm, note="The spectrum of factors this wide is left out.")
    first, second = (numpy.linalg.svd(one, compute_uv=False) for one in (change.first, change.second))
    return _with_spectrum(row, figures(numpy.outer(first, second).reshape(-1), change.scale))


def _with_spectrum(row: ModuleWeights, found: Spectrum) -> ModuleWeights:
    return row._replace(
        norm=found.norm,
        spectral=found.values[0] if found.values else 0.0,
        stable_rank=found.stable_rank,
        entropy_rank=found.entropy_rank,
        concentration=found.concentration,
        ranks_for_90=found.ranks_for_90,
        singular_values=found.values[:_KEPT_VALUES],
    )
