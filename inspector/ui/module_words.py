"""What a comparison says of one module: glyph, colour role and word of its kind, shapes, fates, figures."""

from __future__ import annotations

import math
from typing import NamedTuple

from inspector.compat.inspection import Status
from inspector.compat.revisions import ModuleChange, outruns
from inspector.ui.engine_words import said
from inspector.ui.language import tr
from inspector.ui.quantities import percent, shape_text
from inspector.ui.words import STATUS_GLYPH, STATUS_ROLE, status_word


class Kind(NamedTuple):
    """`symbol` is the mark in pyqtgraph's scatter plots that looks like the glyph."""

    glyph: str
    role: str
    symbol: str


OUTRUN = "outrun"
"""Moved further than the adapter reaches: `moved`, told apart for the eye."""

KINDS = {
    "other-weights": Kind("✕", "bad", "x"),
    "shape": Kind("≠", "bad", "x"),
    "absent": Kind("–", "absent", "o"),
    "merged": Kind("◆", "orphan", "d"),
    "low-rank": Kind("■", "absent", "s"),
    OUTRUN: Kind("▲", "bad", "t1"),
    "moved": Kind("△", "warn", "t1"),
    "replaced": Kind("○", "idle", "o"),
    "": Kind("·", "idle", "o"),
    "same": Kind("=", "idle", "o"),
}
"""Gravest first."""


def kind_of(row: ModuleChange) -> str:
    """One of KINDS."""
    if row.kind == "moved" and outruns(row):
        return OUTRUN
    return row.kind if row.kind in KINDS else ""


def kind_word(kind: str) -> str:
    return {
        "other-weights": tr("other weights"),
        "shape": tr("other shape"),
        "absent": tr("absent"),
        "merged": tr("already merged"),
        "low-rank": tr("low-rank change"),
        OUTRUN: tr("moved further"),
        "moved": tr("moved"),
        "replaced": tr("brought by the adapter"),
        "same": tr("same"),
    }.get(kind, tr("not compared"))


def kind_sentence(kind: str) -> str:
    return {
        "other-weights": tr("The newer base has other weights here: another model of the same shape."),
        "shape": tr("The shapes differ, so values cannot be compared."),
        "absent": tr("Only one of the bases has this module."),
        "merged": tr("The newer base holds the adapter's change already: it would act twice."),
        "low-rank": tr("The newer base differs by a low-rank matrix, as where another LoRA was merged."),
        OUTRUN: tr("The base has moved further here than the adapter reaches."),
        "moved": tr("The base has moved here, and less far than the adapter reaches."),
        "same": tr("The weights are the same on both."),
    }.get(kind, "")


def is_untouched(row: ModuleChange) -> bool:
    """Nothing differs: neither name, shape, dtype nor fate, and the values are the same."""
    here = (row.module, row.shape_from, row.dtype_from, row.status_from)
    return row.kind == "same" and here == (row.module_to, row.shape_to, row.dtype_to, row.status_to)


def weight_text(row: ModuleChange) -> str:
    """`[96, 96] BF16`, and what it is now behind an arrow where that differs."""
    shapes, dtypes = (shape_text(row.shape_from), shape_text(row.shape_to)), (row.dtype_from, row.dtype_to)
    if dtypes[0] == dtypes[1] and all(shapes):
        shape = shapes[0] if shapes[0] == shapes[1] else _arrow(*shapes)
        return f"{shape} {dtypes[0] or ''}".strip()
    return _arrow(*(f"{shape} {dtype or ''}".strip() for shape, dtype in zip(shapes, dtypes, strict=True)))


def fate_text(row: ModuleChange, *, glyphs_only: bool = False) -> str:
    before, after = (_fate(status, glyphs_only) for status in (row.status_from, row.status_to))
    return before if before == after else _arrow(before, after)


def fate_role(row: ModuleChange) -> str:
    """The colour of the fate on the newer side; where nothing changes it needs none."""
    return STATUS_ROLE[Status(row.status_to)] if row.status_to in _STATUSES else "idle"


def name_text(row: ModuleChange) -> str:
    if row.module_to in (None, row.module):
        return row.module
    return _arrow(row.module, str(row.module_to))


def share_text(value: float | None) -> str:
    """A share in per cent; a dash where it was not compared."""
    if value is None:
        return "–"
    return percent(value) if math.isfinite(value) else tr("not finite")


def row_sentence(row: ModuleChange) -> str:
    """One row as a screen reader says it."""
    facts = [name_text(row), weight_text(row), fate_text(row)]
    if row.relative_change is not None:
        facts.append(tr("base moved {}").format(share_text(row.relative_change)))
    if row.relative_delta is not None:
        facts.append(tr("adapter reaches {}").format(share_text(row.relative_delta)))
    return ", ".join(fact for fact in (*facts, kind_word(kind_of(row))) if fact)


def row_tip(row: ModuleChange) -> str:
    """Everything that was measured of a row."""
    lines = [name_text(row), weight_text(row), fate_text(row), kind_sentence(kind_of(row)), said(row.note)]
    if row.gap is not None:
        lines.append(tr("relative gap σ {}").format(share_text(row.gap)))
    if row.max_change is not None:
        lines.append(tr("largest change {}").format(f"{row.max_change:.3g}"))
    if row.cosine is not None:
        lines.append(tr("cosine {}").format(f"{row.cosine:.4f}"))
    if row.rho is not None:
        lines.append(tr("share of ΔW in the change, ρ {}").format(f"{row.rho:.3g}"))
    if row.rank is not None:
        lines.append(tr("rank of the change {}").format(row.rank))
    return "\n".join(line for line in lines if line)


_STATUSES = frozenset(status.value for status in Status)


def _fate(status: str, glyph_only: bool) -> str:
    if status not in _STATUSES:
        return status
    glyph = STATUS_GLYPH[Status(status)]
    return glyph if glyph_only else f"{glyph} {status_word(Status(status))}"


def _arrow(before: str, after: str) -> str:
    none = tr("none")
    return f"{before or none} → {after or none}"
