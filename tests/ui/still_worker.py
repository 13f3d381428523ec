"""What the window's tests share: a worker that needs no process, and a measured probe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from probe_records import probe_result

from inspector.compat.golden_answers import GoldenRun, GoldenText
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

    def versions(self) -> dict[str, str]:
        return {}

    def answer(
        self, adapter: Any, base: Any, examples: Any, *, adapted: bool, on_answers: Any, **_: Any
    ) -> GoldenRun:
        """Right with the adapter, except for every second example where the base is another one."""
        wrong = {n for n in range(0, len(examples), 2) if base.name.endswith("-gqa")}
        said = [e.expected if adapted and n not in wrong else "?" for n, e in enumerate(examples)]
        on_answers([GoldenText(e.number, text) for e, text in zip(examples, said, strict=True)])
        return GoldenRun(len(examples), "cpu", "float32", "")

    def probe(self, adapter: Any, base: Any, **_: Any) -> ProbeResult:
        return PROBED


PROBED = probe_result(["model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.q_proj"])
