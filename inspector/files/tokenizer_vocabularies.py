"""Tokenizers from plain vocabulary files: vocab.json with merges.txt, vocab.txt, a sentencepiece model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from inspector.errors import UnreadableInput
from inspector.files.folder import member
from inspector.files.json_object import MAX_INDEX_BYTES, read_json_object
from inspector.files.sentencepiece_file import SentencePieceModel, read_sentencepiece
from inspector.files.tokenizer_building import (
    QWEN2,
    bpe_by_scores,
    byte_level_bpe,
    unusual_piece,
    used_pieces,
    whole_tokens,
    with_added,
    wordpiece,
)
from inspector.files.tokenizer_json import MAX_TOKENS, merges_digest, parts_of
from inspector.files.tokenizer_record import AddedToken, Tokenizer
from inspector.files.tokenizer_settings import TokenizerSettings, are_ids, read_text, with_side_files

_GPT2_LIKE = frozenset({"gpt2", "roberta", "bart", "longformer", "led", "codegen", "gpt_neo", "gptj", "opt"})
_BERT_LIKE = frozenset({"bert", "distilbert", "electra", "mobilebert", "retribert", "layoutlm", "convbert"})
_FRAMED = frozenset({"roberta", "bart", "longformer", "led"})


def from_merges(folder: Path, settings: TokenizerSettings) -> Tokenizer:
    path = member(folder, "vocab.json")
    vocabulary = read_json_object(path, rule="ADP003", max_bytes=MAX_INDEX_BYTES)
    if not are_ids(vocabulary.values()):
        raise UnreadableInput(
            "vocab.json is no vocabulary: a token's id is not a number from 0 to 2,147,483,647.",
            "Restore the file from its source.",
            rule="ADP003",
            path=path,
        )
    lines = _lines(read_text(member(folder, "merges.txt")))
    # transformers 5.23 `TokenizersBackend`: one comment line at the top, empty lines, nothing else.
    merges = [line for number, line in enumerate(lines) if line and not (number == 0 and line[0] == "#")]
    family = _family(settings)
    make: Callable[[], Mapping[str, Any]] | None = None
    if family in _GPT2_LIKE:
        prefix = settings.options.get("add_prefix_space") is True
        make = partial(byte_level_bpe, vocabulary, merges, prefix_space=prefix)
    elif family == "qwen2":
        make = partial(byte_level_bpe, vocabulary, merges, pattern=QWEN2, normalizer={"type": "NFC"})
    roles = {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"}
    usual = roles if family == "gpt2" else {}
    return _assembled(
        folder,
        settings,
        source="vocab.json",
        files=("vocab.json", "merges.txt"),
        kind="BPE",
        vocabulary=vocabulary,
        merges=merges,
        make=make,
        family=family,
        usual_roles=usual,
    )


def from_words(folder: Path, settings: TokenizerSettings) -> Tokenizer:
    path = member(folder, "vocab.txt")
    lines = _lines(read_text(path))
    if lines and not lines[-1]:
        lines.pop()  # what follows the last line end is no line
    if not lines or len(lines) > MAX_TOKENS:
        raise UnreadableInput(
            f"vocab.txt has {len(lines):,} lines, which is no vocabulary.",
            "Restore the file from its source.",
            rule="ADP003",
            path=path,
        )
    vocabulary = {line: number for number, line in enumerate(lines)}
    family = _family(settings)
    make = None
    if family in _BERT_LIKE:
        unknown = settings.roles.get("unk_token", "[UNK]")
        make = partial(wordpiece, vocabulary, unknown=unknown, options=settings.options)
    names = ("unk_token", "sep_token", "pad_token", "cls_token", "mask_token")
    usual = {name: f"[{name[: -len('_token')].upper()}]" for name in names} if make else {}
    return _assembled(
        folder,
        settings,
        source="vocab.txt",
        files=("vocab.txt",),
        kind="WordPiece",
        vocabulary=vocabulary,
        merges=[],
        make=make,
        family=family,
        usual_roles=usual,
    )


def from_sentencepiece(folder: Path, name: str, settings: TokenizerSettings) -> Tokenizer:
    model = read_sentencepiece(member(folder, name))
    ids = {"bos_token": model.bos_id, "eos_token": model.eos_id, "pad_token": model.pad_id}
    named = {
        role: model.pieces[number].text for role, number in ids.items() if 0 <= number < len(model.pieces)
    }
    reason = _not_exact(model, _family(settings))
    tokenizer = Tokenizer(
        source=name,
        path=folder / name,
        files=(name, *settings.files),
        kind=model.algorithm,
        vocabulary=used_pieces(model.pieces),
        added={token.token: token for token in whole_tokens(model.pieces)},
        roles={**named, **settings.roles},
        frame=_frame(settings),
        templates=settings.templates,
        stop_ids=settings.stop_ids,
        definition=None
        if reason
        else partial(bpe_by_scores, model.pieces, adds_prefix=_adds_prefix(model, settings)),
        cannot_encode=reason,
    )
    return _completed(with_side_files(tokenizer, settings))


def _adds_prefix(model: SentencePieceModel, settings: TokenizerSettings) -> bool:
    value = settings.options.get("add_prefix_space")
    return value if isinstance(value, bool) else model.adds_prefix


def _not_exact(model: SentencePieceModel, family: str | None) -> str:
    """Why texts cannot be encoded as sentencepiece does, or nothing."""
    if model.algorithm != "BPE":
        return f"the sentencepiece model is of the kind {model.algorithm}, which is not rebuilt here"
    if model.maps_characters or model.joins_spaces or not model.escapes_spaces or model.suffix_spaces:
        return "the sentencepiece model changes characters before it cuts a text, which is not rebuilt here"
    if fault := unusual_piece(model.pieces):
        return f"the sentencepiece model has {fault}"
    if family not in (None, "llama", "mistral", "mixtral"):
        return f"the tokenizer class of {family} may number the pieces otherwise"
    return ""


def _assembled(
    folder: Path,
    settings: TokenizerSettings,
    *,
    source: str,
    files: tuple[str, ...],
    kind: str,
    vocabulary: dict[str, int],
    merges: list[str],
    make: Callable[[], Mapping[str, Any]] | None,
    family: str | None,
    usual_roles: Mapping[str, str],
) -> Tokenizer:
    """A tokenizer from plain vocabulary files; what its class adds is known only for some families."""
    known = {role: token for role, token in usual_roles.items() if token in vocabulary}
    roles = {**known, **settings.roles}
    named = dict.fromkeys(token for token in roles.values() if token in vocabulary)
    tokenizer = Tokenizer(
        source=source,
        path=folder / source,
        files=(*files, *settings.files),
        kind=kind,
        vocabulary=vocabulary,
        added={token: AddedToken(token, vocabulary[token], special=True) for token in named},
        roles=roles,
        frame=_frame_of_family(family, roles) or _frame(settings),
        merges=len(merges),
        merges_digest=merges_digest(merges),
        templates=settings.templates,
        stop_ids=settings.stop_ids,
        definition=make,
        cannot_encode="" if make else _unknown_family(source, family),
    )
    return _completed(with_side_files(tokenizer, settings))


def _completed(tokenizer: Tokenizer) -> Tokenizer:
    """With the parts of the rebuilt definition, so that they can be held against a tokenizer.json."""
    if tokenizer.definition is None:
        return tokenizer
    model_only = tokenizer.definition
    added = tuple(tokenizer.added.values())
    whole = model_only() if tokenizer.merges or tokenizer.kind == "WordPiece" else None
    parts = parts_of(whole) if whole is not None else None
    return replace(
        tokenizer,
        normalizer=parts.normalizer if parts else None,
        pre_tokenizer=parts.pre_tokenizer if parts else None,
        settings=parts.settings if parts else None,
        definition=partial(_with, model_only, added),
    )


def _with(make: Callable[[], Mapping[str, Any]], added: tuple[AddedToken, ...]) -> Mapping[str, Any]:
    return with_added(make(), added)


def _family(settings: TokenizerSettings) -> str | None:
    """The model family whose tokenizer class transformers takes: `tokenizer_class`, else config.json."""
    name = settings.tokenizer_class
    if name is not None and name not in ("TokenizersBackend", "PreTrainedTokenizer"):
        return name.removesuffix("Tokenizer").lower()
    return settings.model_type


def _unknown_family(source: str, family: str | None) -> str:
    if family is None:
        return f"{source} comes without a tokenizer class or a model type, which say how texts are cut"
    return f"how the tokenizer of {family} cuts texts is not known here"


def _frame_of_family(family: str | None, roles: Mapping[str, str]) -> str | None:
    if family in _FRAMED or family in _BERT_LIKE:
        first, last = roles.get("cls_token", "[CLS]"), roles.get("sep_token", "[SEP]")
        return f"{first} … {last}"
    return None


def _frame(settings: TokenizerSettings) -> str | None:
    """What a Llama-like tokenizer class puts around a text, where tokenizer_config.json says it."""
    options, roles = settings.options, settings.roles
    if not isinstance(options.get("add_bos_token"), bool):
        return "…" if _family(settings) in ("gpt2", "qwen2") else None
    before = [roles.get("bos_token", "<s>")] if options["add_bos_token"] else []
    after = [roles.get("eos_token", "</s>")] if options.get("add_eos_token") is True else []
    return " ".join((*before, "…", *after))


def _lines(text: str) -> list[str]:
    """Lines as Python's text files have them: `\\r\\n` and `\\r` end one too."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
