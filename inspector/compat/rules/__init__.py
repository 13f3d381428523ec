"""Findings with stable ids: one function a rule, a file a group."""

from inspector.compat.rules import base, config, container, names, numbers, probe, shapes
from inspector.compat.rules.registry import Case, Need, Rule, registered, run_rules

__all__ = [
    "Case",
    "Need",
    "Rule",
    "base",
    "config",
    "container",
    "names",
    "numbers",
    "probe",
    "registered",
    "run_rules",
    "shapes",
]
