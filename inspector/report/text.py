"""The report for a terminal: the verdict's sentence first, then no more lines than there is to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from inspector.compat.inspection import Inspection
from inspector.report.columns import Paint, columns, pad, painter, wrap
from inspector.report.document import (
    AnswerRow,
    FindingRow,
    Part,
    Repair,
    Report,
    ShelfRow,
    Unchecked,
    build,
)
from inspector.report.figures import count_of
from inspector.report.printable import shorten

if TYPE_CHECKING:
    from inspector.report.key_table import KeyTable
    from inspector.report.probe_section import Probe, PromptRow

_INDENT = "  "
_PATTERN_ROWS = 12
_PROMPT_WIDTH = 48


def render_text(inspections: Sequence[Inspection], *, colour: bool, width: int) -> str:
    """The report in lines of at most `width` columns where words allow it, ending in a newline.

    With `colour`, ANSI colours support what glyphs and words already say. Raises UsageError for no
    inspection or several adapters.
    """
    report = build(inspections)
    paint = painter(colour)
    width = max(width, 60)
    blocks = [_head(report, paint)]
    if len(report.parts) > 1:
        blocks.append(_shelf(report.shelf, paint, width))
    for part in report.parts:
        blocks.extend(_part(part, paint, width, several=len(report.parts) > 1))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(report: Report, paint: Paint) -> list[str]:
    return [paint(report.adapter, "bold"), paint(report.facts, "dim")]


def _shelf(rows: Sequence[ShelfRow], paint: Paint, width: int) -> list[str]:
    names = [f"{row.base} {row.revision}".rstrip() for row in rows]
    name_width = min(max(map(columns, names)), 40)
    landed_width = max(len(row.landed) for row in rows)
    verdict_width = max(len(row.verdict.word) for row in rows) + 2
    lines = []
    for row, name in zip(rows, names, strict=True):
        verdict = pad(f"{row.verdict.glyph} {row.verdict.word}", verdict_width)
        start = f"{pad(shorten(name, name_width), name_width)}  {verdict}  {row.landed:>{landed_width}}  "
        text = wrap(row.why, width, first=columns(start), rest=columns(start))
        painted = start.replace(verdict, paint(verdict, row.verdict.tone), 1)
        lines += [painted + text[0], *text[1:]] if text else [painted.rstrip()]
    return lines


def _part(part: Part, paint: Paint, width: int, *, several: bool) -> Iterable[list[str]]:
    if several:
        start = f"── on {part.base or 'no base'} "
        yield [paint(start + "─" * max(width - columns(start), 0), "dim")]
    headline = wrap(f"{part.verdict.glyph} {part.headline}", width, rest=2)
    yield [
        *(paint(line, part.verdict.tone) for line in headline),
        *wrap(part.summary, width, indent=2),
        _INDENT + paint(part.standing, "dim"),
    ]
    yield _answers(part.answers, paint, width)
    if part.findings:
        yield [paint("Findings", "bold")]
        for finding in part.findings:
            yield finding_lines(finding, paint, width)
    if part.repair:
        yield _repair(part.repair, paint, width)
    if part.keys:
        yield [paint("What does not land", "bold"), *_keys(part.keys, paint, width)]
    if part.weights and part.weights.sentence:
        yield [paint("What it adds", "bold"), *wrap(part.weights.sentence, width, indent=2)]
    if part.probe:
        yield _probe(part.probe, paint, width)
    if part.golden:
        from inspector.report.golden_section import golden_lines

        yield golden_lines(part.golden, paint, width)
    if part.remarks:
        yield [line for remark in part.remarks for line in wrap(remark, width)]
    if part.ignored:
        yield [
            paint("Left out", "bold"),
            *(line for row in part.ignored for line in wrap(row, width, indent=2)),
        ]
    if part.not_checked:
        yield _not_checked(part.not_checked, paint, width)


def _not_checked(items: Sequence[Unchecked], paint: Paint, width: int) -> list[str]:
    """One line a reason, the rules that it kept from being checked behind it."""
    reasons: dict[str, list[str]] = {}
    for item in items:
        reasons.setdefault(item.why.rstrip("."), []).append(f"{item.rule} {item.name}")
    lines = [paint("Not checked", "bold")]
    for why, rules in reasons.items():
        lines += [paint(line, "dim") for line in wrap(f"{why}: {', '.join(rules)}", width, indent=2)]
    return lines


def _answers(answers: Sequence[AnswerRow], paint: Paint, width: int) -> list[str]:
    if not answers:
        return []
    question_width = max(columns(answer.question) for answer in answers)
    lines = []
    for answer in answers:
        glyph, word, tone = answer.mark
        start = f"{_INDENT}{glyph} {pad(answer.question, question_width)}  "
        text = wrap(answer.text or word, width, first=columns(start), rest=columns(start))
        lines += [start.replace(glyph, paint(glyph, tone), 1) + "".join(text[:1]), *text[1:]]
    return lines


def finding_lines(finding: FindingRow, paint: Paint, width: int) -> list[str]:
    """Rule, place, what happens, why and what to do."""
    title = f"{paint(finding.mark.glyph, finding.mark.tone)} {finding.rule} {paint(finding.name, 'bold')}"
    keys = f" · {count_of(finding.keys, 'key')}" if finding.keys else ""
    lines = [_INDENT + title + paint(keys, "dim")]
    lines += [paint(line, "dim") for line in wrap(finding.where, width, indent=4)]
    for label, text in (("", finding.message), ("Why: ", finding.why), ("What to do: ", finding.remedy)):
        lines += wrap(label + text, width, indent=4) if text else []
    return lines


def _repair(repair: Repair, paint: Paint, width: int) -> list[str]:
    lines = [paint("Names under which it lands", "bold")]
    for row in repair.rows[:_PATTERN_ROWS]:
        text = f"{row.before or '(nothing)'} → {row.after or '(nothing)'}"
        lines += wrap(f"{text} · {row.keys} keys", width, indent=2)
    return [*lines, *wrap(repair.standing, width, indent=2), _INDENT + repair.command]


def _keys(tables: Sequence[KeyTable], paint: Paint, width: int) -> list[str]:
    lines = []
    for table in tables:
        mark = table.mark
        lines.append(_INDENT + paint(f"{mark.glyph} {table.total:,} {mark.word}", mark.tone))
        for row in table.rows[:_PATTERN_ROWS]:
            in_file = f"file {row.shape}" if row.shape else ""
            needed = f"base needs {row.expected}" if row.expected and row.expected != row.shape else ""
            shapes = ", ".join(filter(None, (in_file, needed)))
            lines += [line for pattern in row.key.split("\n") for line in wrap(pattern, width, indent=4)]
            lines.append(paint(f"      {row.number:,} × {shapes}".rstrip(), "dim"))
        more = len(table.rows) - _PATTERN_ROWS
        if more > 0:
            lines.append(f"    … and {more:,} more; JSON and PDF hold every key")
    return lines


def _probe(probe: Probe, paint: Paint, width: int) -> list[str]:
    label_width = max(columns(label) for label, _ in probe.facts)
    lines = [paint("Probe", "bold")]
    lines += [f"{_INDENT}{pad(label, label_width)}  {value}" for label, value in probe.facts]
    for plot in filter(None, (probe.curve, probe.layers)):
        points = ", ".join(f"{point.label}: {point.value}" for point in plot.points)
        lines += wrap(f"{plot.title}: {points}.", width, indent=2)
    lines += wrap(probe.note, width, indent=2)
    if probe.prompts:
        name_width = min(_PROMPT_WIDTH, width - 40)
        lines += [
            "",
            paint(_prompt("prompt", name_width, "tokens", "logit diff.", "KL, nats", "flips"), "dim"),
        ]
        lines += [
            _prompt(row.prompt, name_width, row.tokens, row.difference, row.kl, row.flips)
            for row in probe.prompts
        ]
    written = [row for row in probe.prompts if row.base_text or row.adapted_text]
    if written:
        lines += ["", paint(f"{_INDENT}what the model writes", "dim")]
        lines += [line for row in written for line in _written(row, width)]
    return lines


def _written(row: PromptRow, width: int) -> list[str]:
    """How the model goes on, without the adapter and with it; once where that is the same."""
    if row.base_text == row.adapted_text:
        texts = [("both", row.base_text)]
    else:
        texts = [("base", row.base_text), ("adapted", row.adapted_text)]
    lines = [_INDENT + shorten(row.prompt.replace("\n", " ↵ "), width - len(_INDENT))]
    for label, text in texts:
        said = wrap(text.replace("\n", " ↵ "), width, first=13, rest=13) or ["nothing"]
        lines += [f"    {label:7}  {said[0]}", *said[1:]]
    return lines


def _prompt(prompt: str, name_width: int, tokens: str, difference: str, kl: str, flips: str) -> str:
    name = pad(shorten(prompt.replace("\n", " ↵ "), name_width), name_width)
    return f"{_INDENT}{name}  {tokens:>6}  {difference:>11}  {kl:>8}  {flips:>5}"
