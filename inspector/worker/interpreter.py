"""Which Python the worker runs in: the inspector's own, or one that a person lends it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from inspector.errors import WorkerError
from inspector.own_process import is_bundled

PYTHON_VARIABLE = "ADAPTER_INSPECTOR_PYTHON"
"""Names the Python, or its environment's folder, whose torch, transformers and peft do the dry run and the
probe. The viewer brings none of its own."""

_LAUNCHER = Path(__file__).with_name("launch.py")
_PLACES = ("bin/python3", "bin/python", "python.exe", "Scripts/python.exe")


class NoPython(WorkerError):
    """The viewer has not been told of a Python: headers and values are read, nothing is run."""

    def __init__(self) -> None:
        super().__init__(
            "No dry run and no probe: this viewer brings no torch, transformers and peft, and no Python that "
            "has them has been chosen.",
            f"Choose one in the window (File menu), or set {PYTHON_VARIABLE}.",
        )


def chosen_python() -> str | None:
    """The Python that was chosen; None where the inspector's own is to be used."""
    chosen = os.environ.get(PYTHON_VARIABLE, "").strip()
    return program_of(chosen) if chosen else None


def program_of(chosen: str) -> str:
    """The interpreter that a person means: itself, or the one in the environment's folder that was named."""
    # Never resolved: an environment's python is a link, and its name decides which packages it sees.
    path = Path(chosen).expanduser()
    inside = (path / place for place in _PLACES)
    return str(next((program for program in inside if program.is_file()), path) if path.is_dir() else path)


def worker_command(python: str | None = None) -> list[str]:
    """The command of the real worker. Raises NoPython in a viewer without one.

    Another Python gets this very source and nothing else of ours: see `launch`. `-P`: whatever lies in the
    current folder is never imported.
    """
    python = python or chosen_python()
    if python is not None and python != sys.executable:
        return [python, str(_LAUNCHER)]
    if is_bundled():
        raise NoPython
    return [sys.executable, "-P", "-m", "inspector.worker"]


def is_borrowed(command: str) -> bool:
    """Whether a command's program is another Python, which must not see this one's packages."""
    return is_bundled() or command != sys.executable
