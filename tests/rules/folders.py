"""Folders for rules: adapters by stock PEFT, bases by stock transformers, damaged as failures do it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from cases import adapter_spec
from edits import Change
from workshop import Workshop

from inspector.cli import main
from inspector.compat.inspection import Severity

COMMIT = "0123456789abcdef0123456789abcdef01234567"
STEP = 0.01
"""How far a short training moves every number of a fresh adapter, about."""

Output = Callable[[], str]


class Folders(NamedTuple):
    """An adapter beside the base to serve it on (a folder, or a name in the local Hub cache), and its own."""

    adapter: Path
    base: str
    own: Path


class Shop:
    """Makes folders and keeps the undamaged ones for the next case; damaged copies are made anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workshop = Workshop(folder)
        self.hub = folder / "hub"
        self._made = 0

    def new(self) -> Path:
        self._made += 1
        return self.folder / f"copy-{self._made}"

    def copy(self, folder: Path, change: Change | None) -> Path:
        """The folder itself, or a copy that was changed."""
        if change is None:
            return folder
        copy = Path(shutil.copytree(folder, self.new()))
        change(copy)
        return copy

    def at_hub(self, folder: Path, name: str) -> str:
        """The name, under which the folder lies in the local Hub cache from now on."""
        cached = self.hub / f"models--{name.replace('/', '--')}"
        if not cached.exists():
            shutil.copytree(folder, cached / "snapshots" / COMMIT)
            (cached / "refs").mkdir()
            (cached / "refs" / "main").write_text(COMMIT)
        return name


Make = Callable[[Shop], Folders]


def side(
    on: str = "llama",
    *,
    method: str = "LORA",
    change: Change | None = None,
    of: Mapping[str, Any] | None = None,
    beside: str | None = None,
    sized: Mapping[str, Any] | None = None,
    base: Change | None = None,
    step: float = STEP,
    **settings: Any,
) -> Make:
    """An adapter trained on architecture `on` (configured `of`), and the base to serve it on.

    `settings` are PEFT's, `change` is done to the adapter's folder. The base is its own unless another is
    named: `beside` an architecture, `sized` its configuration. `base` is done to a copy of that folder.
    """

    def make(shop: Shop) -> Folders:
        spec = replace(adapter_spec(on, method, **settings), overrides=dict(of or {}), step=step)
        own = shop.workshop.base(on, spec.overrides)
        served = own
        if beside is not None or sized is not None:
            served = shop.workshop.base(beside or on, dict(sized or {}))
        adapter = shop.copy(shop.workshop.adapter(spec), change)
        return Folders(adapter, str(shop.copy(served, base)), own)

    return make


def spoken(words: list[object], output: Output) -> dict[str, Any]:
    """The JSON that a command prints; `output` takes what was printed since it was last asked."""
    output()
    main([*map(str, words), "--format", "json"])
    document: dict[str, Any] = json.loads(output())
    return document


def quick(folders: Folders, output: Output) -> dict[str, Any]:
    """Names and shapes alone."""
    return spoken(["check", folders.adapter, "--base", folders.base, "--quick"], output)


def check(folders: Folders, output: Output) -> dict[str, Any]:
    """Names, values of both, tokenizers, and the dry run."""
    return spoken(["check", folders.adapter, "--base", folders.base, "--weights"], output)


def compare(folders: Folders, output: Output) -> dict[str, Any]:
    """The served base held against the adapter's own."""
    return spoken(["compare", folders.adapter, "--from", folders.own, "--to", folders.base], output)


def probe(folders: Folders, output: Output) -> dict[str, Any]:
    """The models really run."""
    return spoken(["probe", folders.adapter, "--base", folders.base, "--device", "cpu"], output)


Road = Callable[[Folders, Output], dict[str, Any]]


class RuleCase(NamedTuple):
    """A folder that shows a rule's fault, and one that is close to it and healthy.

    `severity` is how the fault is told, `road` the command that tells it, `says` a part of the message.
    `beside` are rules above *info* that the healthy folder deserves all the same.
    """

    rule: str
    severity: Severity
    fault: Make
    healthy: Make
    road: Road = quick
    says: str = ""
    beside: frozenset[str] = frozenset()


class Told(NamedTuple):
    """Rule → severity and message of each finding, and the rules that were not checked."""

    findings: list[tuple[str, Severity, str]]
    not_checked: frozenset[str]


def told(document: Mapping[str, Any]) -> Told:
    """What the JSON of any command says of one adapter on one base; a refusal is an error like others."""
    if "error" in document:
        error = document["error"]
        return Told([(error["rule"], Severity.ERROR, error["message"])], frozenset())
    inspection = document["to"] if "to" in document else document["inspections"][0]
    found = [(f["rule"], Severity(f["severity"]), f["message"]) for f in inspection["findings"]]
    return Told(found, frozenset(skipped["rule"] for skipped in inspection["not_checked"]))
