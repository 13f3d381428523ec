"""How this copy starts processes of its own: with the Python that it runs in, or from the bundled viewer."""

from __future__ import annotations

import sys

MODULE_OPTION = "--run-module"
"""How the bundled program, which has no `-m`, is told to run one of OWN_MODULES (see packaging/)."""

OWN_MODULES = ("inspector.report.pdf_worker",)


def is_bundled() -> bool:
    """Whether this is the viewer: its own interpreter, without torch, transformers and peft."""
    return bool(getattr(sys, "frozen", False))


def module_command(module: str) -> list[str]:
    """The command that runs one of OWN_MODULES. `-P`: what lies in the current folder is never imported."""
    if is_bundled():
        return [sys.executable, MODULE_OPTION, module]
    return [sys.executable, "-P", "-m", module]
