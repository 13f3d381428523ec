"""Word, glyph and colour role of statuses, verdicts and questions: one place, so that every view agrees."""

from __future__ import annotations

from inspector.compat.inspection import Inspection, Severity, Status, Verdict
from inspector.compat.tree import UnionTree
from inspector.ui.language import tr
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


def status_word(status: Status) -> str:
    return {
        Status.LANDED: tr("landed"),
        Status.MISMATCHED: tr("shape differs"),
        Status.ORPHANED: tr("orphaned"),
        Status.MISSING: tr("missing"),
        Status.OVERWRITES_BASE: tr("overwrites the base"),
        Status.UNKNOWN: tr("unknown"),
    }[status]


def status_sentence(status: Status) -> str:
    return {
        Status.LANDED: tr("The loader puts this tensor into its slot."),
        Status.MISMATCHED: tr("The slot exists, but its shape is another one."),
        Status.ORPHANED: tr("The base has no slot for this tensor; the loader drops it without a word."),
        Status.MISSING: tr("The loader makes this slot and the file does not fill it."),
        Status.OVERWRITES_BASE: tr("This tensor carries a weight of the base itself and replaces it."),
        Status.UNKNOWN: tr("The headers alone do not tell; a dry run does."),
    }[status]


def verdict_word(verdict: Verdict) -> str:
    return {
        Verdict.FITS: tr("fits"),
        Verdict.DEGRADED: tr("degraded"),
        Verdict.INERT: tr("inert"),
        Verdict.FAILS: tr("fails"),
        Verdict.UNKNOWN: tr("unknown"),
    }[verdict]


def pair_title(inspection: Inspection) -> str:
    """Of a window: `router-lora on llama-n: fits`, or the adapter's name alone."""
    adapter, base = inspection.adapter, inspection.base
    if base is None:
        return adapter.name
    return tr("{} on {}: {}").format(adapter.name, base.name, verdict_word(inspection.verdict))


def severity_word(severity: Severity) -> str:
    return {
        Severity.ERROR: tr("error"),
        Severity.WARNING: tr("warning"),
        Severity.INFO: tr("note"),
    }[severity]


def question_label(answer_id: str) -> str:
    return {
        "readable": tr("Readable"),
        "loads": tr("Loads"),
        "lands": tr("Lands"),
        "base": tr("Its base?"),
        "acts": tr("Acts?"),
    }.get(answer_id, answer_id)


def counts_text(tree: UnionTree, node: int) -> str:
    """`64 ≠ · 384 ✓` for everything at or below a node, worst first."""
    return " · ".join(f"{number(n)} {STATUS_GLYPH[status]}" for status, n in tree.counts(node).items())


def row_sentence(tree: UnionTree, node: int) -> str:
    """One row as a screen reader says it."""
    path = tree.path(node)
    tensor, slot, module = tree.tensors[node], tree.slots[node], tree.modules[node]
    needs = tr("base needs {}")
    if tensor is not None:
        expected = tensor.expected
        base = needs.format(shape_text(expected)) if expected is not None else tr("no slot in the base")
        given = tr("adapter {}").format(shape_text(tensor.shape))
        return ", ".join((path, given, base, status_word(tensor.status)))
    if slot is not None:
        return ", ".join((path, tr("not in the file"), needs.format(shape_text(slot.expected))))
    counts = ", ".join(f"{number(n)} {status_word(status)}" for status, n in tree.counts(node).items())
    kind = [module.kind] if module is not None else []
    return ", ".join((path, *kind, counts or tr("not targeted")))
