"""SARIF 2.1.0 (OASIS Standard, 27 March 2020): findings as code-scanning results on the adapter's files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from inspector import __version__
from inspector.compat.inspection import Finding, Inspection, Severity
from inspector.compat.rules import registered
from inspector.compat.rules.registry import Rule
from inspector.files.records import Adapter
from inspector.report.as_json import dump
from inspector.report.printable import printable
from inspector.report.subject import base_names, subject

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MOST_KEYS = 50
"""Keys named in one result; beyond it the count says how many there are."""

_LARGEST_CONFIG = 1_000_000


def render_sarif(inspections: Sequence[Inspection]) -> str:
    """One run over all bases. Raises UsageError for no inspection or several adapters.

    Paths are relative to the working folder (`%SRCROOT%`) where the adapter lies below it, as code scanning
    expects them, else absolute. Rules that were not checked are notifications, never silent.
    """
    adapter = subject(inspections)
    rules = list(registered().values())
    places = _Places(adapter)
    order = {entry.id: number for number, entry in enumerate(rules)}
    results, notes = [], []
    for inspection, base in zip(inspections, base_names(inspections), strict=True):
        several = f"On {base}: " if len(inspections) > 1 else ""
        results += [_result(finding, order, places, base, several) for finding in inspection.findings]
        notes += list(_notifications(inspection, base))
    run = {
        "tool": {
            "driver": {
                "name": "adapter-inspector",
                "semanticVersion": __version__,
                "rules": [_descriptor(entry) for entry in rules],
            }
        },
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "originalUriBaseIds": {"%SRCROOT%": {"uri": _folder_uri(Path.cwd())}},
        "columnKind": "utf16CodeUnits",
        "results": results,
        "properties": {"inspections": [_verdict(inspection) for inspection in inspections]},
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _descriptor(entry: Rule) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": "".join(word.capitalize() for word in entry.name.split("-")),
        "shortDescription": {"text": entry.what},
        "fullDescription": {"text": f"{entry.what} {entry.why}"},
        "help": {
            "text": f"{entry.what}\n\nWhy: {entry.why}\n\nFix: {entry.fix}\n\nSource: {entry.source}",
            "markdown": f"{entry.what}\n\n**Why:** {entry.why}\n\n**Fix:** {entry.fix}\n\n{entry.source}",
        },
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
        "properties": {"needs": [need.value for need in entry.needs], "alias": entry.name},
    }


def _result(
    finding: Finding, order: Mapping[str, int], places: _Places, base: str, several: str
) -> dict[str, Any]:
    identity = "\0".join((finding.rule, base, finding.where, *sorted(finding.keys)))
    more = len(finding.keys) - _MOST_KEYS
    remedy = f" {finding.remedy}" if finding.remedy else ""
    return {
        "ruleId": finding.rule,
        **({"ruleIndex": order[finding.rule]} if finding.rule in order else {}),
        "level": _LEVELS[finding.severity],
        "message": {"text": printable(f"{several}{finding.message}{remedy}")},
        "locations": [places.of(finding)],
        "partialFingerprints": {
            "findingHash/v1": hashlib.sha256(identity.encode(errors="replace")).hexdigest()
        },
        "properties": {
            "base": base or None,
            "where": printable(finding.where),
            "keys": len(finding.keys),
            "keysLeftOut": max(more, 0),
        },
    }


class _Places:
    """Where in the adapter's folder a finding stands: a line of its configuration, bytes of its weights."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._config = adapter.path / "adapter_config.json"
        self._lines = _lines_of(self._config)

    def of(self, finding: Finding) -> dict[str, Any]:
        keys = [key for key in finding.keys if key in self._adapter.tensors]
        named = [
            {"fullyQualifiedName": printable(key), "kind": "member"} for key in finding.keys[:_MOST_KEYS]
        ]
        physical = self._in_weights(keys) if keys else self._in_folder(finding)
        return {"physicalLocation": physical, **({"logicalLocations": named} if named else {})}

    def _in_weights(self, keys: Sequence[str]) -> dict[str, Any]:
        first = self._adapter.tensors[keys[0]]
        weights = self._adapter.weights_file or self._config
        region = {"byteOffset": first.offset, "byteLength": first.nbytes}
        return {**_file(weights), **({"region": region} if first.nbytes else {})}

    def _in_folder(self, finding: Finding) -> dict[str, Any]:
        named = self._adapter.path / finding.where
        if finding.where and Path(finding.where).name == finding.where and named.is_file():
            return _file(named)
        said = f"{finding.where} {finding.message}"
        field = next((name for name in self._lines if re.search(rf"\b{re.escape(name)}\b", said)), "")
        return {**_file(self._config), "region": {"startLine": self._lines.get(field, 1)}}


def _lines_of(config: Path) -> dict[str, int]:
    """Line of each top-level field, for a configuration that has one field a line (as PEFT writes it)."""
    try:
        if config.stat().st_size > _LARGEST_CONFIG:
            return {}
        text = config.read_text(encoding="utf-8")
        # The longest name first: `r` is a field too, and a word of many sentences' punctuation.
        fields = sorted((name for name in json.loads(text) if len(name) > 2), key=len, reverse=True)
    except (OSError, ValueError, TypeError, RecursionError):
        return {}
    lines = text.splitlines()
    found = {}
    for field in fields:
        start = json.dumps(field)
        at = next((number for number, line in enumerate(lines, 1) if line.lstrip().startswith(start)), None)
        if at is not None:
            found[str(field)] = at
    return found


def _file(path: Path) -> dict[str, Any]:
    whole = path.absolute()
    try:
        relative = whole.relative_to(Path.cwd())
    except ValueError:
        return {"artifactLocation": {"uri": whole.as_uri()}}
    return {"artifactLocation": {"uri": quote(relative.as_posix()), "uriBaseId": "%SRCROOT%"}}


def _folder_uri(folder: Path) -> str:
    return folder.absolute().as_uri().rstrip("/") + "/"


def _notifications(inspection: Inspection, base: str) -> Iterator[dict[str, Any]]:
    where = f" on {base}" if base else ""
    for item in inspection.not_checked:
        text = f"{item.rule} {item.name} was not checked{where}: {item.why}"
        yield {"level": "note", "message": {"text": printable(text)}, "associatedRule": {"id": item.rule}}


def _verdict(inspection: Inspection) -> dict[str, Any]:
    return {
        "base": inspection.base.source if inspection.base else None,
        "verdict": inspection.verdict.value,
        "headline": printable(inspection.headline),
        "evidence": inspection.report.evidence.value,
        "ignored": [item._asdict() for item in inspection.ignored],
    }
