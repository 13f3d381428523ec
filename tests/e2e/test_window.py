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

PATIENCE = 90.0

PROGRAM = """
import sys
from pathlib import Path
from inspector.ui.app import run
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


@pytest.mark.window
def test_the_example_from_opening_to_closing(tmp_path: Path) -> None:
    if not os.environ.get("DISPLAY") or shutil.which("xdotool") is None:
        pytest.skip("needs an X display (Xvfb) and xdotool")
    demo = resource_path("demo/manifest.json").parent
    settings = tmp_path / "settings.ini"
    mark = f"ADAPTER_INSPECTOR_SETTINGS={settings}"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "ADAPTER_INSPECTOR_SETTINGS": str(settings),
        "OMP_NUM_THREADS": "1",
    }
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(demo)], env=environment)
    try:
        window = wait_for(lambda: xdotool("search", "--pid", str(process.pid), "--name", " on "), r"\d")
        window = window.splitlines()[-1]

        def title() -> str:
            return xdotool("getwindowname", window)

        wait_for(title, "^support-router-lora on ticket-llama-n: fits")
        xdotool("windowfocus", "--sync", window)
        xdotool("key", "ctrl+Next")
        wait_for(title, "n1-drifted: degraded")
        xdotool("key", "ctrl+Next")
        wait_for(title, "n1-gqa: fails")
        xdotool("key", "F8")
        xdotool("key", "ctrl+c")
        if shutil.which("import") is not None:
            picture = tmp_path / "window.png"
            subprocess.run(["import", "-window", window, str(picture)], check=True, timeout=60)
            assert picture.stat().st_size > 20_000, "the window is blank"
        assert process.poll() is None
        xdotool("key", "ctrl+q")
        assert process.wait(timeout=30) == 0
        wait_for(lambda: " ".join(processes_with(mark)), "^$")
    finally:
        for pid in processes_with(mark):
            os.kill(int(pid), 9)
        process.wait(timeout=30)
    assert settings.is_file()
