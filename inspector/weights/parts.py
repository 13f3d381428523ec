"""The adapter's tensors sorted by the module that they change, and read when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector.compat.inspection import LoadReport, Module
from inspector.compat.keys import natural_key, split_key
from inspector.files.records import Adapter, TensorInfo
from inspector.weights.values import WORDS

MOST_VALUES = 1 << 28
"""A factor with more values than this (2 GB in float64) is not read."""

_EXPERT = re.compile(r"^(?P<before>.+\.experts)\.\d+\.(?P<leaf>[^.]+)$")


class Unreadable(Exception):
    """A tensor that no figure can be made from; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleParts:
    """What the file holds for one module. `path` is the module's path in the file, without PEFT's prefix,
    `runtime` where it lands in the model (the same where it lands nowhere).

    `parts`: name without the adapter's name and without `.weight` (`lora_A`, `hada_w1_a`) → tensor; of a
    module that the file holds once an expert, those of expert after expert. `module` is what the base has.
    """

    path: str
    runtime: str
    parts: Mapping[str, tuple[TensorInfo, ...]]
    config: Mapping[str, Any]
    reader: Callable[[TensorInfo], Any] = field(repr=False)
    module: Module | None = None

    def has(self, *names: str) -> bool:
        return all(name in self.parts for name in names)

    def read(self, name: str) -> Any:
        """The only tensor of this name, in float64. Raises Unreadable."""
        return self.read_all(name)[0]

    def read_all(self, name: str) -> list[Any]:
        """Every expert's tensor of this name, in float64. Raises Unreadable."""
        found = self.parts.get(name)
        if found is None:
            raise Unreadable(f"The file has no {name} for it.")
        for info in found:
            if info.dtype not in WORDS:
                raise Unreadable(f"{name} is stored as {info.dtype}, which holds no floating-point numbers.")
            if not info.shape or info.parameters == 0:
                raise Unreadable(f"{name} is empty, or a single number.")
            if info.offset == 0:  # of torch.save's file
                raise Unreadable(f"{name} is not stored in one piece, and was not read.")
            if info.parameters > MOST_VALUES:
                raise Unreadable(f"{name} is too large to be read ({info.parameters:,} values).")
        return [self.reader(info) for info in found]


def modules_of(
    adapter: Adapter, report: LoadReport | None, reader: Callable[[TensorInfo], Any]
) -> Iterator[ModuleParts]:
    """The modules that the file has tuner's tensors for, in natural order of their paths.

    Experts that the file holds one by one are put together: they become one parameter in the model.
    """
    landing = {row.key: row.module for row in report.tensors if row.slot is not None} if report else {}
    known = {module.path: module for module in report.modules} if report else {}
    grouped: dict[str, dict[str, list[TensorInfo]]] = {}
    runtime: dict[str, str] = {}
    for key in sorted(adapter.tensors, key=natural_key):
        path, part, is_adapter = split_key(key)
        if not is_adapter or part.startswith(("token_adapter.", "modules_to_save.")):
            continue
        expert = _EXPERT.match(path)
        place = f"{expert['before']}.{expert['leaf']}" if expert else path
        name = part.replace(".default", "", 1).removesuffix(".weight")
        grouped.setdefault(place, {}).setdefault(name, []).append(adapter.tensors[key])
        runtime.setdefault(place, place if expert else landing.get(key, path))
    for path, parts in grouped.items():
        yield ModuleParts(
            path=path,
            runtime=runtime[path],
            parts={name: tuple(tensors) for name, tensors in parts.items()},
            config=adapter.config,
            reader=reader,
            module=known.get(runtime[path]),
        )
