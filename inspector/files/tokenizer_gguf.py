"""The tokenizer in a GGUF file's metadata (`tokenizer.ggml.*`, ggml `docs/gguf.md`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from inspector.collector import uncollected
from inspector.errors import UnreadableInput
from inspector.files.gguf import read_gguf
from inspector.files.sentencepiece_file import NORMAL, UNUSED, Piece
from inspector.files.tokenizer_building import (
    GGUF_PATTERNS,
    bpe_by_scores,
    byte_level_bpe,
    unusual_piece,
    used_pieces,
    whole_tokens,
    with_added,
)
from inspector.files.tokenizer_json import merges_digest, parts_of
from inspector.files.tokenizer_record import Tokenizer

_ROOT = "tokenizer.ggml."
_TOKENS, _TYPES, _SCORES, _MERGES = (
    f"{_ROOT}{name}" for name in ("tokens", "token_type", "scores", "merges")
)
_KINDS = {"llama": "BPE", "gpt2": "BPE", "bert": "WordPiece", "t5": "Unigram"}
_ROLES = {
    "bos": "bos_token", "eos": "eos_token", "padding": "pad_token", "unknown": "unk_token",
    "seperator": "sep_token", "separator": "sep_token", "cls": "cls_token", "mask": "mask_token",
}  # fmt: skip
_MOST_TEMPLATES = 64


@uncollected()
def read_gguf_tokenizer(path: Path) -> Tokenizer | None:
    """The tokenizer of a GGUF model; None where the file has none. Raises UnreadableInput, as `read_gguf`."""
    header = read_gguf(path, keep=(_TOKENS, _TYPES, _SCORES, _MERGES, "tokenizer.chat_templates"))
    metadata = header.metadata
    tokens = metadata.get(_TOKENS)
    model = metadata.get(f"{_ROOT}model")
    if not isinstance(tokens, tuple) or not tokens or model in (None, "none", "no_vocab"):
        return None
    if not all(isinstance(token, str) for token in tokens):
        raise UnreadableInput(
            f"{path.name} has a vocabulary of something else than texts.",
            "Convert the model again.",
            rule="ADP003",
            path=path,
        )
    pieces = _pieces(tokens, metadata, words=model == "bert")
    merges = [str(merge) for merge in _array(metadata, _MERGES)]
    make, reason = _definition(str(model), pieces, merges, metadata)
    vocabulary = used_pieces(pieces)
    added = whole_tokens(pieces)
    # A rebuild by scores takes its time and has no part that another file could be compared with.
    parts = parts_of(make()) if make is not None and model == "gpt2" else None
    roles = _roles(metadata, pieces)
    return Tokenizer(
        source=path.name,
        path=path,
        files=(path.name,),
        kind=_KINDS.get(str(model), str(model)[:40]),
        vocabulary=vocabulary,
        added={token.token: token for token in added},
        roles=roles,
        pre_tokenizer=parts.pre_tokenizer if parts else None,
        frame=_frame(metadata, roles),
        merges=len(merges),
        merges_digest=merges_digest(merges),
        templates=_templates(metadata),
        definition=partial(_with, make, tuple(added)) if make is not None else None,
        cannot_encode=reason,
    )


def _with(make: Callable[[], Mapping[str, Any]], added: tuple[Any, ...]) -> Mapping[str, Any]:
    return with_added(make(), added)


def _array(metadata: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    value = metadata.get(name)
    return value if isinstance(value, tuple) else ()


def _pieces(tokens: tuple[str, ...], metadata: Mapping[str, Any], *, words: bool) -> list[Piece]:
    """Tokens with scores and types; a list that is too short counts as the usual value for the rest."""
    types, scores = _array(metadata, _TYPES), _array(metadata, _SCORES)
    if len(types) != len(tokens):
        types = (NORMAL,) * len(tokens)
    if len(scores) != len(tokens):
        scores = (0.0,) * len(tokens)
    texts = map(_word, tokens) if words else tokens
    return [
        Piece(text, float(score), int(kind)) for text, score, kind in zip(texts, scores, types, strict=True)
    ]


def _word(token: str) -> str:
    """WordPiece as vocab.txt writes it: llama.cpp marks the beginning of a word, BERT the rest of one.

    llama.cpp `convert_hf_to_gguf.py`, `BertModel.set_vocab`.
    """
    if token.startswith("[") and token.endswith("]"):
        return token
    return token[1:] if token.startswith("▁") else f"##{token}"


def _definition(
    model: str, pieces: list[Piece], merges: list[str], metadata: Mapping[str, Any]
) -> tuple[Callable[[], Mapping[str, Any]] | None, str]:
    """How llama.cpp encodes with it, where that can be rebuilt exactly; else the reason."""
    before = metadata.get(f"{_ROOT}pre")
    prefix = metadata.get(f"{_ROOT}add_space_prefix", True)
    if model == "gpt2":
        if before not in GGUF_PATTERNS:
            named = str(before)[:40] if before is not None else "no name"
            return None, f"its way to cut words ({named}) is not rebuilt here"
        pattern = GGUF_PATTERNS[str(before)]
        vocabulary = {piece.text: number for number, piece in enumerate(pieces)}
        ignore = str(before) in ("llama-bpe", "llama3", "llama-v3")
        return partial(byte_level_bpe, vocabulary, merges, pattern=pattern, ignore_merges=ignore), ""
    if model == "llama":
        if fault := unusual_piece(pieces):
            return None, f"it has {fault}"
        if metadata.get(f"{_ROOT}remove_extra_whitespaces") is True:
            return None, "it joins spaces before it cuts a text, which is not rebuilt here"
        usable = [piece if piece.type != UNUSED else piece._replace(score=-1e9) for piece in pieces]
        return partial(bpe_by_scores, usable, adds_prefix=prefix is not False), ""
    return None, f"llama.cpp's tokenizer of the kind {model[:40]} is not rebuilt here"


def _roles(metadata: Mapping[str, Any], pieces: list[Piece]) -> dict[str, str]:
    roles: dict[str, str] = {}
    for name, role in _ROLES.items():
        number = metadata.get(f"{_ROOT}{name}_token_id")
        if type(number) is int and 0 <= number < len(pieces):
            roles[role] = pieces[number].text
    return roles


def _frame(metadata: Mapping[str, Any], roles: Mapping[str, str]) -> str | None:
    adds_bos, adds_eos = metadata.get(f"{_ROOT}add_bos_token"), metadata.get(f"{_ROOT}add_eos_token")
    if not isinstance(adds_bos, bool):
        return None
    before = [roles.get("bos_token", "<s>")] if adds_bos else []
    after = [roles.get("eos_token", "</s>")] if adds_eos is True else []
    return " ".join((*before, "…", *after))


def _templates(metadata: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    if isinstance(metadata.get("tokenizer.chat_template"), str):
        found["default"] = metadata["tokenizer.chat_template"]
    for name in _array(metadata, "tokenizer.chat_templates")[:_MOST_TEMPLATES]:
        text = metadata.get(f"tokenizer.chat_template.{name}")
        if isinstance(text, str):
            found[str(name)] = text
    return found
