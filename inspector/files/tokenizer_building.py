"""tokenizer.json for tokenizers that come without one, where the two are known to encode alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inspector.files.sentencepiece_file import BYTE, CONTROL, UNKNOWN, UNUSED, USER_DEFINED, Piece
from inspector.files.tokenizer_record import AddedToken

Definition = dict[str, Any]
"""A parsed tokenizer.json."""

_CONTRACTIONS = r"'s|'t|'re|'ve|'m|'ll|'d"
_LLAMA3 = (
    rf"(?i:{_CONTRACTIONS})|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}{{1,3}}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2 = _LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
LONGEST_PIECE = 1000
"""Characters; sentencepiece makes pieces of 16, and the cuts of a piece grow with its square."""

GGUF_PATTERNS: dict[str, str | None] = {
    "gpt-2": None,
    "llama-bpe": _LLAMA3,
    "llama3": _LLAMA3,
    "llama-v3": _LLAMA3,
    "qwen2": QWEN2,
}
"""`tokenizer.ggml.pre` → pattern of words, None for GPT-2's (llama.cpp `llama-vocab.cpp`)."""


def byte_level_bpe(
    vocabulary: Mapping[str, int],
    merges: Sequence[str],
    *,
    pattern: str | None = None,
    prefix_space: bool = False,
    ignore_merges: bool = False,
    normalizer: Any = None,
) -> Definition:
    """GPT-2's kind: bytes written as letters, words cut by GPT-2's pattern or another.

    transformers 5.23 `models/gpt2/tokenization_gpt2.py`, `models/qwen2/tokenization_qwen2.py`.
    """
    level = {"type": "ByteLevel", "add_prefix_space": prefix_space, "trim_offsets": True}
    if pattern is None:
        before: Any = {**level, "use_regex": True}
    else:
        split = {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
        before = {"type": "Sequence", "pretokenizers": [split, {**level, "use_regex": False}]}
    model = {"type": "BPE", "vocab": vocabulary, "merges": merges, "ignore_merges": ignore_merges}
    return _whole(model, normalizer=normalizer, pre_tokenizer=before)


def wordpiece(vocabulary: Mapping[str, int], *, unknown: str, options: Mapping[str, Any]) -> Definition:
    """BERT's kind (transformers 5.23 `models/bert/tokenization_bert.py`)."""
    strip = options.get("strip_accents")
    normalizer = {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": options.get("tokenize_chinese_chars", True) is not False,
        "strip_accents": strip if isinstance(strip, bool) else None,
        "lowercase": options.get("do_lower_case", True) is not False,
    }
    model = {
        "type": "WordPiece",
        "vocab": vocabulary,
        "unk_token": unknown,
        "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100,
    }
    return _whole(model, normalizer=normalizer, pre_tokenizer={"type": "BertPreTokenizer"})


def bpe_by_scores(pieces: Sequence[Piece], *, adds_prefix: bool) -> Definition:
    """Sentencepiece's BPE without a character map, as Llama 2 has it.

    Every way to cut a piece into two others is a merge; the better the piece's score, the earlier
    (transformers 5.23 `tokenization_utils_base.generate_merges`). Pieces are at most `LONGEST_PIECE` long.
    """
    vocabulary = {piece.text: number for number, piece in enumerate(pieces)}
    ranked: list[tuple[float, str, str]] = []
    for text, number in vocabulary.items():
        cuts = [(text[:at], text[at:]) for at in range(1, len(text))]
        known = [(left, right) for left, right in cuts if left in vocabulary and right in vocabulary]
        known.sort(key=lambda pair: (vocabulary[pair[0]], vocabulary[pair[1]]))
        ranked.extend((pieces[number].score, left, right) for left, right in known)
    ranked.sort(key=lambda merge: (merge[0], len(merge[1]), len(merge[2])), reverse=True)
    model = {
        "type": "BPE",
        "vocab": vocabulary,
        "merges": [[left, right] for _, left, right in ranked],
        "unk_token": next((piece.text for piece in pieces if piece.type == UNKNOWN), None),
        "fuse_unk": True,
        "byte_fallback": any(piece.type == BYTE for piece in pieces),
    }
    spaces: list[Any] = [{"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]
    if adds_prefix:
        spaces.insert(0, {"type": "Prepend", "prepend": "▁"})
    return _whole(model, normalizer={"type": "Sequence", "normalizers": spaces})


def unusual_piece(pieces: Iterable[Piece]) -> str:
    """What among the pieces `bpe_by_scores` cannot treat as sentencepiece does; empty for nothing."""
    for piece in pieces:
        if len(piece.text) > LONGEST_PIECE:
            return "pieces of more than a thousand characters"
        if piece.type == USER_DEFINED and "▁" in piece.text:
            return "pieces of its own for white space"  # found before spaces are written as ▁
    return ""


def whole_tokens(pieces: Iterable[Piece]) -> list[AddedToken]:
    """The pieces that are found in a text as they stand, before any merging."""
    return [
        AddedToken(piece.text, number, special=piece.type in (CONTROL, UNKNOWN))
        for number, piece in enumerate(pieces)
        if piece.type in (CONTROL, UNKNOWN, USER_DEFINED)
    ]


def used_pieces(pieces: Sequence[Piece]) -> dict[str, int]:
    """Piece → id, without the fillers that no text can become (`UNUSED`)."""
    return {piece.text: number for number, piece in enumerate(pieces) if piece.type != UNUSED}


def with_added(definition: Mapping[str, Any], added: Iterable[AddedToken]) -> Definition:
    """The definition with these added tokens, in the order of their ids."""
    entries = [
        {
            "id": token.id,
            "content": token.token,
            "single_word": token.single_word,
            "lstrip": token.lstrip,
            "rstrip": token.rstrip,
            "normalized": token.normalized,
            "special": token.special,
        }
        for token in sorted(added, key=lambda token: token.id)
    ]
    return {**definition, "added_tokens": entries}


def _whole(model: Mapping[str, Any], *, normalizer: Any = None, pre_tokenizer: Any = None) -> Definition:
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": normalizer,
        "pre_tokenizer": pre_tokenizer,
        "post_processor": None,
        "decoder": None,
        "model": model,
    }
