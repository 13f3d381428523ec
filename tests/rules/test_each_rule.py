"""Every rule on folders, through the commands themselves: the fault is told, its neighbour left alone."""

from __future__ import annotations

import base_5xx
import config_1xx
import files_0xx
import names_2xx
import probe_9xx
import pytest
import servers_7xx
import shapes_3xx
import tokenizer_6xx
import values_4xx
from folders import RuleCase, Shop, told

from inspector.compat.inspection import Severity
from inspector.compat.rules import registered

_GROUPS = (
    files_0xx, config_1xx, names_2xx, shapes_3xx, values_4xx, base_5xx, tokenizer_6xx, servers_7xx, probe_9xx,
)  # fmt: skip
CASES: list[RuleCase] = [case for group in _GROUPS for case in group.CASES]

pytestmark = pytest.mark.usefixtures("commands_share_worker")


@pytest.fixture(autouse=True)
def hub(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(shop.hub))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_fault_is_told(case: RuleCase, shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(case.road(case.fault(shop), lambda: capsys.readouterr().out)).findings
    mine = [(severity, message) for rule, severity, message in found if rule == case.rule]
    assert case.severity in [severity for severity, _ in mine], found
    assert any(case.says in message for _, message in mine), mine


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_its_neighbour_is_healthy(case: RuleCase, shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    found, not_checked = told(case.road(case.healthy(shop), lambda: capsys.readouterr().out))
    assert case.rule not in not_checked
    assert case.rule not in [rule for rule, _, _ in found], found
    assert {rule for rule, severity, _ in found if severity is not Severity.INFO} <= case.beside, found


def test_no_rule_is_without_both() -> None:
    assert {case.rule for case in CASES} == set(registered())


def test_each_rule_is_seen_at_its_own_severity() -> None:
    seen = {(case.rule, case.severity) for case in CASES}
    assert seen >= {(rule, entry.severity) for rule, entry in registered().items()}
