"""Where the result goes: standard output or a file, in the format that was asked for."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from inspector.compat.inspection import Inspection
from inspector.errors import UsageError


def settle_format(options: Namespace) -> None:
    """Fix the format before any work is done, so that a wrong suffix does not cost a dry run."""
    from inspector.report import format_of

    if options.format is None:
        options.format = format_of(Path(options.output)) if options.output else "text"
    if options.format == "pdf" and not options.output:
        raise UsageError("A PDF needs a file to go to.", "Give --output report.pdf.")


def deliver(inspections: Sequence[Inspection], options: Namespace) -> None:
    from inspector import report

    if options.output:
        report.write(inspections, Path(options.output), format=options.format)
        print(f"Report written to {options.output}", file=sys.stderr)
    elif options.format != "text":
        print(report.render(inspections, options.format), end="")
    else:
        from inspector.report.text import render_text

        width = min(120, os.get_terminal_size().columns) if sys.stdout.isatty() else 100
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        print(render_text(inspections, colour=colour, width=width), end="")
