"""ADP6xx: the tokenizer, the chat template and the head that travel with the adapter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from edits import Change, configured, without
from folders import Make, RuleCase, check, side
from worded_tokenizer import TEMPLATE, VOCABULARY, add_tokenizer

from inspector.compat.inspection import Severity

_SWAPPED = {**VOCABULARY, "cat": VOCABULARY["mat"], "mat": VOCABULARY["cat"]}


def _tokenizer(
    words: Mapping[str, int] = VOCABULARY, *, template: str | None = TEMPLATE, padding: str | None = None
) -> Change:
    def add(folder: Path) -> None:
        add_tokenizer(folder, words, chat_template=template)
        if padding is not None:
            path = folder / "tokenizer_config.json"
            path.write_text(json.dumps({**json.loads(path.read_text()), "pad_token": padding}))

    return add


def _worded(adapters: Change) -> Make:
    """A base with a tokenizer and a template, and an adapter with the one that training saved."""
    return side(base=_tokenizer(), change=adapters)


CASES = (
    RuleCase("ADP601", Severity.WARNING, _worded(_tokenizer(_SWAPPED)), _worded(_tokenizer()), check),
    RuleCase(
        "ADP602",
        Severity.ERROR,
        _worded(_tokenizer({**VOCABULARY, "<call>": 64})),
        _worded(_tokenizer({**VOCABULARY, "[PAD]": 64}, padding="[PAD]")),
        check,
        says="'<call>' has no row",
    ),
    RuleCase(
        "ADP603",
        Severity.WARNING,
        _worded(_tokenizer(template=f"on the mat {TEMPLATE}")),
        _worded(_tokenizer(template=f"{TEMPLATE}\n")),
        check,
    ),
    RuleCase(
        "ADP604",
        Severity.WARNING,
        side("llama_tied", modules_to_save=["lm_head"]),
        side("llama", modules_to_save=["lm_head"]),
    ),
    RuleCase(
        "ADP605",
        Severity.ERROR,
        side(task_type="SEQ_CLS", change=without("score")),
        side(task_type="SEQ_CLS"),
        check,
        says="score",
    ),
    RuleCase(
        "ADP605",
        Severity.ERROR,
        side(modules_to_save=["lm_head"], change=without("lm_head")),
        side(change=configured(modules_to_save=[])),
    ),
)
