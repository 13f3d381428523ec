"""ADP3xx: shapes, each with the cause that explains it."""

from __future__ import annotations

from edits import valued
from folders import RuleCase, side

from inspector.compat.inspection import Severity

_WIDER = {"num_key_value_heads": 4}
_LONGER = {"vocab_size": 80}

CASES = (
    RuleCase(
        "ADP301",
        Severity.ERROR,
        side(of=_WIDER, sized={}),
        side(of=_WIDER, sized={}, target_modules=["q_proj", "o_proj"]),
        says="Key/value heads 4 in the adapter, 2 in the base",
    ),
    RuleCase("ADP302", Severity.ERROR, side(change=valued(lambda value: value[:0])), side(r=1)),
    RuleCase(
        "ADP303",
        Severity.ERROR,
        side(of=_LONGER, sized={}, modules_to_save=["lm_head"]),
        side(of=_LONGER, sized={}),
    ),
    RuleCase(
        "ADP304",
        Severity.ERROR,
        side(method="PROMPT_TUNING", sized={"hidden_size": 64}),
        side(method="PROMPT_TUNING", sized={"num_hidden_layers": 3}),
        says="token_dim is 32",
    ),
)
