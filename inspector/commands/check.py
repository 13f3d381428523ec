"""`check`: one adapter through the stages against every base."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from inspector import pipeline
from inspector.commands.bases import needs_tokenizer, open_bases
from inspector.commands.outcome import exit_code
from inspector.commands.output import deliver, settle_format
from inspector.commands.progress import end_progress, say
from inspector.commands.rule_options import chosen_rules
from inspector.commands.worker_at_hand import worker_at_hand
from inspector.compat.inspection import Inspection
from inspector.errors import UsageError, WorkerError
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from inspector.files.rule_choice import RuleChoice
    from inspector.worker.client import Worker


def check(options: Namespace) -> int:
    """Inspect one adapter against every base given; the worst base decides the exit code."""
    settle_format(options)
    if options.quick and options.weights:
        raise UsageError("--quick reads no values, and --weights asks for them.", "Leave out one of the two.")
    choice = chosen_rules(options)
    adapter = pipeline.open_adapter(options.adapter)
    inspections = inspect_all(
        adapter,
        open_bases(options.bases or [], options, with_tokenizer=needs_tokenizer(adapter)),
        quick=options.quick,
        read_base=True if options.weights else None,
        loader=options.loader,
        verbose=options.verbose,
        choice=choice,
    )
    deliver(inspections, options)
    return exit_code(inspections, fail_on=options.fail_on)


def inspect_all(
    adapter: Adapter,
    given: Sequence[Base],
    *,
    quick: bool,
    loader: str = "peft",
    verbose: bool = False,
    choice: RuleChoice | None = None,
    read_base: bool | None = None,
) -> list[Inspection]:
    """Every base in turn through the stages, one worker for all; without any, the recorded one, if cached."""
    bases: Sequence[Base | None] = given or [pipeline.recorded_base(adapter)]
    if quick:
        return [pipeline.inspect_headers(adapter, base, loader=loader, choice=choice) for base in bases]
    with worker_at_hand() as worker:
        if worker is not None and any(bases) and adapter.is_where_peft_looks:
            worker.start()  # its imports go on while the headers are read
        inspections = [
            judge(adapter, base, worker, loader, choice, verbose=verbose, read_base=read_base)
            for base in bases
        ]
    end_progress()
    return inspections


def judge(
    adapter: Adapter,
    base: Base | None,
    worker: Worker | None,
    loader: str = "peft",
    choice: RuleChoice | None = None,
    *,
    verbose: bool = False,
    read_base: bool | None = None,
) -> Inspection:
    """The last stage's inspection. Where the worker fails, the headers' answer stands, and that is told.

    Without a worker it is that of headers and values.
    """
    inspection = None
    try:
        for inspection in pipeline.stages(
            adapter, base, worker=worker, loader=loader, choice=choice, read_base=read_base, on_progress=say
        ):
            if verbose:
                report = inspection.report
                line = f"{report.evidence}: {inspection.verdict}, loads={report.loads}, {inspection.counts}"
                print(line, inspection.disagreement or "", file=sys.stderr)
    except WorkerError as error:
        if inspection is None:
            raise
        end_progress()
        print(f"{error.message} {error.hint}".strip(), file=sys.stderr)
    assert inspection is not None
    return inspection
