"""What a card of the shelf says: glyph, colour role, verdict, and the short answers behind it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector.ui.quantities import percent
from inspector.ui.shelf_entry import Entry
from inspector.ui.words import VERDICT_GLYPH, VERDICT_ROLE, verdict_word


def _tr(text: str) -> str:
    return QCoreApplication.translate("shelf", text)


def card_subtitle(entry: Entry) -> str:
    base = entry.base
    if base is None:
        return ""
    facts = [base.revision[:7] if base.revision else "", base.architecture or base.model_type or base.kind]
    return " · ".join(fact for fact in facts if fact)


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
    return _tr("unreadable") if entry.error else entry.stage


def card_why(entry: Entry) -> str:
    """The short answers that made the verdict, in the record's own words."""
    if entry.inspection is None:
        return entry.error.message if entry.error else entry.story
    answers = {answer.id: answer for answer in entry.inspection.answers}
    told = {name: answer.word for name, answer in answers.items() if answer.tone != "unknown"}
    words = [told["loads"]] if entry.inspection.report.error is not None and "loads" in told else []
    if not words and "lands" in told:
        words.append(_tr("{} land").format(told["lands"]))
    if "base" in told and answers["base"].tone != "good":
        words.append(told["base"])
    if entry.inspection.probe is not None and "acts" in told:
        word = told["acts"]
        words.append(_tr("acts") + word[3:] if word.startswith("yes") else _tr("acts: {}").format(word))
    golden = entry.inspection.golden
    if golden is not None:
        words.append(_tr("{} negative flips").format(percent(golden.negative_flip_rate.value)))
    return " · ".join(words)
