"""Findings with stable ids: one function a rule, a file a group. Importing a group registers its rules."""

from inspector.compat.rules import (  # noqa: F401
    base,
    base_values,
    config,
    container,
    golden,
    layout,
    names,
    numbers,
    probe,
    runtime,
    shapes,
    targets,
    tokenizer,
    training,
)
from inspector.compat.rules.registry import Case, Need, Rule, registered, run_rules

__all__ = ["Case", "Need", "Rule", "registered", "run_rules"]
