"""adapter_model.bin is read without unpickling: what torch wrote is seen, what would run is refused."""

from __future__ import annotations

import collections
import io
import os
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch
from container_files import HTML, LFS_POINTER, Q_A, Q_B
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import UnreadableInput
from inspector.files import torch_zip
from inspector.files.torch_zip import read_torch_zip

DTYPES = {
    torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8",
    torch.bool: "BOOL", torch.complex64: "C64", torch.float8_e4m3fn: "F8_E4M3", torch.uint16: "U16",
}  # fmt: skip

both_containers = pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "adapter_model.bin"


def saved(path: Path, value: Any, *, zipped: bool = True) -> Path:
    torch.save(value, path, _use_new_zipfile_serialization=zipped)
    return path


def refusal(path: Path) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as caught:
        read_torch_zip(path)
    return caught.value


@both_containers
def test_names_shapes_dtypes_and_bytes_are_those_of_the_state_dict(path: Path, zipped: bool) -> None:
    state = {str(dtype): torch.ones(2, 3).to(dtype) for dtype in DTYPES}
    tensors, notes = read_torch_zip(saved(path, state, zipped=zipped))
    raw = path.read_bytes()
    assert {key: tensor.dtype for key, tensor in tensors.items()} == {str(d): DTYPES[d] for d in DTYPES}
    for key, tensor in tensors.items():
        assert tensor.shape == (2, 3)
        stored = raw[tensor.offset : tensor.offset + tensor.nbytes]
        assert stored == bytes(state[key].view(torch.uint8).numpy().tobytes())
    assert notes == ()


@both_containers
def test_parameters_views_scalars_and_ordered_dicts_are_read(path: Path, zipped: bool) -> None:
    shared = torch.arange(12.0)
    state = collections.OrderedDict(torch.nn.Linear(3, 2).state_dict())
    state |= {
        "parameter": torch.nn.Parameter(torch.zeros(2)),
        "slice": shared[4:8],
        "transposed": shared.view(3, 4).t(),
        "scalar": torch.tensor(1.0),
        "nothing": torch.zeros(0, 16),
        "expanded": torch.zeros(1).expand(5),
    }
    tensors, _ = read_torch_zip(saved(path, state, zipped=zipped))
    assert {key: tensor.shape for key, tensor in tensors.items()} == {
        k: tuple(v.shape) for k, v in state.items()
    }
    part = tensors["slice"]
    assert path.read_bytes()[part.offset : part.offset + part.nbytes] == shared[4:8].numpy().tobytes()
    assert tensors["transposed"].offset == 0


class RunsACommand:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, ("touch ran",)


