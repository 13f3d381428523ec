"""What the window's tests share: a worker that needs no process, and a measured probe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from probe_records import probe_result

from inspector.compat.inspection import Evidence, LoadReport
from inspector.compat.probe_result import ProbeResult
from inspector.pipeline import inspect_headers


class StillWorker:
    """Stands where the second process would: answers with what the headers said."""

    def __init__(self) -> None:
        self.closed = 0

    def start(self) -> None: ...

    def close(self) -> None:
        self.closed += 1

    def dry_run(self, adapter: Any, base: Any, **_: Any) -> LoadReport:
        return replace(inspect_headers(adapter, base).report, evidence=Evidence.DRY_RUN)

    def probe(self, adapter: Any, base: Any, **_: Any) -> ProbeResult:
        return PROBED


PROBED = probe_result(["model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.q_proj"])
