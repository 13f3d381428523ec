"""What became of a rule in one inspection: it found something, or nothing, or was not run, and why."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from inspector.compat.inspection import Inspection
from inspector.compat.rules import registered
from inspector.compat.rules.choice import left_out
from inspector.ui.finding_rows import settings_name
from inspector.ui.quantities import number
from inspector.ui.words import SEVERITY_GLYPH, SEVERITY_ROLE


class Fate(NamedTuple):
    """`short` stands in a table, `words` on the rule's page; both are empty with nothing open."""

    glyph: str
    role: str
    short: str
    words: str


def fate_of(inspection: Inspection | None, rule: str) -> Fate:
    """Never `nothing found` for a rule that was not run."""
    if inspection is None:
        return Fate("", "idle", "", "")
    unchecked = next((row for row in inspection.not_checked if row.rule == rule), None)
    if unchecked is not None:
        return Fate("?", "idle", _tr("not checked"), _tr("Not checked. {}").format(unchecked.why))
    source = settings_name(inspection)
    why = left_out(inspection.choice, rule, registered()[rule].name) if inspection.choice is not None else ""
    if why:
        found = sum(item.findings for item in inspection.ignored if item.rule == rule)
        counted = _tr("{} found").format(number(found)) if found else _tr("nothing found")
        words = _tr("Left out ({}) by {}: {}.") if source else _tr("Left out ({}){}: {}.")
        return Fate("–", "idle", _tr("left out"), words.format(why, source, counted))
    findings = [finding for finding in inspection.findings if finding.rule == rule]
    if not findings:
        return Fate("✓", "good", _tr("nothing found"), _tr("Checked; nothing found."))
    short = _tr("1 finding") if len(findings) == 1 else _tr("{} findings").format(number(len(findings)))
    worst = findings[0].severity
    return Fate(
        SEVERITY_GLYPH[worst], SEVERITY_ROLE[worst], short, "\n".join(finding.message for finding in findings)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("rules", text)
