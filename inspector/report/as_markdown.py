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
    lines += ["", f"Again: {_code(reproducing(inspections))}"]
    return "\n".join(lines).strip() + "\n"


def _summary(report: Report) -> Iterator[str]:
    yield f"## {_text(report.adapter)}"
    yield ""
    yield _text(report.facts)
    if len(report.parts) > 1:
        yield ""
        yield "| base | verdict | landed | why |"
        yield "|---|---|--:|---|"
        for row in report.shelf:
            name = _text(f"{row.base} {row.revision}".rstrip())
            mark = f"{row.verdict.glyph} **{row.verdict.word}**"
            yield f"| {name} | {mark} | {row.landed} | {_text(row.why)} |"


def _part(part: Part, *, several: bool) -> Iterator[str]:
    yield ""
    title = f"on {part.base}: " if several and part.base else ""
    yield f"### {part.verdict.glyph} {_text(title + part.headline)}"
    yield ""
    if part.summary:
        yield _text(part.summary)
        yield ""
    yield f"<sub>{_text(part.standing)}</sub>"
    yield ""
    yield "| question | answer | |"
    yield "|---|---|---|"
    for answer in part.answers:
        short = f"{answer.mark.glyph} {_text(answer.mark.word)}"
        yield f"| {_text(answer.question)} | {short} | {_text(answer.text)} |"
    for finding in part.findings:
        yield ""
        yield from _finding(finding)
    if part.repair:
        yield from ["", "**Names under which it lands.** " + _text(part.repair.standing), ""]
        yield from (
            f"- {_code(row.before)} → {_code(row.after)} ({row.keys} keys)" for row in part.repair.rows
        )
        yield from ["", _code(part.repair.command)]
    if part.keys:
        yield from _folded("What does not land", [line for table in part.keys for line in _keys(table)])
    if part.weights and part.weights.rows:
        yield from _folded("What it adds to each module", _weights(part.weights))
    if part.probe:
        yield from _folded("Probe", _probe(part.probe))
    if part.remarks:
        yield from ["", *(f"> {_text(remark)}" for remark in part.remarks)]
    if part.ignored:
        yield from _folded("Left out", [f"- {_text(row)}" for row in part.ignored])
    if part.not_checked:
        rules = [f"- {item.rule} {_text(item.name)}: {_text(item.why)}" for item in part.not_checked]
        yield from _folded(f"Not checked: {count_of(len(rules), 'rule')}", rules)


def _finding(finding: FindingRow) -> Iterator[str]:
    keys = f" · {count_of(finding.keys, 'key')}" if finding.keys else ""
    yield f"- {finding.mark.glyph} **{finding.rule} {_text(finding.name)}** ({finding.mark.word}){keys}  "
    where = f" {_code(finding.where)}" if finding.where else ""
    yield f"  {_text(finding.message)}{where}  "
    if finding.remedy:
        yield f"  *What to do:* {_text(finding.remedy)}"


def _folded(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"<details><summary>{html.escape(title)}</summary>", "", *lines, "", "</details>"]


def _keys(table: KeyTable) -> list[str]:
    lines = [f"**{table.mark.glyph} {table.total:,} {table.mark.word}.** {table.meaning}", ""]
    lines += ["| keys | file | base needs | number |", "|---|---|---|--:|"]
    for row in table.rows[:_MOST_ROWS]:
        patterns = "<br>".join(_code(pattern) for pattern in row.key.split("\n"))
        lines.append(f"| {patterns} | {_text(row.shape)} | {_text(row.expected)} | {row.number:,} |")
    more = len(table.rows) - _MOST_ROWS
    return [
        *lines,
        *(["", f"… and {more:,} more patterns; JSON and PDF hold every key."] if more > 0 else []),
        "",
    ]


def _weights(weights: Weights) -> list[str]:
    lines = [_text(weights.sentence), ""]
    lines += ["| module | rank | ‖ΔW‖ | ‖ΔW‖/‖W‖ | effective rank |", "|---|--:|--:|--:|--:|"]
    for row in weights.rows[:_MOST_ROWS]:
        figures = " | ".join((row.rank, row.norm, row.relative, row.effective_rank))
        lines.append(f"| {_code(row.module)} | {figures} |")
    more = len(weights.rows) - _MOST_ROWS
    return [*lines, *(["", f"… and {more:,} more modules; JSON and PDF hold them all."] if more > 0 else [])]


def _probe(probe: Probe) -> list[str]:
    lines = ["| | |", "|---|--:|", *(f"| {_text(label)} | {_text(value)} |" for label, value in probe.facts)]
    return [*lines, *(["", _text(probe.note)] if probe.note else [])]


def _text(text: str) -> str:
    """Prose in which nothing is markup; a zero-width joiner would hide, so @ is written as an entity."""
    escaped = _SPECIAL.sub(lambda found: "&#64;" if found[1] == "@" else f"\\{found[1]}", text)
    return escaped.replace("\n", "<br>")


def _code(text: str) -> str:
    """A code span that no backtick in the text can end (CommonMark 0.31, 6.1), safe inside a table."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text.replace('|', chr(92) + '|')}{pad}{fence}"
