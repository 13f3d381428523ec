"""Writes a repaired copy of an adapter: a new folder, whole or not at all; the original is only read."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from inspector.errors import Cancelled, InspectorError, UnreadableInput, UsageError
from inspector.files.folder import ADAPTER_CONFIG, ADAPTER_WEIGHTS, list_folder, member, printable
from inspector.files.layouts import FOREIGN_WEIGHTS
from inspector.files.records import Adapter, TensorInfo
from inspector.files.safetensors import BITS
from inspector.files.tensor_plan import Making, Source, TensorStep

_BLOCK = 4 * 1024 * 1024
_LARGEST_EXTRA = 64 * 1024 * 1024
_README = "README.md"
_TEXTS = (".json", ".txt", ".md", ".jinja", ".model", ".tiktoken", ".yaml", ".yml", ".toml", ".vocab")
_NOT_ITS_OWN = frozenset(
    {ADAPTER_CONFIG, _README, "adapter-lock.json", "config.json", *ADAPTER_WEIGHTS, *FOREIGN_WEIGHTS}
)
"""What the copy gets anew, or must not have: a lock speaks of the original's bytes."""

Asked = Callable[[], bool]
Progress = Callable[[int, int], None]


def check_target(folder: Path, *, original: Path, base: Path) -> Path:
    """The absolute path of the new folder. Raises UsageError where it may not be written.

    It must not exist, or be an empty folder, and must not lie in the original or in the base.
    """
    target = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100  (resolve needs no existing path)
    name = printable(target.name)
    hint = "Choose a new folder beside it."
    for place, what in ((original, "the adapter's own folder"), (base, "the base's folder")):
        if target.resolve().is_relative_to(place.resolve()):
            raise UsageError(f"{name} is, or lies in, {what}; nothing is ever written there.", hint)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{name} is there already and is no folder.", hint)
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(f"{name} is there already and is not empty; nothing is written over.", hint)
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {printable(str(target.parent))}.", "Make it first.")
    return target


