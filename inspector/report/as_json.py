"""The JSON contract: one inspection or many as plain data, and an unreadable input as an error document."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from inspector import __version__
from inspector.compat.inspection import Inspection, TensorMatch, WeightScan
from inspector.compat.keys import natural_key
from inspector.compat.probe_result import ProbeResult
from inspector.compat.repairs.proposal import RenameProposal
from inspector.errors import InspectorError
from inspector.files.lock import LockComparison
from inspector.files.records import Adapter, Base
from inspector.files.rule_choice import RuleChoice
from inspector.report.golden_json import golden_document
from inspector.report.subject import subject

SCHEMA_VERSION = 1
_RISKY = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def document(inspections: Sequence[Inspection]) -> dict[str, Any]:
    """The whole document, inspections in the given order. Raises UsageError for none or several adapters."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "adapter": adapter_document(subject(inspections)),
        "inspections": [inspection_document(inspection) for inspection in inspections],
    }


def error_document(error: InspectorError) -> dict[str, Any]:
    """What stands for the result when an input could not be read or used (exit code 2).

    `rule` is null for errors that no rule stands behind, `path` when no file is to blame.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "error": {
            "rule": getattr(error, "rule", None),
            "message": error.message,
            "hint": error.hint,
            "path": getattr(error, "path", "") or None,
        },
    }


def dump(value: Mapping[str, Any]) -> str:
    r"""JSON text in UTF-8 letters, ending in a newline.

    Control and reordering characters, which JSON would allow inside strings, are written as `\uXXXX`, so
    that the text is also safe on a terminal. Numbers that are not finite become null.
    """
    text = json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    return _RISKY.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def plain(value: Any) -> Any:
    """The value as JSON types alone; a lone surrogate, which no strict parser takes, becomes U+FFFD."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(item) for item in value]
    return plain(str(value))


def inspection_document(inspection: Inspection) -> dict[str, Any]:
    """One entry of `inspections`; also the `from` and `to` of a comparison."""
    report = inspection.report
    return {
        "base": _base(inspection.base),
        "loader": report.loader,
        "loader_version": report.loader_version,
        "evidence": report.evidence.value,
        "verdict": inspection.verdict.value,
        "headline": inspection.headline,
        "summary": inspection.summary,
        "loads": report.loads,
        "error": report.error._asdict() if report.error else None,
        "unknown_because": report.unknown_because,
        "counts": inspection.counts._asdict(),
        "answers": [answer._asdict() for answer in inspection.answers],
        "identity": inspection.identity,
        "disagreement": inspection.disagreement,
        "warnings": list(report.warnings),
        "tensors": [_tensor(tensor) for tensor in sorted(report.tensors, key=lambda t: natural_key(t.key))],
        "missing": [
            {"slot": slot.slot, "expected": _shape(slot.expected)}
            for slot in sorted(report.missing, key=lambda s: natural_key(s.slot))
        ],
        "findings": [
            {
                "rule": finding.rule,
                "name": finding.name,
                "severity": finding.severity.value,
                "message": finding.message,
                "why": finding.why,
                "remedy": finding.remedy,
                "where": finding.where,
                "keys": list(finding.keys),
                "evidence": dict(finding.evidence),
            }
            for finding in inspection.findings
        ],
        "not_checked": [item._asdict() for item in inspection.not_checked],
        "ignored": [item._asdict() for item in inspection.ignored],
        "rule_choice": _rule_choice(inspection.choice),
        "weights": _weights(inspection.weights),
        "probe": _probe(inspection.probe),
        "probe_refused": inspection.probe_refused,
        "golden": golden_document(inspection.golden),
        "golden_refused": inspection.golden_refused,
        "lock": _lock(inspection.lock),
        "proposal": _proposal(inspection.proposal),
    }


def tool() -> dict[str, str]:
    return {"name": "adapter-inspector", "version": __version__}


def adapter_document(adapter: Adapter) -> dict[str, Any]:
    return {
        "path": str(adapter.path),
        "format": adapter.format,
        "peft_type": adapter.peft_type,
        "rank": adapter.rank,
        "base_model_name_or_path": adapter.base_name,
        "revision": adapter.base_revision,
        "tensors": len(adapter.tensors),
        "parameters": adapter.parameters,
        "container": adapter.container,
    }


