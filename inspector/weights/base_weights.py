"""The base's weights under the names that the model gives them: where their values lie, and reading them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple

from inspector.compat.composition import compose
from inspector.compat.keys import natural_key
from inspector.compat.lora_config import Uncertain
from inspector.compat.placement import Shape, parameter_finder
from inspector.compat.renames import Renames
from inspector.files.records import Base, TensorInfo
from inspector.files.signatures import open_regular
from inspector.files.tables import ArchitectureFacts, Transform, architecture_facts, legacy_transforms
from inspector.weights.values import as_numbers, read_exactly

WIDTHS = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2}
"""Bytes per value of every dtype that base weights are read in; others are a quantiser's."""

_JOINED = {("merge 0",), ("merge 0", "cat 1"), ("cat 0",)}
"""Converters whose result has the same values in the order in which `_in_order` lists the sources."""

_VALUES_AT_ONCE = 1 << 18


class Run(NamedTuple):
    """`size` values of one dtype that lie in one piece of a file, from byte `offset` on."""

    file: Path
    offset: int
    size: int
    dtype: str


class Weight(NamedTuple):
    """One parameter of the model as its values lie on disk, row after row. `dtype` is that of all runs."""

    name: str
    shape: Shape
    dtype: str
    runs: tuple[Run, ...]

    @property
    def size(self) -> int:
        return sum(run.size for run in self.runs)

    @property
    def width(self) -> int:
        """Of the matrix that it is, kernels flattened; a single number is a matrix of one."""
        if len(self.shape) < 4:
            return self.shape[-1] if self.shape else 1
        return self.size // self.shape[0]

    @property
    def nbytes(self) -> int:
        return sum(run.size * WIDTHS[run.dtype] for run in self.runs)


class NotReadable(Exception):
    """Why a weight's values cannot be read, in one sentence."""


