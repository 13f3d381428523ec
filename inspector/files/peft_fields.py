"""Fields that a configuration of each peft_type may have (generated: `resources/tables/peft_fields.json`)."""

from __future__ import annotations

import json
from functools import lru_cache

from inspector.resource import resource_path


@lru_cache(maxsize=1)
def _fields() -> dict[str, frozenset[str]]:
    table = json.loads(resource_path("tables/peft_fields.json").read_text(encoding="utf-8"))
    return {kind: frozenset(names) for kind, names in table["fields"].items()}


def known_fields(peft_type: str) -> frozenset[str] | None:
    """Field names of that configuration class in the installed peft; None for an unknown peft_type."""
    return _fields().get(peft_type)