@contextmanager
def appearing_whole(target: Path) -> Iterator[Path]:
    """A temporary sibling to write into, which becomes `target` when the block ends without an error.

    Raises UsageError when the place cannot be written to.
    """
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{target.name[:50]}-", dir=target.parent))
    except OSError as error:
        raise UsageError(
            f"{printable(str(target.parent))} cannot be written to: {error.strerror}.",
            "Choose another place.",
        ) from error
    try:
        yield made
        made.chmod(0o777 & ~_umask())
        if target.is_dir():
            target.rmdir()  # empty, as was checked; if it has filled up since, this fails and nothing is lost
        made.rename(target)
    except OSError as error:
        raise InspectorError(
            f"{printable(target.name)} could not be written: {error.strerror or error}.",
            "Nothing was left behind; look at the free space and the permissions.",
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_config(folder: Path, config: Mapping[str, Any]) -> None:
    """adapter_config.json, as PEFT formats it."""
    text = json.dumps(dict(config), indent=2, sort_keys=True)
    (folder / ADAPTER_CONFIG).write_text(text + "\n", encoding="utf-8")


def write_tensors(
    source: Adapter,
    steps: Sequence[TensorStep],
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> Path:
    """adapter_model.safetensors in `folder`, made step by step from the source's file.

    Copies run in blocks of 4 MB; a tensor that is transposed or built from blocks is held in memory, one at
    a time. `progress` counts bytes. Raises Cancelled, UnreadableInput when the source became shorter.
    """
    ordered = sorted(steps, key=lambda step: (-BITS[step.dtype], step.key))  # safetensors aligns by dtype
    entries: dict[str, Any] = {}
    end = 0
    for step in ordered:
        size = _bytes_of(step)
        entries[step.key] = {
            "dtype": step.dtype, "shape": list(step.shape), "data_offsets": [end, end + size]
        }  # fmt: skip
        end += size
    header = json.dumps(
        {"__metadata__": {"format": "pt", **source.metadata}, **entries}, separators=(",", ":")
    ).encode()
    header += b" " * (-len(header) % 8)
    path, done = folder / ADAPTER_WEIGHTS[0], 0
    if source.weights_file is None:
        raise UsageError("The adapter has no weights to copy.")
    with source.weights_file.open("rb") as file, path.open("xb") as out:
        out.write(len(header).to_bytes(8, "little") + header)
        for step in ordered:
            for block in _made(file, step, source.tensors):
                out.write(block)
                done += len(block)
                if cancelled is not None and cancelled():
                    raise Cancelled
            if progress is not None:
                progress(done, end)
    return path


def _bytes_of(step: TensorStep) -> int:
    count = 1
    for extent in step.shape:
        count *= extent
    return count * BITS[step.dtype] // 8


def _made(file: BinaryIO, step: TensorStep, tensors: Mapping[str, TensorInfo]) -> Iterator[bytes]:
    """The new tensor's bytes, block by block."""
    if step.making is Making.TRANSPOSE:
        yield _transposed(file, tensors[step.sources[0].key])
    elif step.making is Making.DIAGONAL:
        yield _diagonal(file, step, tensors)
    else:
        for source in step.sources:
            yield from read_rows(file, tensors[source.key], source)


def read_rows(file: BinaryIO, info: TensorInfo, rows: Source) -> Iterator[bytes]:
    """The bytes of a tensor, or of some of its rows, in blocks of 4 MB."""
    start, stop = 0, info.nbytes
    if rows.start is not None and rows.stop is not None:
        width = info.nbytes // info.shape[0]
        start, stop = rows.start * width, rows.stop * width
    file.seek(info.offset + start)
    left = stop - start
    while left:
        block = file.read(min(_BLOCK, left))
        if not block:
            raise UnreadableInput(
                f"{info.file} became shorter while it was read.", "Try again.", rule="ADP003", path=info.file
            )
        left -= len(block)
        yield block


def _transposed(file: BinaryIO, info: TensorInfo) -> bytes:
    return _elements(file, info).T.tobytes()  # type: ignore[no-any-return]


def _diagonal(file: BinaryIO, step: TensorStep, tensors: Mapping[str, TensorInfo]) -> bytes:
    import numpy

    made = numpy.zeros(step.shape, dtype=_word(step.dtype))
    column = 0
    for source in step.sources:
        block = _elements(file, tensors[source.key])
        height, width = block.shape
        made[source.at : source.at + height, column : column + width] = block
        column += width
    return made.tobytes()


def _elements(file: BinaryIO, info: TensorInfo) -> Any:
    """The tensor as unsigned integers of its width: moved about, never computed with."""
    import numpy

    raw = b"".join(read_rows(file, info, Source(info.key)))
    return numpy.frombuffer(raw, dtype=_word(info.dtype)).reshape(info.shape)


def _word(dtype: str) -> str:
    if BITS[dtype] not in (8, 16, 32, 64):
        raise UsageError(f"Tensors of dtype {dtype} can be copied, but not transposed or put together.")
    return f"<u{BITS[dtype] // 8}"


def copy_companions(original: Path, folder: Path) -> tuple[str, ...]:
    """Copy the small files that belong to the adapter (tokenizer, chat template, licence) into `folder`.

    Returns the names that were left out: weights of other kinds, pickles, large files, folders, links that
    lead outside.
    """
    contents = list_folder(original)
    left_out = [f"{name}/" for name in contents.folders]
    for name in contents.files:
        if name in _NOT_ITS_OWN:
            continue
        try:
            path = member(original, name)
            small = path.stat().st_size <= _LARGEST_EXTRA
            known = path.suffix.lower() in _TEXTS or path.stem.isupper()
            if not (small and known):
                left_out.append(name)
                continue
            shutil.copyfile(path, folder / name)
        except (OSError, UnreadableInput):
            left_out.append(name)
    return tuple(left_out)


def read_readme(original: Path) -> str:
    """The original's README.md as text; empty where there is none that can be read."""
    try:
        path = member(original, _README)
        if path.stat().st_size > 4 * 1024 * 1024:
            return ""
        return path.read_text(encoding="utf-8", errors="replace")
    except (OSError, UnreadableInput):
        return ""


def write_readme(folder: Path, text: str) -> None:
    (folder / _README).write_text(text, encoding="utf-8")


def read_number(adapter: Adapter, key: str) -> float:
    """The value of a tensor with one element (kohya's alpha). Raises UsageError for other tensors."""
    import numpy

    info = adapter.tensors[key]
    if adapter.weights_file is None or info.parameters != 1 or info.dtype not in _NUMBERS:
        raise UsageError(f"{printable(key)} is no single number that can be read.")
    with adapter.weights_file.open("rb") as file:
        raw = b"".join(read_rows(file, info, Source(key)))
    if info.dtype == "BF16":
        raw = b"\0\0" + raw
    return float(numpy.frombuffer(raw, dtype=_NUMBERS[info.dtype])[0])


_NUMBERS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<f4", "I64": "<i8", "I32": "<i4"}