def _base(base: Base | None) -> dict[str, Any] | None:
    if base is None:
        return None
    from inspector.files.digest import header_digest

    return {
        "source": base.source,
        "kind": base.kind,
        "architecture": base.architecture,
        "model_type": base.model_type,
        "revision": base.revision,
        "quantization": base.quantization,
        "path": str(base.path),
        "digest": header_digest(base.tensors) if base.tensors else None,
    }


def _tensor(tensor: TensorMatch) -> dict[str, Any]:
    return {
        "key": tensor.key,
        "status": tensor.status.value,
        "slot": tensor.slot,
        "shape": list(tensor.shape),
        "expected": _shape(tensor.expected),
        "dtype": tensor.dtype,
    }


def _shape(shape: tuple[int, ...] | None) -> list[int] | None:
    return None if shape is None else list(shape)


def _lock(comparison: LockComparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    differences = [difference._asdict() for difference in comparison.differences]
    return {**comparison._asdict(), "differences": differences}


def _proposal(proposal: RenameProposal | None) -> dict[str, Any] | None:
    """What would put every tensor in its place; null until it has been shown to."""
    if proposal is None or not proposal.is_offered:
        return None
    return {
        "kind": proposal.kind,
        "confidence": proposal.confidence,
        "verified": proposal.verified.value,
        "explanation": proposal.explanation,
        "rules": [
            {"from": rule.from_pattern, "to": rule.to_pattern, "keys": rule.keys} for rule in proposal.rules
        ],
        "tensors": [
            {"key": step.key, "from": [s.key for s in step.sources], "making": step.making.value}
            for step in sorted(proposal.steps, key=lambda step: natural_key(step.key))
        ],
        "config": {name: proposal.config.get(name) for name in proposal.config_changes},
    }


def _rule_choice(choice: RuleChoice | None) -> dict[str, Any] | None:
    """Which rules were told to count; null where all of them do, as they are."""
    if choice is None:
        return None
    return {**choice._asdict(), "severity": dict(choice.severity), "source": choice.source or None}


def _weights(scan: WeightScan | None) -> dict[str, Any] | None:
    if scan is None:
        return None
    return {
        "scanned": scan.scanned,
        "non_finite": list(scan.non_finite),
        "zero": list(scan.zero),
        "zero_rows": [run._asdict() for run in scan.zero_rows],
        "largest": scan.largest,
        "largest_key": scan.largest_key,
        "dtypes": dict(scan.dtypes),
        "modules": None if scan.modules is None else [row._asdict() for row in scan.modules],
    }


_OF_OUTPUTS = (
    "noise_floor",
    "max_abs_logit_diff",
    "mean_abs_logit_diff",
    "mean_kl",
    "top1_flip_rate",
    "disabled_equals_pristine",
    "rounding",
    "mean_js",
)


def _probe(probe: ProbeResult | None) -> dict[str, Any] | None:
    if probe is None:
        return None
    document: dict[str, Any] = {
        "device": probe.device,
        "dtype": probe.dtype,
        "acts": probe.acts,
        "noise_floor": probe.noise_floor,
        "max_abs_logit_diff": probe.max_abs_logit_diff,
        "mean_abs_logit_diff": probe.mean_abs_logit_diff,
        "mean_kl": probe.mean_kl,
        "top1_flip_rate": probe.top1_flip_rate,
        "disabled_equals_pristine": probe.disabled_equals_pristine,
        "prompts": [prompt._asdict() for prompt in probe.prompts],
        "note": probe.note,
        "effect": probe.effect,
        "task": probe.task,
        "rounding": probe.rounding,
        "mean_js": probe.mean_js,
        "base_perplexity": probe.base_perplexity,
        "adapted_perplexity": probe.adapted_perplexity,
        "mean_cosine": probe.mean_cosine,
        "neighbour_change": probe.neighbour_change,
        "layers": [layer._asdict() for layer in probe.layers],
        "modules": [module._asdict() for module in probe.modules],
        "scales": [point._asdict() for point in probe.scales],
        "template": probe.template._asdict() if probe.template is not None else None,
        "tokenizer": probe.tokenizer,
        "placement": probe.placement,
    }
    # No model was run: what was not measured must not read as zero, or as passed.
    return document | dict.fromkeys(_OF_OUTPUTS) if probe.task == "modules" else document
