"""Judges the installed Qt build and the start-up by fact, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from inspector.ui import qt_values

HEAVY = ("torch", "transformers", "peft", "numpy", "huggingface_hub", "pyqtgraph", "typst")

EMISSIONS = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rung = Signal(int)

application, bell = QCoreApplication([]), Bell()
heard = []
bell.rung.connect(heard.append)
for n in range(20_000):
    bell.rung.emit(n)
    bell.setObjectName("bell")
assert len(heard) == 20_000
print("alive")
"""

FIRST_PAINT = """
import sys
import PySide6.QtCore, PySide6.QtGui
from inspector.ui.app import make_application, make_window
application = make_application()
window = make_window(worker_factory=None)
window.show()
window.grab()
pointer = PySide6.QtCore.QPointF(9, 9)  # it may lie where the window comes up
application.sendEvent(window.welcome.adapter_card, PySide6.QtGui.QEnterEvent(pointer, pointer, pointer))
print("named:", *[name for name in ["Qt"] if name in vars(PySide6.QtCore)])
print("made:", *[name for name in ["services"] if name in vars(window)])
print("loaded:", *[name for name in sys.argv[1:] if name in sys.modules])
application.processEvents()
print("afterwards:", "Qt" in vars(PySide6.QtCore), "services" in vars(window))
window.close()
"""


def run(program: str, *arguments: str, settings: Path) -> str:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "ADAPTER_INSPECTOR_SETTINGS": str(settings),
    }
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_twenty_thousand_emissions_survive(tmp_path: Path) -> None:
    """PySide6 6.12.0 dies before the thousandth on Python 3.11 (none_dealloc, bool_dealloc)."""
    assert run(EMISSIONS, settings=tmp_path / "s.ini") == "alive"


def test_the_first_paint_needs_nothing_heavy(tmp_path: Path) -> None:
    """Nor does it name `Qt`, or make what works behind the window: each would be a tenth of the start."""
    settings = tmp_path / "s.ini"
    settings.write_text('[files]\nrecents="[[\\"/somewhere/lora\\", [\\"/a/base\\"]]]"\n')
    assert run(FIRST_PAINT, *HEAVY, settings=settings).splitlines() == [
        "named:",
        "made:",
        "loaded:",
        "afterwards: True True",
    ]


def test_values_that_stand_for_enums_are_qts_own() -> None:
    assert Qt.AlignmentFlag.AlignCenter.value == qt_values.CENTRE
    assert Qt.TextFormat.PlainText.value == qt_values.PLAIN_TEXT
    assert Qt.FocusPolicy.StrongFocus.value == qt_values.STRONG_FOCUS
