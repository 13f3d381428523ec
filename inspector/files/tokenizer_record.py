"""A tokenizer as a record: what its files say, whatever format they are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

ROLES = ("bos_token", "eos_token", "pad_token", "unk_token", "sep_token", "cls_token", "mask_token")
"""The named special tokens (transformers `SPECIAL_TOKENS_ATTRIBUTES`)."""


_LLAMA_SPACES = frozenset({
    (
        '{"normalizers": [{"prepend": "▁", "type": "Prepend"}, '
        '{"content": "▁", "pattern": {"String": " "}, "type": "Replace"}], "type": "Sequence"}',
        "",
    ),
    ("", '{"prepend_scheme": "always", "replacement": "▁", "split": false, "type": "Metaspace"}'),
    ("", '{"prepend_scheme": "first", "replacement": "▁", "split": false, "type": "Metaspace"}'),
})  # fmt: skip


class AddedToken(NamedTuple):
    """A token outside the model's own vocabulary, found in a text before the model sees it.

    `special`: dropped from decoded text; `single_word`: not inside a word; `lstrip`, `rstrip`: takes the
    white space beside it; `normalized`: looked for in the normalised text.
    """

    token: str
    id: int
    special: bool = False
    single_word: bool = False
    lstrip: bool = False
    rstrip: bool = False
    normalized: bool = False


class Encoding(NamedTuple):
    """A text as a tokenizer sees it: ids, and for each the piece of text that it stands for."""

    ids: tuple[int, ...]
    pieces: tuple[str, ...]


class EncodedSamples(NamedTuple):
    """Texts as two tokenizers encode them; where one cannot, both are empty and `why_not` says why."""

    texts: tuple[str, ...]
    before: tuple[Encoding, ...] = ()
    after: tuple[Encoding, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokenizer:
    """The tokenizer of a model or an adapter.

    `source` is the file that holds its vocabulary, `files` every file that was read, by name. `kind` is the
    model: `BPE`, `Unigram`, `WordPiece`, `WordLevel`. `vocabulary` holds every token with its id, the
    `added` ones too. `roles` names the special tokens (`eos_token` → `</s>`).

    `normalizer`, `pre_tokenizer` and `settings` (of the model) are JSON in the notation of tokenizer.json,
    without what does not change ids; empty where there is none, None where the format does not tell.
    `frame` is what is put around a text: `<s> …`, `[CLS] … [SEP]`, or `…` for nothing.

    `merges` counts the BPE's merge rules, `merges_digest` is the SHA-256 (hex) of them in their order.
    `templates` are chat templates by name, the usual one is `default`. `stop_ids` are the end-of-text ids of
    generation_config.json. `definition` makes a whole tokenizer.json for what came from another format; None
    where `path` is one itself. `cannot_encode` says why texts cannot be encoded exactly, and is else empty.
    """

    source: str
    path: Path
    files: tuple[str, ...]
    kind: str
    vocabulary: Mapping[str, int] = field(repr=False)
    added: Mapping[str, AddedToken] = field(default_factory=dict, repr=False)
    roles: Mapping[str, str] = field(default_factory=dict)
    normalizer: str | None = None
    pre_tokenizer: str | None = None
    settings: str | None = None
    frame: str | None = None
    merges: int = 0
    merges_digest: str = ""
    templates: Mapping[str, str] = field(default_factory=dict, repr=False)
    stop_ids: tuple[int, ...] = ()
    definition: Callable[[], Mapping[str, Any]] | None = field(default=None, repr=False, compare=False)
    cannot_encode: str = ""

    @property
    def size(self) -> int:
        """Number of tokens."""
        return len(self.vocabulary)

    @property
    def highest_id(self) -> int:
        """The largest id in use, -1 where there is no token: a model needs one more row than this."""
        return max(self.vocabulary.values(), default=-1)

    @property
    def marks_spaces_as_llama(self) -> bool:
        """Whether `▁` is put before a text and for each space, in either form in which Llama's files say it.

        transformers 5 builds Llama's tokenizer with a Metaspace whatever tokenizer.json says, and saves that
        (5.23 `models/llama/tokenization_llama.py`); only texts that begin with a space encode otherwise.
        """
        return (self.normalizer, self.pre_tokenizer) in _LLAMA_SPACES

    @property
    def template(self) -> str | None:
        """The usual chat template."""
        return self.templates.get("default")

    def id_of(self, role: str) -> int | None:
        """The id of `eos_token`, `bos_token`, …; None where there is no such token."""
        token = self.roles.get(role)
        return self.vocabulary.get(token) if token is not None else None
