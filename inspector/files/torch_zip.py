"""Names, shapes and dtypes of a torch.save file (`adapter_model.bin`), read without unpickling it.

Two containers: the zip that torch writes since 1.6, and the older row of pickles followed by the storages.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from inspector.errors import UnreadableInput
from inspector.files.pickled import ForbiddenCallable, MalformedPickle, PickledTensor, Storage, read_pickle
from inspector.files.records import FileNote, TensorInfo
from inspector.files.signatures import HEAD_BYTES, open_regular, refuse_impostor, size_in_words
from inspector.files.torch_dtypes import ITEM_BYTES

MAX_PICKLE_BYTES = 64_000_000
"""The largest data.pkl that is read; a model of 10,000 tensors needs 2 MB."""

MAX_ENTRIES = 200_000

_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
_LEGACY_PROTOCOL = 1001


class _Extent:
    """Where a storage's bytes lie: `offset` from the file's start (0: not known), `size` in bytes."""

    __slots__ = ("offset", "size")

    def __init__(self, offset: int, size: int) -> None:
        self.offset = offset
        self.size = size


def read_torch_zip(path: Path) -> tuple[dict[str, TensorInfo], tuple[FileNote, ...]]:
    """The tensors of the state dict in a torch.save file, in the order of the file.

    A tensor's `offset` is given when its elements lie contiguous and uncompressed in the file, else 0.
    Raises UnreadableInput: ADP001 (cannot be opened), ADP002 (Git LFS pointer), ADP003 (damaged, cut off,
    or no state dict), ADP007 (unpickling it would import and call what no state dict needs).
    """
    file, file_size = open_regular(path)
    with file:
        head = file.read(HEAD_BYTES)
        try:
            if head.startswith(b"PK\x03\x04"):
                state, extents = _read_zip(file, file_size)
            elif head.startswith(b"\x80"):
                state, extents = _read_legacy(file, file_size)
            else:
                refuse_impostor(path, head, expected="a file that torch.save wrote")
                raise MalformedPickle("is not a file that torch.save wrote")
            return _interpret(state, extents, file=path.name)
        except ForbiddenCallable as error:
            _refuse_code(path, error.name)
        except MalformedPickle as error:
            raise UnreadableInput(
                f"{path.name} {error}.",
                "Save it again, best as safetensors (`save_pretrained` writes that by default).",
                rule="ADP003",
                path=path,
            ) from error


def _refuse_code(path: Path, name: str) -> NoReturn:
    shown = name.encode("unicode_escape").decode("ascii")[:120]
    raise UnreadableInput(
        f"{path.name} would run code when it is unpickled: it calls {shown}, which no adapter needs.",
        "Do not load this file. Loaders that read weights only, PEFT among them, refuse it; ask its author "
        "for adapter_model.safetensors.",
        rule="ADP007",
        path=path,
    )


def _read_zip(file: BinaryIO, file_size: int) -> tuple[Any, dict[str, _Extent]]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if len(entries) > MAX_ENTRIES:
                raise MalformedPickle("has more archive entries than any state dict needs, and was not read")
            if len({name.lower() for name in entries}) != len(archive.infolist()):
                # torch's own zip reader ignores case and may pick the other one of two.
                raise MalformedPickle("has two archive entries of the same name")
            pickles = [name for name in entries if name.count("/") == 1 and name.endswith("/data.pkl")]
            if len(pickles) != 1:
                raise MalformedPickle("is a zip archive, but not one that torch.save wrote (no data.pkl)")
            state = read_pickle(BytesIO(_read_entry(archive, entries[pickles[0]])))
            root = pickles[0].removesuffix("data.pkl") + "data/"
            big_endian = _is_big_endian(
                archive, entries.get(pickles[0].removesuffix("data.pkl") + "byteorder")
            )
            extents: dict[str, _Extent] = {}
            for name, entry in entries.items():
                if name.startswith(root):
                    extent = _extent(file, entry, file_size)
                    extents[name.removeprefix(root)] = _Extent(0, extent.size) if big_endian else extent
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        cut = "its archive directory, which stands at the end, cannot be read"
        raise MalformedPickle(f"is cut off or damaged: {cut}") from error
    return state, extents


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MAX_PICKLE_BYTES:
        raise MalformedPickle(f"holds a data.pkl of {size_in_words(entry.file_size)}, and was not read")
    with archive.open(entry) as stream:
        raw = stream.read(MAX_PICKLE_BYTES + 1)
    if len(raw) > MAX_PICKLE_BYTES:
        raise MalformedPickle("holds a data.pkl larger than it declares, and was not read")
    return raw


def _is_big_endian(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None) -> bool:
    if entry is None or entry.file_size > 16:
        return False
    with archive.open(entry) as stream:
        return stream.read(16) == b"big"


def _extent(file: BinaryIO, entry: zipfile.ZipInfo, file_size: int) -> _Extent:
    """Where an entry's bytes lie by its local header, which the central directory only points to."""
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise MalformedPickle("is damaged: an archive entry does not begin where the directory says")
    name_length, extra_length = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    begin = entry.header_offset + 30 + name_length + extra_length
    is_stored = entry.compress_type == zipfile.ZIP_STORED
    if begin + entry.compress_size > file_size or (is_stored and entry.file_size != entry.compress_size):
        raise MalformedPickle("is damaged: an archive entry is larger than its place in the file")
    return _Extent(begin if is_stored else 0, entry.file_size)


