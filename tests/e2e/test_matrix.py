"""A real window on a real display: three adapters on the example's four bases, walked by real keys."""

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
from PySide6.QtCore import QTimer
from inspector.ui.app import make_application, run

application = make_application()

def tell():
    window = application.window
    session, pages = window.session, window.pages
    counted = session.adapters.counted()
    if session.matrix.state == "done" and counted.done == counted.total > 0:
        model = pages.matrix.model
        for row in range(model.rowCount()):
            cells = [model.index(row, column).data() for column in range(model.columnCount())]
            print("row", model.name(row), *cells, sep="|")
        window.pages.currentChanged.connect(tell_front)
        session.inspection_changed.connect(lambda _: tell_front())
        print("ready", flush=True)
    else:
        QTimer.singleShot(300, tell)

def tell_front(_=None):
    window = application.window
    entry, pages = window.session.entry, window.pages
    front = "matrix" if pages.is_on_matrix else "bench" if pages.is_on_bench else "other"
    known = pages.matrix.model.view(1, 2).inspection
    same = entry is not None and entry.inspection is known
    print("front", front, window.session.adapter.name, entry.name, "kept" if same else "other", flush=True)

QTimer.singleShot(0, tell)
sys.exit(run(sys.argv[1:], new_window=True))
"""


def wait_for(what: Callable[[], str], pattern: str) -> str:
    end, seen = time.monotonic() + PATIENCE, ""
    while time.monotonic() < end:
        seen = what()
        if re.search(pattern, seen, re.MULTILINE):
            return seen
        time.sleep(0.1)
    raise AssertionError(f"waited for {pattern!r}, last saw {seen!r}")


def xdotool(*words: object) -> str:
    command = ["xdotool", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout.strip()


def adapters_of(demo: Path, folder: Path) -> list[Path]:
    """The example's adapter; it without its values, which does nothing anywhere; a pointer to nothing."""
    whole, zeroed, pointer = (
        Path(shutil.copytree(demo / "support-router-lora", folder / name))
        for name in ("router", "router-zeroed", "router-pointer")
    )
    weights = zeroed / "adapter_model.safetensors"
    data = weights.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    weights.write_bytes(data[:start] + bytes(len(data) - start))
    lines = ("version https://git-lfs.github.com/spec/v1", "oid sha256:" + "0" * 64, "size 12345")
    (pointer / "adapter_model.safetensors").write_text("".join(f"{line}\n" for line in lines))
    return [whole, zeroed, pointer]


@pytest.mark.window
def test_three_adapters_on_four_bases_by_keys(tmp_path: Path) -> None:
    if not os.environ.get("DISPLAY") or not shutil.which("xdotool"):
        pytest.skip("needs an X display (Xvfb) and xdotool")
    demo = resource_path("demo/manifest.json").parent
    names = ("ticket-llama-n", "ticket-llama-n1-drifted", "ticket-llama-n1-gqa", "ticket-llama-n1-vision")
    paths = [*adapters_of(demo, tmp_path), *(demo / name for name in names)]
    settings = tmp_path / "settings.ini"
    settings.write_text("[window]\ntour=true\n")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "ADAPTER_INSPECTOR_SETTINGS": str(settings),
        "OMP_NUM_THREADS": "1",
    }
    told = tmp_path / "told.txt"
    with told.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *map(str, paths)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        rows = wait_for(told.read_text, "^ready").splitlines()
        assert rows[0] == (
            "row|router|✓ fits 56/56 (dry run)|△ degraded 56/56 (dry run)|✕ fails 48/56 (dry run)"
            "|○ inert 0/56 (dry run)"
        )
        assert rows[1] == (
            "row|router-zeroed|○ inert 56/56 (dry run)|○ inert 56/56 (dry run)|✕ fails 48/56 (dry run)"
            "|○ inert 0/56 (dry run)"
        )
        assert rows[2].startswith("row|router-pointer|✕ unreadable|")
        window = xdotool("search", "--all", "--onlyvisible", "--pid", process.pid, "--name", " on ")
        xdotool("windowfocus", "--sync", window.splitlines()[-1])
        for key in ("ctrl+Home", "Down", "Right", "Right", "Return"):
            xdotool("key", key)
        wait_for(told.read_text, "^front bench router-zeroed ticket-llama-n1-gqa kept")
        xdotool("key", "ctrl+shift+m")
        wait_for(told.read_text, "^front matrix router-zeroed ticket-llama-n1-gqa kept")
        xdotool("key", "ctrl+q")
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        process.kill()
        process.wait(timeout=30)