class BaseWeights:
    """Finds and reads the weights of one base; a context manager, because it keeps files open.

    Names on disk become the model's as transformers renames them; for a class that the tables do not know
    they are taken as they stand.
    """

    def __init__(self, base: Base) -> None:
        self._base = base
        self._facts = _facts(base)
        self._files = {path.name: path for path in base.weight_files}
        self._open: dict[Path, BinaryIO] = {}
        self._real: dict[Path, str] = {}
        self._stack = ExitStack()
        self._found: dict[str, tuple[Transform | None, list[tuple[int, str]], int]] = {}
        self._index()

    def __enter__(self) -> BaseWeights:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def names(self) -> tuple[str, ...]:
        """Every parameter of the model that the base has values for, in natural order."""
        return tuple(sorted(self._found, key=natural_key))

    @property
    def facts(self) -> ArchitectureFacts | None:
        return self._facts

    def find(self, name: str) -> Weight:
        """The weight of this name in the model; a tied one is the one that it shares. Raises NotReadable."""
        if self._base.kind == "gguf":
            raise NotReadable("Values in GGUF are not read.")
        entry = self._found.get(name) or self._found.get(self._shared_with(name))
        if entry is None:
            raise NotReadable(self._why_absent(name))
        converter, keys, part = entry
        runs = [self._run(self._base.tensors[key]) for _, key in keys]
        shape = self._base.tensors[keys[0][1]].shape
        operations = converter.operations if converter is not None else ()
        if operations == ("chunk 0",) and converter is not None:
            runs, shape = _chunk(runs[0], shape, part, len(converter.targets))
        elif operations in _JOINED:
            shape = (sum(run.size for run in runs) // shape[-1], shape[-1]) if shape else shape
        elif operations or len(runs) != 1:
            raise NotReadable("The loader builds it from others in a way that is not followed here.")
        if len({run.dtype for run in runs}) > 1:
            raise NotReadable("Its parts are stored in different dtypes.")
        if not all(shape):
            raise NotReadable("It is empty in the base's files.")
        return Weight(name, shape, runs[0].dtype, tuple(runs))

    def holds(self, name: str) -> bool:
        """Whether the base's files hold this weight, readable or not."""
        return name in self._found or self._shared_with(name) in self._found

    def described(self, name: str) -> tuple[Shape | None, str | None]:
        """Shape and dtype as stored, where one tensor is the whole weight."""
        converter, keys, _ = (
            self._found.get(name) or self._found.get(self._shared_with(name)) or (None, [], 0)
        )
        if converter is not None or len(keys) != 1:
            return None, None
        tensor = self._base.tensors[keys[0][1]]
        return tensor.shape, tensor.dtype

    def raw(self, weight: Weight, start: int, stop: int) -> bytearray:
        """The bytes of the values `start` to `stop` (excluded). Raises UnreadableInput."""
        width = WIDTHS[weight.dtype]
        buffer = bytearray((stop - start) * width)
        self.read_into(memoryview(buffer), weight, start)
        return buffer

    def read_into(self, buffer: memoryview, weight: Weight, start: int) -> None:
        """Fill the buffer with the bytes of the values from `start` on. Raises UnreadableInput."""
        width, filled, position = WIDTHS[weight.dtype], 0, 0
        stop = start + len(buffer) // width
        for run in weight.runs:
            first, last = max(start - position, 0), min(stop - position, run.size)
            if first < last:
                size = (last - first) * width
                read_exactly(self._file(run.file), run.offset + first * width, buffer[filled : filled + size])
                filled += size
            position += run.size

    def blocks(self, weight: Weight, *, rows: int, width: int) -> Iterator[tuple[int, Any]]:
        """(number of the first row, values (rows, width) in float64) for the whole weight, block by block."""
        step = rows * width
        for start in range(0, weight.size, step):
            raw = self.raw(weight, start, min(start + step, weight.size))
            yield start // width, as_numbers(raw, weight.dtype).astype("float64").reshape(-1, width)

    def is_finite(self, weight: Weight) -> bool:
        """Whether no value is NaN or infinite. Reads it whole, in blocks."""
        import numpy

        for start in range(0, weight.size, _VALUES_AT_ONCE):
            raw = self.raw(weight, start, min(start + _VALUES_AT_ONCE, weight.size))
            if not numpy.isfinite(as_numbers(raw, weight.dtype)).all():
                return False
        return True

    def real_path(self, path: Path) -> str:
        """Where a weight file really lies: files of the Hub cache are links to blobs."""
        if path not in self._real:
            self._real[path] = str(path.resolve())
        return self._real[path]

    def _file(self, path: Path) -> BinaryIO:
        if path not in self._open:
            file, _ = open_regular(path)
            self._open[path] = self._stack.enter_context(file)
        return self._open[path]

    def _index(self) -> None:
        if self._facts is None:
            self._found = {key: (None, [(0, key)], 0) for key in self._base.tensors}
            return
        transforms = (*self._facts.transforms, *legacy_transforms())
        renames = Renames(transforms, parameter_finder(self._facts))
        for key in self._base.tensors:
            try:
                renamed = renames.rename(key)
            except Uncertain:
                continue
            converter = renamed.converter
            if converter is None:
                self._found.setdefault(renamed.key, (None, [(0, key)], 0))
                continue
            first = converter.targets[0]
            for part, other in enumerate(converter.targets):
                name = renamed.key.replace(first, other) if part else renamed.key
                self._found.setdefault(name, (converter, [], part))[1].append((renamed.source, key))
        for converter, keys, _ in self._found.values():
            if converter is not None:
                _in_order(keys, converter)

    def _shared_with(self, name: str) -> str:
        if self._facts is None:
            return ""
        if name in self._facts.tied:
            return self._facts.tied[name]
        is_head = self._facts.head is not None and name == f"{self._facts.head}.weight"
        return f"{self._facts.embedding}.weight" if is_head else ""

    def _run(self, info: TensorInfo) -> Run:
        path = self._files.get(info.file.rsplit("/", 1)[-1])
        if path is None and self._base.remote_weights:
            raise NotReadable("Its values are on the Hub and were not downloaded.")
        if path is None or path.suffix != ".safetensors":
            where = "on the Hub and not here" if self._base.remote_weights else "not in a .safetensors file"
            raise NotReadable(f"The base's weights are {where}; their values were not read.")
        if info.dtype not in WIDTHS:
            raise NotReadable(f"It is stored as {info.dtype}, quantised or packed; its values were not read.")
        return Run(path, info.offset, info.parameters, info.dtype)

    def _why_absent(self, name: str) -> str:
        if self._base.quantization is not None:
            return f"The base is quantised ({self._base.quantization}); its values were not read."
        return f"The base's files hold no {name}."


def _facts(base: Base) -> ArchitectureFacts | None:
    facts = architecture_facts(base.architecture) if base.architecture is not None else None
    if facts is None:
        return None
    try:
        return compose(facts, base.config)
    except Uncertain:
        return None


def _in_order(keys: list[tuple[int, str]], converter: Transform) -> None:
    """Expert after expert, of each its sources in turn; without experts, source after source."""
    if converter.operations[:1] == ("merge 0",):
        by_source: dict[int, list[str]] = {}
        for source, key in sorted(keys, key=lambda item: natural_key(item[1])):
            by_source.setdefault(source, []).append(key)
        columns = [by_source[source] for source in sorted(by_source)]
        experts = zip(*columns, strict=False)
        keys[:] = [(number, key) for expert in experts for number, key in enumerate(expert)]
    else:
        keys.sort(key=lambda item: (item[0], natural_key(item[1])))


def _chunk(run: Run, shape: Shape, part: int, parts: int) -> tuple[list[Run], Shape]:
    """The part-th of equal parts along the first axis."""
    if not shape or shape[0] % parts:
        raise NotReadable("It is a part of a tensor that does not divide evenly.")
    size = run.size // parts
    offset = run.offset + part * size * WIDTHS[run.dtype]
    return [run._replace(offset=offset, size=size)], (shape[0] // parts, *shape[1:])
