"""From the command to a window on the screen, beside the barest window that PySide6 can open."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext

from setting import Setting
from timing import ROOT, ratio, timed

DEMO = ROOT / "resources" / "demo"

# Both say so as soon as their first paint is on its way to the display, by the same means, and end.
SAYS_PAINTED = """
import os
from PySide6.QtCore import QEvent, QObject, QTimer
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: os.write(1, b"x") and os._exit(0))
        return False
"""
BARE_WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
window = QWidget()
"""
FIRST_PAINT = """
from inspector.collector import uncollected
with uncollected():  # as the command `open` does
    from inspector.ui.app import make_application, make_window
application = make_application()
window = make_window(worker_factory=None)
"""
SHOW = """
painted = Painted()
window.installEventFilter(painted)
window.resize(1440, 900); window.show(); application.exec()
"""
SHOWN_VERDICT = """
import sys, time
start = time.perf_counter()
from inspector.ui.app import make_application, make_window
application = make_application()
window = make_window([sys.argv[1]], bases=[sys.argv[2]], worker_factory=None)
window.resize(1440, 900); window.show()
while not any(entry.inspection for entry in window.session.entries.values()):
    application.processEvents()
application.processEvents()
window.close()
"""


def measure(setting: Setting) -> None:
    python = sys.executable
    os.environ["ADAPTER_INSPECTOR_SETTINGS"] = str(setting.scratch / "settings.ini")  # as at a first start
    with a_display():
        bare = timed([python, "-c", BARE_WINDOW + SAYS_PAINTED + SHOW])
        first_paint = timed([python, "-c", FIRST_PAINT + SAYS_PAINTED + SHOW])
        ratio("first paint : a bare PySide6 window", first_paint, bare)
        pair = [str(DEMO / "support-router-lora"), str(DEMO / "ticket-llama-n")]
        shown = timed([python, "-c", SHOWN_VERDICT, *pair])
        ratio("folder argument to verdict shown, demo : a bare PySide6 window", shown, bare)
        pair = [str(setting.adapter), str(setting.base)]
        shown = timed([python, "-c", SHOWN_VERDICT, *pair])
        ratio("folder argument to verdict shown, 8B : a bare PySide6 window", shown, bare)


def a_display() -> AbstractContextManager[object]:
    """The display that is here, or a virtual one for the length of the bench."""
    if os.environ.get("DISPLAY"):
        return nullcontext()
    from pyvirtualdisplay.display import Display

    return Display(visible=False, size=(1600, 1000))
