"""`make soak`: a window that is used for half an hour, over and over, and must not grow.

    python packaging/bench/soak.py [--cycles 500] [--every 10] [--window 20] [--csv FILE]

A cycle opens the example, waits for every dry run, compares two bases, probes, walks through filter, tabs,
library and dialogs, exports, and closes it all. Every so many cycles the window is closed too, with its
worker, and another one opened. Exits with 1 where something grew by more than soak_figures.TOLERANCES.
"""

from __future__ import annotations

import argparse
import csv
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soak_figures import TOLERANCES, Sample, grown_types, sample, slopes
from window import DEMO, a_display

if TYPE_CHECKING:
    from inspector.ui.main_window import MainWindow

PATIENCE = 180.0
"""Seconds for anything to happen."""


class Soak:
    def __init__(self, scratch: Path) -> None:
        from PySide6.QtCore import QEventLoop

        from inspector.ui.app import make_application

        self.application = make_application()
        self.application.setQuitOnLastWindowClosed(False)
        self._wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        self.scratch = scratch
        self.window: MainWindow | None = None

    def until(self, done: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            self.application.processEvents(self._wait, 20)
            if time.monotonic() > end:
                raise TimeoutError(f"waited for {what}")

    def settle(self, rounds: int = 3) -> None:
        """Let everything happen that was put off until the event loop is back."""
        from PySide6.QtCore import QEvent

        for _ in range(rounds):
            self.application.processEvents()
            self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # a window, from beginning to end

    def open_window(self) -> MainWindow:
        from inspector.ui.app import make_window

        window = self.window = make_window(demo=DEMO)
        window.show()
        self.settle()
        return window

    def close_window(self) -> None:
        """As a person does. The last reference goes too; the program would end here."""
        window, self.window = self.window, None
        assert window is not None
        window.close()
        window.deleteLater()
        del window
        self.settle()

    # a cycle

    def cycle(self, number: int) -> None:
        window = self.window or self.open_window()
        self.open_example(window)
        self.compare(window)
        self.probe(window)
        self.look_around(window, number)
        self.export(window, number)
        window.actions_by_id["close_all"].trigger()
        self.settle()

    def open_example(self, window: MainWindow) -> None:
        window.opening.open_example()

        self.until(lambda: self.is_answered(window), "the dry runs")

    @staticmethod
    def is_answered(window: MainWindow) -> bool:
        entries = list(window.session.entries.values())
        return len(entries) > 1 and all(entry.inspection and not entry.stage for entry in entries)

    def compare(self, window: MainWindow) -> None:
        one, other, *_ = list(window.session.entries)
        window.session.compare(one, other)
        window.bench.show_comparison()
        self.until(lambda: window.session.comparing.state == "done", "the comparison")

    def probe(self, window: MainWindow) -> None:
        session, pane = window.session, window.bench.probe
        session.select(next(iter(session.entries)))
        pane.set_prompts(["ticket : refund", "ticket : login"])
        window.bench.show_probe()
        window.actions_by_id["probe"].trigger()
        self.until(lambda: pane.state == "done", "the probe")

    def look_around(self, window: MainWindow, number: int) -> None:
        """Tabs, bases, filter, problems; now and then library, dialogs, theme and a reload."""
        bench, actions = window.bench, window.actions_by_id
        for tab in range(bench.tabs.count()):
            bench.tabs.setCurrentIndex(tab)
            self.settle(1)
        for entry in list(window.session.entries):
            window.session.select(entry)
            self.settle(1)
        for text in ("lora_A", "*.k_proj*", "/layers.[0-9]/", ""):
            bench.filter.box.setText(text)
            self.settle(1)
        for action in ("next", "previous", "explain", "explain", "only_trouble", "only_trouble", "collapse"):
            actions[action].trigger()
            self.settle(1)
        if number % 5 == 0:
            actions["library"].trigger()
            self.settle()
            actions["library"].trigger()
            for action in ("settings", "rules", "palette", "shortcuts"):
                self.open_and_close(window, action)
        if number % 7 == 0:
            window.toggle_dark()
            self.settle()
        if number % 6 == 0:
            window.session.reload()
            self.until(lambda: self.is_answered(window), "the dry runs after a reload")

    def open_and_close(self, window: MainWindow, action: str) -> None:
        from PySide6.QtWidgets import QDialog, QFrame

        from inspector.ui.command_palette import CommandPalette

        window.actions_by_id[action].trigger()
        self.settle()
        for shown in window.findChildren(QFrame) + window.findChildren(QDialog):
            if shown.isVisible() and isinstance(shown, (QDialog, CommandPalette)):
                shown.close()
        self.settle()

    def export(self, window: MainWindow, number: int) -> None:
        """Markdown and JSON each time, the dialog with its preview and a PDF now and then."""
        suffixes = [".md", ".json"] + ([".pdf", ".html"] if number % 10 == 0 else [])
        if number % 10 == 5:
            window.export.ask(window.session.inspections())
            self.settle()
            dialog = window.export.dialog
            if dialog is not None:
                dialog.close()
            self.settle()
        for suffix in suffixes:
            path = self.scratch / f"report{suffix}"
            path.unlink(missing_ok=True)
            window.export.write(window.session.inspections(), path)
            self.until(path.exists, f"the report {path.name}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--cycles", type=int, default=500)
    parser.add_argument("--every", type=int, default=10, help="cycles between two counts (default: 10)")
    parser.add_argument("--window", type=int, default=20, help="cycles that a window lives (default: 20)")
    parser.add_argument("--csv", type=Path, help="the figures, a line a count")
    parser.add_argument("--types", action="store_true", help="collect before counting, and name what grew")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, a_display():
        _isolate(Path(place))
        samples = run(options, Path(place))
    if options.csv is not None:
        _write(options.csv, samples)
    return tell(samples, with_types=options.types)


def run(options: argparse.Namespace, place: Path) -> list[Sample]:
    soak, samples, begin = Soak(place), [], time.monotonic()
    for number in range(1, options.cycles + 1):
        soak.cycle(number)
        if number % options.every == 0:
            if options.types:
                gc.collect()
            samples.append(sample(number, time.monotonic() - begin, soak.application))
            shown = "  ".join(f"{name} {value:,.0f}" for name, value in samples[-1].figures.items())
            print(f"{number:5} {samples[-1].seconds:7.0f} s  {shown}", flush=True)
        if number % options.window == 0:
            soak.close_window()
    if soak.window is not None:
        soak.close_window()
    return samples


def tell(samples: list[Sample], *, with_types: bool) -> int:
    """Print the slopes; 1 where one is too steep."""
    if len(samples) < 4:
        print("too few counts for a slope")
        return 0
    steep = 0
    for name, slope in slopes(samples).items():
        too_much = slope > TOLERANCES[name]
        steep += too_much
        word = "GROWS" if too_much else "level"
        print(f"{word}  {name:12} {slope:+10.2f} in 100 cycles (at most {TOLERANCES[name]:g})")
    if with_types:
        for name, count in grown_types(samples):
            print(f"       {count:+7} {name}")
    return 1 if steep else 0


def _isolate(place: Path) -> None:
    """Settings, caches and temporary files of its own; no network."""
    for kind in ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "STATE_HOME"):
        os.environ[f"XDG_{kind}"] = str(place / kind.lower())
    (place / "tmp").mkdir()
    os.environ |= {
        "ADAPTER_INSPECTOR_SETTINGS": str(place / "settings.ini"),
        "HF_HOME": str(place / "hf"),
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
        "TMPDIR": str(place / "tmp"),
    }
    tempfile.tempdir = str(place / "tmp")


def _write(path: Path, samples: list[Sample]) -> None:
    with path.open("w", newline="") as file:
        writer: Any = csv.writer(file)
        writer.writerow(["cycle", "seconds", *TOLERANCES])
        for one in samples:
            writer.writerow([one.cycle, f"{one.seconds:.0f}", *(one.figures[name] for name in TOLERANCES)])


if __name__ == "__main__":
    sys.exit(main())
