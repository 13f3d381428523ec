"""Reads tokenizers and holds them against each other: an adapter's and its base's, or those of two bases."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from inspector.compat.tokenizer_comparing import compare_tokenizers
from inspector.compat.tokenizer_comparison import TokenizerComparison
from inspector.compat.tokenizer_facts import TokenizerFacts, compared_templates, ending, tokens_new_to
from inspector.compat.tokenizer_meaning import embedding_rows
from inspector.errors import Cancelled, UnreadableInput
from inspector.files.records import Adapter, Base
from inspector.files.tokenizer import read_base_tokenizer, read_tokenizer
from inspector.files.tokenizer_encoding import encode_samples
from inspector.files.tokenizer_record import Tokenizer
from inspector.files.tokenizer_samples import SAMPLE_TEXTS
from inspector.files.tokenizer_settings import read_settings


def compare_base_tokenizers(
    before: Base,
    after: Base,
    *,
    adapter: Adapter | None = None,
    texts: Iterable[str] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[TokenizerComparison | None, str]:
    """The tokenizers of two bases, over `texts` (else the built-in samples), or None and why not.

    About a second for two vocabularies of 128,000 tokens; `cancelled` is asked between its steps. Never
    raises for a tokenizer that cannot be read, but Cancelled.
    """
    stop = _stopping(cancelled)
    old, no_old = _read_base(before)
    stop()
    new, no_new = _read_base(after)
    stop()
    if old is None or new is None:
        return None, no_old or no_new
    comparison = compare_tokenizers(
        old,
        new,
        samples=encode_samples(old, new, SAMPLE_TEXTS if texts is None else texts, stop=stop),
        adapter=adapter,
        rows_before=embedding_rows(before),
        rows_after=embedding_rows(after),
    )
    return comparison, ""


def adapter_tokenizer(
    adapter: Adapter, base: Base | None, *, cancelled: Callable[[], bool] | None = None
) -> TokenizerFacts:
    """The tokenizer in the adapter's folder against the base's; never raises for one that is damaged.

    `cancelled` is asked between the steps, of which each takes half a second at most; raises Cancelled.
    """
    stop = _stopping(cancelled)
    stop()
    try:
        tokenizer = read_tokenizer(adapter.path)
        templates = (tokenizer or read_settings(adapter.path)).templates
    except UnreadableInput as error:
        return TokenizerFacts(no_tokenizer=error.message, not_compared=error.message)
    nothing = "" if tokenizer is not None else "The adapter's folder holds no tokenizer."
    if base is None or (tokenizer is None and not templates):
        return TokenizerFacts(no_tokenizer=nothing, not_compared=nothing or "No base was chosen.")
    stop()
    own, why_not = _read_base(base)
    stop()
    rows = embedding_rows(base)
    difference, has_template = (
        compared_templates(own.templates, templates) if own is not None else (None, (False, bool(templates)))
    )
    return TokenizerFacts(
        no_tokenizer=nothing or (why_not if rows is None else ""),
        not_compared=nothing or why_not,
        comparison=_compared(own, tokenizer, stop) if own is not None and tokenizer is not None else None,
        new_tokens=tokens_new_to(tokenizer, own, rows) if tokenizer is not None else (),
        rows=rows,
        stop_ids=own.stop_ids if own is not None else (),
        ends=(ending(own), ending(tokenizer)),
        template_diff=difference,
        has_template=has_template,
    )


def _stopping(cancelled: Callable[[], bool] | None) -> Callable[[], None]:
    """A function that raises Cancelled once somebody asked for it."""

    def stop() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled

    return stop


def _read_base(base: Base) -> tuple[Tokenizer | None, str]:
    try:
        tokenizer = read_base_tokenizer(base)
    except UnreadableInput as error:
        return None, error.message
    return tokenizer, "" if tokenizer is not None else f"No tokenizer lies beside {base.name}."


def _compared(base: Tokenizer, adapter: Tokenizer, stop: Callable[[], None]) -> TokenizerComparison:
    """Base → adapter. Where all that decides on ids is equal, nothing needs to be encoded."""
    samples = None if _encode_alike(base, adapter) else encode_samples(base, adapter, SAMPLE_TEXTS, stop=stop)
    return compare_tokenizers(base, adapter, samples=samples)


def _encode_alike(one: Tokenizer, other: Tokenizer) -> bool:
    """Whether all that decides on ids is equal, or differs only as transformers 5 rewrites it by itself."""
    parts = ["source", "kind", "merges_digest", "vocabulary", "added"]
    if not (one.marks_spaces_as_llama and other.marks_spaces_as_llama):
        parts += ["normalizer", "pre_tokenizer", "settings"]
    return all(getattr(one, part) == getattr(other, part) for part in parts)
