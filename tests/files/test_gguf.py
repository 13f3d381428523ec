"""GGUF: the header as the gguf package reads it, the base that it becomes, and files that are not sound."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import gguf
import pytest
from gguf_files import SIZES, gpt2_tensors, llama_tensors, write_gguf
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import UnreadableInput
from inspector.files.base import read_base
from inspector.files.classify import classify
from inspector.files.gguf import MAX_ENTRIES, MAX_TENSORS, GgufHeader, Length, read_gguf


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gguf") / "tiny.Q8_0.gguf"
    matrices = tuple(name for name, shape in llama_tensors().items() if len(shape) == 2 and shape[1] == 32)
    return write_gguf(path, "llama", llama_tensors(), quantised=matrices)


def test_the_header_is_what_the_gguf_package_reads(llama: Path) -> None:
    header, theirs = read_gguf(llama), gguf.GGUFReader(llama)
    assert header.version == 3
    assert {
        name: (list(reversed(t.shape)), t.type, t.offset, t.nbytes) for name, t in header.tensors.items()
    } == {t.name: (t.shape.tolist(), t.tensor_type.name, t.data_offset, t.n_bytes) for t in theirs.tensors}
    assert set(header.metadata) == {name for name in theirs.fields if not name.startswith("GGUF.")}


def test_vocabularies_are_counted_and_not_kept(llama: Path) -> None:
    metadata = read_gguf(llama).metadata
    assert metadata["tokenizer.ggml.tokens"] == Length(64)
    assert metadata["tokenizer.ggml.merges"] == Length(100)
    assert metadata["general.architecture"] == "llama"
    assert metadata["llama.attention.head_count_kv"] == 2


def test_a_base_has_the_models_own_names_and_shapes(llama: Path) -> None:
    base = read_base(llama)
    assert (base.kind, base.model_type, base.architecture) == ("gguf", "llama", "LlamaForCausalLM")
    assert base.quantization == "gguf Q8_0"
    shapes = {key: tensor.shape for key, tensor in base.tensors.items()}
    assert shapes["model.layers.1.self_attn.k_proj.weight"] == (16, 32)
    assert shapes["model.layers.0.mlp.down_proj.weight"] == (32, 48)
    assert shapes["lm_head.weight"] == shapes["model.embed_tokens.weight"] == (64, 32)
    assert len(shapes) == len(llama_tensors())
    assert base.config["vocab_size"] == SIZES["vocabulary"] and base.config["tie_word_embeddings"] is False


def test_gpt2_matrices_are_turned_as_the_loader_turns_them(tmp_path: Path) -> None:
    base = read_base(write_gguf(tmp_path / "m.gguf", "gpt2", gpt2_tensors()))
    assert base.tensors["transformer.h.0.attn.c_attn.weight"].shape == (32, 96)
    assert base.tensors["transformer.wte.weight"].shape == (64, 32)
    assert base.quantization is None and base.config["tie_word_embeddings"] is True


def test_an_architecture_that_is_not_converted_keeps_its_name_alone(tmp_path: Path) -> None:
    base = read_base(write_gguf(tmp_path / "m.gguf", "command-r", llama_tensors()))
    assert base.config == {"general.architecture": "command-r"} and base.tensors == {}


def test_the_parts_of_a_split_model_are_one_base(tmp_path: Path) -> None:
    def part(number: int, names: list[str]) -> Path:
        def edit(writer: Any) -> None:
            writer.add_uint16("split.count", 2)

        chosen = {name: llama_tensors()[name] for name in names}
        return write_gguf(tmp_path / f"m-0000{number}-of-00002.gguf", "llama", chosen, edit=edit)

    names = list(llama_tensors())
    first = part(1, names[:5])
    with pytest.raises(UnreadableInput, match="m-00002-of-00002.gguf is not beside it"):
        read_base(first)
    second = part(2, names[5:])
    base = read_base(first)
    assert len(base.tensors) == len(names) and base.weight_files == (first, second)
    with pytest.raises(UnreadableInput, match="later part"):
        read_base(second)


def test_dropping_a_gguf_drops_a_base_unless_it_is_an_adapter(llama: Path, tmp_path: Path) -> None:
    assert classify(llama) == ("base", "tiny.Q8_0.gguf is a GGUF model.")
    adapter = write_gguf(tmp_path / "lora.gguf", "llama", {}, edit=lambda w: w.add_type("adapter"))
    assert classify(adapter).kind == "refused"
    with pytest.raises(UnreadableInput, match="is an adapter"):
        read_base(adapter)
    assert "lora.gguf" in classify(tmp_path).reason
    with pytest.raises(UnreadableInput) as refused:
        read_base(tmp_path)
    assert "lora.gguf" in refused.value.hint


def raw(*parts: bytes, version: int = 3, tensors: int = 0, entries: int = 0) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, entries) + b"".join(parts)


def text(value: bytes) -> bytes:
    return struct.pack("<Q", len(value)) + value


def array(kind: int, count: int) -> bytes:
    return text(b"k") + struct.pack("<IIQ", 9, kind, count)


TENSOR = text(b"t") + struct.pack("<IQIQ", 1, 32, 0, 0)

UNSOUND = {
    "empty": (b"", "is empty"),
    "only the magic": (b"GGUF", "cut off inside its header"),
    "another kind": (b"PK\x03\x04" + bytes(40), "zip"),
    "version 1": (raw(version=1), "of version 1"),
    "big-endian": (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "big-endian"),
    "too many tensors": (raw(tensors=MAX_TENSORS + 1), "more than any model"),
    "too many entries": (raw(entries=MAX_ENTRIES + 1), "more than any model"),
    "an unknown type": (raw(text(b"k"), struct.pack("<I", 99), entries=1), "unknown type 99"),
    "the same entry twice": (raw(*[text(b"k") + struct.pack("<IB", 0, 1)] * 2, entries=2), "twice"),
    "a name without end": (raw(struct.pack("<Q", 2**63), entries=1), "name of"),
    "a text without end": (raw(text(b"k"), struct.pack("<IQ", 8, 2**63), entries=1), "cut off"),
    "more texts than bytes": (raw(array(8, 2**40), entries=1), "cannot hold"),
    "a text in a list beyond the end": (raw(array(8, 1), struct.pack("<Q", 2**62), entries=1), "cut off"),
    "more numbers than bytes": (raw(array(10, 2**62), entries=1), "cut off"),
    "lists of lists of lists": (
        raw(array(9, 1), struct.pack("<IQ", 9, 1) * 40, entries=1),
        "unknown type 9",
    ),
    "a tensor of many dimensions": (raw(text(b"t"), struct.pack("<I", 5), tensors=1), "5 dimensions"),
    "the same tensor twice": (raw(TENSOR, TENSOR, bytes(512), tensors=2), "twice"),
    "half a block": (
        raw(text(b"t"), struct.pack("<IQIQ", 1, 33, 2, 0), bytes(512), tensors=1),
        "whole number of blocks",
    ),
    "tensors beyond the end": (raw(TENSOR, tensors=1), "is cut off: at least"),
    "an alignment of nothing": (
        raw(text(b"general.alignment"), struct.pack("<II", 4, 0), entries=1),
        "alignment",
    ),
}


@pytest.mark.parametrize("case", UNSOUND)
def test_unsound_files_are_refused_in_a_sentence(case: str, tmp_path: Path) -> None:
    content, words = UNSOUND[case]
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as refused:
        read_gguf(path)
    assert words in refused.value.message and refused.value.rule in ("ADP003", "ADP006")
    assert classify(path).kind == "refused"


@settings(max_examples=150)
@given(cut=st.integers(0, 6000), flips=st.lists(st.tuples(st.integers(0, 5999), st.integers(0, 255))))
def test_damage_is_refused_or_harmless(cut: int, flips: list[tuple[int, int]], llama: Path) -> None:
    content = bytearray(llama.read_bytes())
    for position, value in flips:
        content[position] = value
    path = llama.with_name("damaged.gguf")
    path.write_bytes(content[: len(content) - cut] if cut else content)
    try:
        assert isinstance(read_gguf(path), GgufHeader)
        read_base(path)
    except UnreadableInput as refused:
        assert refused.message.endswith(".")
