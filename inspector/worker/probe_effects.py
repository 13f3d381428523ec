"""Where in the model the adapter acts: hooks on layers and adapted modules while a pass runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from peft.tuners.tuners_utils import BaseTunerLayer
from peft.utils.other import AuxiliaryTrainingWrapper

from inspector.compat.keys import PREFIX
from inspector.compat.probe_result import LayerEffect, ModuleEffect

KEPT_BYTES = 256 * 1024 * 1024
"""Most bytes of activations that either recorder keeps; beyond it only every n-th position is looked at."""

_FOR_THE_ADAPTER = ("adapter_names", "alora_offsets")


def layers_of(model: Any) -> dict[str, torch.nn.Module]:
    """The members of every outermost ModuleList by path: the layers, and not the experts inside them."""
    found: dict[str, torch.nn.Module] = {}

    def walk(module: torch.nn.Module, path: str) -> None:
        for name, child in module.named_children():
            below = f"{path}.{name}" if path else name
            if isinstance(child, torch.nn.ModuleList):
                found.update({f"{below}.{index}": layer for index, layer in enumerate(child)})
            else:
                walk(child, below)

    walk(model, "")
    return found


def call_before_layers(model: Any, check: Callable[[], None]) -> None:
    """Have `check` called before each layer of each pass: it may raise, so that a cancel need not wait."""

    def before(_module: Any, _arguments: Any) -> None:
        check()

    for layer in layers_of(model).values():
        layer.register_forward_pre_hook(before)


def hidden_of(output: Any) -> torch.Tensor | None:
    """The activation among what a module returns: the tensor, or the first of a tuple."""
    first = output[0] if isinstance(output, tuple | list) and output else output
    is_activation = isinstance(first, torch.Tensor) and first.dim() >= 2 and first.is_floating_point()
    return first if is_activation else None


Lengths = Sequence[int]
"""Positions of each prompt of a pass."""


def positions_of(hidden: torch.Tensor, lengths: Lengths, stride: int) -> torch.Tensor:
    """The prompts' own among (prompts, positions, width): (rows, width) on the CPU, every `stride`-th.

    Virtual tokens stand in front of a prompt, padding behind it.
    """
    return _own_rows(hidden.detach(), lengths)[::stride].to("cpu", copy=True)


def _own_rows(hidden: torch.Tensor, lengths: Lengths) -> torch.Tensor:
    width, longest = hidden.shape[-1], max(lengths)
    flat = hidden.reshape(-1, width)
    if len(lengths) == 1:
        return flat[-longest:]
    per_prompt, odd = divmod(len(flat), len(lengths))
    if odd or per_prompt < longest or (hidden.dim() > 2 and hidden.shape[0] != len(lengths)):
        return flat  # the prompts cannot be told apart, as in an expert that some of the tokens reach
    rows = flat.reshape(len(lengths), per_prompt, width)[:, -longest:]
    return torch.cat([row[:length] for row, length in zip(rows, lengths, strict=True)])


class Change:
    """‖on − off‖_F / ‖off‖_F, summed up in float64 over any number of passes."""

    def __init__(self) -> None:
        self._apart = self._size = 0.0

    def add(self, on: torch.Tensor, off: torch.Tensor) -> None:
        rows = min(on.shape[0], off.shape[0])
        on, off = on[-rows:].double(), off[-rows:].double()
        self._apart += float((on - off).square_().sum())
        self._size += float(off.square_().sum())

    @property
    def relative(self) -> float | None:
        """None where there is nothing to relate to: nothing was added, or it was all zero."""
        return math.sqrt(self._apart / self._size) if self._size > 0 else None


Recorded = dict[str, torch.Tensor]
"""Hidden states of one pass, (positions, width) on the CPU, by layer."""


class LayerRecorder:
    """Hidden states behind each layer: recorded once without the adapter, compared with the adapter on.

    Made on the pristine base, whose layers PEFT leaves in place; silent unless inside `off` or `on`.
    `recorded`: what another recorder heard of the same passes on the same base.
    """

    def __init__(
        self, model: Any, *, passes: int, longest: int, recorded: Sequence[Recorded] | None = None
    ) -> None:
        self._layers = layers_of(model)
        width = getattr(model.config.get_text_config(), "hidden_size", 1) or 1
        wanted = len(self._layers) * int(width) * 4 * passes * longest
        self._stride = max(1, math.ceil(wanted / KEPT_BYTES))
        self._seen: dict[str, torch.Tensor] | None = None
        self._lengths: Lengths = ()
        self.recorded: list[Recorded] = list(recorded or ())
        self._changes = {name: Change() for name in self._layers}
        self.all_finite = True
        for name, layer in self._layers.items():
            layer.register_forward_hook(self._hook(name))

    def _hook(self, name: str) -> Callable[[Any, Any, Any], None]:
        def after(_module: Any, _arguments: Any, output: Any) -> None:
            if self._seen is not None and (hidden := hidden_of(output)) is not None:
                self._seen[name] = positions_of(hidden, self._lengths, self._stride)

        return after

    @contextmanager
    def off(self, lengths: Lengths) -> Iterator[None]:
        """Around a pass of the pristine base over the next prompts."""
        self._seen, self._lengths = {}, lengths
        try:
            yield
            self.recorded.append(self._seen)
        finally:
            self._seen = None

    @contextmanager
    def on(self, number: int, lengths: Lengths) -> Iterator[None]:
        """Around a pass with the adapter over what was pass `number` of the base."""
        self._seen, self._lengths = {}, lengths
        try:
            yield
            before = self.recorded[number]
            for name, hidden in self._seen.items():
                if not bool(torch.isfinite(hidden).all()):
                    self.all_finite = False
                elif name in before:
                    self._changes[name].add(hidden, before[name])
        finally:
            self._seen = None

    def effects(self) -> tuple[LayerEffect, ...]:
        measured = ((name, change.relative) for name, change in self._changes.items())
        return tuple(LayerEffect(name, value) for name, value in measured if value is not None)


class ModuleRecorder:
    """Outputs of every module that the adapter wraps, first with it on, then with it disabled."""

    def __init__(self, model: Any, *, longest: int) -> None:
        self._modules = dict(_adapted(model))
        width = sum(_width(module) for module in self._modules.values())
        self._stride = max(1, math.ceil(width * 4 * longest / KEPT_BYTES))
        self._mode = ""
        self._lengths: Lengths = ()
        # A module may be called several times a pass, as ALBERT's one layer is: its calls pair in order.
        self._on: dict[str, list[torch.Tensor | None]] = {}
        self._asked: dict[str, tuple[Any, torch.Tensor]] = {}
        self._whole = {name: Change() for name in self._modules}
        self._own = {name: Change() for name in self._modules}
        self.all_finite = True
        self._handles: list[Any] = []
        for name, module in self._modules.items():
            self._handles.append(module.register_forward_hook(self._hook(name), with_kwargs=True))
            if isinstance(module, BaseTunerLayer):
                self._handles.append(module.get_base_layer().register_forward_hook(self._inner_hook(name)))

    def _inner_hook(self, name: str) -> Callable[..., None]:
        def after(_module: Any, arguments: Any, output: Any) -> None:
            if self._mode == "on" and arguments and (hidden := hidden_of(output)) is not None:
                self._asked[name] = arguments[0], positions_of(hidden, self._lengths, self._stride)

        return after

    def _hook(self, name: str) -> Callable[..., None]:
        def after(module: Any, arguments: Any, options: dict[str, Any], output: Any) -> None:
            hidden = hidden_of(output) if self._mode else None
            if hidden is None:
                return
            rows = positions_of(hidden, self._lengths, self._stride)
            if self._mode == "off":
                with_adapter = self._on[name].pop(0) if self._on.get(name) else None
                if with_adapter is not None:
                    self._whole[name].add(with_adapter, rows)
                return
            alone = self._alone(name, module, arguments, options)
            is_finite = bool(torch.isfinite(rows).all())
            self._on.setdefault(name, []).append(rows if is_finite else None)
            if not is_finite:
                self.all_finite = False
                return
            if alone is not None:
                self._own[name].add(rows, alone)

        return after

    def _alone(self, name: str, module: Any, arguments: Any, options: dict[str, Any]) -> torch.Tensor | None:
        """What the wrapped module alone answers: seen where the adapter itself asked it, else asked."""
        given, seen = self._asked.pop(name, (None, None))
        if seen is not None and arguments and given is arguments[0]:
            return seen
        mode, self._mode = self._mode, ""
        try:
            alone = _without_adapter(module, arguments, options)
        finally:
            self._mode = mode
        return positions_of(alone, self._lengths, self._stride) if alone is not None else None

    @contextmanager
    def on(self, lengths: Lengths) -> Iterator[None]:
        """Around a pass with the adapter on."""
        self._on, self._asked = {}, {}
        with self._recording("on", lengths):
            yield

    @contextmanager
    def off(self, lengths: Lengths) -> Iterator[None]:
        """Around a pass with the adapter disabled over the same prompts; it is compared with the last one."""
        with self._recording("off", lengths):
            yield

    @contextmanager
    def _recording(self, mode: str, lengths: Lengths) -> Iterator[None]:
        self._mode, self._lengths = mode, lengths
        try:
            yield
        finally:
            self._mode = ""

    def close(self) -> None:
        for handle in self._handles:
            handle.remove()

    def effects(self) -> tuple[ModuleEffect, ...]:
        rows = ((name, self._whole[name].relative, self._own[name].relative) for name in self._modules)
        return tuple(ModuleEffect(name, whole, own) for name, whole, own in rows if whole is not None)


def _adapted(model: torch.nn.Module, path: str = "") -> Iterator[tuple[str, torch.nn.Module]]:
    """The outermost modules that PEFT put an adapter into, by their path in the base."""
    for name, child in model.named_children():
        below = f"{path}.{name}" if path else name
        if isinstance(child, BaseTunerLayer | AuxiliaryTrainingWrapper):
            yield below.removeprefix(PREFIX), child
        else:
            yield from _adapted(child, below)


def _width(module: Any) -> int:
    base = module.get_base_layer() if isinstance(module, BaseTunerLayer) else module
    weight = getattr(base, "weight", None)
    found = getattr(base, "out_features", None) or getattr(base, "embedding_dim", None)
    return int(found or (weight.shape[0] if isinstance(weight, torch.Tensor) and weight.dim() else 1))


def _without_adapter(module: Any, arguments: Any, options: dict[str, Any]) -> torch.Tensor | None:
    """What the wrapped module alone answers to the same input; None where it cannot be asked."""
    inner = module.get_base_layer() if isinstance(module, BaseTunerLayer) else module.original_module
    given = {name: value for name, value in options.items() if name not in _FOR_THE_ADAPTER}
    try:
        return hidden_of(inner(*arguments, **given))
    except (RuntimeError, TypeError, ValueError, AttributeError, NotImplementedError):
        return None