def _read_legacy(file: BinaryIO, file_size: int) -> tuple[Any, dict[str, _Extent]]:
    """torch < 1.6: magic, protocol, system info, state dict and storage keys as pickles; then the storages.

    Each storage is its number of elements (8 bytes) and its bytes (torch/serialization.py, _legacy_save).
    """
    file.seek(0)
    stream = BytesIO(file.read(MAX_PICKLE_BYTES))
    if read_pickle(stream) != _LEGACY_MAGIC or read_pickle(stream) != _LEGACY_PROTOCOL:
        raise MalformedPickle("is a Python pickle, but not one that torch.save wrote")
    system = read_pickle(stream)
    if not isinstance(system, dict) or system.get("little_endian") is not True:
        raise MalformedPickle("was saved on a big-endian machine")
    state = read_pickle(stream)
    keys = read_pickle(stream)
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise MalformedPickle("does not list its storages")
    storages = {tensor.storage.key: tensor.storage for tensor in _tensors(state).values()}
    position, extents = stream.tell(), dict[str, _Extent]()
    for key in keys:
        storage = storages.get(key)
        if storage is None:
            break  # it belongs to no tensor of the state dict: neither its size is known, nor what follows
        size = storage.numel * ITEM_BYTES[storage.dtype or "U8"]
        extents[key] = _Extent(position + 8, max(0, min(size, file_size - position - 8)))
        position += 8 + size
    return state, extents


def _tensors(state: Any) -> Mapping[str, PickledTensor]:
    if not isinstance(state, dict):
        raise MalformedPickle("does not hold a state dict")
    return {key: value for key, value in state.items() if isinstance(value, PickledTensor)}


def _interpret(
    state: Any, extents: Mapping[str, _Extent], *, file: str
) -> tuple[dict[str, TensorInfo], tuple[FileNote, ...]]:
    tensors = _tensors(state)
    if not tensors and state:
        inner = [key for key, value in state.items() if isinstance(value, dict) and value]
        where = f"; there are dictionaries inside it, under {_listed(inner)}" if inner else ""
        raise MalformedPickle(f"holds no tensors where loaders look for them{where}")
    infos = {key: _info(key, tensor, extents, file=file) for key, tensor in tensors.items()}
    others = [key for key in state if key not in tensors]
    if not others:
        return infos, ()
    note = FileNote(
        "ADP003",
        f"{file} also holds entries that are no tensors: {_listed(others)}.",
        "Save the adapter's state dict alone.",
        file,
    )
    return infos, (note,)


def _listed(names: list[str]) -> str:
    shown = ", ".join(name.encode("unicode_escape").decode("ascii")[:60] for name in names[:3])
    return shown + (", …" if len(names) > 3 else "")


def _info(key: str, tensor: PickledTensor, extents: Mapping[str, _Extent], *, file: str) -> TensorInfo:
    if any("\ud800" <= letter <= "\udfff" for letter in key):
        raise MalformedPickle("has half a Unicode character in a tensor's name")
    item = ITEM_BYTES[tensor.dtype]
    last = tensor.offset + sum(
        (size - 1) * step for size, step in zip(tensor.shape, tensor.stride, strict=True)
    )
    elements = 1
    for size in tensor.shape:
        elements *= size
    extent = extents.get(tensor.storage.key)
    available = extent.size // item if extent else 0
    if elements and last >= min(available, _declared(tensor.storage, item)):
        there = f"{extent.size:,} are there" if extent else "none are there"
        raise MalformedPickle(
            f"is cut off or damaged: {_listed([key])} needs {(last + 1) * item:,} bytes and {there}"
        )
    offset = 0
    if extent and extent.offset and elements and _is_contiguous(tensor):
        offset = extent.offset + tensor.offset * item
    return TensorInfo(key, tensor.shape, tensor.dtype, file, offset, elements * item)


def _declared(storage: Storage, item: int) -> int:
    return storage.numel // item if storage.dtype is None else storage.numel


def _is_contiguous(tensor: PickledTensor) -> bool:
    expected = 1
    for size, step in zip(reversed(tensor.shape), reversed(tensor.stride), strict=True):
        if size != 1 and step != expected:
            return False
        expected *= size
    return True
