"""What the safetensors reader says about sound files, and about each kind of broken one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from container_files import HTML, LFS_POINTER, packed, write_tensors

from inspector.errors import UnreadableInput
from inspector.files import safetensors as reader
from inspector.files.safetensors import read_header

ONE = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "adapter_model.safetensors"


def refusal(path: Path, content: bytes) -> UnreadableInput:
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        read_header(path)
    assert caught.value.path == str(path)
    return caught.value


def test_names_shapes_dtypes_and_places_come_from_the_header(path: Path) -> None:
    write_tensors(path, {"a": (2, 3), "b": ()}, value=7.0)
    header = read_header(path)
    assert header.file_size == path.stat().st_size
    assert {key: (tensor.shape, tensor.dtype) for key, tensor in header.tensors.items()} == {
        "a": ((2, 3), "F32"),
        "b": ((), "F32"),
    }
    a = header.tensors["a"]
    assert a.file == path.name
    assert path.read_bytes()[a.offset : a.offset + a.nbytes] == b"\x00\x00\xe0\x40" * 6


def test_metadata_is_kept(path: Path) -> None:
    path.write_bytes(packed({"__metadata__": {"format": "pt"}, "a": ONE}, bytes(8)))
    assert read_header(path).metadata == {"format": "pt"}


def test_zero_size_tensors_are_read(path: Path) -> None:
    path.write_bytes(packed({"a": {"dtype": "F32", "shape": [0, 4], "data_offsets": [0, 0]}}))
    assert read_header(path).tensors["a"].shape == (0, 4)


def test_sub_byte_types_are_sized_in_bits(path: Path) -> None:
    path.write_bytes(packed({"a": {"dtype": "F6_E2M3", "shape": [4], "data_offsets": [0, 3]}}, bytes(3)))
    assert read_header(path).tensors["a"].nbytes == 3
    odd = packed({"a": {"dtype": "F4", "shape": [3], "data_offsets": [0, 2]}}, bytes(2))
    assert "whole byte" in refusal(path, odd).message


def test_an_lfs_pointer_is_named_with_the_true_size_and_hash(path: Path) -> None:
    error = refusal(path, LFS_POINTER)
    assert error.rule == "ADP002"
    assert "54,560,368 bytes" in error.message and "ab" * 32 in error.message
    assert "git lfs pull" in error.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\x00\x01", "has 2 bytes", id="shorter than its length"),
        pytest.param(HTML, "web page", id="html"),
        pytest.param(b"\n  <html>", "web page", id="html after blanks"),
        pytest.param(b"GGUF" + bytes(40), "GGUF", id="gguf"),
        pytest.param(b"PK\x03\x04" + b"\x00\x00\x08\x08" + bytes(40), "zip archive", id="zip"),
        pytest.param(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", "pickle", id="pickle"),
        pytest.param(b'{"a": 1}' + bytes(8), "JSON text", id="json"),
        pytest.param(packed({"a": ONE}, bytes(3)), "5 bytes of", id="truncated data"),
        pytest.param(packed({"a": ONE}, bytes(8))[:20], "cut off inside its header", id="truncated header"),
        pytest.param(packed({"a": ONE}, bytes(9)), "1 byte after its last tensor", id="trailing bytes"),
        pytest.param((10**9).to_bytes(8, "little") + bytes(50), "above the limit", id="huge header"),
        pytest.param(packed(b'{"\xff": 1}'), "not UTF-8", id="not utf-8"),
        pytest.param(packed('{"a": '), "not valid JSON", id="broken json"),
        pytest.param(packed("[" * 100_000), "not valid JSON", id="nesting bomb"),
        pytest.param(packed('{"a": 1e999}'), "not valid JSON", id="number out of range"),
        pytest.param(packed('{"a": NaN}'), "not valid JSON", id="nan"),
        pytest.param(packed("[]"), "not a JSON object", id="not an object"),
        pytest.param(packed('{"\\ud800": 1}'), "half a Unicode character", id="lone surrogate"),
        pytest.param(packed('{"__metadata__":{},"__metadata__":{}}'), "two __metadata__", id="two metadata"),
        pytest.param(packed({"__metadata__": {"a": 1}}), "table of texts", id="metadata not text"),
        pytest.param(packed({"a": 3}), "no tensor description", id="not a description"),
        pytest.param(packed({"a": {"dtype": "F32", "shape": [1]}}), "not give data_offsets", id="missing"),
        pytest.param(packed({"a": ONE | {"dtype": "F33"}}, bytes(8)), "unknown dtype", id="dtype"),
        pytest.param(packed({"a": ONE | {"shape": [-2]}}, bytes(8)), "list of sizes", id="negative"),
        pytest.param(packed({"a": ONE | {"shape": [2.0]}}, bytes(8)), "list of sizes", id="fraction"),
        pytest.param(packed({"a": ONE | {"shape": [2**40, 2**40]}}, bytes(8)), "overflows", id="overflow"),
        pytest.param(packed({"a": ONE | {"shape": [3]}}, bytes(8)), "needs 12 bytes", id="shape and bytes"),
        pytest.param(packed({"a": ONE | {"data_offsets": [8, 0]}}, bytes(8)), "ends before", id="backwards"),
        pytest.param(packed({"a": ONE | {"data_offsets": [1, 9]}}, bytes(9)), "leaves a gap", id="hole"),
        pytest.param(packed({"a": ONE, "b": ONE}, bytes(8)), "overlaps", id="overlap"),
    ],
)  # fmt: skip
def test_a_broken_file_gets_its_own_sentence(path: Path, content: bytes, words: str) -> None:
    error = refusal(path, content)
    assert error.rule == "ADP003"
    assert words in error.message
    assert error.hint


def test_what_is_missing_folder_or_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.safetensors"
    os.mkfifo(pipe)
    for path in (tmp_path / "absent.safetensors", tmp_path, pipe):
        with pytest.raises(UnreadableInput) as caught:
            read_header(path)
        assert caught.value.rule == "ADP001"


def test_a_header_that_would_fill_memory_is_not_parsed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_HEADER_MARKS", 100)
    assert "more tensors than any model" in refusal(path, packed('{"a":[' + "[]," * 60 + "[]]}")).message


def test_names_of_strangers_are_printable_in_messages(path: Path) -> None:
    name = "\x1b[31m" + "x" * 500
    message = refusal(path, packed({name: ONE | {"dtype": "?"}}, bytes(8))).message
    assert "\x1b" not in message and len(message) < 200
