"""Markdown for pull requests and release notes: the verdict first, the rest folded away."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from inspector.compat.inspection import Inspection
from inspector.report.document import FindingRow, Part, Report, build
from inspector.report.figures import count_of
from inspector.report.key_table import KeyTable
from inspector.report.probe_section import Probe
from inspector.report.provenance import reproducing
from inspector.report.weights_section import Weights

_MOST_ROWS = 20
_SPECIAL = re.compile(r"([\\`*\[\]|#~<>@]|(?<!\w)_|_(?!\w))")
_TICKS = re.compile(r"`+")


def render_markdown(inspections: Sequence[Inspection]) -> str:
    """GitHub-flavoured Markdown. Raises UsageError for no inspection or several adapters.

    Names from strangers' files are escaped: they make no links, no mentions and no HTML. Tables end after
    20 patterns, so that the text stays far below the 65,536 characters that a comment may have.
    """
    report = build(inspections)
    lines = list(_summary(report))
    for part in report.parts:
        lines += _part(part, several=len(report.parts) > 1)
    lines += ["", f"Again: {code_text(reproducing(inspections))}"]
    return "\n".join(lines).strip() + "\n"


def _summary(report: Report) -> Iterator[str]:
    yield f"## {plain_text(report.adapter)}"
    yield ""
    yield plain_text(report.facts)
    if len(report.parts) > 1:
        yield ""
        yield "| base | verdict | landed | why |"
        yield "|---|---|--:|---|"
        for row in report.shelf:
            name = plain_text(f"{row.base} {row.revision}".rstrip())
            mark = f"{row.verdict.glyph} **{row.verdict.word}**"
            yield f"| {name} | {mark} | {row.landed} | {plain_text(row.why)} |"


def _part(part: Part, *, several: bool) -> Iterator[str]:
    yield ""
    title = f"on {part.base}: " if several and part.base else ""
    yield f"### {part.verdict.glyph} {plain_text(title + part.headline)}"
    yield ""
    if part.summary:
        yield plain_text(part.summary)
        yield ""
    yield f"<sub>{plain_text(part.standing)}</sub>"
    yield ""
    yield "| question | answer | |"
    yield "|---|---|---|"
    for answer in part.answers:
        short = f"{answer.mark.glyph} {plain_text(answer.mark.word)}"
        yield f"| {plain_text(answer.question)} | {short} | {plain_text(answer.text)} |"
    for finding in part.findings:
        yield ""
        yield from finding_lines(finding)
    if part.repair:
        yield from ["", "**Names under which it lands.** " + plain_text(part.repair.standing), ""]
        yield from (
            f"- {code_text(row.before)} → {code_text(row.after)} ({row.keys} keys)"
            for row in part.repair.rows
        )
        yield from ["", code_text(part.repair.command)]
    if part.keys:
        yield from folded("What does not land", [line for table in part.keys for line in _keys(table)])
    if part.golden:
        from inspector.report.comparison_files import golden_lines

        yield from golden_lines(part.golden)
    if part.weights and part.weights.rows:
        yield from folded("What it adds to each module", _weights(part.weights))
    if part.probe:
        yield from folded("Probe", _probe(part.probe))
    if part.remarks:
        yield from ["", *(f"> {plain_text(remark)}" for remark in part.remarks)]
    if part.ignored:
        yield from folded("Left out", [f"- {plain_text(row)}" for row in part.ignored])
    if part.not_checked:
        rules = [
            f"- {item.rule} {plain_text(item.name)}: {plain_text(item.why)}" for item in part.not_checked
        ]
        yield from folded(f"Not checked: {count_of(len(rules), 'rule')}", rules)


def finding_lines(finding: FindingRow) -> Iterator[str]:
    """A finding as an item of a list: rule, what happens, where, what to do."""
    keys = f" · {count_of(finding.keys, 'key')}" if finding.keys else ""
    title = f"**{finding.rule} {plain_text(finding.name)}**"
    yield f"- {finding.mark.glyph} {title} ({finding.mark.word}){keys}  "
    where = f" {code_text(finding.where)}" if finding.where else ""
    yield f"  {plain_text(finding.message)}{where}  "
    if finding.remedy:
        yield f"  *What to do:* {plain_text(finding.remedy)}"


def folded(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"<details><summary>{html.escape(title)}</summary>", "", *lines, "", "</details>"]


def _keys(table: KeyTable) -> list[str]:
    lines = [f"**{table.mark.glyph} {table.total:,} {table.mark.word}.** {table.meaning}", ""]
    lines += ["| keys | file | base needs | number |", "|---|---|---|--:|"]
    for row in table.rows[:_MOST_ROWS]:
        patterns = "<br>".join(code_text(pattern) for pattern in row.key.split("\n"))
        lines.append(
            f"| {patterns} | {plain_text(row.shape)} | {plain_text(row.expected)} | {row.number:,} |"
        )
    more = len(table.rows) - _MOST_ROWS
    return [
        *lines,
        *(["", f"… and {more:,} more patterns; JSON and PDF hold every key."] if more > 0 else []),
        "",
    ]


def _weights(weights: Weights) -> list[str]:
    lines = [plain_text(weights.sentence), ""]
    lines += ["| module | rank | ‖ΔW‖ | ‖ΔW‖/‖W‖ | effective rank |", "|---|--:|--:|--:|--:|"]
    for row in weights.rows[:_MOST_ROWS]:
        figures = " | ".join((row.rank, row.norm, row.relative, row.effective_rank))
        lines.append(f"| {code_text(row.module)} | {figures} |")
    more = len(weights.rows) - _MOST_ROWS
    return [*lines, *(["", f"… and {more:,} more modules; JSON and PDF hold them all."] if more > 0 else [])]


def _probe(probe: Probe) -> list[str]:
    lines = [
        "| | |",
        "|---|--:|",
        *(f"| {plain_text(label)} | {plain_text(value)} |" for label, value in probe.facts),
    ]
    return [*lines, *(["", plain_text(probe.note)] if probe.note else [])]


def plain_text(text: str) -> str:
    """Prose in which nothing is markup; a zero-width joiner would hide, so @ is written as an entity."""
    escaped = _SPECIAL.sub(lambda found: "&#64;" if found[1] == "@" else f"\\{found[1]}", text)
    return escaped.replace("\n", "<br>")


def code_text(text: str) -> str:
    """A code span that no backtick in the text can end (CommonMark 0.31, 6.1), safe inside a table."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text.replace('|', chr(92) + '|')}{pad}{fence}"
