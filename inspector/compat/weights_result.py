"""What the adapter's values say: the change that each module makes, and rows that hold nothing."""

from __future__ import annotations

from typing import NamedTuple


class ZeroRows(NamedTuple):
    """The longest run of all-zero rows of a matrix that is not all zero: `start` to `stop` (excluded)."""

    key: str
    start: int
    stop: int
    rows: int


class ModuleWeights(NamedTuple):
    """What the adapter adds to one module's weight, ΔW, with its scale in it.

    `module` is the runtime path; for a parameter of its own (fused experts) the parameter's name follows.
    `norm` is ‖ΔW‖_F and `spectral` its largest singular value. `singular_values`, largest first, are those
    that are not zero by construction (rank many; of a stack of experts, and above 256 of them, the largest).
    `stable_rank` is ‖ΔW‖_F² / ‖ΔW‖_2². `entropy_rank` is exp(H(σ / Σσ)), the effective rank of Roy & Vetterli
    (2007). `concentration` is σ₁² / Σσ², and `ranks_for_90` how many singular values hold 90 % of that sum.
    `weight_norm` is ‖W‖_F of the base and `relative` norm / weight_norm. `rho` is
    ⟨W, ΔW⟩ / ‖ΔW‖², about 1 where the base holds the change already; None where chance could move it much.
    `fresh_norm` is what ‖W‖_F would be with values of variance 1 / inputs: those of a layer whose outputs are
    as large as its inputs.

    What could not be computed exactly is None, and `note` says why.
    """

    module: str
    method: str
    rank: int | None = None
    scale: float | None = None
    norm: float | None = None
    spectral: float | None = None
    stable_rank: float | None = None
    entropy_rank: float | None = None
    concentration: float | None = None
    ranks_for_90: int | None = None
    singular_values: tuple[float, ...] = ()
    weight_norm: float | None = None
    relative: float | None = None
    rho: float | None = None
    note: str = ""
    fresh_norm: float | None = None
