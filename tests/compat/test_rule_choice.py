"""Select, ignore, severity: what counts, what is told all the same, and what no choice can change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compat.inspection import Finding, Severity
from inspector.compat.rules import registered
from inspector.compat.rules.choice import apply_choice, check_choice, left_out
from inspector.errors import UsageError
from inspector.files.rule_choice import RuleChoice

FINDINGS = tuple(
    Finding(rule=rule, name=registered()[rule].name, severity=severity, message="…")
    for rule, severity in (
        ("ADP301", Severity.ERROR),
        ("ADP503", Severity.WARNING),
        ("ADP503", Severity.WARNING),
        ("ADP104", Severity.INFO),
    )
)
WORDS = st.sampled_from(["ALL", "ADP", "ADP1", "ADP104", "ADP5", "ADP503", "base-drift", "dim-mismatch"])


@given(select=st.lists(WORDS), ignore=st.lists(WORDS))
def test_every_finding_either_counts_or_is_told_to_be_left_out(select: list[str], ignore: list[str]) -> None:
    choice = check_choice(RuleChoice(select=tuple(select), ignore=tuple(ignore)))
    kept, ignored = apply_choice(choice, FINDINGS)
    assert len(kept) + sum(item.findings for item in ignored) == len(FINDINGS)
    assert {item.rule for item in ignored}.isdisjoint(finding.rule for finding in kept)


@pytest.mark.parametrize(
    ("select", "ignore", "outcome"),
    [
        (("ALL",), (), ""),
        (("ALL",), ("ADP104",), "ignored"),
        (("ALL",), ("ADP1",), "ignored"),
        (("ALL",), ("base-revision-unpinned",), "ignored"),
        (("ADP104",), ("ADP1",), ""),  # the more precise word wins
        (("ADP1",), ("ADP104",), "ignored"),
        (("ADP3",), (), "not selected"),
        (("ALL",), ("ALL",), "ignored"),
    ],
)
def test_the_more_precise_word_wins(select: tuple[str, ...], ignore: tuple[str, ...], outcome: str) -> None:
    assert left_out(RuleChoice(select, ignore), "ADP104", "base-revision-unpinned") == outcome


def test_a_severity_is_changed_for_a_rule_or_its_group_and_sorts_anew() -> None:
    choice = RuleChoice(severity=(("ADP5", "info"), ("ADP503", "error"), ("ADP301", "info")))
    kept, _ = apply_choice(choice, FINDINGS)
    assert [(f.rule, f.severity) for f in kept] == [
        ("ADP503", Severity.ERROR),
        ("ADP503", Severity.ERROR),
        ("ADP301", Severity.INFO),
        ("ADP104", Severity.INFO),
    ]


@pytest.mark.parametrize(
    "choice",
    [
        RuleChoice(ignore=("ADP999",)),
        RuleChoice(select=("dim-mismach",)),
        RuleChoice(severity=(("ADP301", "fatal"),)),
    ],
)
def test_a_typo_opens_no_gate(choice: RuleChoice) -> None:
    with pytest.raises(UsageError):
        check_choice(replace_source(choice))


def replace_source(choice: RuleChoice) -> RuleChoice:
    return choice._replace(source="adapter-inspector.toml")


def test_the_original_findings_stay_as_they_were() -> None:
    before = [replace(finding) for finding in FINDINGS]
    apply_choice(RuleChoice(severity=(("ALL", "info"),)), FINDINGS)
    assert list(FINDINGS) == before
