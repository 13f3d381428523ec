"""The reader accepts and refuses exactly what the installed safetensors does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import safetensors
from container_files import packed
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import UnreadableInput
from inspector.files.safetensors import BITS, read_header

Seen = dict[str, tuple[list[int], str, bytes]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("oracle") / "x.safetensors"


def ours(path: Path, content: bytes) -> Seen | None:
    path.write_bytes(content)
    try:
        tensors = read_header(path).tensors.values()
    except UnreadableInput as error:
        assert error.rule in ("ADP002", "ADP003") and error.message.endswith(".")
        return None
    return {t.key: (list(t.shape), t.dtype, content[t.offset : t.offset + t.nbytes]) for t in tensors}


def theirs(content: bytes) -> Seen | None:
    try:
        found = safetensors.deserialize(content)
    except safetensors.SafetensorError:
        return None
    return {key: (view["shape"], view["dtype"], bytes(view["data"])) for key, view in found}


def names() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(
        lambda name: name != "__metadata__"
    )


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A sound file of any dtypes: tensors in any order of their names, spaces around the header."""
    header: dict[str, object] = {}
    if draw(st.booleans()):
        header["__metadata__"] = draw(st.dictionaries(names(), names(), max_size=2))
    position = 0
    for name in draw(st.lists(names(), max_size=4, unique=True)):
        dtype = draw(st.sampled_from(sorted(BITS)))
        shape = draw(st.lists(st.integers(0, 3), max_size=3))
        shape += [4] if BITS[dtype] % 8 else []
        bits = BITS[dtype]
        for size in shape:
            bits *= size
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [position, position + bits // 8]}
        position += bits // 8
    blanks = draw(st.text(" \n\t\r", max_size=3))
    text = json.dumps(header, ensure_ascii=draw(st.booleans()))
    return packed(blanks + text + blanks, draw(st.binary(min_size=position, max_size=position)))


@settings(max_examples=100)
@given(files())
def test_every_sound_file_is_read_as_safetensors_reads_it(path: Path, content: bytes) -> None:
    seen = ours(path, content)
    assert seen is not None
    assert seen == theirs(content)


@settings(max_examples=300)
@given(files(), st.data())
def test_with_any_bytes_changed_the_two_still_agree(path: Path, content: bytes, data: st.DataObject) -> None:
    mutated = bytearray(content)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, max(0, min(len(mutated) - 1, 300))))
        mutated[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"{", b"}", b'"', b",", b"0", b"-0", b"[]", b"1.0", b"\\ud8"])
        )
    assert ours(path, bytes(mutated)) == theirs(bytes(mutated))


VALUES = st.sampled_from(
    ["F32", "F4", "F8_E8M0", "f32", {"F32": None}, {"F32": {}}, None, True, 0, 1, 4, -1, 1.0, -0.0, 1e300,
     2**64 - 1, 2**64, 10**30, [], {}, [0, 4], [0, 8], [4, 8], [4, 4], [2], [1], [2, 1], [0, 2**64 - 1, 2],
     [2**63, 2, 0], [0, 4, 8]]
)  # fmt: skip
FIELDS = st.sampled_from(["dtype", "shape", "data_offsets", "extra", "__metadata__", ""])
RIGHT = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}


@st.composite
def objects(draw: st.DrawFn) -> str:
    """One tensor's description as JSON text: fields wrong, doubled, surplus, missing, or all in a list."""
    if draw(st.integers(0, 3)) == 0:
        return json.dumps(draw(st.lists(VALUES, max_size=4) | st.just(["F32", [1], [0, 4]])))
    pairs = [*RIGHT.items(), *draw(st.lists(st.tuples(FIELDS, VALUES), max_size=2))]
    pairs = draw(st.permutations(pairs))[draw(st.integers(0, 1)) :]
    return "{" + ",".join(f"{json.dumps(field)}:{json.dumps(value)}" for field, value in pairs) + "}"


@settings(max_examples=400)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "__metadata__"]), objects()), max_size=3),
    st.sampled_from([0, 4, 8]),
)
def test_on_any_wrong_description_the_two_agree(
    path: Path, entries: list[tuple[str, str]], size: int
) -> None:
    header = "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in entries) + "}"
    content = packed(header, bytes(size))
    assert ours(path, content) == theirs(content)


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_never_raise_anything_else(path: Path, content: bytes) -> None:
    assert ours(path, content) == theirs(content)


def test_the_limit_of_nesting_is_the_same(path: Path) -> None:
    for depth in range(120, 132):
        for opening, closing in (("[", "]"), ('{"a":', "}")):
            for core in ("0", "[]"):
                extra = opening * depth + core + closing * depth
                header = '{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"extra":' + extra + "}}"
                assert ours(path, packed(header, b"x")) == theirs(packed(header, b"x"))
