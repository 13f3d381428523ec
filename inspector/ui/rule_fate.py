"""What became of a rule in one inspection: it found something, or nothing, or was not run, and why."""

from __future__ import annotations

from typing import NamedTuple

from inspector.compat.inspection import Inspection
from inspector.compat.rules import registered
from inspector.compat.rules.choice import left_out
from inspector.ui.engine_words import said
from inspector.ui.finding_rows import settings_name
from inspector.ui.language import tr
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
        return Fate("?", "idle", tr("not checked"), tr("Not checked. {}").format(said(unchecked.why)))
    source = settings_name(inspection)
    why = left_out(inspection.choice, rule, registered()[rule].name) if inspection.choice is not None else ""
    if why:
        found = sum(item.findings for item in inspection.ignored if item.rule == rule)
        counted = tr("{} found").format(number(found)) if found else tr("nothing found")
        words = tr("Left out ({}) by {}: {}.") if source else tr("Left out ({}){}: {}.")
        return Fate("–", "idle", tr("left out"), words.format(said(why), source, counted))
    findings = [finding for finding in inspection.findings if finding.rule == rule]
    if not findings:
        return Fate("✓", "good", tr("nothing found"), tr("Checked; nothing found."))
    short = tr("1 finding") if len(findings) == 1 else tr("{} findings").format(number(len(findings)))
    worst = findings[0].severity
    return Fate(
        SEVERITY_GLYPH[worst],
        SEVERITY_ROLE[worst],
        short,
        "\n".join(said(finding.message) for finding in findings),
    )
