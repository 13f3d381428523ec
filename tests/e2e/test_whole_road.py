"""The whole road, on a real display with real events: library, base dropped, mismatches, probe, PDF."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from screen import PATIENCE, Screen, can_have_screen, own_screen, wait_for

from inspector.resource import resource_path

WINDOW = (1280, 860)
SCREEN = (1440, 900)
SOURCE = (1360, 60)
"""Where, beside the window, the bases lie that are dragged into it: one below the other, 120 pixels apart."""

PROGRAM = """
import sys
from PySide6.QtCore import QPoint, QTimer
from inspector.ui.app import make_application, run

application = make_application()

def say(*words):
    print(*words, flush=True)

def middle(widget, rect):
    point = widget.mapToGlobal(rect.center())
    return f"{point.x()} {point.y()}"

def look():
    window = application.window
    if window.is_in_library and not window.library.scan.is_running:
        view, model = window.library.view, window.library.model
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            say("row", index.data(), middle(view.viewport(), view.visualRect(index)))
    if window.has_bench:
        pane = window.bench.compare.base_tree.parentWidget()
        say("base pane", middle(pane, pane.rect()))
        say("place", window.status.place.text())
        say("key", window.bench.details.title.text())
    say("probe", window.bench.probe.state if window.has_bench else "")
    for entry in window.session.entries.values():
        found = entry.inspection
        if found is not None and not entry.stage:
            acts = found.probe.acts if found.probe else None
            say("base", found.base.name, found.report.evidence.value, found.verdict.value, "acts", acts)
    say("export", window.export.dialog is not None and window.export.dialog.is_ready)
    say("message", window.message.text if window.message.isVisible() else "")
    say("--")

def follow():
    application.window.setGeometry(0, 0, int(sys.argv[1]), int(sys.argv[2]))
    timer = QTimer(application)
    timer.timeout.connect(look)
    timer.start(100)

QTimer.singleShot(0, follow)
sys.exit(run([]))
"""

DRAG_SOURCE = """
import sys
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Handle(QLabel):
    def mouseMoveEvent(self, event):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(self.path)])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)

application, handles = QApplication([]), []
for place, path in enumerate(sys.argv[3:]):
    handle = Handle(str(place), None, Qt.WindowType.FramelessWindowHint)
    handle.path = path
    handle.setGeometry(int(sys.argv[1]) - 30, int(sys.argv[2]) - 30 + 120 * place, 60, 60)
    handle.show()
    handles.append(handle)
print("ready", flush=True)
sys.exit(application.exec())
"""


@pytest.mark.window
def test_from_the_library_to_the_pdf(tmp_path: Path) -> None:
    if not can_have_screen():
        pytest.skip("needs Xvfb and xdotool")
    demo, adapters = resource_path("demo"), tmp_path / "adapters"
    shutil.copytree(demo / "support-router-lora", adapters / "router")
    settings = tmp_path / "settings.ini"
    with own_screen(*SCREEN) as screen:
        screen.environment |= {"ADAPTER_INSPECTOR_SETTINGS": str(settings), "OMP_NUM_THREADS": "1"}
        screen.environment |= {"HF_HUB_CACHE": str(tmp_path / "hub"), "HOME": str(tmp_path)}
        settings.write_text(f"[library]\nfolders={json.dumps(json.dumps([str(adapters)]))}\n")
        bases = [str(demo / name) for name in ("ticket-llama-n1-gqa", "ticket-llama-n")]
        told, ready = tmp_path / "told.txt", tmp_path / "ready.txt"
        window = run(screen, told, PROGRAM, *WINDOW)
        source = run(screen, ready, DRAG_SOURCE, *SOURCE, *bases)
        try:
            wait_for(ready.read_text, "^ready$")
            walk(screen, lambda: told.read_text().rpartition("--\n")[0].rpartition("--\n")[2], tmp_path)
            assert window.wait(timeout=PATIENCE) == 0, told.read_text()[-3000:]
        finally:
            for process in (window, source):
                process.kill()
                process.wait(timeout=30)
    names = {path.name for path in (adapters / "router").iterdir()}
    assert names == {path.name for path in (demo / "support-router-lora").iterdir()}, "nothing was written"


def run(screen: Screen, output: Path, program: str, *words: object) -> subprocess.Popen[bytes]:
    """What the program says goes to a file, its errors too."""
    command = [sys.executable, "-c", program, *map(str, words)]
    with output.open("w") as file:
        return subprocess.Popen(command, env=screen.environment, stdout=file, stderr=subprocess.STDOUT)


def walk(screen: Screen, seen: Callable[[], str], folder: Path) -> None:
    """As a person does it: by mouse where one would point, by keys where one would press them."""

    def point(pattern: str) -> tuple[int, int]:
        found = wait_for(seen, pattern + r" (\d+) (\d+)$")
        return int(found[1]), int(found[2])

    # From the library.
    main = screen.window("Adapter Inspector")
    screen.key("ctrl+l")
    screen.click(*point("^row router"), times=2)
    wait_for(lambda: screen.title(main), "^router")

    # A base that does not fit is dropped on its side.
    screen.drag(SOURCE, point("^base pane"))
    wait_for(seen, "^base ticket-llama-n1-gqa dry-run fails")
    wait_for(lambda: screen.title(main), "^router on ticket-llama-n1-gqa: fails")

    screen.window("^router on ")  # the keyboard was where the drag began

    # From mismatch to mismatch, round and back to the first; the details follow.
    keys = []
    for place in (1, 2, 3, 4, 5, 6, 7, 8, 1):
        wait_for(seen, rf"^place {place} of 8 ")
        keys.append(wait_for(seen, r"^key (\S+)$")[1])
        screen.key("F8")
    assert len(set(keys)) == 8 and keys[-1] == keys[0]
    assert all(key.endswith((".k_proj.lora_B.weight", ".v_proj.lora_B.weight")) for key in keys)

    # The base that it was trained on, and the probe there.
    screen.drag((SOURCE[0], SOURCE[1] + 120), point("^base pane"))
    wait_for(seen, "^base ticket-llama-n dry-run fits acts None")
    screen.window("^router on ")
    if "ticket-llama-n:" not in screen.title(main):
        screen.key("ctrl+Next")
    wait_for(lambda: screen.title(main), "^router on ticket-llama-n: fits")
    screen.key("ctrl+p")
    wait_for(seen, "^base ticket-llama-n dry-run fits acts True")
    wait_for(seen, "^probe done")

    # The PDF, looked at and saved.
    screen.key("ctrl+e")
    wait_for(seen, "^export True")
    screen.window("Export report")
    screen.key("Return")
    screen.window("Save the report")
    report = folder / "report.pdf"
    screen.do("type", "--delay", 5, str(report))
    screen.key("Return")
    wait_for(seen, "^message Written: ")
    text = "\n".join(page.extract_text() for page in PdfReader(report).pages)
    assert "Fits ticket-llama-n: all 56 tensors land" in text
    assert "fails" in text and "ticket-llama-n1-gqa" in text
    assert "k_proj.lora_B" in "".join(text.split()), "the keys that do not fit are named"
    screen.window("router on ticket-llama-n: fits")
    screen.key("ctrl+q")
