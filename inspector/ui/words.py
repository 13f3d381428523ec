"""Word, glyph and colour role of statuses, verdicts and questions: one place, so that every view agrees."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector.compat.inspection import Severity, Status, Verdict
from inspector.compat.tree import UnionTree
from inspector.ui.quantities import number, shape_text

STATUS_GLYPH = {
    Status.LANDED: "✓",
    Status.MISMATCHED: "≠",
    Status.ORPHANED: "○",
    Status.MISSING: "–",
    Status.OVERWRITES_BASE: "!",
    Status.UNKNOWN: "?",
}
VERDICT_GLYPH = {
    Verdict.FITS: "✓",
    Verdict.DEGRADED: "△",
    Verdict.INERT: "○",
    Verdict.FAILS: "✕",
    Verdict.UNKNOWN: "?",
}
TONE_GLYPH = {"good": "✓", "bad": "✕", "warn": "△", "unknown": "·"}
SEVERITY_GLYPH = {Severity.ERROR: "✕", Severity.WARNING: "△", Severity.INFO: "·"}
SEVERITY_ROLE = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "idle"}
STATUS_ROLE = {
    Status.LANDED: "good",
    Status.MISMATCHED: "bad",
    Status.ORPHANED: "orphan",
    Status.MISSING: "absent",
    Status.OVERWRITES_BASE: "warn",
    Status.UNKNOWN: "idle",
}
VERDICT_ROLE = {
    Verdict.FITS: "good",
    Verdict.DEGRADED: "warn",
    Verdict.INERT: "absent",
    Verdict.FAILS: "bad",
    Verdict.UNKNOWN: "idle",
}
TONE_ROLE = {"good": "good", "bad": "bad", "warn": "warn", "unknown": "idle"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("words", text)


def status_word(status: Status) -> str:
    return {
        Status.LANDED: _tr("landed"),
        Status.MISMATCHED: _tr("shape differs"),
        Status.ORPHANED: _tr("orphaned"),
        Status.MISSING: _tr("missing"),
        Status.OVERWRITES_BASE: _tr("overwrites the base"),
        Status.UNKNOWN: _tr("unknown"),
    }[status]


def status_sentence(status: Status) -> str:
    return {
        Status.LANDED: _tr("The loader puts this tensor into its slot."),
        Status.MISMATCHED: _tr("The slot exists, but its shape is another one."),
        Status.ORPHANED: _tr("The base has no slot for this tensor; the loader drops it without a word."),
        Status.MISSING: _tr("The loader makes this slot and the file does not fill it."),
        Status.OVERWRITES_BASE: _tr("This tensor carries a weight of the base itself and replaces it."),
        Status.UNKNOWN: _tr("The headers alone do not tell; a dry run does."),
    }[status]


def verdict_word(verdict: Verdict) -> str:
    return {
        Verdict.FITS: _tr("fits"),
        Verdict.DEGRADED: _tr("degraded"),
        Verdict.INERT: _tr("inert"),
        Verdict.FAILS: _tr("fails"),
        Verdict.UNKNOWN: _tr("unknown"),
    }[verdict]


def severity_word(severity: Severity) -> str:
    return {
        Severity.ERROR: _tr("error"),
        Severity.WARNING: _tr("warning"),
        Severity.INFO: _tr("note"),
    }[severity]


def question_label(answer_id: str) -> str:
    return {
        "readable": _tr("Readable"),
        "loads": _tr("Loads"),
        "lands": _tr("Lands"),
        "base": _tr("Its base?"),
        "acts": _tr("Acts?"),
    }.get(answer_id, answer_id)


def counts_text(tree: UnionTree, node: int) -> str:
    """`64 ≠ · 384 ✓` for everything at or below a node, worst first."""
    return " · ".join(f"{number(n)} {STATUS_GLYPH[status]}" for status, n in tree.counts(node).items())


def row_sentence(tree: UnionTree, node: int) -> str:
    """One row as a screen reader says it."""
    path = tree.path(node)
    tensor, slot, module = tree.tensors[node], tree.slots[node], tree.modules[node]
    if tensor is not None:
        base = (
            _tr("base needs {}").format(shape_text(tensor.expected))
            if tensor.expected is not None
            else _tr("no slot in the base")
        )
        return f"{path}, {_tr('adapter')} {shape_text(tensor.shape)}, {base}, {status_word(tensor.status)}"
    if slot is not None:
        return f"{path}, {_tr('not in the file')}, {_tr('base needs {}').format(shape_text(slot.expected))}"
    counts = ", ".join(f"{number(n)} {status_word(status)}" for status, n in tree.counts(node).items())
    kind = f", {module.kind}" if module is not None else ""
    return f"{path}{kind}, {counts or _tr('not targeted')}"
