"""What the window's tests share: a worker that needs no process, and a measured probe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from inspector.compat.inspection import Evidence, LoadReport
from inspector.compat.probe_result import ProbeResult, PromptResult
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


PROBED = ProbeResult(
    device="cpu",
    dtype="float32",
    acts=True,
    noise_floor=0.0,
    max_abs_logit_diff=1.25,
    mean_abs_logit_diff=0.2,
    mean_kl=0.03,
    top1_flip_rate=0.25,
    disabled_equals_pristine=True,
    prompts=(PromptResult("a bill", 8, 1.25, 0.03, 2, "the base says so", "the base sees this"),),
)
