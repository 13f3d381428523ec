"""Where the bundled viewer begins: its environment put right for others, then the command line as ever."""

from __future__ import annotations

import os
import runpy
import sys

from inspector.cli import main
from inspector.own_process import MODULE_OPTION, OWN_MODULES

_WITHOUT_WORKER = ("--quick", "--help", "-h")
_WITH_WORKER = ("check", "probe", "compare", "scan", "repair", "demo", "doctor")


def restore_library_path() -> None:
    """Give the processes that we start their own libraries: a borrowed Python, a PDF reader.

    PyInstaller's bootloader puts the bundle in front of the loader's path; what it was stands beside it.
    """
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = os.environ.pop(f"{name}_ORIG", None)
        if before is not None:
            os.environ[name] = before
        else:
            os.environ.pop(name, None)


def adopt_choice(words: list[str]) -> None:
    """The Python that was chosen in the window holds in the terminal too; only where it is needed, for Qt's
    settings take a moment to load."""
    if words[:1] and words[0] in _WITH_WORKER and not any(word in words for word in _WITHOUT_WORKER):
        from inspector.ui.python_choice import adopt_chosen_python
        from inspector.ui.settings import Settings

        adopt_chosen_python(Settings())


def start(words: list[str]) -> int:
    restore_library_path()
    if words[:1] == [MODULE_OPTION]:
        module, sys.argv = words[1], words[1:]
        if module not in OWN_MODULES:
            return 2
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0
    adopt_choice(words)
    return main(words)


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
