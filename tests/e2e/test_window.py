"""A real window on a real display: opens the example, is walked by real keys, closes and leaves nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.resource import resource_path

PATIENCE = 180.0

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector.ui.app import make_application, run

application = make_application()

def tell(entry):
    found = application.window.session.entries[entry].inspection
    if found is not None:
        print(found.base.name, found.report.evidence, found.verdict, flush=True)

def follow():
    session = application.window.session
    session.entry_changed.connect(tell)
    session.probing.progressed.connect(lambda stage, done, total, text: print("probing", text, flush=True))

QTimer.singleShot(0, follow)
sys.exit(run([], demo=Path(sys.argv[1])))
"""


def wait_for(what: Callable[[], str], pattern: str) -> str:
    end, seen = time.monotonic() + PATIENCE, ""
    while time.monotonic() < end:
        seen = what()
        if re.search(pattern, seen):
            return seen
        time.sleep(0.1)
    raise AssertionError(f"waited for {pattern!r}, last saw {seen!r}")


def xdotool(*words: str) -> str:
    return subprocess.run(["xdotool", *words], capture_output=True, text=True, timeout=30).stdout.strip()


def processes_with(mark: str) -> list[str]:
    """Process ids whose environment holds `mark`: the window, its worker, and whatever they started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "environ").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return found


def picture(window: str, path: Path) -> bytes:
    """The window's pixels as the display holds them."""
    subprocess.run(["import", "-window", window, "-strip", str(path)], check=True, timeout=60)
    return path.read_bytes()


@pytest.mark.window
def test_the_example_from_opening_to_closing(tmp_path: Path) -> None:
    if not os.environ.get("DISPLAY") or not (shutil.which("xdotool") and shutil.which("import")):
        pytest.skip("needs an X display (Xvfb), xdotool and ImageMagick's import")
    demo = resource_path("demo/manifest.json").parent
    settings = tmp_path / "settings.ini"
    mark = f"ADAPTER_INSPECTOR_SETTINGS={settings}"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "ADAPTER_INSPECTOR_SETTINGS": str(settings),
        "OMP_NUM_THREADS": "1",
    }
    told = tmp_path / "told.txt"
    with told.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(demo)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:

        def found() -> str:
            assert process.poll() is None, told.read_text()
            return xdotool("search", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", " on ")

        window = wait_for(found, r"\d")
        window = window.splitlines()[-1]

        def title() -> str:
            return xdotool("getwindowname", window)

        wait_for(title, "^support-router-lora on ticket-llama-n: fits")
        for verdict in (
            "n dry-run fits",
            "drifted dry-run degraded",
            "gqa dry-run fails",
            "vision dry-run inert",
        ):
            wait_for(told.read_text, verdict)
        xdotool("windowfocus", "--sync", window)
        xdotool("key", "ctrl+Next")
        wait_for(title, "n1-drifted: degraded")
        xdotool("key", "ctrl+Next")
        wait_for(title, "n1-gqa: fails")
        before = picture(window, tmp_path / "before.png")
        xdotool("key", "F8")
        wait_for(lambda: str(picture(window, tmp_path / "after.png") != before), "True")
        assert len(before) > 20_000, "the window is blank"
        assert process.poll() is None
        xdotool("key", "ctrl+Prior")
        xdotool("key", "ctrl+Prior")
        wait_for(title, "ticket-llama-n: fits")
        xdotool("key", "ctrl+p")
        wait_for(told.read_text, "probing Without the adapter")
        xdotool("key", "ctrl+q")
        assert process.wait(timeout=PATIENCE) == 0
        wait_for(lambda: " ".join(processes_with(mark)), "^$")
    finally:
        for pid in processes_with(mark):
            os.kill(int(pid), 9)
        process.wait(timeout=30)
    assert settings.is_file()
