"""A comparison for pull requests and spreadsheets: Markdown, and a line a module as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from inspector.compat.revisions import Comparison
from inspector.report.as_csv import cell
from inspector.report.as_markdown import code_text, finding_lines, folded, plain_text
from inspector.report.comparison_section import ComparisonSection, comparison_section
from inspector.report.document import new_findings
from inspector.report.figures import shape_text
from inspector.report.golden_section import GoldenSection
from inspector.report.provenance import reproducing_comparison
from inspector.report.subject import adapter_name

COLUMNS = (
    "module", "module_to", "kind", "shape_from", "shape_to", "dtype_from", "dtype_to", "status_from",
    "status_to", "relative_change", "relative_delta", "rho", "note",
)  # fmt: skip
_MOST_ROWS = 20
_MOST_FLIPS = 10


def comparison_csv(comparison: Comparison) -> str:
    """RFC 4180 text: every module of the comparison, numbers in full."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in comparison.modules or ():
        values = row._asdict() | {
            "shape_from": shape_text(row.shape_from),
            "shape_to": shape_text(row.shape_to),
        }
        writer.writerow([_value(values[name]) for name in COLUMNS])
    return text.getvalue()


def _value(value: object) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else cell(str(value))


def comparison_markdown(comparison: Comparison) -> str:
    """GitHub-flavoured Markdown: both verdicts, then what differs, folded away."""
    section = comparison_section(comparison)
    return "\n".join(_lines(comparison, section)).strip() + "\n"


def _lines(comparison: Comparison, section: ComparisonSection) -> Iterator[str]:
    yield f"## {plain_text(adapter_name(comparison.after.adapter))}: what changes"
    yield from ("", plain_text(section.headline), "", "| | base | verdict | |", "|---|---|---|---|")
    for side in section.sides:
        verdict = f"{side.verdict.glyph} **{side.verdict.word}**"
        yield f"| {side.side} | {plain_text(side.base)} | {verdict} | {plain_text(side.headline)} |"
    new = new_findings(comparison.before, comparison.after)
    if new:
        yield from ("", "**Findings on the newer side that the older one does not have**", "")
        for finding in new:
            yield from finding_lines(finding)
    if section.golden is not None:
        yield from golden_lines(section.golden)
    if section.modules_told:
        yield from folded("Modules", list(_modules(section)))
    if section.config_told:
        yield from folded("config.json", list(_config(section)))
    if section.tokenizer:
        yield from folded("Tokenizer", [f"- {plain_text(line)}" for line in section.tokenizer])
    if section.not_compared:
        rows = [f"- {part}: {plain_text(why)}" for part, why in section.not_compared]
        yield from folded("Not compared", rows)
    yield from ("", f"Again: {code_text(reproducing_comparison(comparison))}")


def _modules(section: ComparisonSection) -> Iterator[str]:
    yield plain_text(section.modules_told)
    if not section.modules:
        return
    yield from (
        "",
        "| module | shape and dtype | tensors | base moved | adapter adds | |",
        "|---|---|---|--:|--:|---|",
    )
    for row in section.modules[:_MOST_ROWS]:
        facts = (plain_text(row.shapes), plain_text(row.fates), row.change, row.delta, plain_text(row.note))
        told = " | ".join(facts)
        yield f"| {code_text(row.modules)} | {told} |"
    if len(section.modules) > _MOST_ROWS:
        yield from ("", f"… and {len(section.modules) - _MOST_ROWS:,} more; JSON and PDF hold them all.")


def _config(section: ComparisonSection) -> Iterator[str]:
    yield plain_text(section.config_told)
    if section.config:
        yield from ("", "| field | before → after | what that does |", "|---|---|---|")
    for row in section.config:
        yield f"| {code_text(row.field)} | {plain_text(row.values)} | {plain_text(row.effect)} |"


def golden_lines(golden: GoldenSection) -> Iterator[str]:
    """A golden set's rates as a table, and the first flips."""
    gate = f" {golden.gate.glyph} {plain_text(golden.gate.word)}" if golden.gate else ""
    yield from ("", f"### Golden set: {plain_text(golden.title)}{gate}", "")
    yield from ("| | share | examples | 95 % interval |", "|---|--:|--:|--:|")
    for rate in golden.rates:
        yield f"| {rate.label} | {rate.share} | {rate.counted} | {rate.interval} |"
    rows = [
        f"- {row.mark.glyph} line {row.line}: {plain_text(row.prompt)}: expected {code_text(row.expected)}, "
        f"{code_text(row.before)} → {code_text(row.after)}"
        for row in golden.flips[:_MOST_FLIPS]
    ]
    if rows:
        yield from folded(f"Flips: {golden.total:,}", rows)
