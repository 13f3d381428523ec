"""A project's choice of rules, applied: findings that count, and how many were left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from inspector.compat.inspection import Finding, Ignored, Severity
from inspector.compat.rules.registry import registered
from inspector.errors import UsageError

if TYPE_CHECKING:
    from inspector.files.rule_choice import RuleChoice


def check_choice(choice: RuleChoice) -> RuleChoice:
    """The choice itself. Raises UsageError for a word that names no rule: a typo must not open a gate."""
    words = (*choice.select, *choice.ignore, *(word for word, _ in choice.severity))
    where = f" in {choice.source}" if choice.source else ""
    for word in words:
        if not any(_names(word, entry.id, entry.name) for entry in registered().values()):
            raise UsageError(f"There is no rule {word!r}{where}.", "`adapter-inspector rules` lists them.")
    levels = [level.value for level in Severity]
    for word, level in choice.severity:
        if level not in levels:
            raise UsageError(f"{word} cannot be of severity {level!r}{where}.", f"Use {', '.join(levels)}.")
    return choice


def left_out(choice: RuleChoice, rule: str, name: str) -> str:
    """Why a rule does not count: `ignored`, `not selected`, or empty where it counts.

    The more precise word wins, as with ruff: `select = ["ADP104"]` beside `ignore = ["ADP1"]` keeps ADP104.
    """
    chosen = _precision(choice.select, rule, name)
    ignored = _precision(choice.ignore, rule, name)
    if chosen < 0:
        return "not selected"
    return "ignored" if ignored >= chosen else ""


def apply_choice(
    choice: RuleChoice, findings: Sequence[Finding]
) -> tuple[tuple[Finding, ...], tuple[Ignored, ...]]:
    """Findings that count, in their order with their severity here, and what was left out, by rule."""
    kept, dropped = [], Counter[tuple[str, str, str]]()
    for finding in findings:
        why = left_out(choice, finding.rule, finding.name)
        if why:
            dropped[finding.rule, finding.name, why] += 1
        else:
            kept.append(_at_level(choice, finding))
    kept.sort(key=lambda finding: tuple(Severity).index(finding.severity))
    ignored = (Ignored(rule, name, count, why) for (rule, name, why), count in sorted(dropped.items()))
    return tuple(kept), tuple(ignored)


def _at_level(choice: RuleChoice, finding: Finding) -> Finding:
    fitting = [pair for pair in choice.severity if _names(pair[0], finding.rule, finding.name)]
    if not fitting:
        return finding
    _, level = max(fitting, key=lambda pair: _precision(pair[:1], finding.rule, finding.name))
    return replace(finding, severity=Severity(level))


def _names(word: str, rule: str, name: str) -> bool:
    """Whether a word means a rule: its id, the beginning of its id (a group), its name, or ALL."""
    return word == "ALL" or word == name or (word.startswith("ADP") and rule.startswith(word))


def _precision(words: Sequence[str], rule: str, name: str) -> int:
    """How precisely the words mean a rule: its letters (a name counts as all of them), 0 for ALL, else -1."""
    meant = [word for word in words if _names(word, rule, name)]
    return max(
        (0 if word == "ALL" else len(rule) if word == name else len(word) for word in meant), default=-1
    )
