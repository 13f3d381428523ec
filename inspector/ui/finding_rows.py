"""What the list of findings says, row by row: findings, what settings left out, what was not checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from inspector.compat.inspection import Finding, Ignored, Inspection, NotChecked, Severity
from inspector.report.printable import printable
from inspector.ui.engine_words import listed, said, sentences
from inspector.ui.language import tr
from inspector.ui.quantities import number
from inspector.ui.words import SEVERITY_GLYPH, SEVERITY_ROLE, severity_word

MOST_KEYS = 50
"""Keys that a copied finding lists; the rest is counted."""

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Row(NamedTuple):
    """One row. `rules` are the ids that it speaks of; `finding` is None for what is no finding.

    `why` is what rules that were not checked have in common.
    """

    glyph: str
    role: str
    rule: str
    name: str
    message: str
    advice: str = ""
    place: str = ""
    grade: str = ""
    rules: tuple[str, ...] = ()
    finding: Finding | None = None
    why: str = ""


def rows_of(inspection: Inspection) -> list[Row]:
    """Worst first; then what the project's settings left out, then what was not checked, by its reason."""
    findings = sorted(inspection.findings, key=lambda finding: (_ORDER[finding.severity], finding.rule))
    rows = [_finding_row(finding) for finding in findings]
    if not findings:
        rows.append(Row("✓", "good", "", "", tr("Nothing found that stands in the way.")))
    if inspection.ignored:
        rows.append(_left_out(inspection.ignored, settings_name(inspection)))
    return [*rows, *_by_reason(inspection.not_checked)]


def settings_name(inspection: Inspection) -> str:
    """The settings file's name; empty where there is none."""
    return PurePath(inspection.choice.source).name if inspection.choice is not None else ""


def left_out_words(inspection: Inspection) -> str:
    """`3 findings left out by pyproject.toml`; empty where none was."""
    if not inspection.ignored:
        return ""
    total = sum(item.findings for item in inspection.ignored)
    words = tr("1 finding left out") if total == 1 else tr("{} findings left out").format(number(total))
    source = settings_name(inspection)
    return tr("{} by {}").format(words, source) if source else words


def sentence(row: Row) -> str:
    """A row as a screen reader says it."""
    head = ", ".join(part for part in (row.grade, f"{row.rule} {row.name}".strip()) if part)
    return f"{head}: {row.message} {row.advice}".strip(" :")


def as_text(row: Row) -> str:
    """What is copied: the finding with its keys, line by line."""
    if row.finding is None:
        return f"{sentence(row)}\n"
    finding = row.finding
    lines = [f"{finding.rule} {finding.name} ({finding.severity.value}): {printable(said(finding.message))}"]
    for title, text in (
        (tr("Why"), said(finding.why)),
        (tr("Fix"), said(finding.remedy)),
        (tr("Where"), finding.where),
    ):
        if text:
            lines.append(f"{title}: {printable(text)}")
    return "\n".join([*lines, *(f"  {key}" for key in _keys(finding))]) + "\n"


def as_markdown(row: Row) -> str:
    """The same for a pull request or an issue; names from strangers' files make no markup."""
    from inspector.report.as_markdown import code_text, plain_text

    if row.finding is None:
        return f"{plain_text(sentence(row))}\n"
    finding = row.finding
    head = f"**{row.glyph} {finding.rule} {plain_text(finding.name)}** ({finding.severity.value})"
    lines = [f"{head}: {plain_text(printable(said(finding.message)))}", ""]
    for title, text in ((tr("Why"), said(finding.why)), (tr("Fix"), said(finding.remedy))):
        if text:
            lines += [f"*{title}.* {plain_text(printable(text))}", ""]
    lines += [f"- {code_text(key)}" for key in _keys(finding)]
    return "\n".join(lines).rstrip() + "\n"


def _keys(finding: Finding) -> Iterator[str]:
    for key in finding.keys[:MOST_KEYS]:
        yield printable(key)
    more = len(finding.keys) - MOST_KEYS
    if more > 0:
        yield tr("… and {} more").format(number(more))


def _finding_row(finding: Finding) -> Row:
    keys = len(finding.keys)
    place = tr("{} keys").format(number(keys)) if keys > 1 else tr("1 key") if keys else finding.where
    return Row(
        glyph=SEVERITY_GLYPH[finding.severity],
        role=SEVERITY_ROLE[finding.severity],
        rule=finding.rule,
        name=said(finding.name),
        message=said(finding.message),
        advice=sentences(finding.why, finding.remedy),
        place=place,
        grade=severity_word(finding.severity),
        rules=(finding.rule,),
        finding=finding,
    )


def _left_out(ignored: Sequence[Ignored], source: str) -> Row:
    total = sum(item.findings for item in ignored)
    words = tr("1 finding does not count here") if total == 1 else tr("{} findings do not count here")
    message = words.format(number(total))
    if source:
        message = tr("{}, by {}").format(message, source)
    told = ", ".join(
        f"{item.rule} {said(item.name)} ({number(item.findings)}, {said(item.why)})" for item in ignored
    )
    rules = tuple(item.rule for item in ignored)
    shown = rules[0] + ("…" if len(rules) > 1 else "")
    return Row("–", "idle", shown, tr("left out"), f"{message}: {told}", grade=tr("left out"), rules=rules)


def _by_reason(rows: Sequence[NotChecked]) -> list[Row]:
    """One row for all the rules that were not checked for the same reason."""
    reasons: dict[str, list[NotChecked]] = {}
    for row in rows:
        reasons.setdefault(said(row.why), []).append(row)
    return [
        Row(
            glyph="?",
            role="idle",
            rule=group[0].rule + ("…" if len(group) > 1 else ""),
            name=tr("not checked"),
            message=tr("{} ({})").format(why, listed(said(row.name) for row in group)),
            why=why,
            grade=tr("not checked"),
            rules=tuple(row.rule for row in group),
        )
        for why, group in reasons.items()
    ]
