"""What was opened is given back: records when the documents are closed, all the rest with the window.

The long run is `make soak`.
"""

from __future__ import annotations

import gc
import os
import threading
from collections import Counter

import pytest
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot

from inspector.resource import resource_path
from inspector.ui.app import make_application, make_window
from inspector.ui.main_window import MainWindow
from inspector.worker.client import Worker

RECORDS = ("Inspection", "LoadReport", "UnionTree", "Entry", "Adapter")
WINDOW = ("MainWindow", "Session", "Workbench", "Lane", "Probing", "WorkerHost", "Worker")


def alive(names: tuple[str, ...]) -> Counter[str]:
    gc.collect()
    kinds = (type(item) for item in gc.get_objects())
    return Counter(
        # Of some classes of libraries the module is no text.
        kind.__name__
        for kind in kinds
        if kind.__name__ in names and str(kind.__module__).startswith("inspector.")
    )


def open_and_close(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    window.opening.open_example()
    qtbot.waitUntil(
        lambda: (
            bool(session.entries)
            and all(entry.inspection is not None and not entry.stage for entry in session.entries.values())
        )
    )
    window.bench.filter.box.setText("lora_A")
    window.bench.filter.box.clear()
    window.actions_by_id["close_all"].trigger()


def test_nothing_is_kept(qtbot: QtBot) -> None:
    application = make_application()
    threads, before, others = set(threading.enumerate()), alive(RECORDS), alive(WINDOW)
    window = make_window(demo=resource_path("demo/manifest.json").parent, worker_factory=Worker)
    window.show()
    open_and_close(window, qtbot)
    open_and_close(window, qtbot)
    qtbot.waitUntil(lambda: alive(RECORDS) <= before)
    worker = window.session.worker.live()
    pid = worker.pid
    assert pid is not None
    window.close()
    window.deleteLater()
    del window, worker
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert alive(WINDOW) <= others
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= threads)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
