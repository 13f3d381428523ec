"""`doctor`: versions, devices, display and system libraries, each with the command that mends it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from inspector import __version__
from inspector.errors import InspectorError
from inspector.files.tables import made_with
from inspector.own_process import is_bundled
from inspector.worker.client import Worker
from inspector.worker.interpreter import PYTHON_VARIABLE, NoPython, chosen_python

_PACKAGES = ("PySide6-Essentials", "pyqtgraph", "safetensors", "huggingface_hub", "numpy", "typst")
_WORKER_PACKAGES = ("torch", "transformers", "peft")
DEBIAN_LIBRARIES = (
    "libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0", "libxcb-cursor0",
    "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
)  # fmt: skip
_LIBRARIES_HINT = "sudo apt-get install " + " ".join(DEBIAN_LIBRARIES)


class Line(NamedTuple):
    """One thing that was looked at. `remedy` is empty when it is fine."""

    name: str
    fine: bool
    text: str
    remedy: str = ""


def diagnose() -> Iterator[Line]:
    """Look at everything that the inspector stands on, cheapest first."""
    yield Line("adapter-inspector", True, f"{__version__} on Python {platform.python_version()}")
    yield from _packages()
    yield _table()
    yield _qt_libraries()
    yield _display()
    yield from _worker()


def _packages() -> Iterator[Line]:
    borrows = is_bundled() or chosen_python() is not None
    for name in _PACKAGES if borrows else _PACKAGES + _WORKER_PACKAGES:
        try:
            yield Line(name, True, version(name))
        except PackageNotFoundError:
            remedy = "" if is_bundled() else f"{sys.executable} -m pip install {name.lower()}"
            yield Line(name, False, "not installed", remedy)


def _table() -> Line:
    """Whether the header engine's table speaks of the packages that are installed here."""
    stale = []
    for name, wanted in made_with().items():
        try:
            if version(name) != wanted:
                stale.append(f"{name} {wanted}, installed is {version(name)}")
        except PackageNotFoundError:
            continue
    if stale:
        text = f"made with {'; '.join(stale)}: the dry run decides where they differ"
        return Line("table of model classes", False, text, "make tables")
    made = ", ".join(f"{name} {wanted}" for name, wanted in made_with().items())
    return Line("table of model classes", True, f"made with {made}")


def _qt_libraries() -> Line:
    """Every system library that Qt's X11 plugin asks for (Qt itself names only one of those missing)."""
    name = "Qt system libraries"
    spec = find_spec("PySide6")
    linker = shutil.which("ldd")
    if spec is None or not spec.submodule_search_locations or sys.platform != "linux" or linker is None:
        return Line(name, spec is not None, "not looked at on this system")
    plugin = Path(spec.submodule_search_locations[0]) / "Qt/plugins/platforms/libqxcb.so"
    # A viewer brings most of them: its loader looks there first, and so must the linker that is asked.
    own = {"LD_LIBRARY_PATH": str(Path(sys.executable).parent / "_internal")} if is_bundled() else {}
    command, environment = [linker, str(plugin)], {**os.environ, **own}
    listed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)
    missing = [line.split()[0] for line in listed.stdout.splitlines() if "not found" in line]
    if missing:
        return Line(name, False, f"missing: {', '.join(missing)}", _LIBRARIES_HINT)
    return Line(name, True, "all there")


def _display() -> Line:
    shown = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if shown or sys.platform in ("win32", "darwin"):
        return Line("display", True, shown or "native")
    return Line("display", True, "none: the commands work, the window does not (xvfb-run gives one)")


def _worker() -> Iterator[Line]:
    name, python = "Python for the probe", chosen_python()
    if python is not None:
        yield Line(name, True, f"{python} (chosen; {PYTHON_VARIABLE})")
    elif is_bundled():
        # No fault: a viewer that only reads is whole. What it does not do is said, and how it could.
        yield Line(name, True, "none chosen: headers and values only, no dry run, no probe", NoPython().hint)
        return
    else:
        yield Line(name, True, f"{sys.executable} (the inspector's own)")
    try:
        with Worker() as worker:
            found = dict(worker.versions())
    except InspectorError as error:
        yield Line("second process", False, error.message, error.hint)
        return
    device = found.pop("device", "")
    yield Line("second process", True, ", ".join(f"{name} {number}" for name, number in found.items()))
    if device:
        yield Line("probe device", True, device)
