"""The reference page of the rules is the one that the code makes."""

from __future__ import annotations

import re

from inspector.compat.rules import registered
from inspector.report.rules_page import GROUPS, rules_markdown
from inspector.resource import resource_path


def test_the_page_is_not_stale() -> None:
    assert resource_path("reference/rules.md").read_text(encoding="utf-8") == rules_markdown()


def test_every_rule_belongs_to_a_group() -> None:
    assert {identifier[3] for identifier in registered()} <= set(GROUPS)


def test_the_list_of_known_failures_names_real_rules_and_counts_right() -> None:
    text = resource_path("reference/failures.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if re.match(r"\| \d", line)]
    assert [int(row[0]) for row in rows] == list(range(1, 108))
    named = [re.findall(r"ADP\d{3}", row[2]) for row in rows]
    assert {rule for rules in named for rule in rules} <= set(registered())
    caught = sum(bool(rules) for rules in named)
    assert f"**{caught} of 107 are caught.**" in text and caught >= 90
    # What is not caught says why.
    assert all(rules or len(row) > 3 for row, rules in zip(rows, named, strict=True))
