"""The real PEFT loader on a model without weights: what would `PeftModel.from_pretrained` do here?"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from typing import Any

import peft
import torch

from inspector.compat.inspection import Evidence, LoadError, LoadReport, Module
from inspector.errors import InspectorError, UsageError
from inspector.files.records import Adapter, Base
from inspector.worker.base_model import (
    NotBuildable,
    build_weightless,
    choose_class,
    list_modules,
    read_config,
)
from inspector.worker.landing import account, without_landing
from inspector.worker.observation import Observation, observed, weightless_tensors

Report = Callable[[str, int, int, str], None]

LOADERS = ("peft",)
MODES = ("meta", "meta-base", "zeros")
"""Where the weightless model and adapter live. Plain meta serves nearly every adapter; some tuners compute
with values while they are set up (BOFT, SHiRA, AdaLoRA with a rank pattern) and need the later ones."""

_LONGEST_WARNING = 2000


def dry_run(
    adapter: Adapter, base: Base, *, loader: str = "peft", report: Report | None = None
) -> LoadReport:
    """What the loader does with this adapter on this base, seen on the meta device: no weights are read.

    When the loader raises over sizes or over an absent key, every other tensor is reported as it would
    have landed. Raises UsageError for an unknown loader.
    """
    if loader not in LOADERS:
        raise UsageError(
            f"The dry run knows the loader 'peft', not {loader!r}.", "Leave out --loader, or give peft."
        )
    started = time.perf_counter()
    step = report or (lambda *_: None)
    step("base", 0, 3, "Building the base without weights")
    try:
        config = read_config(base)
        model_class = choose_class(config, base.architecture, adapter.task_type)
        model = build_weightless(model_class, config)
    except NotBuildable as reason:
        return LoadReport(
            evidence=Evidence.DRY_RUN,
            loader=loader,
            loader_version=peft.__version__,
            loads=None,
            tensors=without_landing(adapter.tensors, (), judged=False),
            unknown_because=str(reason),
            seconds=time.perf_counter() - started,
        )
    modules = list_modules(model)
    step("load", 1, 3, f"Loading the adapter on {model_class.__name__}")
    load = _load_in_some_mode(adapter, lambda: build_weightless(model_class, config), model)
    step("account", 2, 3, "Looking up where every tensor went")
    return load.conclude(adapter, modules, model_class.__name__, time.perf_counter() - started)


class _Load:
    """One attempt to load: the observation, the error and the warnings."""

    def __init__(self, model: Any) -> None:
        self.paths = [path for path, _ in model.named_modules()]
        self.base_tensors = [*model.parameters(), *model.buffers()]
        self.vocabulary = _vocabulary(model)
        self.seen = Observation()
        self.error: Exception | None = None
        self.warnings: tuple[str, ...] = ()

    def conclude(
        self, adapter: Adapter, modules: tuple[Module, ...], base_class: str, seconds: float
    ) -> LoadReport:
        paths = set(self.paths)
        if self.seen.model is not None and self.seen.loads:
            with torch.no_grad(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tensors, missing = account(self.seen, adapter.tensors, self.base_tensors, paths)
        else:
            tensors, missing = without_landing(adapter.tensors, paths), ()
        error = self.error
        if error is None or self.seen.model is not None:
            # It comes during the injection, and so before any error about the weights themselves.
            error = _out_of_vocabulary(adapter.config, self.vocabulary) or error
        return LoadReport(
            evidence=Evidence.DRY_RUN,
            loader="peft",
            loader_version=peft.__version__,
            loads=error is None,
            tensors=tensors,
            missing=missing,
            modules=modules,
            error=LoadError(type(error).__name__, str(error)) if error is not None else None,
            warnings=self.warnings,
            base_class=base_class,
            seconds=seconds,
        )


def _load_in_some_mode(adapter: Adapter, build: Callable[[], Any], first: Any) -> _Load:
    """The first mode whose outcome is the loader's own and not an artefact of a model without values."""
    attempts: list[_Load] = []
    for mode in MODES:
        model = build() if attempts else first
        attempts.append(_attempt(adapter, model, mode))
        if attempts[-1].error is None or not _is_artefact(attempts[-1].error):
            return attempts[-1]
    return attempts[0]


def _attempt(adapter: Adapter, model: Any, mode: str) -> _Load:
    if mode == "zeros":
        _give_zeros(model)
    load = _Load(model)
    device = "meta" if mode == "meta" else "cpu"

    def read() -> dict[str, torch.Tensor]:
        return weightless_tensors(adapter.tensors, device=device)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with observed(read) as load.seen, torch.device("meta") if mode == "meta" else nullcontext():
                peft.PeftModel.from_pretrained(model, str(adapter.path))
        except InspectorError:
            raise
        except Exception as error:
            load.error = error
    spoken = (w for w in caught if not issubclass(w.category, DeprecationWarning | FutureWarning))
    load.warnings = tuple(dict.fromkeys(str(warning.message)[:_LONGEST_WARNING] for warning in spoken))
    return load


def _is_artefact(error: Exception) -> bool:
    """Whether the error is about tensors without values, which no real load has."""
    text = str(error).lower()
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


def _vocabulary(model: Any) -> int | None:
    try:
        return int(model.get_input_embeddings().num_embeddings)
    except (AttributeError, NotImplementedError, TypeError):
        return None


def _out_of_vocabulary(config: Mapping[str, Any], vocabulary: int | None) -> IndexError | None:
    """The IndexError of trainable tokens beyond the vocabulary, which has no effect on the meta device.

    A real load indexes the embedding with them (peft 0.21.2 `TrainableTokensLayer.update_layer`).
    """
    if vocabulary is None:
        return None
    for index in _token_indices(config.get("trainable_token_indices") or config.get("token_indices")):
        if index >= vocabulary:
            return IndexError(f"index {index} is out of bounds for dimension 0 with size {vocabulary}")
    return None


def _token_indices(value: Any) -> Iterator[int]:
    if isinstance(value, Mapping):
        for entry in value.values():
            yield from _token_indices(entry)
    elif isinstance(value, list):
        yield from (entry for entry in value if isinstance(entry, int))
