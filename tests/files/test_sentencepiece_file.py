"""Sentencepiece models read field by field, and encoded as sentencepiece does, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizer_files import llama_pieces, plain_sentencepiece, sentencepiece_bytes

from inspector.errors import UnreadableInput
from inspector.files.sentencepiece_file import read_sentencepiece
from inspector.files.tokenizer import read_tokenizer
from inspector.files.tokenizer_encoding import encode
from inspector.files.tokenizer_record import Tokenizer

PIECES = llama_pieces()
MODEL = sentencepiece_bytes(PIECES)


def written(folder: Path, raw: bytes, **settings: object) -> Tokenizer:
    (folder / "tokenizer.model").write_bytes(raw)
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    found = read_tokenizer(folder)
    assert found is not None
    return found


def test_pieces_ids_and_special_tokens(tmp_path: Path) -> None:
    found = written(tmp_path, MODEL, add_bos_token=True)
    assert found.vocabulary == {text: number for number, (text, _, _) in enumerate(PIECES)}
    assert found.roles == {"bos_token": "<s>", "eos_token": "</s>"}
    assert [token for token, entry in found.added.items() if entry.special] == ["<unk>", "<s>", "</s>"]
    assert (found.kind, found.frame, found.merges_digest) == ("BPE", "<s> …", "")


FLOATS = st.floats(width=32, allow_nan=False)


@given(
    pieces=st.lists(st.tuples(st.text(), FLOATS, st.integers(1, 6)), min_size=1, max_size=8),
    algorithm=st.integers(1, 4),
    prefix=st.booleans(),
    ids=st.tuples(*[st.integers(-1, 2**31 - 1)] * 3),
)
def test_what_is_written_is_what_is_read(
    tmp_path: Path,
    pieces: list[tuple[str, float, int]],
    algorithm: int,
    prefix: bool,
    ids: tuple[int, int, int],
) -> None:
    path = tmp_path / "tokenizer.model"
    path.write_bytes(sentencepiece_bytes(pieces, algorithm=algorithm, add_prefix=prefix, ids=ids))
    model = read_sentencepiece(path)
    assert [tuple(piece) for piece in model.pieces] == pieces
    assert model.algorithm == ("Unigram", "BPE", "Word", "Char")[algorithm - 1]
    assert (model.adds_prefix, model.joins_spaces, model.maps_characters) == (prefix, False, False)
    assert (model.bos_id, model.eos_id, model.pad_id) == ids


@settings(max_examples=200)
@given(raw=st.binary(max_size=200), cut=st.integers(0, 400))
@example(raw=b"\x0a" + b"\xff" * 9 + b"\x01", cut=0)
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes, cut: int) -> None:
    path = tmp_path / "tokenizer.model"
    for content in (raw, MODEL[:cut] + raw):
        path.write_bytes(content)
        try:
            assert read_sentencepiece(path).pieces
        except UnreadableInput as error:
            assert error.rule in ("ADP002", "ADP003") and error.message.startswith("tokenizer.model ")


@settings(max_examples=30)
@given(st.lists(st.text(alphabet="abcdefghilnorstux, ü0"), min_size=1, max_size=20))
@example(["the quick brown fox", "  two spaces  ", "", "größer 12345", "xylophone shells"])
def test_texts_get_the_ids_that_the_plain_algorithm_gives(tmp_path: Path, texts: list[str]) -> None:
    found = written(tmp_path, MODEL)
    assert [list(encoding.ids) for encoding in encode(found, texts)] == [
        plain_sentencepiece(text, PIECES) for text in texts
    ]


NOT_EXACT = {
    "of the kind Unigram": sentencepiece_bytes(PIECES, algorithm=1),
    "changes characters": sentencepiece_bytes(PIECES, character_map=b"map"),
    "pieces of its own for white space": sentencepiece_bytes([*PIECES, ("▁▁", 0.0, 4)]),
    "more than a thousand characters": sentencepiece_bytes([*PIECES, ("a" * 1001, 0.0, 1)]),
}


@pytest.mark.parametrize("reason", NOT_EXACT)
def test_what_cannot_be_rebuilt_exactly_is_not_encoded(reason: str, tmp_path: Path) -> None:
    assert reason in written(tmp_path, NOT_EXACT[reason]).cannot_encode


def test_another_class_may_number_the_pieces_otherwise(tmp_path: Path) -> None:
    found = written(tmp_path, MODEL, tokenizer_class="CamembertTokenizer")
    assert "camembert" in found.cannot_encode
