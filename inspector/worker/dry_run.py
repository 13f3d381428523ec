"""The real loader on a model without weights: what would it do with this adapter here?"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from typing import Any

import torch

from inspector.collector import uncollected
from inspector.compat.inspection import Evidence, LoadError, LoadReport, Module
from inspector.errors import InspectorError, UsageError
from inspector.files.records import Adapter, Base
from inspector.worker import peft_loader, transformers_loader
from inspector.worker.base_model import (
    NotBuildable,
    build_weightless,
    choose_class,
    list_modules,
    read_config,
)
from inspector.worker.blind_spots import out_of_vocabulary, residual_warnings, vocabulary_of
from inspector.worker.landing import account, without_landing
from inspector.worker.observation import Observation, replaced, weightless_tensors
from inspector.worker.pattern_time import bounded_patterns

Report = Callable[[str, int, int, str], None]

LOADERS: Mapping[str, Any] = {module.NAME: module for module in (peft_loader, transformers_loader)}
"""Modules with NAME, VERSION and `load`: `PeftModel.from_pretrained` and `model.load_adapter`."""

MODES = ("meta", "meta-base", "zeros")
"""Where the weightless model and adapter live. Plain meta serves nearly every adapter; some tuners compute
with values while they are set up (BOFT, SHiRA, AdaLoRA with a rank pattern) and need the later ones."""

MOST_COMPUTED = {"meta-base": 2_000_000_000, "zeros": 200_000_000}
"""Parameters of the largest base on which tuners are let compute: BOFT keeps a permutation matrix of every
layer (0.5 GB for a base of 1B), FRoD decomposes all of them (minutes)."""

_LONGEST_WARNING = 2000


@uncollected()
def dry_run(
    adapter: Adapter, base: Base, *, loader: str = "peft", report: Report | None = None
) -> LoadReport:
    """What the loader does with this adapter on this base, seen on the meta device: no weights are read.

    When the loader raises over sizes or over an absent key, every other tensor is reported as it would
    have landed. Raises UsageError for an unknown loader.
    """
    if loader not in LOADERS:
        raise UsageError(
            f"The dry run knows the loaders peft and transformers, not {loader!r}.", "Leave out --loader."
        )
    started = time.perf_counter()
    step = report or (lambda *_: None)
    step("base", 0, 3, "Building the base without weights")
    try:
        config = read_config(base)
        model_class = choose_class(config, base.architecture, adapter.task_type)
        model = build_weightless(model_class, config)
        modules = list_modules(model)
        step("load", 1, 3, f"Loading the adapter on {model_class.__name__}")
        rebuild = partial(build_weightless, model_class, config)
        with bounded_patterns(adapter.config):
            load = _load_in_some_mode(adapter, LOADERS[loader], rebuild, model)
    except NotBuildable as reason:
        return LoadReport(
            evidence=Evidence.DRY_RUN,
            loader=loader,
            loader_version=LOADERS[loader].VERSION,
            loads=None,
            tensors=without_landing(adapter.tensors, (), judged=False),
            unknown_because=str(reason),
            seconds=time.perf_counter() - started,
        )
    step("account", 2, 3, "Looking up where every tensor went")
    return load.conclude(adapter, modules, model_class.__name__, time.perf_counter() - started)


class _Load:
    """One attempt to load: the observation, the error and the warnings."""

    def __init__(self, loader: Any, model: Any) -> None:
        self.loader = loader
        self.paths = [path for path, _ in model.named_modules()]
        self.base_tensors = [*model.parameters(), *model.buffers()]
        self.vocabulary = vocabulary_of(model)
        self.seen = Observation()
        self.error: Exception | None = None
        self.warnings: tuple[str, ...] = ()

    def conclude(
        self, adapter: Adapter, modules: tuple[Module, ...], base_class: str, seconds: float
    ) -> LoadReport:
        paths = set(self.paths)
        if self.seen.model is not None and (self.seen.loads or self.seen.state is not None):
            with torch.no_grad(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tensors, missing = account(self.seen, adapter.tensors, self.base_tensors, paths)
        else:
            tensors, missing = without_landing(adapter.tensors, paths), ()
        error = self.error
        if error is None or self.seen.model is not None:
            # It comes during the injection, and so before any error about the weights themselves.
            error = out_of_vocabulary(adapter.config, self.vocabulary) or error
        return LoadReport(
            evidence=Evidence.DRY_RUN,
            loader=self.loader.NAME,
            loader_version=self.loader.VERSION,
            loads=error is None,
            tensors=tensors,
            missing=missing,
            modules=modules,
            error=LoadError(type(error).__name__, str(error)) if error is not None else None,
            warnings=(*self.warnings, *residual_warnings(adapter)),
            base_class=base_class,
            seconds=seconds,
        )


def _load_in_some_mode(adapter: Adapter, loader: Any, build: Callable[[], Any], first: Any) -> _Load:
    """The first mode whose outcome is the loader's own and not an artefact of a model without values.

    Raises NotBuildable where only a model with its values could tell.
    """
    size = sum(parameter.numel() for parameter in first.parameters())
    attempts: list[_Load] = []
    for mode in MODES:
        if size > MOST_COMPUTED.get(mode, size):
            raise NotBuildable(
                f"{loader.NAME} computes with the base's values when it sets up {adapter.peft_type}; that is "
                f"not done for a base of {size / 1e9:.1f} billion parameters."
            )
        attempts.append(_attempt(adapter, loader, build() if attempts else first, mode))
        if isinstance(attempts[-1].error, ImportError):
            missing = " ".join(str(attempts[-1].error).split())[:200]
            raise NotBuildable(f"{adapter.peft_type} needs a package that is not installed here: {missing}")
        if attempts[-1].error is None or not _is_artefact(attempts[-1].error):
            return attempts[-1]
    if str(attempts[-1].error) != str(attempts[0].error):
        raise NotBuildable(
            f"Only the base's values could tell how {loader.NAME} sets up {adapter.peft_type}."
        )
    return attempts[0]


def _attempt(adapter: Adapter, loader: Any, model: Any, mode: str) -> _Load:
    if mode == "zeros":
        _give_zeros(model)
    load = _Load(loader, model)
    device = "meta" if mode == "meta" else "cpu"

    def read() -> dict[str, torch.Tensor]:
        return weightless_tensors(adapter.tensors, device=device)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with _without_values() if mode == "meta" else nullcontext():
                loader.load(model, str(adapter.path), read, load.seen)
        except InspectorError:
            raise
        except Exception as error:
            load.error = error
    spoken = (w for w in caught if not issubclass(w.category, DeprecationWarning | FutureWarning))
    load.warnings = tuple(dict.fromkeys(str(warning.message)[:_LONGEST_WARNING] for warning in spoken))
    return load


@contextmanager
def _without_values() -> Iterator[None]:
    """New tensors are made on the meta device, where drawing initial values would be time for nothing."""
    with ExitStack() as stack:
        stack.enter_context(torch.device("meta"))
        for name in _INITIALISERS:
            stack.enter_context(replaced(torch.nn.init, name, _left_alone(getattr(torch.nn.init, name))))
        yield


_INITIALISERS = ("kaiming_uniform_", "kaiming_normal_", "uniform_", "normal_", "zeros_", "ones_")


def _left_alone(initialise: Callable[..., Any]) -> Callable[..., Any]:
    def leave(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        # The real one refuses vectors and elsewhere has values to set.
        return tensor if tensor.is_meta and tensor.dim() > 1 else initialise(tensor, *args, **kwargs)

    return leave


def _is_artefact(error: Exception) -> bool:
    """Whether the error is about tensors without values, which no real load has."""
    text = str(error).lower()
    if "size mismatch for" in text and "an exception occurred" not in text:
        return False  # names and paths in it may spell anything
    return (
        isinstance(error, NotImplementedError) or "meta" in text.replace("metadata", "") or "aten::" in text
    )


def _give_zeros(model: Any) -> None:
    """Give every parameter and buffer zeros that share one element: values to compute with, no memory."""
    for module in model.modules():
        for store in (module._parameters, module._buffers):
            for name, tensor in store.items():
                if tensor is not None and tensor.is_meta:
                    zeros = torch.zeros((), dtype=tensor.dtype).expand(tensor.shape)
                    store[name] = (
                        torch.nn.Parameter(zeros, requires_grad=False)
                        if store is module._parameters
                        else zeros
                    )
