"""Holds two tokenizers against each other: pure, on records; the sample texts come encoded."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from inspector.compat.tokenizer_comparison import PartChange, SampleChange, TokenChange, TokenizerComparison
from inspector.compat.tokenizer_meaning import meaning_of
from inspector.compat.tokenizer_templates import template_diff, template_text
from inspector.files.records import Adapter
from inspector.files.tokenizer_record import ROLES, AddedToken, EncodedSamples, Tokenizer

MOST_CHANGES = 200
MOST_SAMPLES = 20
_LONGEST_PART = 300


def compare_tokenizers(
    before: Tokenizer,
    after: Tokenizer,
    *,
    samples: EncodedSamples | None = None,
    adapter: Adapter | None = None,
    rows_before: int | None = None,
    rows_after: int | None = None,
) -> TokenizerComparison:
    """What a text means to the one tokenizer and to the other.

    `samples` are texts encoded by both (`files.tokenizer_encoding.encode_samples`). `adapter` and the number
    of embedding rows of both bases are for the sentences on what it means; each may be left out.
    """
    old, new = before.vocabulary, after.vocabulary
    added = [token for token in new if token not in old]
    removed = [token for token in old if token not in new]
    moved = [token for token, number in old.items() if new.get(token, number) != number]
    special = special_tokens(before) | special_tokens(after)
    changes = heapq.nsmallest(
        MOST_CHANGES,
        (
            TokenChange(token, old.get(token), new.get(token), token in special)
            for group in (moved, removed, added)
            for token in group
        ),
        key=_gravity,
    )
    differing = _differing(samples)
    comparison = TokenizerComparison(
        source_before=before.source,
        source_after=after.source,
        vocab_before=len(old),
        vocab_after=len(new),
        added=len(added),
        removed=len(removed),
        moved=len(moved),
        changes=tuple(changes),
        parts=tuple(_parts(before, after)),
        samples=len(samples.before) if samples is not None else 0,
        sample_disagreement=len(differing) / len(samples.before)
        if samples is not None and samples.before
        else None,
        sample_changes=tuple(differing[:MOST_SAMPLES]),
        template_diff=template_diff(before.template, after.template),
        cannot_encode=_why_not(samples),
    )
    sentences = meaning_of(
        comparison, before, after, adapter=adapter, rows_before=rows_before, rows_after=rows_after
    )
    return replace(comparison, meaning=sentences)


def _why_not(samples: EncodedSamples | None) -> str:
    """Why there is no share of sample texts; empty where there is one."""
    if samples is None:
        return "No sample texts were encoded."
    return samples.why_not or ("" if samples.before else "There were no sample texts.")


def special_tokens(tokenizer: Tokenizer) -> frozenset[str]:
    """Named special tokens and added tokens that are marked as such."""
    return frozenset(tokenizer.roles.values()).union(
        token.token for token in tokenizer.added.values() if token.special
    )


def _gravity(change: TokenChange) -> tuple[bool, bool, bool, int]:
    """Special tokens first, then moved before removed before added, in the order of the ids."""
    number = change.before if change.before is not None else change.after
    return not change.special, change.before is None, change.after is None, number or 0


def _differing(samples: EncodedSamples | None) -> list[SampleChange]:
    if samples is None:
        return []
    return [
        SampleChange(text, old.pieces, new.pieces, old.ids, new.ids)
        for text, old, new in zip(samples.texts, samples.before, samples.after, strict=False)
        if old.ids != new.ids
    ]


_PARTS = (
    ("kind", "Texts are cut by another algorithm."),
    ("normalizer", "Texts are changed in another way before they are cut: case, accents, spaces."),
    ("pre_tokenizer", "Texts are cut into words in another way: numbers, spaces, punctuation."),
    ("settings", "The model joins pieces, or treats what it does not know, in another way."),
    ("frame", "Other tokens are put around each text unless the program says otherwise."),
)  # fmt: skip
_ROLE_EFFECTS = {
    "bos_token": "Prompts begin with another token than the adapter saw in training.",
    "eos_token": "Generation stops at another token: answers may end too early or never.",
    "pad_token": "Batches are padded with another token; masked positions do not change answers.",
    "unk_token": "What is not in the vocabulary becomes another token.",
}


def _parts(before: Tokenizer, after: Tokenizer) -> Iterator[PartChange]:
    """The parts that both formats tell and that differ."""
    for name, effect in _PARTS:
        old, new = getattr(before, name), getattr(after, name)
        if old is not None and new is not None and old != new:
            yield PartChange(name, _short(old), _short(new), effect)
    if before.merges_digest and after.merges_digest and before.merges_digest != after.merges_digest:
        yield PartChange(
            "merges", _merges(before), _merges(after), "The same letters are joined to other tokens."
        )
    for role in ROLES:
        old, new = _role(before, role), _role(after, role)
        if old != new:
            yield PartChange(
                role, old, new, _ROLE_EFFECTS.get(role, "A token with a task of its own differs.")
            )
    if before.stop_ids and after.stop_ids and before.stop_ids != after.stop_ids:
        yield PartChange(
            "stop ids",
            ", ".join(map(str, before.stop_ids)),
            ", ".join(map(str, after.stop_ids)),
            "generate() stops at other ids (generation_config.json).",
        )
    yield from _flags(before, after)
    yield from _templates(before.templates, after.templates)


def _short(part: str) -> str:
    """A part in one line: its types alone where the JSON is long."""
    if not part:
        return "none"
    if len(part) <= _LONGEST_PART or not part.startswith("{"):
        return part[:_LONGEST_PART]
    return f"{' → '.join(_types(json.loads(part)))} ({len(part)} characters)"[:_LONGEST_PART]


def _types(part: object) -> Iterator[str]:
    inner = part.get("normalizers") or part.get("pretokenizers") if isinstance(part, dict) else None
    if isinstance(inner, list):
        for entry in inner:
            yield from _types(entry)
    elif isinstance(part, dict) and isinstance(part.get("type"), str):
        yield part["type"]


def _merges(tokenizer: Tokenizer) -> str:
    return f"{tokenizer.merges:,} ({tokenizer.merges_digest[:12]})"


def _role(tokenizer: Tokenizer, role: str) -> str:
    token = tokenizer.roles.get(role)
    if token is None:
        return "not named"
    number = tokenizer.id_of(role)
    return f"{token} ({number})" if number is not None else f"{token} (no id)"


def _flags(before: Tokenizer, after: Tokenizer) -> Iterator[PartChange]:
    """Tokens that both have and that are looked for in texts in another way."""
    differing = [
        (old, new)
        for name, old in before.added.items()
        if (new := after.added.get(name)) is not None and old[3:] != new[3:]
    ]
    became = [name for name in before.added.keys() ^ after.added.keys() if name in before.vocabulary]
    became = [name for name in became if name in after.vocabulary]
    if differing:
        (old, new), names = differing[0], ", ".join(old.token for old, _ in differing[:5])
        effect = f"{len(differing)} tokens are found in texts in another way: {names[:200]}."
        yield PartChange("added token flags", _flag_names(old), _flag_names(new), effect)
    if became:
        old_count = sum(name in before.added for name in became)
        effect = (
            "Tokens that stand whole in a text on one side are cut and joined like any other on the other."
        )
        yield PartChange("added tokens", f"{old_count}", f"{len(became) - old_count}", effect)


def _flag_names(token: AddedToken) -> str:
    """`single_word, lstrip`: how the token is looked for."""
    names = [name for name in AddedToken._fields[3:] if getattr(token, name)]
    return ", ".join(names) or "no flags"


def _templates(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[PartChange]:
    """Chat templates that one side lacks, and named ones that differ (the usual one has its own diff)."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if template_text(old) == template_text(new) or (name == "default" and old and new):
            continue
        label = "chat template" if name == "default" else f"chat template {name[:40]!r}"
        effect = (
            "Prompts are put together otherwise."
            if old and new
            else "Only one side knows how to put chats together."
        )
        yield PartChange(label, _told(old), _told(new), effect)


def _told(template: str | None) -> str:
    return f"{len(template):,} characters" if template else "none"
