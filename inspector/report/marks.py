"""Glyph, word and tone of every status, verdict, severity and answer, the same in each report."""

from __future__ import annotations

from typing import NamedTuple

from inspector.compat.inspection import Severity, Status, Verdict


class Mark(NamedTuple):
    """`tone` names a colour; a renderer chooses which one. The glyph and the word say it without colour."""

    glyph: str
    word: str
    tone: str


STATUS = {
    Status.LANDED: Mark("✓", "landed", "landed"),
    Status.MISMATCHED: Mark("≠", "shape differs", "mismatched"),
    Status.ORPHANED: Mark("○", "orphaned", "orphaned"),
    Status.OVERWRITES_BASE: Mark("△", "overwrites the base", "overwrites"),
    Status.MISSING: Mark("–", "missing", "missing"),
    Status.UNKNOWN: Mark("?", "unknown", "unknown"),
}

VERDICT = {
    Verdict.FITS: Mark("✓", "fits", "good"),
    Verdict.DEGRADED: Mark("△", "degraded", "warn"),
    Verdict.INERT: Mark("○", "inert", "inert"),
    Verdict.FAILS: Mark("✕", "fails", "bad"),
    Verdict.UNKNOWN: Mark("?", "unknown", "unknown"),
}

SEVERITY = {
    Severity.ERROR: Mark("✕", "error", "bad"),
    Severity.WARNING: Mark("△", "warning", "warn"),
    Severity.INFO: Mark("·", "note", "info"),
}

ANSWER_GLYPHS = {"good": "✓", "bad": "✕", "warn": "△", "unknown": "?"}
