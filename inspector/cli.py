"""The terminal's front door: which command was asked for, and how its outcome leaves the process."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from inspector import __version__
from inspector.collector import uncollected
from inspector.errors import OK, UNTOLD, UNUSABLE, Cancelled, InspectorError, UsageError, WorkerError


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
    if not words or (words[0] not in _VERBS and words[0] not in ("-h", "--help", "--version")):
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
    """The format that the command will write, as far as the options tell."""
    chosen: str | None = getattr(options, "format", None)
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
    for name in (asked,) if asked in _VERBS else _VERBS:
        says, add_options = _VERBS[name]
        add_options(verbs.add_parser(name, help=says))
    return parser


def _open(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.window import open_window

    verb.add_argument("paths", nargs="*", metavar="PATH", help="adapter or base folder, or a file in it")
    verb.add_argument(
        "--new-window", action="store_true", help="do not hand the paths to a window that is already open"
    )
    verb.set_defaults(command=open_window)


def _demo(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.window import demo

    verb.add_argument("--output", metavar="FILE", help="where the PDF goes when there is no display")
    verb.set_defaults(command=demo)


def _check(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.check import check
    from inspector.commands.rule_options import add_rule_options

    _add_pair(verb, base_required=False)
    _add_output(verb)
    verb.add_argument("--quick", action="store_true", help="headers only: no dry run, no values, no torch")
    verb.add_argument(
        "--weights", action="store_true", help="read the base's weights too, however large: ΔW against W"
    )
    verb.add_argument(
        "--loader",
        default="peft",
        choices=("peft", "transformers"),
        help="whose loading is judged: PeftModel.from_pretrained or model.load_adapter (dry run only)",
    )
    _add_fail_on(verb)
    verb.add_argument("--verbose", action="store_true", help="what both engines said, on standard error")
    add_rule_options(verb)
    verb.set_defaults(command=check)


def _probe(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.golden_options import add_golden_options
    from inspector.commands.probe import probe
    from inspector.commands.rule_options import add_rule_options

    _add_pair(verb, base_required=True)
    _add_output(verb)
    verb.add_argument(
        "--prompts", metavar="FILE", help="one a line; .jsonl: objects with prompt, text or messages"
    )
    verb.add_argument("--text", metavar="FILE", help="a text to take the perplexity of, with and without")
    verb.add_argument(
        "--figures",
        default="full",
        choices=("basic", "full"),
        help="basic: outputs alone; full adds written text, layers, modules, scale curve and chat template",
    )
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
    add_golden_options(verb)
    add_rule_options(verb)
    verb.set_defaults(command=probe)


def _compare(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.compare import add_compare_options, compare

    add_compare_options(verb)
    _add_fail_on(verb)
    verb.set_defaults(command=compare)


def _lock(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.writing import lock

    _add_pair(verb, base_required=True)
    verb.add_argument("--output", metavar="FILE", help="where to write it (default: beside the adapter)")
    verb.set_defaults(command=lock)


def _repair(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.writing import repair

    _add_pair(verb, base_required=True)
    verb.add_argument("--output", metavar="FOLDER", required=True, help="a new folder for the copy")
    verb.set_defaults(command=repair)


def _scan(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.rule_options import add_rule_options
    from inspector.commands.scan import scan

    verb.add_argument(
        "folders", nargs="+", metavar="FOLDER", help="searched to any depth, links not followed"
    )
    _add_base(verb, required=False)
    verb.add_argument("--quick", action="store_true", help="headers only: no dry run, no values, no torch")
    verb.add_argument("--format", choices=("text", "json"), help="json: one document a line")
    verb.add_argument("--output", metavar="FILE", help="write there; .jsonl or .json: one document a line")
    _add_fail_on(verb)
    add_rule_options(verb)
    verb.set_defaults(command=scan)


def _desktop(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.desktop import add_desktop_options, desktop

    add_desktop_options(verb)
    verb.set_defaults(command=desktop)


def _rules(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.reference import rules

    verb.add_argument("--format", default="text", choices=("text", "md"), help="md: every rule's page")
    verb.set_defaults(command=rules)


def _explain(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.reference import explain

    verb.add_argument("rule", metavar="RULE", help="an id such as ADP301, or a name such as dim-mismatch")
    verb.set_defaults(command=explain)


def _doctor(verb: argparse.ArgumentParser) -> None:
    from inspector.commands.reference import doctor

    verb.set_defaults(command=doctor)


def _add_pair(verb: argparse.ArgumentParser, *, base_required: bool) -> None:
    verb.add_argument("adapter", metavar="ADAPTER", help="adapter folder, or its adapter_config.json")
    _add_base(verb, required=base_required)


def _add_fail_on(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--fail-on", default="error", choices=("error", "warning"), help="what exit code 1 means"
    )


def _add_base(verb: argparse.ArgumentParser, *, required: bool) -> None:
    what = (
        "folder, .safetensors, .gguf, config.json, or a model on the Hub: org/name[@revision] or its link "
        "(local cache first, else headers and small files from the Hub; org/name@? lists its revisions)"
    )
    verb.add_argument(
        "--base",
        action="append",
        dest="bases",
        metavar="BASE",
        required=required,
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


_NAME = "adapter-inspector"
_VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "open": ("the window, on adapter and base folders (also: no command at all)", _open),
    "demo": ("the bundled example; with no display, in the terminal and as a PDF", _demo),
    "check": ("inspect an adapter against one or many bases", _check),
    "probe": ("inspect, then measure whether the adapter changes outputs", _probe),
    "compare": ("what changes for an adapter when its base moves, flips included", _compare),
    "lock": ("write adapter-lock.json: this adapter belongs to this base, to the byte", _lock),
    "repair": (
        "write a copy under the names that this base uses, where that makes every tensor land",
        _repair,
    ),
    "scan": ("every adapter below some folders, against every base, a line each as they come", _scan),
    "rules": ("every rule, one line each", _rules),
    "explain": ("what one rule means, why it matters, how to fix it", _explain),
    "desktop": (
        "double-click, context menus and icon for this user: install, uninstall, status",
        _desktop,
    ),
    "doctor": ("versions, devices, display, and what is missing", _doctor),
}
"""Every command: what it does in a line, and what puts its options on its parser."""
