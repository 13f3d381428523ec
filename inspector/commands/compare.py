"""`compare`: what changes for one adapter when its base moves, or for one base when its adapter does."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from inspector import pipeline
from inspector.commands.bases import open_bases
from inspector.commands.golden_options import (
    add_golden_options,
    gate_failed,
    read_golden_options,
    resume_file,
)
from inspector.commands.outcome import exit_code, worse_of
from inspector.commands.output import add_output_options, terminal
from inspector.commands.progress import end_progress, say
from inspector.commands.rule_options import add_rule_options, chosen_rules
from inspector.errors import FAULT, OK, UNTOLD, UsageError

if TYPE_CHECKING:
    from inspector.compat.revisions import Comparison
    from inspector.worker.client import Worker


def add_compare_options(verb: ArgumentParser) -> None:
    verb.add_argument("adapter", metavar="ADAPTER", help="adapter folder, or its adapter_config.json")
    what = "a base in any form that `check` takes"
    default = "default with --from-adapter: what --to is"
    verb.add_argument("--from", dest="before", metavar="BASE", help=f"{what}; {default}")
    verb.add_argument("--to", dest="after", metavar="BASE", required=True, help=what)
    verb.add_argument("--from-adapter", metavar="OLD", help="the adapter that stood there before ADAPTER")
    verb.add_argument("--offline", action="store_true", help="ask nothing of the Hub: caches and files alone")
    verb.add_argument("--quick", action="store_true", help="headers only: no dry run, no values, no torch")
    verb.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps", "xpu"))
    verb.add_argument("--offload", action="store_true", help="as for `probe`")
    add_output_options(verb)
    add_golden_options(verb)
    add_rule_options(verb)


def compare(options: Namespace) -> int:
    """Inspect both sides, hold them against each other, answer the golden set on both.

    The exit code is that of `check` for the `to` side; 1 also where the gate does not hold, 3 where a
    golden set was given and could not be answered.
    """
    from inspector.compare import compare as compare_bases

    _settle(options)
    golden, choice = read_golden_options(options), chosen_rules(options)
    if golden is not None and options.quick:
        raise UsageError("A golden set is answered by the models themselves.", "Leave out --quick.")
    adapter = pipeline.open_adapter(options.adapter)
    old = pipeline.open_adapter(options.from_adapter) if options.from_adapter else None
    before, after = open_bases([options.before, options.after], options, with_tokenizer=True)
    with _worker(options) as worker:
        comparison = compare_bases(
            adapter,
            before,
            after,
            worker=worker,
            from_adapter=old,
            choice=choice,
            golden=golden,
            gate=options.max_negative_flips,
            device=options.device,
            offload=options.offload,
            resume=resume_file(options),
            on_progress=say,
        )
    end_progress()
    _deliver(comparison, options)
    code = exit_code([comparison.after], fail_on=options.fail_on)
    untold = UNTOLD if golden is not None and comparison.golden is None else OK
    return max(code, untold, FAULT if gate_failed(comparison.golden) else OK, key=worse_of)


def _settle(options: Namespace) -> None:
    """What can be wrong with the request, before any file is opened."""
    from inspector.report import format_of
    from inspector.report.comparison import FORMATS

    if options.before is None:
        if not options.from_adapter:
            raise UsageError("There is nothing to compare with.", "Give --from BASE, or --from-adapter OLD.")
        options.before = options.after
    if options.format is None:
        options.format = format_of(Path(options.output)) if options.output else "text"
    if options.format not in FORMATS:
        formats = ", ".join(FORMATS)
        raise UsageError(f"A comparison is not written as {options.format}.", f"Formats: {formats}.")
    if options.format == "pdf" and not options.output:
        raise UsageError("A PDF needs a file to go to.", "Give --output report.pdf.")


def _worker(options: Namespace) -> AbstractContextManager[Worker | None]:
    if options.quick:
        return nullcontext()
    from inspector.worker.client import Worker

    return Worker()


def _deliver(comparison: Comparison, options: Namespace) -> None:
    from inspector.report.comparison import render_comparison, write_comparison

    if options.output:
        write_comparison(comparison, Path(options.output), format=options.format)
        print(f"Report written to {options.output}", file=sys.stderr)
    elif options.format != "text":
        print(render_comparison(comparison, options.format), end="")
    else:
        from inspector.report.comparison_text import render_comparison_text

        colour, width = terminal()
        print(render_comparison_text(comparison, colour=colour, width=width), end="")
