"""`compare` for a terminal: both verdicts, then only what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.compat.revisions import Comparison
from inspector.report.columns import Paint, columns, pad, painter, wrap
from inspector.report.comparison_section import (
    ComparisonSection,
    FieldRow,
    ModuleRow,
    SideRow,
    comparison_section,
)
from inspector.report.document import build, new_findings
from inspector.report.golden_section import golden_lines
from inspector.report.text import finding_lines

_ROWS = 12


def render_comparison_text(comparison: Comparison, *, colour: bool, width: int) -> str:
    """Lines of at most `width` columns where words allow it, ending in a newline."""
    section, paint = comparison_section(comparison), painter(colour)
    width = max(width, 60)
    blocks = [_head(comparison, paint), _sides(section, paint, width), *_parts(section, paint, width)]
    if section.golden is not None:
        blocks.append(golden_lines(section.golden, paint, width))
    new = new_findings(comparison.before, comparison.after)
    if new:
        blocks.append([paint("Findings on the newer side that the older one does not have", "bold")])
        blocks += [finding_lines(finding, paint, width) for finding in new]
    if section.not_compared:
        blocks.append(_not_compared(section, paint, width))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(comparison: Comparison, paint: Paint) -> list[str]:
    before, after = (build([side]) for side in (comparison.before, comparison.after))
    lines = [paint(after.adapter, "bold"), paint(after.facts, "dim")]
    if comparison.before.adapter.path != comparison.after.adapter.path:
        lines[0] = paint(f"{before.adapter} → ", "dim") + lines[0]
    return lines


def _sides(section: ComparisonSection, paint: Paint, width: int) -> list[str]:
    lines = wrap(section.headline, width)
    for side in section.sides:
        lines += _side(side, paint, width)
    return lines


def _side(side: SideRow, paint: Paint, width: int) -> list[str]:
    mark = f"{side.verdict.glyph} {side.verdict.word}"
    start = f"  {side.side:4}  {pad(mark, 10)}  "
    text = wrap(side.headline, width, first=columns(start), rest=columns(start))
    return [start.replace(mark, paint(mark, side.verdict.tone), 1) + "".join(text[:1]), *text[1:]]


def _parts(section: ComparisonSection, paint: Paint, width: int) -> Iterator[list[str]]:
    if section.modules_told:
        told = f"  {section.modules_told}"
        yield [paint("Modules", "bold") + told, *_modules(section.modules, paint, width)]
    if section.config_told:
        yield [
            paint("config.json", "bold") + f"  {section.config_told}",
            *_fields(section.config, paint, width),
        ]
    if section.tokenizer:
        rest = [line for text in section.tokenizer[1:] for line in wrap(text, width, indent=2)]
        yield [paint("Tokenizer", "bold") + f"  {section.tokenizer[0]}", *rest]


def _modules(rows: Sequence[ModuleRow], paint: Paint, width: int) -> list[str]:
    measured = [row for row in rows if row.change]
    lines = _measured(measured, paint) if measured else []
    others = [row for row in rows if not row.change]
    for row in others[:_ROWS]:
        several = f"{row.number} × " if row.number != "1" else ""
        lines += wrap(several + row.modules, width, indent=2, rest=6)
        text = " · ".join(fact for fact in (row.shapes, row.fates, row.note) if fact)
        lines += [paint(line, "dim") for line in wrap(text, width, indent=6)]
    if len(others) > _ROWS:
        lines.append(_more(len(others) - _ROWS))
    return lines


def _measured(rows: Sequence[ModuleRow], paint: Paint) -> list[str]:
    """‖W_to − W_from‖ and the adapter's ‖ΔW‖, both over ‖W_from‖; a row a module, largest change first."""
    shown = rows[:_ROWS]
    name_width = max(columns(row.modules) for row in shown)
    lines = [paint(f"  {pad('', name_width)}  {'base moved':>10}  {'adapter adds':>12}", "dim")]
    for row in shown:
        other = [text for text in (row.shapes, row.fates) if "→" in text]
        facts = f"{row.change:>10}  {row.delta:>12}  " + " · ".join(filter(None, (*other, row.note)))
        lines.append(f"  {pad(row.modules, name_width)}  {facts}".rstrip())
    return [*lines, *([_more(len(rows) - _ROWS)] if len(rows) > _ROWS else [])]


def _more(count: int) -> str:
    return f"  … and {count:,} more; JSON holds every one"


def _fields(rows: Sequence[FieldRow], paint: Paint, width: int) -> list[str]:
    lines = []
    for row in rows[:_ROWS]:
        lines += wrap(f"{row.field}: {row.values}", width, indent=2, rest=6)
        lines += [paint(line, "dim") for line in wrap(row.effect, width, indent=6)]
    if len(rows) > _ROWS:
        lines.append(_more(len(rows) - _ROWS))
    return lines


def _not_compared(section: ComparisonSection, paint: Paint, width: int) -> list[str]:
    lines = [paint("Not compared", "bold")]
    for part, why in section.not_compared:
        lines += [paint(line, "dim") for line in wrap(f"{part}: {why}", width, indent=2)]
    return lines
