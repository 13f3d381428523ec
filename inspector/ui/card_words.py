"""What a card of the shelf says: glyph, colour role, verdict, and the short answers behind it."""

from __future__ import annotations

from pathlib import Path

from inspector.ui.engine_words import said
from inspector.ui.language import day_text, tr
from inspector.ui.quantities import percent
from inspector.ui.shelf_entry import Entry
from inspector.ui.words import VERDICT_GLYPH, VERDICT_ROLE, verdict_word

ORIGIN_GLYPH = "◆"


def card_subtitles(entry: Entry) -> tuple[str, str]:
    """Short hash or kind of source, and the date; then the one of them that tells more, for a narrow card."""
    base = entry.base
    if base is None:
        is_file = Path(entry.source).suffix in (".safetensors", ".gguf", ".json")
        words = (tr("file") if is_file else tr("folder")) if entry.is_local else tr("Hub")
        return words, words
    source = base.revision[:7] if base.revision else source_word(base.kind)
    date = day_text(entry.date) if entry.date is not None else ""
    whole = " · ".join(fact for fact in (source, date) if fact)
    return whole, source if base.revision or not date else date


def source_word(kind: str) -> str:
    return {
        "folder": tr("folder"),
        "file": tr("file"),
        "gguf": tr("GGUF"),
        "config": tr("config only"),
        "hub": tr("Hub"),
    }.get(kind, kind)


def card_role(entry: Entry) -> str:
    if entry.inspection is None:
        return "bad" if entry.error else "idle"
    return VERDICT_ROLE[entry.inspection.verdict]


def card_glyph(entry: Entry) -> str:
    if entry.inspection is None:
        return "✕" if entry.error else "·"
    return VERDICT_GLYPH[entry.inspection.verdict]


def card_word(entry: Entry) -> str:
    if entry.inspection is not None:
        return verdict_word(entry.inspection.verdict)
    return tr("unreadable") if entry.error else entry.stage


def card_mark(entry: Entry) -> str:
    """What stands behind the verdict of the base that the adapter was trained on."""
    return tr("{} trained on").format(ORIGIN_GLYPH) if entry.is_origin else ""


def card_why(entry: Entry) -> str:
    """The short answers that made the verdict, in the record's own words; what speaks against it first.

    A card has room for two lines only: what is elided there should be what holds.
    """
    inspection = entry.inspection
    if inspection is None:
        return said(entry.error.message if entry.error else entry.story)
    answers = {answer.id: answer for answer in inspection.answers if answer.tone != "unknown"}
    told = {name: said(answer.word) for name, answer in answers.items()}
    words: list[tuple[bool, str]] = []
    golden = inspection.golden
    if golden is not None:
        rate = golden.negative_flip_rate.value
        words.append((rate == 0, tr("{} negative flips").format(percent(rate))))
    if inspection.report.error is not None and "loads" in told:
        words.append((False, told["loads"]))
    elif "lands" in told:
        words.append((answers["lands"].tone == "good", tr("{} land").format(told["lands"])))
    if "base" in told and answers["base"].tone != "good":
        words.append((False, told["base"]))
    words += [(False, moved) for moved in _moved(entry)]
    if inspection.probe is not None and "acts" in told:
        words.append((answers["acts"].tone == "good", _effect(answers["acts"].word)))
    return " · ".join(text for _, text in sorted(words, key=lambda row: row[0]))


def _effect(word: str) -> str:
    """`acts, KL 0.03` for the record's `yes, KL 0.03`; `acts: changes nothing` for another answer."""
    if word.startswith("yes, "):
        return tr("acts, {}").format(said(word.removeprefix("yes, ")))
    return tr("acts") if word == "yes" else tr("acts: {}").format(said(word))


def _moved(entry: Entry) -> list[str]:
    """How far the weights have moved from the base that the adapter was trained on."""
    from statistics import median

    drift = entry.inspection.drift if entry.inspection is not None else None
    far = [row.relative_change for row in drift or () if row.kind == "moved" and row.relative_change]
    return [tr("weights moved {}").format(percent(median(far), digits=2))] if far else []


def card_sentence(entry: Entry) -> str:
    """The card as a screen reader says it."""
    mark = tr("trained on this base") if entry.is_origin else ""
    facts = (entry.name, card_word(entry), mark, card_subtitles(entry)[0], card_why(entry))
    return ", ".join(fact for fact in facts if fact)
