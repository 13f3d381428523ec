"""What a report says of the adapter's values: how much each module gains, and the scan beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from inspector.compat.inspection import WeightScan
from inspector.compat.keys import natural_key
from inspector.compat.weights_result import ModuleWeights
from inspector.report.figures import count_of, figure, percent
from inspector.report.printable import printable

DEFINITIONS = (
    "ΔW is what the adapter adds to a module's weight W, with its scale in it, worked out from its factors "
    "without ever forming it. Frobenius norms; stable rank = ‖ΔW‖² / σ₁²; effective rank = exp of the "
    "entropy of σ / Σσ (Roy & Vetterli 2007); σ₁ share = σ₁² / Σσ²."
)


class WeightRow(NamedTuple):
    """One module, figures as text; empty where it was not computed, and then `note` says why."""

    module: str
    rank: str
    scale: str
    norm: str
    relative: str
    spectral: str
    stable_rank: str
    effective_rank: str
    first_share: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """`facts` are label and value; `sentence` sums the rows up, empty where no module was worked out."""

    facts: tuple[tuple[str, str], ...]
    sentence: str
    rows: tuple[WeightRow, ...]
    definitions: str = DEFINITIONS


def weights_section(scan: WeightScan) -> Weights:
    """Arrange the scan for reading, modules in their order in the model."""
    modules = sorted(scan.modules or (), key=lambda row: natural_key(row.module))
    return Weights(
        facts=tuple((label, printable(value)) for label, value in scan_facts(scan)),
        sentence=printable(reach_sentence(modules)),
        rows=tuple(_row(row) for row in modules),
    )


def scan_facts(scan: WeightScan) -> Iterator[tuple[str, str]]:
    """What the pass over the values saw, label and value; names in it are as the file has them."""
    yield "Tensors read", f"{scan.scanned:,}"
    if scan.dtypes:
        yield "Stored as", ", ".join(f"{number:,} {dtype}" for dtype, number in scan.dtypes)
    if scan.largest is not None:
        yield "Largest value", f"{figure(scan.largest)} in {scan.largest_key}"
    yield "Not finite", count_of(len(scan.non_finite), "tensor") if scan.non_finite else "none"
    yield "All zero", count_of(len(scan.zero), "tensor") if scan.zero else "none"


def reach_sentence(modules: Sequence[ModuleWeights]) -> str:
    """How far the adapter reaches, in one sentence: relative to W where that is known, else in itself.

    Empty where nothing was worked out.
    """
    reach = {row.module: row.relative for row in modules if row.relative is not None}
    if reach:
        most = max(reach, key=lambda module: reach[module] or 0.0)
        return (
            f"Relative to their weights the modules gain {percent(min(reach.values()))} to "
            f"{percent(reach[most])} (median {percent(median(reach.values()))}), most in {most}."
        )
    norms = {row.module: row.norm for row in modules if row.norm is not None}
    if not norms:
        return ""
    most = max(norms, key=lambda module: norms[module] or 0.0)
    return (
        f"The modules gain ‖ΔW‖ from {figure(min(norms.values()))} to {figure(norms[most])} "
        f"(median {figure(median(norms.values()))}), most in {most}."
    )


def _row(row: ModuleWeights) -> WeightRow:
    return WeightRow(
        module=printable(row.module),
        rank=str(row.rank) if row.rank is not None else "",
        scale=_figure(row.scale),
        norm=_figure(row.norm),
        relative=percent(row.relative) if row.relative is not None else "",
        spectral=_figure(row.spectral),
        stable_rank=_figure(row.stable_rank),
        effective_rank=_figure(row.entropy_rank),
        first_share=percent(row.concentration) if row.concentration is not None else "",
        note=printable(row.note),
    )


def _figure(value: float | None) -> str:
    return "" if value is None else figure(value)
