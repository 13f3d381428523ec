"""What a report stands on: files with their hashes, versions, and the command that repeats it."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from inspector import __version__
from inspector.compat.inspection import Evidence, Inspection
from inspector.compat.probe_result import ProbeResult
from inspector.compat.revisions import Comparison
from inspector.errors import InspectorError
from inspector.files.digest import sha256_of
from inspector.files.records import Adapter, Base
from inspector.report.figures import byte_size
from inspector.report.printable import printable

LARGEST_HASHED = 64_000_000
"""Bytes; a base's weight files above this are listed by size alone. The adapter's are always hashed."""

_BASE_FILES = (
    "config.json",
    "model.safetensors.index.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "chat_template.jinja",
)
_PACKAGES = ("peft", "transformers", "torch", "safetensors", "tokenizers", "huggingface_hub", "typst")


class HashedFile(NamedTuple):
    """`sha256` is 64 hexadecimal digits, or the reason why there is none."""

    owner: str
    name: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    files: tuple[HashedFile, ...]
    versions: tuple[tuple[str, str], ...]
    command: str


def provenance(inspections: Sequence[Inspection]) -> Provenance:
    """Hash what was inspected and name the versions at work. Reads files; never raises for one of them."""
    files = _adapter_files(inspections[0].adapter)
    for base in _distinct_bases(inspections):
        files += _base_files(base)
    return Provenance(files=tuple(files), versions=_versions(inspections), command=reproducing(inspections))


def reproducing(inspections: Sequence[Inspection]) -> str:
    """The command line that makes this report again; prompts and answers of one's own have to be added."""
    adapter, report = inspections[0].adapter, inspections[0].report
    probe = next((inspection.probe for inspection in inspections if inspection.probe is not None), None)
    words = ["adapter-inspector", "probe" if probe is not None else "check", str(adapter.path)]
    for base in _distinct_bases(inspections):
        words += ["--base", _findable(base)]
    if report.loader != "peft":
        words += ["--loader", report.loader]
    if probe is None and all(item.report.evidence is Evidence.HEADERS for item in inspections):
        words.append("--quick")
    words += _extent(probe) if probe is not None else []
    return printable(shlex.join([*words, "--output", "report.pdf"]))


def _extent(probe: ProbeResult) -> list[str]:
    """How much was measured, where that is less than a PDF is made with."""
    if probe.task == "modules":
        return ["--modules"]
    if any(row.base_text or row.adapted_text for row in probe.prompts):
        return []
    inside = probe.layers or probe.modules or probe.scales
    return ["--figures", "numbers" if inside else "basic"]


def reproducing_comparison(comparison: Comparison) -> str:
    """The command line that makes a comparison's report again."""
    before, after = comparison.before, comparison.after
    words = ["adapter-inspector", "compare", str(after.adapter.path)]
    for option, side in (("--from", before), ("--to", after)):
        words += [option, _findable(side.base)] if side.base is not None else []
    if before.adapter.path != after.adapter.path:
        words += ["--from-adapter", str(before.adapter.path)]
    if comparison.golden is not None:
        words += ["--golden", comparison.golden.source]
        gate = comparison.golden.gate
        words += ["--max-negative-flips", f"{gate:g}"] if gate is not None else []
    elif all(side.report.evidence is Evidence.HEADERS for side in (before, after)):
        words.append("--quick")
    return printable(shlex.join([*words, "--output", "report.pdf"]))


def _findable(base: Base) -> str:
    """The base as it is found from any folder: its Hub id, or its whole path."""
    return base.source if base.kind == "hub" else str(base.path.absolute())


def _distinct_bases(inspections: Sequence[Inspection]) -> list[Base]:
    bases = [inspection.base for inspection in inspections if inspection.base is not None]
    return list({(base.source, str(base.path)): base for base in bases}.values())


def _adapter_files(adapter: Adapter) -> list[HashedFile]:
    paths = [adapter.path / "adapter_config.json", adapter.weights_file]
    return [_hashed("adapter", path) for path in paths if path is not None and path.is_file()]


def _base_files(base: Base) -> list[HashedFile]:
    small = [base.folder / name for name in _BASE_FILES] if base.kind != "config" else [base.path]
    paths = dict.fromkeys([path for path in small if path.is_file()] + list(base.weight_files))
    owner = printable(base.name)
    listed = [
        HashedFile(
            owner, f"{printable(remote.name)} (on the Hub)", byte_size(remote.size), remote.sha256 or ""
        )
        for remote in base.remote_weights
    ]
    return [_hashed(owner, path, largest=LARGEST_HASHED) for path in paths] + listed


def _hashed(owner: str, path: Path, *, largest: int | None = None) -> HashedFile:
    name = printable(path.name)
    try:
        size = path.stat().st_size
        if largest is not None and size > largest:
            return HashedFile(owner, name, byte_size(size), f"not hashed: above {byte_size(largest)}")
        return HashedFile(owner, name, byte_size(size), sha256_of(path))
    except (OSError, InspectorError):
        return HashedFile(owner, name, "", "not readable when the report was written")


def _versions(inspections: Sequence[Inspection]) -> tuple[tuple[str, str], ...]:
    found = {"adapter-inspector": __version__, "Python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    # What the loader itself reported counts for more than what happens to be installed here.
    for inspection in inspections:
        if inspection.report.loader_version:
            found[printable(inspection.report.loader)] = printable(inspection.report.loader_version)
    return tuple(found.items())
