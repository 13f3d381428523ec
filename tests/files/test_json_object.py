"""A stranger's JSON: an object, or one sentence; never anything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from container_files import HTML, LFS_POINTER, write_adapter, write_sharded
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import InspectorError, UnreadableInput
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.json_object import read_json_object

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def refusal(path: Path, content: bytes) -> UnreadableInput:
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        read_json_object(path, rule="ADP101", max_bytes=500_000)
    return caught.value


@pytest.mark.parametrize(
    ("content", "rule", "words"),
    [
        (b"", "ADP101", "is empty"),
        (b"{", "ADP101", "line 1 column 2"),
        (b"[1]", "ADP101", "not an object"),
        (b'{"a": "\xff"}', "ADP101", "not UTF-8"),
        (b'{"a":' * 300 + b"1" + b"}" * 300, "ADP101", "nested too deeply"),
        (b"[" * 100_000, "ADP101", "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "ADP101", "thousands of digits"),
        (b'{"a": "\\ud800"}', "ADP101", "half a Unicode character"),
        (b'{"a": "' + b"x" * 600_000 + b'"}', "ADP101", "600,009 bytes"),
        (LFS_POINTER, "ADP002", "Git LFS pointer"),
        (HTML, "ADP003", "web page"),
    ],
)
def test_each_fault_has_its_sentence(tmp_path: Path, content: bytes, rule: str, words: str) -> None:
    error = refusal(tmp_path / "adapter_config.json", content)
    assert error.rule == rule
    assert words in error.message


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_adapter(tmp_path_factory.mktemp("fuzz") / "adapter")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sharded(tmp_path_factory.mktemp("fuzz") / "base", 2)


@settings(max_examples=150)
@given(config=st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_adapter_config_is_read_or_refused(adapter: Path, config: bytes) -> None:
    (adapter / "adapter_config.json").write_bytes(config)
    try:
        assert set(read_adapter(adapter).config) == set(json.loads(config))
    except InspectorError as error:
        assert error.message


FIELDS = st.sampled_from(["peft_type", "enable_lora", "fine_tune_type", "lora_parameters", "r"])


@settings(max_examples=150)
@given(config=st.dictionaries(FIELDS, JSON, max_size=3))
def test_known_fields_of_any_type_break_nothing(adapter: Path, config: dict[str, object]) -> None:
    (adapter / "adapter_config.json").write_text(json.dumps(config))
    try:
        read = read_adapter(adapter)
    except InspectorError as error:
        assert error.message
    else:
        assert read.peft_type is None or isinstance(read.peft_type, str)
        assert read.rank is None or isinstance(read.rank, int)


NAMES = st.sampled_from(
    [
        "model-00001-of-00002.safetensors",
        "../x",
        "/etc/passwd",
        "a\\b",
        "C:x",
        "",
        ".",
        "a\x00b",
        "config.json",
        "x" * 300,
    ]
)


@settings(max_examples=150)
@given(placed=JSON | st.dictionaries(st.text(max_size=4), NAMES | JSON, max_size=3))
def test_any_index_is_read_or_refused(base: Path, placed: object) -> None:
    (base / "model.safetensors.index.json").write_text(json.dumps({"weight_map": placed}))
    try:
        read_base(base)
    except InspectorError as error:
        assert error.message
