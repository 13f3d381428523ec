"""The tokenizer in a folder or beside a base, from whichever of its formats is there."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from inspector.collector import uncollected
from inspector.files.folder import list_folder
from inspector.files.records import Base
from inspector.files.tokenizer_json import TOKENIZER_JSON, read_definition
from inspector.files.tokenizer_record import Tokenizer
from inspector.files.tokenizer_settings import TokenizerSettings, read_settings, with_side_files
from inspector.files.tokenizer_vocabularies import from_merges, from_sentencepiece, from_words

SENTENCEPIECE_FILES = ("tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "spm.model")
"""The names that transformers' tokenizers give it."""


def vocabulary_files(names: Container[str]) -> tuple[str, ...]:
    """Which of the files with these names hold the tokenizer; none where there is none.

    tokenizer.json comes first, then vocab.json with merges.txt, vocab.txt and a sentencepiece model, as in
    transformers.
    """
    for group in ((TOKENIZER_JSON,), ("vocab.json", "merges.txt"), ("vocab.txt",)):
        if all(name in names for name in group):
            return group
    return tuple(name for name in SENTENCEPIECE_FILES if name in names)[:1]


@uncollected()
def read_tokenizer(folder: Path) -> Tokenizer | None:
    """The tokenizer in a folder; None where there is none (chat templates and names alone are none).

    Which files it is read from: see `vocabulary_files`. Raises UnreadableInput (ADP001 to ADP003) for a file
    that is damaged or no such file.
    """
    files = vocabulary_files(list_folder(folder).files)
    if not files:
        return None
    settings = read_settings(folder)
    if files[0] == TOKENIZER_JSON:
        return _from_json(folder, settings)
    if files[0] == "vocab.json":
        return from_merges(folder, settings)
    if files[0] == "vocab.txt":
        return from_words(folder, settings)
    return from_sentencepiece(folder, files[0], settings)


def read_base_tokenizer(base: Base) -> Tokenizer | None:
    """The tokenizer of a base: in its GGUF metadata, else in its folder. Raises UnreadableInput."""
    if base.kind == "gguf":
        from inspector.files.tokenizer_gguf import read_gguf_tokenizer

        return read_gguf_tokenizer(base.path)
    return read_tokenizer(base.folder)


def _from_json(folder: Path, settings: TokenizerSettings) -> Tokenizer:
    found = read_definition(folder)
    roles = {**({"unk_token": found.unknown} if found.unknown is not None else {}), **settings.roles}
    tokenizer = Tokenizer(
        source=TOKENIZER_JSON,
        path=folder / TOKENIZER_JSON,
        files=(TOKENIZER_JSON, *settings.files),
        kind=found.kind,
        vocabulary=found.vocabulary,
        added=found.added,
        roles=roles,
        normalizer=found.normalizer,
        pre_tokenizer=found.pre_tokenizer,
        settings=found.settings,
        frame=found.frame,
        merges=found.merges,
        merges_digest=found.merges_digest,
        templates=settings.templates,
        stop_ids=settings.stop_ids,
    )
    return with_side_files(tokenizer, settings)
