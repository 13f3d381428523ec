"""Watching PEFT load: weights that are names and shapes only, and what `load_state_dict` does with them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import peft.peft_model
import peft.utils.save_and_load
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
        return _mark(result, sources, {id(tensor) for tensor in given})


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
    """What was seen of one load: the model after injection, each `load_state_dict`, and absent file keys."""

    model: Any | None = None
    loads: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


@contextlib.contextmanager
def observed(read: Callable[[], dict[str, torch.Tensor]]) -> Iterator[Observation]:
    """PEFT under observation: its file reader is replaced by `read`, everything else is its own code.

    Where PEFT raises KeyError over a tensor that the file lacks (`modules_to_save` and trainable tokens,
    peft 0.21.2 `set_peft_model_state_dict`), the load is repeated with a stand-in, so that the fate of
    the other tensors is seen too; the first error is raised all the same.
    """
    seen = Observation()
    real_set = peft.peft_model.set_peft_model_state_dict
    real_load = torch.nn.Module.load_state_dict

    def set_state_dict(model: Any, weights: dict[str, torch.Tensor], **kwargs: Any) -> Any:
        seen.model = model
        try:
            return real_set(model, weights, **kwargs)
        except KeyError as error:
            _go_on_without(seen, model, weights, error, lambda given: real_set(model, given, **kwargs))
            raise

    def load_state_dict(module: Any, state_dict: Any, *args: Any, **kwargs: Any) -> Any:
        seen.loads.append((module, dict(state_dict)))
        return real_load(module, state_dict, *args, **kwargs)

    def read_file(*_args: Any, **_kwargs: Any) -> dict[str, torch.Tensor]:
        return read()

    with (
        _replaced(peft.peft_model, "set_peft_model_state_dict", set_state_dict),
        _replaced(peft.utils.save_and_load, "safe_load_file", read_file),
        _replaced(peft.utils.save_and_load, "torch_load", read_file),
        _replaced(torch.nn.Module, "load_state_dict", load_state_dict),
    ):
        yield seen


@contextlib.contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    original = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, original)


def _go_on_without(
    seen: Observation,
    model: Any,
    weights: dict[str, torch.Tensor],
    error: KeyError,
    load: Callable[[dict[str, torch.Tensor]], Any],
) -> None:
    """Repeat the load with a stand-in for each absent key, until it gets through or fails otherwise."""
    patched = dict(weights)
    for _ in range(len(list(model.modules()))):
        key = error.args[0] if error.args else None
        if not isinstance(key, str) or key in patched:
            return
        seen.absent.append(key)
        patched[key] = TracedTensor.of(torch.empty(0, device="meta"))
        try:
            load(patched)
            return
        except KeyError as again:
            error = again
        except Exception:
            return
