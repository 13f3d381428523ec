"""`check`: one adapter through the stages against every base."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from inspector import pipeline
from inspector.commands.outcome import exit_code
from inspector.commands.output import deliver, settle_format
from inspector.commands.progress import end_progress, say
from inspector.compat.inspection import Inspection
from inspector.errors import WorkerError
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from inspector.worker.client import Worker


def check(options: Namespace) -> int:
    """Inspect one adapter against every base given; the worst base decides the exit code."""
    settle_format(options)
    inspections = inspect_all(
        options.adapter,
        options.bases or [],
        quick=options.quick,
        loader=options.loader,
        verbose=options.verbose,
    )
    deliver(inspections, options)
    return exit_code(inspections, fail_on=options.fail_on)


def inspect_all(
    adapter_path: str, sources: Sequence[str], *, quick: bool, loader: str = "peft", verbose: bool = False
) -> list[Inspection]:
    """Every base in turn through the stages, one worker for all of them."""
    adapter = pipeline.open_adapter(adapter_path)
    bases: list[Base | None] = [pipeline.open_base(source) for source in sources]
    if not sources:
        bases = [pipeline.recorded_base(adapter)]
    if quick:
        return [pipeline.inspect_headers(adapter, base, loader=loader) for base in bases]
    from inspector.worker.client import Worker

    with Worker() as worker:
        if any(base is not None for base in bases) and adapter.is_where_peft_looks:
            worker.start()  # its imports go on while the headers are read
        inspections = [_inspect(adapter, base, worker, loader, verbose) for base in bases]
    end_progress()
    return inspections


def _inspect(adapter: Adapter, base: Base | None, worker: Worker, loader: str, verbose: bool) -> Inspection:
    inspection = None
    try:
        for inspection in pipeline.stages(adapter, base, worker=worker, loader=loader, on_progress=say):
            if verbose:
                report = inspection.report
                line = f"{report.evidence}: {inspection.verdict}, loads={report.loads}, {inspection.counts}"
                print(line, inspection.disagreement or "", file=sys.stderr)
    except WorkerError as error:
        # The headers' answer stands, and it says that it is the headers' answer.
        if inspection is None:
            raise
        end_progress()
        print(f"{error.message} {error.hint}".strip(), file=sys.stderr)
    assert inspection is not None
    return inspection
