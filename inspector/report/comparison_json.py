"""`compare --format json`: both inspections, and what lies between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from inspector.compat.revisions import Comparison
from inspector.report.as_json import SCHEMA_VERSION, adapter_document, inspection_document, tool
from inspector.report.golden_json import golden_document

_SIDES = {"before": "from", "after": "to"}


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """The whole document. `adapter` is that of the `to` side; `from_adapter` is null where it is the same."""
    before, after = comparison.before.adapter, comparison.after.adapter
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "adapter": adapter_document(after),
        "from_adapter": adapter_document(before) if before.path != after.path else None,
        "from": inspection_document(comparison.before),
        "to": inspection_document(comparison.after),
        "comparison": {
            "headline": comparison.headline,
            "modules": _plain(comparison.modules),
            "config": _plain(comparison.config),
            "tokenizer": _plain(comparison.tokenizer),
            "golden": golden_document(comparison.golden),
            "not_compared": dict(comparison.not_compared),
        },
    }


def _plain(value: Any) -> Any:
    """Records as objects by field name, with `from` and `to` for the two sides."""
    if is_dataclass(value) and not isinstance(value, type):
        return {_named(field.name): _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {_named(name): _plain(item) for name, item in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _named(field: str) -> str:
    """`before` → `from`, `vocab_after` → `vocab_to`, `before_ids` → `from_ids`."""
    return "_".join(_SIDES.get(word, word) for word in field.split("_"))
