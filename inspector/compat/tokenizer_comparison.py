"""Two tokenizers held against each other: what a text means to the one and to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class TokenChange(NamedTuple):
    """One token whose id differs; None on the side that does not have it."""

    token: str
    before: int | None
    after: int | None
    special: bool = False


class PartChange(NamedTuple):
    """A part that differs (`normalizer`, `pre_tokenizer`, `merges`, `bos_token`, …), as short texts."""

    part: str
    before: str
    after: str
    effect: str = ""


class SampleChange(NamedTuple):
    """One text that encodes to other ids: the pieces and ids of both sides."""

    text: str
    before_pieces: tuple[str, ...]
    after_pieces: tuple[str, ...]
    before_ids: tuple[int, ...]
    after_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizerComparison:
    """Vocabulary, parts, chat template and sample texts of two tokenizers.

    `added`, `removed` and `moved` count tokens; `changes` holds the first of them (special tokens first).
    `sample_disagreement` is the share of sample texts that encode to other ids, None where one side
    cannot encode; `cannot_encode` then says why. `template_diff` is a unified text difference, empty where
    the templates agree.
    """

    source_before: str
    source_after: str
    vocab_before: int
    vocab_after: int
    added: int
    removed: int
    moved: int
    changes: tuple[TokenChange, ...] = ()
    parts: tuple[PartChange, ...] = ()
    samples: int = 0
    sample_disagreement: float | None = None
    sample_changes: tuple[SampleChange, ...] = ()
    template_diff: str = ""
    meaning: tuple[str, ...] = ()
    cannot_encode: str = ""
