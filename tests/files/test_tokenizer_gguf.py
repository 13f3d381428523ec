"""The tokenizer in GGUF metadata is the one that the model came with."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import gguf
import pytest
from tokenizer_files import byte_level, llama_pieces, plain_sentencepiece, write_tokenizer

from inspector.errors import UnreadableInput
from inspector.files.gguf import read_gguf
from inspector.files.tokenizer import read_tokenizer
from inspector.files.tokenizer_encoding import encode
from inspector.files.tokenizer_gguf import read_gguf_tokenizer
from inspector.files.tokenizer_record import Tokenizer
from inspector.files.tokenizer_samples import SAMPLE_TEXTS


def written(path: Path, edit: Any) -> Tokenizer:
    writer = gguf.GGUFWriter(path, "llama")
    edit(writer)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    found = read_gguf_tokenizer(path)
    assert found is not None
    return found


def test_a_llama_is_encoded_as_sentencepiece_does(tmp_path: Path) -> None:
    pieces = llama_pieces()

    def edit(writer: gguf.GGUFWriter) -> None:
        writer.add_tokenizer_model("llama")
        writer.add_token_list([*(text for text, _, _ in pieces), "[PAD999]"])
        writer.add_token_scores([*(score for _, score, _ in pieces), -1000.0])
        writer.add_token_types([*(kind for _, _, kind in pieces), gguf.TokenType.UNUSED])
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)
        writer.add_add_bos_token(True)
        writer.add_chat_template(
            [{"name": "default", "template": "{{ a }}"}, {"name": "tools", "template": "{{ b }}"}]
        )

    found = written(tmp_path / "llama.gguf", edit)
    assert found.vocabulary == {text: number for number, (text, _, _) in enumerate(pieces)}
    assert found.roles == {"bos_token": "<s>", "eos_token": "</s>"} and found.frame == "<s> …"
    assert found.templates == {"default": "{{ a }}", "tools": "{{ b }}"}
    texts = ["the quick brown fox", "größer, schöner", "  12345 shells"]
    assert [list(encoding.ids) for encoding in encode(found, texts)] == [
        plain_sentencepiece(text, pieces) for text in texts
    ]


@pytest.mark.parametrize("name", ["gpt-2", "an-unknown-way"])
def test_gpt2s_kind_is_that_of_its_tokenizer_json(name: str, tmp_path: Path) -> None:
    engine = byte_level()
    whole = read_tokenizer(write_tokenizer(tmp_path, engine))
    assert whole is not None
    tokens = sorted(whole.vocabulary, key=lambda token: whole.vocabulary[token])

    def edit(writer: gguf.GGUFWriter) -> None:
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(name)
        writer.add_token_list(tokens)
        special = gguf.TokenType.CONTROL
        writer.add_token_types(
            [special if token in whole.added else gguf.TokenType.NORMAL for token in tokens]
        )
        engine.model.save(str(tmp_path))
        writer.add_token_merges((tmp_path / "merges.txt").read_text().splitlines()[1:])

    found = written(tmp_path / "gpt2.gguf", edit)
    assert (found.vocabulary, found.merges_digest) == (whole.vocabulary, whole.merges_digest)
    if name == "gpt-2":
        assert found.pre_tokenizer == whole.pre_tokenizer
        assert [e.ids for e in encode(found, SAMPLE_TEXTS)] == [e.ids for e in encode(whole, SAMPLE_TEXTS)]
    else:
        assert "(an-unknown-way) is not rebuilt here" in found.cannot_encode


def test_berts_words_are_told_as_vocab_txt_has_them(tmp_path: Path) -> None:
    def edit(writer: gguf.GGUFWriter) -> None:
        writer.add_tokenizer_model("bert")
        writer.add_token_list(["[CLS]", "▁sea", "s"])

    assert list(written(tmp_path / "bert.gguf", edit).vocabulary) == ["[CLS]", "sea", "##s"]


def test_a_model_without_a_vocabulary_has_no_tokenizer(tmp_path: Path) -> None:
    writer = gguf.GGUFWriter(tmp_path / "bare.gguf", "llama")
    writer.add_tokenizer_model("no_vocab")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    assert read_gguf_tokenizer(tmp_path / "bare.gguf") is None


def test_arrays_are_read_out_only_where_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "some.gguf"
    numbers = list(range(5000))
    written(path, lambda writer: (
        writer.add_tokenizer_model("llama"),
        writer.add_token_list(["a", "ü"]),
        writer.add_array("some.numbers", numbers),
    ))  # fmt: skip
    assert read_gguf(path).metadata["some.numbers"] == (5000,)
    kept = read_gguf(path, keep=("some.numbers", "tokenizer.ggml.tokens")).metadata
    assert kept["some.numbers"] == tuple(numbers) and kept["tokenizer.ggml.tokens"] == ("a", "ü")


@pytest.mark.parametrize("count", [5_000_000, 2**62])
def test_an_announced_vocabulary_is_not_believed(count: int, tmp_path: Path) -> None:
    key = b"tokenizer.ggml.tokens"
    entry = struct.pack("<Q", len(key)) + key + struct.pack("<IIQ", 9, 8, count)
    (tmp_path / "liar.gguf").write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + entry + bytes(100))
    with pytest.raises(UnreadableInput, match="more than any model has|cannot hold"):
        read_gguf_tokenizer(tmp_path / "liar.gguf")
