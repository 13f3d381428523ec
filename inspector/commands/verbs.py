"""The options of every command, and the table of them: a parser is built for the one that was asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from inspector.commands.output import add_output_options


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
    add_output_options(verb)
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
    add_output_options(verb)
    verb.add_argument(
        "--prompts", metavar="FILE", help="one a line; .jsonl: objects with prompt, text or messages"
    )
    verb.add_argument("--text", metavar="FILE", help="a text to take the perplexity of, with and without")
    verb.add_argument(
        "--figures",
        choices=("basic", "numbers", "full"),
        help="basic: outputs alone; numbers adds layers, modules, scale curve and chat template; full adds "
        "what the model writes (default: full for json, html and pdf, else numbers)",
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
    verb.add_argument(
        "--format",
        choices=("text", "matrix", "json", "csv", "md"),
        help="matrix: a table of adapters × bases, as md too; csv: a line a pair; json: one document a line",
    )
    verb.add_argument("--output", metavar="FILE", help="write there; .jsonl, .json, .csv and .md choose")
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


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
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
