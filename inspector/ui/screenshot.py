"""Takes pictures of the window at work: `python -m inspector.ui.screenshot OUT.png [--dark] [--view …]`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

VIEWS = ("empty", "demo", "failing", "probe", "tokens", "flips", "comparison", "matrix")
ENDS = ("done", "failed", "refused")
PATIENCE = 120.0
"""Seconds to wait for a dry run or the probe."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the example, wait until it has been inspected, save the picture. 1 if that did not happen."""
    parser = argparse.ArgumentParser(prog="python -m inspector.ui.screenshot", description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--view", choices=VIEWS, default="demo")
    parser.add_argument(
        "--demo", type=Path, help="a folder with manifest.json (default: the bundled example)"
    )
    parser.add_argument("--size", default="1440x900", help="in pixels")
    parser.add_argument("--language", choices=("en", "zh_CN"), default="en")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        # The picture shows the program as it comes, not as its user has arranged it.
        os.environ["ADAPTER_INSPECTOR_SETTINGS"] = str(Path(folder) / "settings.ini")
        os.environ["ADAPTER_INSPECTOR_THEME"] = "dark" if given.dark else "light"
        os.environ["ADAPTER_INSPECTOR_LANGUAGE"] = given.language
        return _take(given, Path(folder))


def _take(given: argparse.Namespace, folder: Path) -> int:
    from inspector.compat.inspection import Verdict
    from inspector.ui.app import bundled_demo, make_application, make_window
    from inspector.ui.map_colouring import EFFECT
    from inspector.ui.probe_result import TOKENS

    application = make_application()
    demo = given.demo or bundled_demo()
    window = make_window(demo=demo, open_demo=given.view != "empty")
    width, _, height = given.size.partition("x")
    window.resize(int(width), int(height))
    window.show()
    session = window.session

    def until(done: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            application.processEvents()
            if done():
                return True
            time.sleep(0.01)
        return False

    def inspected() -> bool:
        entries = session.entries.values()
        return bool(entries) and all((e.inspection or e.error) and not e.stage for e in entries)

    good = given.view == "empty" or until(inspected)
    if given.view == "failing":
        fails = [
            e for e in session.entries.values() if e.inspection and e.inspection.verdict is Verdict.FAILS
        ]
        session.select(fails[0].id if fails else None)
        good = good and bool(fails)
    if given.view in ("probe", "tokens"):
        window.actions_by_id["probe"].trigger()
        good = until(lambda: window.bench.probe.state in ENDS) and good
        window.bench.map.colour_by(EFFECT.id)
        if given.view == "tokens":
            window.bench.probe.result.views.choose(TOKENS)
    if given.view == "flips":
        good = until(lambda: window.bench.probe.golden.asked is not None) and good
        before, after = list(session.entries)[:2]
        session.select(after)
        window.actions_by_id["golden"].trigger()
        window.bench.probe.golden.choose_against(before)
        window.bench.probe.start()
        good = until(lambda: window.bench.probe.state in ENDS) and good
    if given.view == "comparison":
        session.compare(*list(session.entries)[:2])
        window.bench.show_comparison()
        good = until(lambda: session.comparing.state in ENDS) and good
    if given.view == "matrix":
        window.opening.open_beside(_beside(session.adapter.path, folder) if session.adapter else [])
        good = until(lambda: session.matrix.state in ("done", "failed")) and good
    if given.view in ("probe", "tokens", "comparison"):
        good = until(lambda: "pyqtgraph" in sys.modules) and good  # the plots come a moment later
    end = time.monotonic() + 0.4
    until(lambda: time.monotonic() > end)
    good = window.grab().save(str(given.output)) and good
    window.close()
    return 0 if good else 1


def _beside(adapter: Path, folder: Path) -> list[Path]:
    """Two adapters made of the example's: one before any training (B is zero), one for its vision base."""
    from inspector.files.safetensors import read_header

    untrained, vision = (folder / f"{adapter.name}-{what}" for what in ("untrained", "vision"))
    for made in (untrained, vision):
        shutil.copytree(adapter, made)
    weights = untrained / "adapter_model.safetensors"
    content = bytearray(weights.read_bytes())
    for tensor in read_header(weights).tensors.values():
        if ".lora_B." in tensor.key:
            content[tensor.offset : tensor.offset + tensor.nbytes] = bytes(tensor.nbytes)
    weights.write_bytes(content)
    start = 8 + int.from_bytes(content[:8], "little")
    whole = (adapter / "adapter_model.safetensors").read_bytes()
    header = whole[8:start].replace(b"model.layers.", b"model.language_model.layers.").rstrip()
    (vision / "adapter_model.safetensors").write_bytes(
        len(header).to_bytes(8, "little") + header + whole[start:]
    )
    return [untrained, vision]


if __name__ == "__main__":
    sys.exit(main())
