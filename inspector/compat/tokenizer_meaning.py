"""What a moved vocabulary means for one adapter: its embedding rows, its head, its trained tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from inspector.compat.keys import split_key
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from inspector.compat.tokenizer_comparison import TokenizerComparison
    from inspector.files.tokenizer_record import Tokenizer

EMBEDDINGS = frozenset(
    {"embed_tokens", "wte", "word_embeddings", "embed_in", "tok_embeddings", "shared", "embeddings"}
)
HEADS = frozenset({"lm_head", "embed_out", "output", "output_layer"})
"""Last segments of the modules whose rows are tokens, as the model families call them."""

_MOST_NAMED = 5


class VocabularyRows(NamedTuple):
    """What of an adapter is tied to token ids.

    `embeddings` and `heads` are keys of tensors with one row (or column) a token, `low_rank` those of LoRA
    matrices on such modules, `indices` the ids whose rows were trained alone (`trainable_token_indices`).
    """

    embeddings: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    low_rank: tuple[str, ...] = ()
    indices: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.embeddings or self.heads or self.low_rank or self.indices)

    @property
    def trains_embeddings(self) -> bool:
        """Whether rows of the input embedding were trained, in full or in part."""
        return bool(self.embeddings or self.low_rank or self.indices)


def vocabulary_rows(adapter: Adapter) -> VocabularyRows:
    """What of the adapter is tied to token ids, from its keys and `trainable_token_indices`."""
    embeddings: list[str] = []
    heads: list[str] = []
    low_rank: list[str] = []
    for key in adapter.tensors:
        module, part, _ = split_key(key)
        name = module.removesuffix(".base_layer").rpartition(".")[2]
        if name not in EMBEDDINGS and name not in HEADS:
            continue
        if part.startswith("lora_"):
            low_rank.append(key)
        elif part.endswith("weight"):
            (embeddings if name in EMBEDDINGS else heads).append(key)
    fields = (adapter.config.get(name) for name in ("trainable_token_indices", "token_indices"))
    indices = {number for field in fields for number in _indices(field)}
    return VocabularyRows(tuple(embeddings), tuple(heads), tuple(low_rank), tuple(sorted(indices)))


def _indices(value: Any) -> Iterator[int]:
    entries: Iterable[Any] = value.values() if isinstance(value, dict) else [value]
    for entry in entries:
        if isinstance(entry, list):
            yield from (number for number in entry if type(number) is int)


def embedding_rows(base: Base) -> int | None:
    """Rows of the base's input embedding: of the tensor, else `vocab_size`; None where neither is told."""
    for key, tensor in base.tensors.items():
        pieces = key.split(".")
        if len(pieces) > 1 and pieces[-1] == "weight" and pieces[-2] in EMBEDDINGS and len(tensor.shape) == 2:
            return tensor.shape[0]
    for part in (base.config, base.config.get("text_config")):
        size = part.get("vocab_size") if isinstance(part, Mapping) else None
        if type(size) is int:
            return size
    return None


def meaning_of(
    comparison: TokenizerComparison,
    before: Tokenizer,
    after: Tokenizer,
    *,
    adapter: Adapter | None,
    rows_before: int | None,
    rows_after: int | None,
) -> tuple[str, ...]:
    """Sentences on what the comparison means, gravest first."""
    sentences = [*_room(after, rows_after, "new"), *_room(before, rows_before, "old")]
    if adapter is not None:
        sentences.extend(_for_adapter(comparison, before, after, vocabulary_rows(adapter), adapter))
    sentences.extend(_for_texts(comparison))
    return tuple(sentences)


def _room(tokenizer: Tokenizer, rows: int | None, which: str) -> Iterator[str]:
    """Tokens that the embedding has no row for."""
    if rows is not None and tokenizer.highest_id >= rows:
        count = sum(number >= rows for number in tokenizer.vocabulary.values())
        yield (
            f"The {which} base has {rows:,} embedding rows, but its tokenizer has ids up to "
            f"{tokenizer.highest_id:,}: {_tokens(count)} would raise an IndexError."
        )


def _tokens(count: int) -> str:
    return "1 token" if count == 1 else f"{count:,} tokens"


