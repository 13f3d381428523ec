"""The weights of a model folder, in one file or many: which files transformers reads, and what is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from inspector.errors import UnreadableInput
from inspector.files.folder import Contents, is_file, member, printable
from inspector.files.json_object import MAX_INDEX_BYTES, read_json_object
from inspector.files.records import FileNote, TensorInfo
from inspector.files.safetensors import read_header

MAX_SHARDS = 5_000

_OTHER_WEIGHTS = (".safetensors", ".bin", ".pt", ".pth", ".h5", ".msgpack", ".onnx", ".gguf", ".ckpt")


class Checkpoint(NamedTuple):
    """Tensors by checkpoint name, the files that hold them, and notes; empty where there are no weights."""

    tensors: Mapping[str, TensorInfo]
    files: tuple[Path, ...]
    notes: tuple[FileNote, ...] = ()


class _Part(NamedTuple):
    tensors: dict[str, TensorInfo]
    notes: tuple[FileNote, ...]


def read_checkpoint(folder: Path, contents: Contents) -> Checkpoint:
    """The weights that transformers would load from `folder`, in its order of preference.

    Order (transformers 5.23, `_get_resolved_checkpoint_files`): model.safetensors, its index,
    pytorch_model.bin, its index. Raises UnreadableInput (ADP002, ADP003, ADP007) for a damaged or missing
    file, and for an index that names tensors which its shards do not hold.
    """
    for stem, suffix, read in (
        ("model", ".safetensors", _read_safetensors),
        ("pytorch_model", ".bin", _read_bin),
    ):
        if f"{stem}{suffix}" in contents.files:
            path = member(folder, f"{stem}{suffix}")
            tensors, notes = read(path)
            return Checkpoint(tensors, (path,), notes)
        index = f"{stem}{suffix}.index.json"
        if index in contents.files:
            return _read_sharded(folder, index, read)
    others = [name for name in contents.files if name.endswith(_OTHER_WEIGHTS)]
    lies = f"; {printable(others[0])} is not a name that transformers looks for" if others else ""
    note = FileNote(
        "ADP001",
        f"The base has no weights here (neither model.safetensors nor its index){lies}.",
        "Names and shapes can then be told from config.json alone, by a dry run.",
    )
    return Checkpoint({}, (), (note,))


def _read_safetensors(path: Path) -> _Part:
    return _Part(read_header(path).tensors, ())


def _read_bin(path: Path) -> _Part:
    from inspector.files.torch_zip import read_torch_zip

    return _Part(*read_torch_zip(path))


def _read_sharded(folder: Path, index: str, read: Callable[[Path], _Part]) -> Checkpoint:
    placed = weight_map(folder, index)
    paths = {shard: member(folder, shard) for shard in dict.fromkeys(placed.values())}
    missing = [shard for shard, path in paths.items() if not is_file(path)]
    if missing:
        named = ", ".join(printable(shard) for shard in missing[:3]) + (", …" if len(missing) > 3 else "")
        raise UnreadableInput(
            f"{len(missing)} of {len(paths)} weight files that {index} names are missing: {named}.",
            "Download the model again; an interrupted download leaves such gaps.",
            rule="ADP003",
            path=folder / missing[0],
        )
    parts = {shard: read(path) for shard, path in paths.items()}
    tensors = join_shards(
        placed, {shard: part.tensors for shard, part in parts.items()}, index=folder / index
    )
    notes = tuple(note for part in parts.values() for note in part.notes)
    return Checkpoint(tensors, tuple(paths.values()), notes)


def join_shards(
    placed: Mapping[str, str], shards: Mapping[str, Mapping[str, TensorInfo]], *, index: Path
) -> dict[str, TensorInfo]:
    """The tensors of all shards by name, each with its shard's name as `file`.

    `placed` is the index's weight map, `shards` what the files hold by file name. Raises UnreadableInput
    (ADP003) when the files do not hold what the index promises.
    """
    tensors: dict[str, TensorInfo] = {}
    for shard, held in shards.items():
        for key, tensor in held.items():
            tensors[key] = tensor if tensor.file == shard else tensor._replace(file=shard)
    absent = [key for key, shard in placed.items() if key not in tensors or tensors[key].file != shard]
    if absent:
        raise UnreadableInput(
            f"{index.name} and its files do not belong together: {len(absent):,} of {len(placed):,} tensors "
            f"are not where it says, among them {printable(absent[0])}.",
            "Download index and weights again, from the same revision.",
            rule="ADP003",
            path=index,
        )
    return tensors


def weight_map(folder: Path, index: str) -> dict[str, str]:
    """Tensor name → weight file, as the index says. Raises UnreadableInput (ADP003) when it is none."""
    path = member(folder, index)
    placed = read_json_object(path, rule="ADP003", max_bytes=MAX_INDEX_BYTES).get("weight_map")
    if (
        not isinstance(placed, dict)
        or not placed
        or not all(isinstance(shard, str) for shard in placed.values())
    ):
        reason = "has no weight_map that gives a file for every tensor"
    elif len(set(placed.values())) > MAX_SHARDS:
        reason = f"names more than {MAX_SHARDS:,} weight files"
    else:
        return placed
    raise UnreadableInput(f"{index} {reason}.", "Download it again.", rule="ADP003", path=path)
