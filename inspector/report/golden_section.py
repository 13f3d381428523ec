"""A golden set answered twice, arranged for reading: rates with their intervals, the gate, the flips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from inspector.compat.flips import Flip, GoldenComparison, Rate
from inspector.report.columns import Paint, columns, pad, wrap
from inspector.report.figures import count_of
from inspector.report.marks import Mark
from inspector.report.printable import printable, printable_lines, shorten

FLIPS_SHOWN = 10
_KINDS = {
    "negative": Mark("−", "right before, wrong now", "bad"),
    "positive": Mark("+", "wrong before, right now", "good"),
    "both-wrong": Mark("~", "wrong in another way", "warn"),
}
_LONGEST = 300


class RateRow(NamedTuple):
    """`share` with one decimal, `interval` at 95 %, `counted` as `68 of 240`."""

    label: str
    share: str
    interval: str
    counted: str


class FlipRow(NamedTuple):
    line: str
    mark: Mark
    prompt: str
    expected: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenSection:
    """`sides` are what answered before and after. `flips` holds negative ones first, `total` counts all."""

    title: str
    sides: tuple[str, str]
    rates: tuple[RateRow, ...]
    gate: Mark | None
    flips: tuple[FlipRow, ...]
    total: int
    note: str


def golden_section(golden: GoldenComparison, *, most: int = 1000) -> GoldenSection:
    """Everything safe to show; at most `most` flips."""
    order = list(_KINDS)
    flips = sorted(golden.flips, key=lambda flip: (order.index(flip.kind), flip.number))
    return GoldenSection(
        title=printable(
            f"{count_of(golden.n, 'example')} of {PurePath(golden.source).name or 'a golden set'}"
        ),
        sides=(printable(golden.before_name), printable(golden.after_name)),
        rates=(
            _rate("Right before", golden.accuracy_before),
            _rate("Right after", golden.accuracy_after),
            _rate("Negative flips", golden.negative_flip_rate),
            _rate("Positive flips", golden.positive_flip_rate),
            _rate("Changed, both wrong", golden.changed_both_wrong),
        ),
        gate=_gate(golden),
        flips=tuple(_flip(flip) for flip in flips[:most]),
        total=len(flips),
        note=printable(golden.note),
    )


def _rate(label: str, rate: Rate) -> RateRow:
    return RateRow(
        label,
        f"{rate.value:.1%}".replace("%", " %"),
        f"{rate.low * 100:.1f} to {rate.high * 100:.1f} %",
        f"{round(rate.value * rate.examples):,} of {rate.examples:,}",
    )


def _gate(golden: GoldenComparison) -> Mark | None:
    if golden.gate is None:
        return None
    allowed = f"{golden.gate * 100:g} % negative flips allowed"
    if golden.passes:
        return Mark("✓", f"{allowed}: passed", "good")
    return Mark("✕", f"{allowed}: not passed", "bad")


def _flip(flip: Flip) -> FlipRow:
    texts = (flip.prompt, flip.expected, flip.before, flip.after)
    prompt, expected, before, after = (printable_lines(shorten(text, _LONGEST)) for text in texts)
    return FlipRow(f"{flip.number:,}", _KINDS[flip.kind], prompt, expected, before, after)


def golden_lines(section: GoldenSection, paint: Paint, width: int) -> list[str]:
    """The section for a terminal."""
    lines = [paint("Golden set", "bold") + f"  {section.title}"]
    for label, side in zip(("before", "after"), section.sides, strict=True):
        text = wrap(side, width, first=10, rest=10)
        lines += [f"  {label:6}  {''.join(text[:1])}", *text[1:]]
    lines += _rates(section.rates)
    if section.gate is not None:
        lines.append(f"  {paint(section.gate.glyph, section.gate.tone)} {section.gate.word}")
    lines += wrap(section.note, width, indent=2)
    for flip in section.flips[:FLIPS_SHOWN]:
        lines += _flip_lines(flip, paint, width)
    if section.total > FLIPS_SHOWN:
        lines.append(f"  … and {section.total - FLIPS_SHOWN:,} more; JSON holds every one")
    return lines


def _rates(rows: Sequence[RateRow]) -> list[str]:
    label_width = max(columns(row.label) for row in rows)
    count_width = max(len(row.counted) for row in rows)
    return [
        f"  {pad(row.label, label_width)}  {row.share:>7}  {row.counted:>{count_width}}  95 %: {row.interval}"
        for row in rows
    ]


def _flip_lines(flip: FlipRow, paint: Paint, width: int) -> list[str]:
    start = f"  {flip.mark.glyph} line {flip.line}  "
    prompt = wrap(flip.prompt.replace("\n", " ↵ "), width, first=columns(start), rest=6)
    told = f"expected “{flip.expected}”: “{flip.before}” → “{flip.after}”".replace("\n", " ↵ ")
    head = start.replace(flip.mark.glyph, paint(flip.mark.glyph, flip.mark.tone), 1)
    return [
        head + "".join(prompt[:1]),
        *prompt[1:],
        *(paint(line, "dim") for line in wrap(told, width, indent=6)),
    ]
