"""`desktop`: the inspector in file managers and menus of the current user, and out of them again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from inspector.errors import FAULT, OK

WORDS = {
    "installed": "✓ installed",
    "removed": "✓ removed",
    "there": "✓ there",
    "kept": "△ kept",
    "missing": "· missing",
}


def add_desktop_options(verb: ArgumentParser) -> None:
    verb.add_argument(
        "action",
        choices=("install", "uninstall", "status"),
        help="put it there, take it away without a trace, or say what is there",
    )


def desktop(options: Namespace) -> int:
    """One line a file. `status` ends with 1 where something is missing."""
    from inspector.desktop import integration

    does = {"install": integration.install, "uninstall": integration.uninstall, "status": integration.status}
    steps = does[options.action]()
    for step in steps:
        note = "  (changed since, or from another installation)" if step.what == "kept" else ""
        print(f"{WORDS[step.what]:12} {step.path}{note}")
    if options.action == "install":
        print("adapter_config.json and *.safetensors open by double-click; folders by *Inspect adapter*.")
    elif options.action == "uninstall" and not steps:
        print("Nothing was installed.")
    complete = all(step.what == "there" for step in steps)
    return OK if options.action != "status" or complete else FAULT
