"""Small edits of an adapter folder, to build mutations from: keys, tensors, configuration, files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from factories import WEIGHTS, rewrite_tensors

Change = Callable[[Path], None]
Tensors = dict[str, torch.Tensor]
CONFIG = "adapter_config.json"


def of_tensors(change: Callable[[Tensors], Mapping[str, torch.Tensor]]) -> Change:
    def edit(adapter: Path) -> None:
        rewrite_tensors(adapter, change)

    return edit


def renamed(change: Callable[[str], str]) -> Change:
    return of_tensors(lambda tensors: {change(key): value for key, value in tensors.items()})


def replaced(*pairs: str) -> Change:
    """Old and new parts of keys, in turn."""

    def change(key: str) -> str:
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            key = key.replace(old, new)
        return key

    return renamed(change)


def without(part: str) -> Change:
    return of_tensors(lambda ts: {key: value for key, value in ts.items() if part not in key})


def only_first(count: int) -> Change:
    return of_tensors(lambda tensors: dict(sorted(tensors.items())[:count]))


def with_tensor(key: str, *shape: int) -> Change:
    return of_tensors(lambda tensors: {**tensors, key: torch.full(shape, 0.37) + torch.rand(shape)})


def valued(change: Callable[[torch.Tensor], torch.Tensor], *parts: str) -> Change:
    """Change the tensors whose keys hold each of the parts."""
    return of_tensors(
        lambda ts: {k: change(v) if all(part in k for part in parts) else v for k, v in ts.items()}
    )


def configured(**changes: Any) -> Change:
    """Set fields; `...` takes one out."""

    def edit(adapter: Path) -> None:
        path = adapter / CONFIG
        settings = {**json.loads(path.read_text()), **changes}
        path.write_text(json.dumps({key: value for key, value in settings.items() if value is not ...}))

    return edit


def rewritten(name: str, content: bytes) -> Change:
    def edit(adapter: Path) -> None:
        (adapter / name).write_bytes(content)

    return edit


def of_bytes(change: Callable[[bytes], bytes], name: str = WEIGHTS) -> Change:
    def edit(adapter: Path) -> None:
        path = adapter / name
        path.write_bytes(change(path.read_bytes()))

    return edit


def moved(name: str, target: str | None) -> Change:
    """Give a file another name, or take it away."""

    def edit(adapter: Path) -> None:
        if target is None:
            (adapter / name).unlink()
        else:
            (adapter / target).parent.mkdir(exist_ok=True)
            (adapter / name).rename(adapter / target)

    return edit


def together(*changes: Change) -> Change:
    def edit(adapter: Path) -> None:
        for change in changes:
            change(adapter)

    return edit
