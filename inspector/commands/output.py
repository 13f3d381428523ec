"""Where the result goes: standard output or a file, in the format that was asked for."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import UsageError

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection

_TEXT_WIDTH, _WIDEST = 100, 120


def add_output_options(verb: ArgumentParser) -> None:
    """`--format` and `--output`, of every command that reports."""
    verb.add_argument(
        "--format",
        choices=("text", "json", "sarif", "junit", "md", "html", "csv", "pdf"),
        help="default: text, or what --output ends in",
    )
    verb.add_argument("--output", metavar="FILE", help="write there; the suffix chooses the format")


def terminal() -> tuple[bool, int]:
    """Whether standard output shows colours, and how many columns a text for it may have."""
    if not sys.stdout.isatty():
        return False, _TEXT_WIDTH
    return "NO_COLOR" not in os.environ, min(_WIDEST, os.get_terminal_size().columns)


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

        colour, width = terminal()
        print(render_text(inspections, colour=colour, width=width), end="")
