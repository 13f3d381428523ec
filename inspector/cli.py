"""The terminal's front door: which command was asked for, and how its outcome leaves the process."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from inspector import __version__
from inspector.collector import uncollected
from inspector.commands.verbs import VERBS
from inspector.errors import OK, UNTOLD, UNUSABLE, Cancelled, InspectorError, UsageError, WorkerError

_NAME = "adapter-inspector"


class _Help(argparse.HelpFormatter):
    """As wide as the terminal, asked for without `shutil`, which takes longer than all options do."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


class _Parser(argparse.ArgumentParser):
    """argparse that says what is wrong in our own words and leaves the exit to `main`."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Help, **settings)

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"See `{self.prog} --help`.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; expected errors become one sentence on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0] not in VERBS and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "open")  # a bare path opens the window
    wants_json = False
    try:
        with uncollected():  # a quick check is mostly imports, and they are walked by the collector too
            options = _build_parser(words[0]).parse_args(words)
            wants_json = _output_format(options) == "json"
            command: Callable[[argparse.Namespace], int] = options.command
            if getattr(options, "quick", False):
                return command(options)
        return command(options)
    except BrokenPipeError:
        # Somebody closed the pipe (`| head`): not an error of ours, and nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except (KeyboardInterrupt, Cancelled):
        print("Cancelled.", file=sys.stderr)
        return UNTOLD
    except InspectorError as error:
        return _tell(error, wants_json=wants_json)
    except Exception as bug:
        if os.environ.get("ADAPTER_INSPECTOR_TRACEBACK"):
            raise
        return _tell(_as_error(bug), wants_json=wants_json)


def main_window() -> int:
    """The gui script: the window on the paths of the command line."""
    return main(["open", *sys.argv[1:]])


def _as_error(bug: Exception) -> InspectorError:
    """A bug of ours, in a form that a pipeline can read: could not tell, and how to report it."""
    said = str(bug).splitlines()[0][:200] if str(bug) else ""
    return WorkerError(
        f"A bug in the inspector: {type(bug).__name__}: {said}",
        "Please report it, with what ADAPTER_INSPECTOR_TRACEBACK=1 adds to this output.",
    )


def _tell(error: InspectorError, *, wants_json: bool) -> int:
    from inspector.report.printable import printable

    print(printable(error.message), file=sys.stderr)
    if error.hint:
        print(printable(error.hint), file=sys.stderr)
    if wants_json:
        from inspector.report.as_json import dump, error_document

        print(dump(error_document(error)))
    return UNTOLD if isinstance(error, WorkerError) else UNUSABLE


def _output_format(options: argparse.Namespace) -> str | None:
    """The format of the report that the command will write, as far as the options tell, if it writes one."""
    if not hasattr(options, "format"):
        return None  # `lock --output x.json` writes a file of its own kind
    chosen: str | None = options.format
    output = getattr(options, "output", None)
    if chosen is None and output is not None:
        return "json" if str(output).lower().endswith(".json") else None
    return chosen


def _columns() -> int:
    """Columns of the terminal that help is written to."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (ValueError, OSError):
        return 80


def _build_parser(asked: str) -> argparse.ArgumentParser:
    """The parser of one verb, or of all where none is asked for (--help): each costs time."""
    parser = _Parser(
        prog=_NAME,
        description="Does this adapter fit this base, and does it act?",
        epilog="Exit codes: 0 every base fits, 1 a fault, 2 unusable request or input, 3 could not tell.",
    )
    parser.add_argument("--version", action="version", version=f"{_NAME} {__version__}")
    verbs = parser.add_subparsers(title="commands", required=True, parser_class=_Parser, prog=_NAME)
    for name in (asked,) if asked in VERBS else VERBS:
        says, add_options = VERBS[name]
        add_options(verbs.add_parser(name, help=says))
    return parser
