"""The reference page of the rules is the one that the code makes."""

from __future__ import annotations

from inspector.compat.rules import registered
from inspector.report.rules_page import GROUPS, rules_markdown
from inspector.resource import resource_path


def test_the_page_is_not_stale() -> None:
    assert resource_path("reference/rules.md").read_text(encoding="utf-8") == rules_markdown()


def test_every_rule_belongs_to_a_group() -> None:
    assert {identifier[3] for identifier in registered()} <= set(GROUPS)
