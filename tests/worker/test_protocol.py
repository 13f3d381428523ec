"""Whatever is sent arrives as it was; whatever is not a message is refused."""

from __future__ import annotations

import dataclasses
import io
import typing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compat.inspection import (
    Evidence,
    LoadError,
    LoadReport,
    MissingSlot,
    Module,
    Status,
    TensorMatch,
)
from inspector.compat.probe_result import ProbeResult, PromptResult
from inspector.files.records import Adapter, Base, TensorInfo
from inspector.worker.protocol import (
    MAX_LINE,
    ProtocolError,
    decode_message,
    decode_record,
    encode_message,
    encode_record,
    read_messages,
)

text = st.text(max_size=20)
shape = st.lists(st.integers(0, 2**40), max_size=4).map(tuple)
number = st.floats(allow_nan=False)
json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | number | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)
info = st.builds(TensorInfo, text, shape, text, text, st.integers(0), st.integers(0))
path = st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,3}", fullmatch=True).map(Path)

adapters = st.builds(
    Adapter,
    path=path,
    config=st.dictionaries(text, json_value, max_size=3),
    tensors=st.dictionaries(text, info, max_size=3),
    weights_file=st.none() | path,
    metadata=st.dictionaries(text, text, max_size=2),
)
bases = st.builds(
    Base,
    source=text,
    path=path,
    kind=st.sampled_from(["folder", "file", "config", "hub"]),
    config=st.dictionaries(text, json_value, max_size=3),
    tensors=st.dictionaries(text, info, max_size=3),
    weight_files=st.lists(path, max_size=2).map(tuple),
)
matches = st.builds(
    TensorMatch, text, st.sampled_from(Status), text, text, shape, text, st.none() | text, st.none() | shape
)
reports = st.builds(
    LoadReport,
    evidence=st.sampled_from(Evidence),
    loader=text,
    loader_version=text,
    loads=st.none() | st.booleans(),
    tensors=st.lists(matches, max_size=3).map(tuple),
    missing=st.lists(st.builds(MissingSlot, text, text, text, st.none() | shape), max_size=2).map(tuple),
    modules=st.lists(st.builds(Module, text, text, st.none() | st.integers(0)), max_size=2).map(tuple),
    error=st.none() | st.builds(LoadError, text, text),
    warnings=st.lists(text, max_size=2).map(tuple),
    seconds=number,
)
prompts = st.builds(PromptResult, text, st.integers(0), number, number, st.integers(0), text, text)
probes = st.builds(
    ProbeResult,
    device=text,
    dtype=text,
    acts=st.none() | st.booleans(),
    noise_floor=number,
    max_abs_logit_diff=number,
    mean_abs_logit_diff=number,
    mean_kl=number,
    top1_flip_rate=number,
    disabled_equals_pristine=st.booleans(),
    prompts=st.lists(prompts, max_size=2).map(tuple),
    note=text,
    seconds=number,
)


@given(st.one_of(adapters, bases, reports, probes))
def test_records_survive_the_journey(record: object) -> None:
    line = encode_message({"value": encode_record(record)})
    assert line.count(b"\n") == 1
    assert decode_record(type(record), decode_message(line)["value"]) == record


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        messages = list(read_messages(io.BytesIO(data)))
    except ProtocolError:
        return
    assert all(isinstance(message, dict) for message in messages)


@given(json_value)
def test_any_data_is_a_record_or_refused(data: object) -> None:
    try:
        record = decode_record(LoadReport, data)
    except ProtocolError:
        return
    assert isinstance(record, LoadReport)


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(ProtocolError, match="longer than"):
        list(read_messages(io.BytesIO(b"x" * (MAX_LINE + 2))))
    with pytest.raises(ProtocolError, match="longer than"):
        encode_message({"value": "x" * MAX_LINE})


@pytest.mark.parametrize("record", [LoadReport, ProbeResult, Adapter, Base])
def test_every_field_of_the_records_can_travel(record: type) -> None:
    assert set(typing.get_type_hints(record)) == {field.name for field in dataclasses.fields(record)}
