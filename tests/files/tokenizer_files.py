"""Tiny tokenizers, trained here and written as each format has them."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tokenizers import (
    AddedToken,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

TRAINING = [
    "the quick brown fox jumps over the lazy dog, again and again and again",
    "she sells sea shells by the sea shore; the shells she sells are sea shells",
    "one two three four five 12 123 1234 and the other numbers",
    "def double(number): return number + number",
    "größer, schöner, weiter: ein Versuch über die Übertreibung",
] * 3


def byte_level(
    *, vocabulary: int = 340, special: Sequence[str] = ("<|endoftext|>",), texts: Any = None
) -> Tokenizer:
    """GPT-2's kind."""
    engine = Tokenizer(models.BPE())
    engine.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    engine.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(special),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    engine.train_from_iterator(texts or TRAINING, trainer)
    return engine


def wordpiece(*, vocabulary: int = 200) -> Tokenizer:
    """BERT's kind, lower case."""
    engine = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    engine.normalizer = normalizers.BertNormalizer(lowercase=True)
    engine.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=vocabulary, special_tokens=special, show_progress=False)
    engine.train_from_iterator(TRAINING, trainer)
    engine.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return engine


def write_tokenizer(folder: Path, engine: Tokenizer, **settings: Any) -> Path:
    """tokenizer.json, and tokenizer_config.json with these settings where there are any."""
    folder.mkdir(parents=True, exist_ok=True)
    engine.save(str(folder / "tokenizer.json"))
    if settings:
        (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder


def write_gpt2_files(folder: Path, engine: Tokenizer, **settings: Any) -> Path:
    """vocab.json and merges.txt, as GPT-2 came."""
    folder.mkdir(parents=True, exist_ok=True)
    engine.model.save(str(folder))
    if settings:
        (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder


def add_tokens(engine: Tokenizer, *tokens: str, special: bool = True) -> Tokenizer:
    engine.add_tokens([AddedToken(token, special=special, normalized=False) for token in tokens])
    return engine


Pieces = Sequence[tuple[str, float, int]]


def sentencepiece_bytes(
    pieces: Pieces,
    *,
    algorithm: int = 2,
    add_prefix: bool = True,
    join_spaces: bool = False,
    character_map: bytes = b"",
    ids: tuple[int, int, int] = (1, 2, -1),
) -> bytes:
    """A serialised ModelProto, field by field as the .proto numbers them."""
    body = b"".join(
        _chunk(1, _chunk(1, text.encode()) + _tag(2, 5) + struct.pack("<f", score) + _number(3, kind))
        for text, score, kind in pieces
    )
    trainer = _number(3, algorithm) + b"".join(_number(41 + at, value) for at, value in enumerate(ids))
    normalizer = _chunk(1, b"identity") + _chunk(2, character_map)
    normalizer += _number(3, add_prefix) + _number(4, join_spaces)
    return body + _chunk(2, trainer) + _chunk(3, normalizer)


def _tag(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, value: int) -> bytes:
    return _tag(field, 0) + _varint(value % 2**64)


def _chunk(field: int, content: bytes) -> bytes:
    return _tag(field, 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def llama_pieces(texts: Iterable[str] = TRAINING, merges: int = 120) -> list[tuple[str, float, int]]:
    """Pieces as a Llama has them: specials, bytes, merged pieces by falling score, letters last.

    The plain way to train a BPE: count pairs, join the most frequent, again.
    """
    words = [list(f"▁{text.replace(' ', '▁')}") for text in texts]
    letters = sorted({letter for word in words for letter in word if letter != "x"})  # x is left to its bytes
    made: list[str] = []
    for _ in range(merges):
        counts: dict[tuple[str, str], int] = {}
        for word in words:
            for pair in zip(word, word[1:], strict=False):
                counts[pair] = counts.get(pair, 0) + 1
        pair = max(sorted(counts), key=lambda pair: counts[pair])
        words = [_joined(word, pair) for word in words]
        if "".join(pair) not in made:
            made.append("".join(pair))
    special = [("<unk>", 0.0, 2), ("<s>", 0.0, 3), ("</s>", 0.0, 3)]
    in_bytes = [(f"<0x{number:02X}>", 0.0, 6) for number in range(256)]
    scored = [(piece, -float(rank), 1) for rank, piece in enumerate([*made, *letters])]
    return [*special, *in_bytes, *scored]


def _joined(word: list[str], pair: tuple[str, str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(word):
        if tuple(word[at : at + 2]) == pair:
            out.append("".join(pair))
            at += 2
        else:
            out.append(word[at])
            at += 1
    return out


def plain_sentencepiece(text: str, pieces: Pieces) -> list[int]:
    """Sentencepiece's BPE as its paper tells it: join the best-scored neighbours, leftmost first."""
    ids = {piece: number for number, (piece, _, _) in enumerate(pieces)}
    score = {piece: value for piece, value, kind in pieces if kind == 1}
    symbols = list(f"▁{text.replace(' ', '▁')}") if text else []
    while True:
        joined = [
            (score[a + b], -at)
            for at, (a, b) in enumerate(zip(symbols, symbols[1:], strict=False))
            if a + b in score
        ]
        if not joined:
            break
        at = -max(joined)[1]
        symbols[at : at + 2] = ["".join(symbols[at : at + 2])]
    out: list[int] = []
    for symbol in symbols:
        out += [ids[symbol]] if symbol in ids else [ids[f"<0x{byte:02X}>"] for byte in symbol.encode()]
    return out
