"""What changes between two bases, arranged for reading; every string is safe to show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from inspector.compat.inspection import Inspection
from inspector.compat.keys import fold
from inspector.compat.revisions import Comparison, FieldChange, ModuleChange
from inspector.compat.tokenizer_comparison import TokenizerComparison
from inspector.report.figures import count_of, figure, percent, shape_text
from inspector.report.golden_section import GoldenSection, golden_section
from inspector.report.marks import VERDICT, Mark
from inspector.report.printable import printable, shorten

PARTS = {
    "modules": "Modules",
    "weights": "Weights",
    "config": "config.json",
    "tokenizer": "Tokenizer",
    "golden": "Golden set",
}
_LONGEST_VALUE = 60


class SideRow(NamedTuple):
    """One base: `side` is `from` or `to`."""

    side: str
    base: str
    verdict: Mark
    headline: str


class ModuleRow(NamedTuple):
    """Modules that changed in the same way: a folded name, shapes and fates as `a → b`, figures as text."""

    modules: str
    number: str
    shapes: str
    fates: str
    change: str
    delta: str
    note: str


class FieldRow(NamedTuple):
    field: str
    values: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonSection:
    """`modules_told` says how many there are and how many rows show them; None stands for not compared."""

    headline: str
    sides: tuple[SideRow, SideRow]
    modules_told: str
    modules: tuple[ModuleRow, ...]
    config_told: str
    config: tuple[FieldRow, ...]
    tokenizer: tuple[str, ...]
    golden: GoldenSection | None
    not_compared: tuple[tuple[str, str], ...]


def comparison_section(comparison: Comparison) -> ComparisonSection:
    modules, config = comparison.modules, comparison.config
    return ComparisonSection(
        headline=printable(comparison.headline),
        sides=(_side("from", comparison.before), _side("to", comparison.after)),
        modules_told=_modules_told(modules) if modules is not None else "",
        modules=tuple(_module_rows(modules or ())),
        config_told=_config_told(config) if config is not None else "",
        config=tuple(_field(change) for change in config or () if change.matters),
        tokenizer=_tokenizer(comparison.tokenizer) if comparison.tokenizer else (),
        golden=golden_section(comparison.golden) if comparison.golden else None,
        not_compared=tuple((PARTS.get(part, part), printable(why)) for part, why in comparison.not_compared),
    )


def _side(side: str, inspection: Inspection) -> SideRow:
    base = inspection.base
    return SideRow(
        side,
        printable(base.source if base is not None else "no base"),
        VERDICT[inspection.verdict],
        printable(inspection.headline),
    )


def _modules_told(modules: Sequence[ModuleChange]) -> str:
    same = sum(not _differs(change) for change in modules)
    told = count_of(len(modules), "module")
    if same == len(modules):
        return f"{told}: same names, shapes and fates on both."
    return f"{told}, {same:,} with the same name, shape and fate on both."


def _differs(change: ModuleChange) -> bool:
    return (
        change.module != change.module_to
        or change.shape_from != change.shape_to
        or change.dtype_from != change.dtype_to
        or change.status_from != change.status_to
    )


def _module_rows(modules: Iterable[ModuleChange]) -> list[ModuleRow]:
    """A row a kind of change or reason where values were not compared; then a row a module, largest first."""
    measured = [change for change in modules if change.relative_change is not None]
    measured.sort(key=lambda change: -(change.relative_change or 0.0))
    groups: dict[tuple[Any, ...], list[ModuleChange]] = {}
    for change in modules:
        if change.relative_change is None and (change.note or _differs(change)):
            alike = (change.module == change.module_to, change.module_to is None, *change[2:8], change.note)
            groups.setdefault(alike, []).append(change)
    return [*(_module_row(group) for group in groups.values()), *(_module_row([c]) for c in measured)]


def _module_row(group: Sequence[ModuleChange]) -> ModuleRow:
    first = group[0]
    names = fold(change.module for change in group)
    new_names = fold(change.module_to for change in group if change.module_to is not None)
    return ModuleRow(
        modules=printable(names if new_names in ("", names) else f"{names} → {new_names}"),
        number=f"{len(group):,}",
        shapes=_arrow(
            f"{shape_text(first.shape_from)} {first.dtype_from or ''}".strip(),
            f"{shape_text(first.shape_to)} {first.dtype_to or ''}".strip(),
        ),
        fates=_arrow(str(first.status_from), str(first.status_to)),
        change="" if first.relative_change is None else figure(first.relative_change),
        delta="" if first.relative_delta is None else figure(first.relative_delta),
        note=printable(first.note),
    )


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before or 'none'} → {after or 'none'}"


def _config_told(config: Sequence[FieldChange]) -> str:
    if not config:
        return "No field differs."
    matters = sum(change.matters for change in config)
    aside = f"; {count_of(len(config) - matters, 'bookkeeping field')} aside" if matters < len(config) else ""
    return f"{count_of(matters, 'field')} differ{'s' if matters == 1 else ''}{aside}."


def _field(change: FieldChange) -> FieldRow:
    values = _arrow(*(_value(value) for value in (change.before, change.after)))
    return FieldRow(printable(change.field), values, printable(change.effect))


def _value(value: Any) -> str:
    if value is None:
        return "absent"
    return printable(shorten(json.dumps(value, ensure_ascii=False, default=str), _LONGEST_VALUE))


def _tokenizer(found: TokenizerComparison) -> tuple[str, ...]:
    lines = [f"{found.vocab_before:,} → {found.vocab_after:,} tokens: "]
    lines[0] += f"{found.added:,} added, {found.removed:,} removed, {found.moved:,} moved."
    if found.sample_disagreement is not None:
        lines.append(
            f"{percent(found.sample_disagreement)} of {found.samples:,} sample texts are other ids now."
        )
    lines += [
        f"{part.part}: {_arrow(part.before, part.after)}. {part.effect}".strip() for part in found.parts
    ]
    if found.template_diff:
        lines.append("The chat template differs.")
    return tuple(printable(shorten(line, 400)) for line in (*lines, *found.meaning))
