"""`open` and `demo`: the window, or without a display the example in the terminal."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from inspector.collector import uncollected
from inspector.errors import OK, InspectorError
from inspector.resource import resource_path


def open_window(options: Namespace) -> int:
    """The window, or the one that is there already. Qt is imported here and nowhere else on this road."""
    _need_display()
    if not options.new_window:
        from inspector.ui.second_start import hand_over

        if hand_over(options.paths):
            return OK
    with uncollected():  # a start is mostly imports, and none of what they make is garbage
        from inspector.ui.app import run

    return run(options.paths, new_window=options.new_window)


def demo(options: Namespace) -> int:
    """The bundled example: the window, or without a display the same inspection as text and PDF."""
    folder = resource_path("demo")
    if _has_display():
        with uncollected():
            from inspector.ui.app import run

        return run([], demo=folder)
    return _demo_in_terminal(folder, Path(options.output or "adapter-inspector-demo.pdf"))


def _demo_in_terminal(folder: Path, target: Path) -> int:
    from inspector import pipeline, report
    from inspector.commands.progress import end_progress, say
    from inspector.commands.worker_at_hand import worker_at_hand
    from inspector.demo import Demo
    from inspector.report.text import render_text

    example = Demo.read(folder)
    print("No display here: the example in the terminal, and as a PDF.", file=sys.stderr)
    inspections = []
    with worker_at_hand() as worker:
        if worker is not None:
            worker.start()
        adapter = pipeline.open_adapter(example.adapter)
        for base_folder, _ in example.bases:
            base = pipeline.open_base(base_folder)
            *_, inspection = pipeline.stages(adapter, base, worker=worker, on_progress=say)
            if inspection.report.loads and worker is not None:
                inspection = pipeline.measure(
                    inspection, worker=worker, prompts=example.prompts or None, on_progress=say
                )
            inspections.append(inspection)
    end_progress()
    print(render_text(inspections, colour=sys.stdout.isatty(), width=100), end="")
    report.write(inspections, target)
    print(f"Report written to {target}", file=sys.stderr)
    return OK


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _need_display() -> None:
    if not _has_display():
        raise InspectorError(
            "There is no display for the window.",
            "Use `adapter-inspector check ADAPTER --base BASE` here, or set DISPLAY.",
        )
