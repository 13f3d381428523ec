"""The command that makes a report again, from whatever folder it is typed in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.compat.inspection import Inspection
from inspector.compat.probe_result import LayerEffect
from inspector.report.provenance import reproducing


def on(fitting: Inspection, **changes: object) -> str:
    assert fitting.base is not None
    return reproducing([replace(fitting, base=replace(fitting.base, **changes))])


def test_a_base_that_was_named_from_here_is_found_from_anywhere(
    fitting: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fitting.base is not None
    folder = fitting.base.path
    monkeypatch.chdir(folder.parent)
    assert f"--base {folder} " in on(fitting, source=folder.name, path=Path(folder.name))


def test_a_base_on_the_hub_is_named_by_its_id(fitting: Inspection) -> None:
    command = on(fitting, source="org/name@0123abcd", kind="hub", path=Path("/cache/snapshots/0123abcd"))
    assert "--base org/name@0123abcd " in command


def test_no_more_is_measured_again_than_was_measured(fitting: Inspection) -> None:
    base = fitting.base
    assert fitting.probe is not None and base is not None
    silent = tuple(row._replace(base_text="", adapted_text="") for row in fitting.probe.prompts)
    basic = replace(fitting.probe, prompts=silent)
    numbers = replace(basic, layers=(LayerEffect("model.layers.0", 0.1),))
    for probe, option in (
        (fitting.probe, ""),
        (basic, " --figures basic"),
        (numbers, " --figures numbers"),
        (replace(basic, task="modules", prompts=()), " --modules"),
    ):
        command = reproducing([replace(fitting, probe=probe)])
        assert command.endswith(
            f"--base {fitting.base.path if fitting.base else ''}{option} --output report.pdf"
        )
