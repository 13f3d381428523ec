"""Which tokens an adapter trains by themselves: PEFT's trainable tokens, alone or beside a LoRA."""

from __future__ import annotations

from inspector.files.records import Adapter


def trained_tokens(adapter: Adapter) -> tuple[int, ...]:
    """Their ids in order, of all tables for which the configuration names some; empty where it names none."""
    is_alone = adapter.peft_type == "TRAINABLE_TOKENS"
    named = adapter.config.get("token_indices" if is_alone else "trainable_token_indices")
    tables = list(named.values()) if isinstance(named, dict) else [named]
    rows = (row for row in tables if isinstance(row, list))
    ids = {token for row in rows for token in row if isinstance(token, int) and not isinstance(token, bool)}
    return tuple(sorted(token for token in ids if token >= 0))
