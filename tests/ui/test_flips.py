"""Golden sets in the whole window: the base alone against the adapter, and one base against another."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from still_worker import StillWorker

from inspector.compat.inspection import Evidence


@pytest.fixture
def golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "golden.jsonl"
    path.write_text("\n".join(json.dumps({"prompt": f"{n}?", "expected": f"{n}!"}) for n in range(4)))
    return path


class LenientWorker(StillWorker):
    """Finds that the other base loads too: what it answers is another matter."""

    def dry_run(self, adapter: Any, base: Any, **options: Any) -> Any:
        return replace(super().dry_run(adapter, base, **options), loads=True, error=None)


@pytest.fixture
def window(
    qtbot: Any, make_window: Callable[..., Any], adapter_folder: Path, fitting_base: Path, failing_base: Path
) -> Any:
    bases = [str(fitting_base), str(failing_base)]
    window = make_window(LenientWorker(), paths=[str(adapter_folder)], bases=bases)

    def settled() -> bool:
        found = [entry.inspection for entry in window.session.entries.values()]
        return len(found) == 2 and all(i is not None and i.report.evidence is Evidence.DRY_RUN for i in found)

    qtbot.waitUntil(settled)
    qtbot.waitUntil(lambda: not any(entry.stage for entry in window.session.entries.values()))
    return window


def test_the_adapter_is_held_against_the_base_alone(qtbot: Any, window: Any, golden: Path) -> None:
    pane = window.bench.probe
    window.actions_by_id["golden"].trigger()
    with qtbot.waitSignal(pane.golden.changed):
        pane.golden.take(golden)
    pane.run.click()
    qtbot.waitUntil(lambda: pane.state == "done")
    found = window.session.inspection.golden
    assert (found.accuracy_before.value, found.accuracy_after.value) == (0.0, 1.0)
    assert (
        pane.flips.head.sentence.text()
        == "No negative flips in 4 examples: 0\u00a0% right before, 100\u00a0% after"
    )


def test_flips_between_two_bases_are_counted_from_the_shelf(qtbot: Any, window: Any, golden: Path) -> None:
    pane, shelf, session = window.bench.probe, window.bench.shelf, window.session
    first, second = session.entries
    session.select(second)
    menu = shelf.menu(session.entries[first])
    counts = [action for action in menu.actions() if "flips" in action.text()]
    assert [action.text() for action in counts] == ["Count flips from here to router-base-gqa…"]
    counts[0].trigger()
    assert pane.task == "golden"
    with qtbot.waitSignal(pane.golden.changed):
        pane.golden.take(golden)
    assert pane.golden.asked.against == first
    pane.golden.gate.setText("10")
    pane.run.click()
    qtbot.waitUntil(lambda: pane.state == "done")
    assert (
        pane.flips.head.sentence.text() == "The gate fails: 50\u00a0% negative flips, only 10\u00a0% allowed"
    )
    assert [flip.number for flip in pane.flips.table.flips.flips] == [1, 3]
    assert "50\u00a0% negative flips" in shelf.cards.item(1).toolTip()
    assert "ADP906" in {finding.rule for finding in session.inspection.findings}
    own = shelf.menu(session.entries[second])
    assert not [action for action in own.actions() if "flips" in action.text()]
