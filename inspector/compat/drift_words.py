"""What moved under the adapter, in one sentence: the line above every table of drift."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from inspector.compat.revisions import ModuleChange


def drift_in_words(modules: Sequence[ModuleChange] | None) -> str:
    """The gravest thing first: merged, other weights, another low-rank change, moved; empty if unmeasured.

    How far is told by medians over the modules that moved: ‖W_to − W_from‖/‖W_from‖ beside the adapter's own
    ‖ΔW‖/‖W_from‖.
    """
    measured = [row for row in modules or () if row.kind in _TOLD or row.kind == "same"]
    if not measured:
        return ""
    for kind, text in _TOLD.items():
        count = sum(row.kind == kind for row in measured)
        if count and text:
            sentence = text.format(count=_of(count, len(measured)))
            return sentence[:1].upper() + sentence[1:]
    moved = [row for row in measured if row.kind == "moved" and row.relative_change]
    if not moved:
        return "Every target weight that was compared is the same."
    far = median(row.relative_change or 0.0 for row in moved)
    sentence = f"The weights of {_of(len(moved), len(measured))} moved, by {_share(far)} (median)"
    reach = [row.relative_delta for row in moved if row.relative_delta]
    if not reach:
        return f"{sentence}."
    outrun = sum((row.relative_change or 0.0) > row.relative_delta for row in moved if row.relative_delta)
    further = f", and {outrun} of them further than the adapter reaches" if outrun else ""
    return f"{sentence} where the adapter reaches {_share(median(reach))}{further}."


_TOLD = {
    "merged": "{count} already hold this adapter: on top of it the adapter would act twice.",
    "other-weights": "{count} have other weights altogether: this is another model of the same shape.",
    "low-rank": "{count} changed by a low-rank matrix, as where another LoRA was merged.",
    "moved": "",
}


def _of(count: int, total: int) -> str:
    if total == 1:
        return "the one target module"
    return f"{count} of {total} target modules" if count < total else f"all {total} target modules"


def _share(value: float) -> str:
    return f"{value * 100:.2g} %"
