"""The library in words: sizes, dates, what is missing and what to do about it, whole sentences a row."""

from __future__ import annotations

from datetime import datetime

from inspector.compat.inspection import Verdict
from inspector.files.library import LibraryItem, Missing
from inspector.ui.engine_words import said
from inspector.ui.language import tr
from inspector.ui.settings import LastVerdict
from inspector.ui.words import VERDICT_GLYPH, verdict_word

_UNITS = ("kB", "MB", "GB", "TB")


def size_text(size: int) -> str:
    """Three digits at most: `840 B`, `12.4 MB`, `1.2 GB` (powers of 1000, as file managers count)."""
    if size < 1000:
        return f"{size} B"
    value, unit = size / 1000, 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if value < 99.95 else f"{value:.0f} {_UNITS[unit]}"


def date_text(date: datetime | None) -> str:
    return f"{date.astimezone():%Y-%m-%d}" if date is not None else ""


def method_text(item: LibraryItem) -> str:
    return "LoRA" if item.method == "LORA" else item.method


def verdict_of(last: LastVerdict | None) -> Verdict | None:
    """None where nothing was remembered, or by a version with other words."""
    try:
        return Verdict(last.verdict) if last is not None else None
    except ValueError:
        return None


def verdict_text(last: LastVerdict | None) -> str:
    """Glyph and word; empty for an adapter that was never inspected."""
    verdict = verdict_of(last)
    return f"{VERDICT_GLYPH[verdict]}  {verdict_word(verdict)}" if verdict is not None else ""


def missing_word(missing: Missing) -> str:
    return {
        Missing.BASE_NAME: tr("no base named"),
        Missing.BASE: tr("base not here"),
        Missing.REVISION: tr("no revision"),
        Missing.CARD: tr("no model card"),
        Missing.DATA: tr("no training data"),
        Missing.OWNER: tr("no owner"),
    }[missing]


def missing_text(item: LibraryItem) -> str:
    """The short words, joined."""
    return " · ".join(missing_word(note) for note in _told(item))


def missing_sentence(item: LibraryItem) -> str:
    """What each missing thing costs, or how to put it right."""
    said = {
        Missing.BASE_NAME: tr("adapter_config.json names no base."),
        Missing.BASE: tr("{} is neither in the Hub cache nor on this disk.").format(item.base),
        Missing.REVISION: tr("No revision is recorded: a base that moves on is not noticed; lock it."),
        Missing.CARD: tr("There is no README.md: neither training data nor anybody to ask is named."),
        Missing.DATA: tr("No training data is named."),
        Missing.OWNER: tr("Nobody is named to ask."),
    }
    return " ".join(said[note] for note in _told(item))


def _told(item: LibraryItem) -> list[Missing]:
    """What is missing; without a card there is nothing that could name data or owner."""
    aside = (Missing.DATA, Missing.OWNER) if Missing.CARD in item.missing else ()
    return [note for note in item.missing if note not in aside]


def row_sentence(item: LibraryItem, last: LastVerdict | None) -> str:
    """A whole row, as a screen reader says it."""
    if item.problem:
        return tr("{}, cannot be read: {}").format(item.name, said(item.problem))
    facts = [item.name, method_text(item)]
    if item.rank is not None:
        facts.append(tr("rank {}").format(item.rank))
    facts.append(tr("for {}").format(item.base) if item.base else tr("for an unnamed base"))
    facts += [size_text(item.size), date_text(item.date)]
    verdict = verdict_of(last)
    if verdict is not None and last is not None:
        facts.append(tr("last verdict {} on {}").format(verdict_word(verdict), last.base))
    if item.missing:
        facts.append(tr("orphan: {}").format(", ".join(missing_word(note) for note in item.missing)))
    return ", ".join(fact for fact in facts if fact)