@both_containers
def test_a_pickle_that_would_run_code_is_refused_by_the_name_of_the_callable(
    path: Path, zipped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    error = refusal(saved(path, {Q_A: torch.zeros(1), "x": RunsACommand()}, zipped=zipped))
    assert error.rule == "ADP007"
    assert f"{os.system.__module__}.system" in error.message
    assert not Path("ran").exists()


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(b"cposix\nsystem\n(S'true'\ntR.", id="GLOBAL"),
        pytest.param(b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x04true\x85R.", id="STACK_GLOBAL"),
        pytest.param(b"(S'true'\niposix\nsystem\n.", id="INST"),
        pytest.param(b"cbuiltins\neval\n.", id="eval"),
        pytest.param(b"ctorch\nload\n.", id="torch.load"),
        pytest.param(b"ctorch._utils\nos.system\n.", id="a dotted way round"),
        pytest.param(b"\x8c\x05posix\x8c\x06system\x93.", id="without a protocol"),
    ],
)
def test_no_spelling_of_a_foreign_callable_passes(path: Path, code: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", code)
    assert refusal(path).rule == "ADP007"


@both_containers
def test_entries_that_are_no_tensors_are_noted_and_a_nested_state_dict_is_refused(
    path: Path, zipped: bool
) -> None:
    tensors, notes = read_torch_zip(saved(path, {Q_A: torch.zeros(1), "epoch": 3, "l": [1.5]}, zipped=zipped))
    assert list(tensors) == [Q_A]
    assert "epoch, l" in notes[0].message
    nested = refusal(saved(path, {"state_dict": {Q_A: torch.zeros(1)}}, zipped=zipped))
    assert nested.rule == "ADP003" and "under state_dict" in nested.message
    assert "does not hold a state dict" in refusal(saved(path, torch.zeros(1), zipped=zipped)).message
    assert read_torch_zip(saved(path, {}, zipped=zipped)) == ({}, ())


@both_containers
def test_a_cut_off_file_is_refused(path: Path, zipped: bool) -> None:
    whole = saved(path, {Q_A: torch.zeros(4, 16), Q_B: torch.zeros(16, 4)}, zipped=zipped).read_bytes()
    for kept in (1, 40, len(whole) // 2, len(whole) - 4):
        path.write_bytes(whole[:kept])
        assert refusal(path).rule == "ADP003"


@pytest.mark.parametrize(
    ("content", "rule"),
    [(LFS_POINTER, "ADP002"), (HTML, "ADP003"), (b"", "ADP003"), (b"\x00" * 99, "ADP003")],
)
def test_what_is_no_torch_file_is_named(path: Path, content: bytes, rule: str) -> None:
    path.write_bytes(content)
    assert refusal(path).rule == rule


def test_another_zip_and_another_pickle_are_named(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "no data.pkl" in refusal(path).message
    path.write_bytes(pickle.dumps({"a": 1}))
    assert "not one that torch.save wrote" in refusal(path).message


def test_an_archive_with_two_entries_of_one_name_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", b"}.")
        archive.writestr("archive/DATA.pkl", b"cposix\nsystem\n.")
    assert "two archive entries" in refusal(path).message


def test_a_storage_smaller_than_its_shape_is_refused(path: Path) -> None:
    whole = saved(path, {Q_A: torch.zeros(4, 16)}).read_bytes()
    short = path.with_name("short.bin")
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(short, "w") as target:
        for entry in source.namelist():
            target.writestr(entry, source.read(entry)[: 100 if entry.endswith("data/0") else None])
    error = refusal(short)
    assert error.rule == "ADP003" and "256 bytes and 100 are there" in error.message


def test_a_zip_bomb_and_an_endless_pickle_are_not_expanded(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch_zip, "MAX_PICKLE_BYTES", 10_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", b"N0" * 50_000 + b".")
    assert "was not read" in refusal(path).message
    monkeypatch.setattr("inspector.files.pickled.MAX_OPCODES", 1000)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", b"N0" * 2_000 + b".")
    assert "more pickle opcodes" in refusal(path).message


def test_a_dictionary_that_holds_itself_is_no_endless_loop(path: Path) -> None:
    own: dict[str, Any] = {}
    own["self"] = own
    assert refusal(saved(path, own)).rule == "ADP003"


SEEDS = []
for zipped in (True, False):
    buffer = io.BytesIO()
    torch.save(
        {Q_A: torch.zeros(4, 16), Q_B: torch.zeros(2).half()}, buffer, _use_new_zipfile_serialization=zipped
    )
    SEEDS.append(buffer.getvalue())


def _with_pickle(code: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("archive/data.pkl", code)
        archive.writestr("archive/data/0", bytes(64))
    return target.getvalue()


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "adapter_model.bin"


def never_another_error(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        tensors, _ = read_torch_zip(path)
    except UnreadableInput as error:
        assert error.rule in ("ADP002", "ADP003", "ADP007")
    else:
        for tensor in tensors.values():
            assert 0 <= tensor.offset <= len(content) - tensor.nbytes or not tensor.offset


@settings(max_examples=150)
@given(st.sampled_from(SEEDS), st.data())
def test_changed_bytes_never_raise_anything_else(fuzzed: Path, seed: bytes, data: st.DataObject) -> None:
    mutated = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    never_another_error(fuzzed, bytes(mutated))


with zipfile.ZipFile(io.BytesIO(SEEDS[0])) as _archive:
    PICKLE = _archive.read("archive/data.pkl")


@settings(max_examples=150)
@given(st.data())
def test_changed_opcodes_never_raise_anything_else(fuzzed: Path, data: st.DataObject) -> None:
    mutated = bytearray(PICKLE)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"\x8b\x00\x00\x10\x00", b"(", b"t", b"R", b"b", b"0", b"]"])
        )
    never_another_error(fuzzed, _with_pickle(bytes(mutated)))
