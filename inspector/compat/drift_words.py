"""What moved under the adapter, in one sentence: the line above every table of drift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from inspector.compat.revisions import ModuleChange, is_measured, outruns

_MOST_REASONS = 2


def drift_in_words(modules: Sequence[ModuleChange] | None) -> str:
    """The gravest thing first: merged, other weights, another low-rank change, moved; then what was not
    compared, and why. Empty where nothing was measured and no row says why.

    How far is told by medians over the modules that moved: ‖W_to − W_from‖/‖W_from‖ beside the adapter's own
    ‖ΔW‖/‖W_from‖.
    """
    rows = [row for row in modules or () if row.kind != "replaced"]
    count, reasons = _uncompared(rows)
    left = f"Not compared: {count}." if count else ""
    return " ".join(filter(None, (_measured_in_words(rows), left, reasons)))


def uncompared_in_words(modules: Sequence[ModuleChange]) -> str:
    """How many target weights have no figures, and why, as a part of a comparison that was left out."""
    count, reasons = _uncompared([row for row in modules if row.kind != "replaced"])
    told = f"No figures for {count}." if count else ""
    return f"{told} {reasons}".strip()


def _uncompared(modules: Sequence[ModuleChange]) -> tuple[str, str]:
    """How many, and the reasons that most of them give."""
    whys = Counter(row.note for row in modules if row.note and not is_measured(row))
    reasons = " ".join(why for why, _ in whys.most_common(_MOST_REASONS))
    return (_of(whys.total(), len(modules)), reasons) if whys else ("", "")


def _measured_in_words(modules: Sequence[ModuleChange]) -> str:
    measured = [row for row in modules if is_measured(row)]
    if not measured:
        return ""
    for kind, text in _TOLD.items():
        count = sum(row.kind == kind for row in measured)
        if count and text:
            if kind == "other-weights":
                text = _other_weights(count, len(measured), modules)
            if len(modules) == 1:
                text = _OF_ONE.get(kind, text)
            sentence = text.format(count=_of(count, len(modules)))
            return sentence[:1].upper() + sentence[1:]
    moved = [row for row in measured if row.kind == "moved"]
    if not moved and len(measured) < len(modules):
        return f"The weights of {_of(len(measured), len(modules))} are the same."
    if not moved:
        return "Every target weight that was compared is the same."
    far = [row.relative_change for row in moved if row.relative_change]
    if not far:
        return f"The weights of {_of(len(moved), len(modules))} are others where all were zero before."
    sentence = (
        f"The weights of {_of(len(moved), len(modules))} moved, by {share_in_words(median(far))} (median)"
    )
    reach = [row.relative_delta for row in moved if row.relative_delta]
    if not reach:
        return f"{sentence}."
    outrun = sum(outruns(row) for row in moved)
    further = f", and {outrun} of them further than the adapter reaches" if outrun else ""
    return f"{sentence} where the adapter reaches {share_in_words(median(reach))}{further}."


_TOLD = {
    "merged": "{count} already hold this adapter: on top of it the adapter would act twice.",
    "other-weights": "{count} have other weights altogether: this is another model of the same shape.",
    "low-rank": "{count} changed by a low-rank matrix, as where another LoRA was merged.",
    "moved": "",
}
_OF_ONE = {
    "merged": "The one target module already holds this adapter: on top of it the adapter would act twice.",
    "other-weights": "The one target module has other weights altogether: this is another model of the same "
    "shape.",
}


def _other_weights(count: int, measured: int, modules: Sequence[ModuleChange]) -> str:
    """Another model is concluded from most of what was compared, never from a single module among many."""
    if 2 * count <= measured:
        return "{count} have other weights altogether: these were made anew."
    if any(row.kind == "shape" for row in modules):
        return "{count} have other weights altogether: this is another model."
    return _TOLD["other-weights"]


def _of(count: int, total: int) -> str:
    if total == 1:
        return "the one target module"
    return f"{count} of {total} target modules" if count < total else f"all {total} target modules"


def share_in_words(value: float) -> str:
    """`2.1 %`, `100 %`, `1,200 %`."""
    share = value * 100
    return f"{share:.2g} %" if share < 99.5 else f"{share:,.0f} %"
