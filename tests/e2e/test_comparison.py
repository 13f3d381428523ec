"""A real window on a real display: one card dragged onto another with a real mouse, and the same by keys."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from inspector.resource import resource_path

PATIENCE = 180.0
RETRY = 20.0
"""Seconds after which a drag that came to nothing is tried again: a busy machine may miss where it ended."""

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector.ui.app import make_application, run

application = make_application()

def tell_cards():
    window = application.window
    entries = window.session.entries.values()
    if len(entries) == 2 and all(e.inspection and not e.stage for e in entries):
        cards = window.bench.shelf.cards
        for row in range(2):
            middle = cards.viewport().mapToGlobal(cards.visualItemRect(cards.item(row)).center())
            print("card", row, middle.x(), middle.y(), flush=True)
    else:
        QTimer.singleShot(500, tell_cards)

def tell_comparison():
    comparing = application.window.session.comparing
    if comparing.state == "done":
        print("compared:", comparing.comparison.headline, flush=True)

def tell_menu():
    if application.activePopupWidget() is not None:
        print("menu open", flush=True)
    else:
        QTimer.singleShot(50, tell_menu)

def follow():
    tell_menu()
    application.window.session.comparing.changed.connect(tell_comparison)
    QTimer.singleShot(500, tell_cards)

QTimer.singleShot(0, follow)
sys.exit(run([sys.argv[1]], bases=sys.argv[2:]))
"""


def wait_for(what: Callable[[], str], pattern: str, *, seconds: float = PATIENCE) -> re.Match[str]:
    end, seen = time.monotonic() + seconds, ""
    while time.monotonic() < end:
        seen = what()
        if found := re.search(pattern, seen, re.MULTILINE):
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited for {pattern!r}, last saw {seen!r}")


def xdotool(*words: object) -> str:
    command = ["xdotool", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout.strip()


def drag(start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press, move in small steps as a hand does, rest, let go."""
    xdotool("mousemove", *start)
    time.sleep(0.3)
    xdotool("mousedown", 1)
    time.sleep(0.3)
    for step in range(1, 21):
        point = (a + (b - a) * step // 20 for a, b in zip(start, end, strict=True))
        xdotool("mousemove", *point)
        time.sleep(0.03)
    time.sleep(0.4)
    xdotool("mouseup", 1)


@pytest.mark.window
def test_the_newer_base_is_dragged_onto_the_older_one_and_swapped_by_keys(tmp_path: Path) -> None:
    if not os.environ.get("DISPLAY") or not shutil.which("xdotool"):
        pytest.skip("needs an X display (Xvfb) and xdotool")
    demo = resource_path("demo/manifest.json").parent
    settings = tmp_path / "settings.ini"
    settings.write_text("[window]\ntour=true\n")  # seen: it would lie over the cards
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "ADAPTER_INSPECTOR_SETTINGS": str(settings),
        "OMP_NUM_THREADS": "1",
    }
    told = tmp_path / "told.txt"
    paths = [demo / name for name in ("support-router-lora", "ticket-llama-n", "ticket-llama-n1-drifted")]
    with told.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *map(str, paths)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        newer = wait_for(told.read_text, r"^card 1 (\d+) (\d+)$")
        older = wait_for(told.read_text, r"^card 0 (\d+) (\d+)$")
        headline = r"^compared: Fits on ticket-llama-n; degraded on .*drifted\. .* moved, by 2\d %"
        for last in (False, False, True):
            drag((int(newer[1]), int(newer[2])), (int(older[1]), int(older[2])))
            with nullcontext() if last else suppress(AssertionError):
                wait_for(told.read_text, headline, seconds=RETRY)
                break
        window = xdotool("search", "--all", "--onlyvisible", "--pid", process.pid, "--name", " on ")
        xdotool("windowfocus", "--sync", window.splitlines()[-1])
        xdotool("key", "ctrl+shift+x")
        wait_for(told.read_text, "^compared: Degraded on .*drifted; fits on ticket-llama-n")
        xdotool("key", "ctrl+shift+k")  # the menu of the other cards, and the only one in it
        wait_for(told.read_text, "^menu open")
        xdotool("key", "Return")
        wait_for(lambda: str(len(re.findall(headline, told.read_text(), re.MULTILINE)) > 1), "True")
        xdotool("key", "ctrl+q")
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        process.kill()
        process.wait(timeout=30)
