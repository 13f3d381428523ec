"""A regular expression in a stranger's configuration does not hold the dry run up for ever."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from factories import make_adapter, make_base, rewrite_config

from inspector.compat.inspection import Status
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker import dry_run as module
from inspector.worker.base_model import NotBuildable
from inspector.worker.dry_run import dry_run
from inspector.worker.pattern_time import bounded_patterns

ENDLESS = "(?:[a-z0-9_.]+)+!"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
@pytest.mark.parametrize("change", [{"target_modules": ENDLESS}, {"rank_pattern": {ENDLESS: 8}}])
def test_a_pattern_without_end_is_stopped_and_told(
    change: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base("llama", tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "adapter", target_modules=["q_proj", "v_proj"])
    rewrite_config(adapter, **change)
    monkeypatch.setattr(module, "bounded_patterns", partial(bounded_patterns, seconds=0.2))
    report = dry_run(read_adapter(adapter), read_base(base))
    assert report.loads is None and "0.2 seconds" in (report.unknown_because or "")
    assert {row.status for row in report.tensors} == {Status.UNKNOWN}
    assert signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, None)


def test_where_nothing_could_stop_it_it_is_not_tried() -> None:
    def enter(config: dict[str, Any]) -> bool:
        with bounded_patterns(config):
            return True

    with ThreadPoolExecutor(1) as elsewhere:
        with pytest.raises(NotBuildable, match="could run without end"):
            elsewhere.submit(enter, {"target_modules": ENDLESS}).result()
        for harmless in (r".*\.(q|v)_proj", ["q_proj"], None, "(", {"q_proj": 4}):
            assert elsewhere.submit(enter, {"target_modules": harmless, "other": ENDLESS}).result()
