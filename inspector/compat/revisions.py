"""What changes for one adapter between two bases: the record that every comparison view shows."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from inspector.compat.flips import GoldenComparison
    from inspector.compat.inspection import Inspection
    from inspector.compat.tokenizer_comparison import TokenizerComparison

_FURTHER = 1.01


class ModuleChange(NamedTuple):
    """One target module in both bases.

    `status_*` is the worst fate of the adapter's tensors there (`landed`, `mismatched`, `orphaned`,
    `missing`, or `` where the adapter has none). `relative_change` is ‖W_to − W_from‖_F / ‖W_from‖_F,
    `relative_delta` the adapter's own ‖ΔW‖_F / ‖W_from‖_F; None where it was not compared, and `note`
    then says why. `gap` is Σ|W_to − W_from| / (Σ|W_to| + Σ|W_from|) (σ of Shadow-FT, arXiv 2505.12716),
    `max_change` the largest |difference|, `cosine` that of the two weights, `rho` the share of ΔW that the
    change holds, ⟨W_to − W_from, ΔW⟩ / ‖ΔW‖²; `rank` the number of directions that a low-rank change has. Of
    large weights gap, cosine, rho and rank are taken from evenly spaced rows. `kind` says what the change
    amounts to: `same`, `moved`, `merged` (W_to holds the adapter), `low-rank`, `other-weights`, `shape`,
    `absent`, `replaced` (the adapter brings the whole weight), or `` where values were not compared.
    """

    module: str
    module_to: str | None
    shape_from: tuple[int, ...] | None
    shape_to: tuple[int, ...] | None
    dtype_from: str | None = None
    dtype_to: str | None = None
    status_from: str = ""
    status_to: str = ""
    relative_change: float | None = None
    relative_delta: float | None = None
    kind: str = ""
    note: str = ""
    gap: float | None = None
    max_change: float | None = None
    cosine: float | None = None
    rho: float | None = None
    rank: int | None = None


def is_measured(row: ModuleChange) -> bool:
    """Whether the values of both weights were held against each other."""
    return row.kind in ("same", "moved", "merged", "low-rank", "other-weights")


def outruns(row: ModuleChange) -> bool:
    """Whether the base moved further than the adapter reaches, by more than rounding."""
    return (row.relative_change or 0.0) > _FURTHER * (row.relative_delta or inf)


class FieldChange(NamedTuple):
    """A field of config.json that differs; `effect` is one sentence on what that does to the adapter.

    `before` and `after` are None where the field is absent. `matters` is False for bookkeeping fields.
    """

    field: str
    before: Any
    after: Any
    effect: str = ""
    matters: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One adapter on two bases, `before` and `after` (the JSON's `from` and `to`).

    A part that was not compared is None, and `not_compared` says why, by part (`modules`, `config`,
    `tokenizer`, `golden`); `weights` also where only some target weights were not.
    """

    before: Inspection
    after: Inspection
    headline: str
    modules: tuple[ModuleChange, ...] | None = None
    config: tuple[FieldChange, ...] | None = None
    tokenizer: TokenizerComparison | None = None
    golden: GoldenComparison | None = None
    not_compared: tuple[tuple[str, str], ...] = ()
