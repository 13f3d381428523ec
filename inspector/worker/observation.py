"""What is seen of one load: weights that are names and shapes only, and where a loader puts them."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from inspector.files.records import TensorInfo
from inspector.worker.base_model import torch_dtype


class TracedTensor(torch.Tensor):
    """A tensor that remembers which keys of the file it was made from.

    The memory goes through every torch operation, so a fused tensor (transformers 5 merges the
    per-expert LoRA weights of an old file) knows all of its sources.
    """

    sources: frozenset[str] = frozenset()

    @staticmethod
    def of(tensor: torch.Tensor, *sources: str) -> TracedTensor:
        traced: TracedTensor = tensor.as_subclass(TracedTensor)
        traced.sources = frozenset(sources)
        return traced

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        with torch._C.DisableTorchFunctionSubclass():
            result = func(*args, **kwargs)
        given = list(_tensors((args, tuple(kwargs.values()))))
        sources = frozenset().union(*(t.sources for t in given if isinstance(t, TracedTensor)))
        if func is torch.Tensor.copy_ and not isinstance(given[0], TracedTensor):
            given[0].copied_from = copied_from(given[0]) | sources
        return _mark(result, sources, {id(tensor) for tensor in given})


def copied_from(tensor: Any) -> frozenset[str]:
    """The file's keys whose values, in whole or in part, were copied straight into this model's tensor."""
    found: frozenset[str] = getattr(tensor, "copied_from", frozenset())
    return found


def _mark(result: Any, sources: frozenset[str], given: set[int]) -> Any:
    if isinstance(result, torch.Tensor):
        # An in-place operation hands back one of its arguments: a parameter of the model stays what it is.
        return result if id(result) in given else TracedTensor.of(result, *sources)
    if type(result) in (tuple, list):
        return type(result)(_mark(item, sources, given) for item in result)
    return result


def _tensors(value: Any) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _tensors(item)


def weightless_tensors(tensors: Mapping[str, TensorInfo], *, device: str) -> dict[str, torch.Tensor]:
    """The file's tensors without their values: on `meta`, or as zeros that share one element."""
    made: dict[str, torch.Tensor] = {}
    for key, info in tensors.items():
        dtype = torch_dtype(info.dtype)
        if device == "meta":
            tensor = torch.empty(info.shape, dtype=dtype, device="meta")
        else:
            tensor = torch.zeros((), dtype=dtype).expand(info.shape)
        made[key] = TracedTensor.of(tensor, key)
    return made


@dataclass
class Observation:
    """What was seen of one load.

    `model` is the model after the injection and `state` its tensors by name before any weight is placed;
    `loads` are the placements (a module and what it is given by name), `absent` the file keys that the
    loader demands and does not find, `unsettled` the keys whose conversion failed. `prefix` is put before
    the model's names to make them slots.
    """

    prefix: str = ""
    model: Any | None = None
    state: dict[str, torch.Tensor] | None = None
    loads: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unsettled: set[str] = field(default_factory=set)


def state_of(model: Any) -> dict[str, torch.Tensor]:
    """Name -> the very tensor of the model (not a detached copy), so that it can be known by identity."""
    state: dict[str, torch.Tensor] = model.state_dict(keep_vars=True)
    return state


@contextlib.contextmanager
def replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    """`owner.name` is `value` for as long as the block runs."""
    original = inspect.getattr_static(owner, name)  # a staticmethod must come back as one
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, original)
