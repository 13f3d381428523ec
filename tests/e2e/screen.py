"""A display of a test's own (Xvfb), and a hand on its mouse and keyboard (xdotool)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 180.0


def wait_for(what: Callable[[], str], pattern: str, *, seconds: float = PATIENCE) -> re.Match[str]:
    """Ask until the answer has the pattern in it. Raises AssertionError with what was seen last."""
    end, seen = time.monotonic() + seconds, ""
    while time.monotonic() < end:
        seen = what()
        if found := re.search(pattern, seen, re.MULTILINE):
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited for {pattern!r}, last saw {seen!r}")


class Screen:
    """Events go through the X server, as those of a person do; there is no window manager."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

    def do(self, *words: object) -> str:
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, env=self.environment)
        return done.stdout.strip()

    def window(self, title: str) -> str:
        """Wait for a window whose title matches, and give it the keyboard."""
        found = wait_for(lambda: self.do("search", "--all", "--onlyvisible", "--name", title), r"^\d+$")[0]
        self.do("windowfocus", "--sync", found)
        return found

    def title(self, window: str) -> str:
        return self.do("getwindowname", window)

    def key(self, *keys: str) -> None:
        for key in keys:
            self.do("key", key)

    def click(self, x: int, y: int, *, times: int = 1) -> None:
        self.do("mousemove", x, y, "sleep", 0.1, "click", "--repeat", times, "--delay", 60, 1)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press, move in small steps as a hand does, rest, let go."""
        self.do("mousemove", *start, "sleep", 0.2, "mousedown", 1, "sleep", 0.2)
        for step in range(1, 16):
            self.do("mousemove", *(a + (b - a) * step // 15 for a, b in zip(start, end, strict=True)))
            time.sleep(0.02)
        time.sleep(0.3)
        self.do("mouseup", 1)


def can_have_screen() -> bool:
    return bool(shutil.which("Xvfb") and shutil.which("xdotool"))


@contextmanager
def own_screen(width: int, height: int) -> Iterator[Screen]:
    """A display that nobody else is on, and that is gone afterwards."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield Screen(f":{number}")
    finally:
        server.terminate()
        server.wait(timeout=30)