def _for_adapter(
    comparison: TokenizerComparison,
    before: Tokenizer,
    after: Tokenizer,
    rows: VocabularyRows,
    adapter: Adapter,
) -> Iterator[str]:
    changed = comparison.moved + comparison.removed
    what = _named_rows(rows)
    if not rows.any:
        if changed or comparison.added:
            other = changed or comparison.sample_disagreement
            but = "; but the base gets other ids for the same text" if other else ""
            yield (
                "The adapter holds no embedding rows, no head and no trained tokens, so none of its numbers "
                f"belongs to a token{but}."
            )
        return
    if not (rows.embeddings or rows.heads or rows.low_rank):
        yield from _for_indices(before, after, rows.indices, alone=True)
        return
    if changed:
        yield (
            f"The adapter holds {what}, where a token's id is its row: {_tokens(changed)} of the old "
            "vocabulary have another id or none now, so their rows would serve other tokens. Train it again."
        )
    elif comparison.added:
        new = "1 new one" if comparison.added == 1 else f"{comparison.added:,} new ones"
        yield (
            f"The adapter holds {what}: the rows of all old tokens still fit; nothing in it was trained "
            f"on the {new}."
        )
    yield from _for_indices(before, after, rows.indices)
    yield from _for_shapes(after, rows, adapter)


def _named_rows(rows: VocabularyRows) -> str:
    parts = []
    if rows.embeddings:
        parts.append("the whole embedding")
    if rows.heads:
        parts.append("the whole output head")
    if rows.low_rank:
        parts.append("LoRA on rows of tokens")
    if rows.indices:
        parts.append(
            "1 trained token row" if len(rows.indices) == 1 else f"{len(rows.indices)} trained token rows"
        )
    return " and ".join(parts)


def _for_indices(
    before: Tokenizer, after: Tokenizer, indices: tuple[int, ...], *, alone: bool = False
) -> Iterator[str]:
    """Trained rows whose id stands for another token now; `alone`: nothing else of the adapter is rows."""
    if not indices:
        return
    wanted = frozenset(indices)
    old = {number: token for token, number in before.vocabulary.items() if number in wanted}
    new = {number: token for token, number in after.vocabulary.items() if number in wanted}
    differing = [number for number in indices if old.get(number) != new.get(number)]
    if not differing:
        yield (
            f"All {len(indices)} trained token ids still stand for the same tokens."
            if len(indices) != 1
            else "The trained token id still stands for the same token."
        )
        return
    if alone:
        yield "Some trained token rows would serve other tokens now. Train it again."
    shown = ", ".join(
        f"{number} was {_quoted(old.get(number))}, is {_quoted(new.get(number))}"
        for number in differing[:_MOST_NAMED]
    )
    more = f" and {len(differing) - _MOST_NAMED} more" if len(differing) > _MOST_NAMED else ""
    yield f"{len(differing)} of {len(indices)} trained token ids stand for other tokens: {shown}{more}."


def _quoted(token: str | None) -> str:
    return "no token" if token is None else repr(token[:40])


def _for_shapes(after: Tokenizer, rows: VocabularyRows, adapter: Adapter) -> Iterator[str]:
    for key in (*rows.embeddings, *rows.heads):
        shape = adapter.tensors[key].shape
        if len(shape) == 2 and after.highest_id >= shape[0]:
            name = split_key(key)[0].rpartition(".")[2]
            needed = after.highest_id + 1
            yield f"{name} in the adapter has {shape[0]:,} rows; the new tokenizer needs {needed:,}."


def _for_texts(comparison: TokenizerComparison) -> Iterator[str]:
    share = comparison.sample_disagreement
    if share is None:
        if comparison.cannot_encode:
            yield f"Sample texts were not compared: {comparison.cannot_encode}"
    elif share:
        differing = round(share * comparison.samples)
        yield (
            f"{differing} of {comparison.samples} sample texts encode to other ids: the adapter was trained "
            "on other input than it would get."
        )
    else:
        yield f"All {comparison.samples} sample texts encode to the same ids."
    if comparison.template_diff:
        yield "The chat template differs: the same conversation becomes another prompt."
