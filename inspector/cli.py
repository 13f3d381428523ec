"""The terminal's front door: which command was asked for, and how its outcome leaves the process."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from inspector import __version__
from inspector.collector import uncollected
from inspector.errors import OK, UNTOLD, UNUSABLE, Cancelled, InspectorError, UsageError, WorkerError

_COMMANDS = ("open", "demo", "check", "probe", "lock", "repair", "rules", "explain", "doctor")


class _Parser(argparse.ArgumentParser):
    """argparse that says what is wrong in our own words and leaves the exit to `main`."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"See `{self.prog} --help`.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; expected errors become one sentence on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0] not in _COMMANDS and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "open")  # a bare path opens the window
    wants_json = False
    try:
        with uncollected():  # a quick check is mostly imports, and they are walked by the collector too
            options = _build_parser().parse_args(words)
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
    """The format that the command will write, as far as the options tell."""
    chosen: str | None = getattr(options, "format", None)
    output = getattr(options, "output", None)
    if chosen is None and output is not None:
        return "json" if str(output).lower().endswith(".json") else None
    return chosen


def _build_parser() -> argparse.ArgumentParser:
    from inspector.commands import check, probe, reference, window, writing
    from inspector.commands.rule_options import add_rule_options

    parser = _Parser(
        prog="adapter-inspector",
        description="Does this adapter fit this base, and does it act?",
        epilog="Exit codes: 0 every base fits, 1 a fault, 2 unusable request or input, 3 could not tell.",
    )
    parser.add_argument("--version", action="version", version=f"adapter-inspector {__version__}")
    verbs = parser.add_subparsers(title="commands", required=True, parser_class=_Parser)

    verb = verbs.add_parser("open", help="the window, on adapter and base folders (also: no command at all)")
    verb.add_argument("paths", nargs="*", metavar="PATH", help="adapter or base folder, or a file in it")
    verb.set_defaults(command=window.open_window)

    verb = verbs.add_parser("demo", help="the bundled example; with no display, in the terminal and as a PDF")
    verb.add_argument("--output", metavar="FILE", help="where the PDF goes when there is no display")
    verb.set_defaults(command=window.demo)

    verb = verbs.add_parser("check", help="inspect an adapter against one or many bases")
    _add_pair(verb, base_required=False)
    _add_output(verb)
    verb.add_argument("--quick", action="store_true", help="headers only: no dry run, no values, no torch")
    verb.add_argument(
        "--loader",
        default="peft",
        choices=("peft", "transformers"),
        help="whose loading is judged: PeftModel.from_pretrained or model.load_adapter (dry run only)",
    )
    verb.add_argument(
        "--fail-on", default="error", choices=("error", "warning"), help="what exit code 1 means"
    )
    verb.add_argument("--verbose", action="store_true", help="what both engines said, on standard error")
    add_rule_options(verb)
    verb.set_defaults(command=check.check)

    verb = verbs.add_parser("probe", help="inspect, then measure whether the adapter changes outputs")
    _add_pair(verb, base_required=True)
    _add_output(verb)
    verb.add_argument("--prompts", metavar="FILE", help="one prompt a line")
    verb.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps", "xpu"))
    verb.add_argument(
        "--offload",
        action="store_true",
        help="spread a base that does not fit over memory and disk; the expected slowdown is said first",
    )
    verb.add_argument(
        "--modules",
        action="store_true",
        help="run no model: measure each adapted module alone on Gaussian inputs, its weight from the file",
    )
    add_rule_options(verb)
    verb.set_defaults(command=probe.probe)

    verb = verbs.add_parser(
        "lock", help="write adapter-lock.json: this adapter belongs to this base, to the byte"
    )
    _add_pair(verb, base_required=True)
    verb.add_argument("--output", metavar="FILE", help="where to write it (default: beside the adapter)")
    verb.set_defaults(command=writing.lock)

    verb = verbs.add_parser(
        "repair", help="write a copy under the names that this base uses, where that makes every tensor land"
    )
    _add_pair(verb, base_required=True)
    verb.add_argument("--output", metavar="FOLDER", required=True, help="a new folder for the copy")
    verb.set_defaults(command=writing.repair)

    verb = verbs.add_parser("rules", help="every rule, one line each")
    verb.set_defaults(command=reference.rules)

    verb = verbs.add_parser("explain", help="what one rule means, why it matters, how to fix it")
    verb.add_argument("rule", metavar="RULE", help="an id such as ADP301, or a name such as dim-mismatch")
    verb.set_defaults(command=reference.explain)

    verb = verbs.add_parser("doctor", help="versions, devices, display, and what is missing")
    verb.set_defaults(command=reference.doctor)
    return parser


def _add_pair(verb: argparse.ArgumentParser, *, base_required: bool) -> None:
    verb.add_argument("adapter", metavar="ADAPTER", help="adapter folder, or its adapter_config.json")
    what = (
        "folder, .safetensors, .gguf, config.json, or a model on the Hub: org/name[@revision] or its link "
        "(local cache first, else headers and small files from the Hub; org/name@? lists its revisions)"
    )
    verb.add_argument(
        "--base",
        action="append",
        dest="bases",
        metavar="BASE",
        required=base_required,
        default=None,
        help=what,
    )
    verb.add_argument("--offline", action="store_true", help="ask nothing of the Hub: caches and files alone")


def _add_output(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--format",
        choices=("text", "json", "sarif", "junit", "md", "html", "csv", "pdf"),
        help="default: text, or what --output ends in",
    )
    verb.add_argument("--output", metavar="FILE", help="write there; the suffix chooses the format")
