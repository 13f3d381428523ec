"""Long work on the UI thread in small steps, so that the event loop comes round between them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

TURN = 0.006
"""Seconds of steps in one turn of the event loop: less than half a frame."""

PAUSE = 5
"""Milliseconds for everything else, between two turns."""

_NO_QT = (
    "numpy", "numpy.typing", "cProfile", "importlib.resources", "multiprocessing.connection", "pydoc",
    "subprocess", "sysconfig", "xml.etree.ElementTree",
)  # fmt: skip
"""What pyqtgraph imports beside Qt: half of the time, and free to be spent on another thread."""

_QT = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")
_MORE_QT = ("PySide6.QtSvg", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest")


Steps = Iterator[bool | None]
"""A step that has nothing to do but wait says True: the turn is over then."""


class Stepwise(QObject):
    """Takes step after step of what `run` was given, as long as the parent lives; then calls `done`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Steps = iter(())
        self._done: Callable[[], object] = lambda: None
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._turn)

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def run(self, steps: Steps, done: Callable[[], object] = lambda: None) -> None:
        """Instead of what runs, if anything does."""
        self._steps, self._done = steps, done
        self._timer.start()

    def _turn(self) -> None:
        end = perf_counter() + TURN
        while perf_counter() < end:
            try:
                waits = next(self._steps)
            except StopIteration:
                self._timer.stop()
                self._done()
                return
            if waits:
                return


BENCH_PARTS = (
    "inspector.compat.tree", "inspector.compat.rules.base", "inspector.compat.rules.config",
    "inspector.compat.rules", "inspector.ui.words", "inspector.ui.rule_fate", "inspector.ui.chip",
    "inspector.ui.findings_view", "inspector.ui.findings_page", "inspector.ui.tree_view",
    "inspector.ui.compare_view", "inspector.ui.weights_card", "inspector.ui.details_pane",
    "inspector.ui.map_colouring", "inspector.ui.map_pane", "inspector.ui.weights_view", "inspector.ui.shelf",
    "inspector.ui.probe_controls", "inspector.ui.probe_pane", "inspector.ui.workbench",
)  # fmt: skip
COMPARISON_PARTS = (
    "inspector.report.comparison_section", "inspector.ui.module_table", "inspector.ui.scatter_plot",
    "inspector.ui.config_changes", "inspector.ui.token_changes", "inspector.ui.comparison_head",
    "inspector.ui.comparison_views",
)  # fmt: skip
RESULT_PARTS = (
    "inspector.ui.effect_plot", "inspector.ui.curve_plot", "inspector.ui.probe_overview",
    "inspector.ui.token_view", "inspector.ui.prompt_table", "inspector.ui.probe_result",
)  # fmt: skip
"""Modules that a person waits for when they are first needed, each with what it imports before it."""


def imports(names: Sequence[str]) -> Steps:
    """A module a step, with whatever it imports itself and was not named before it."""
    for name in names:
        import_module(name)
        yield None


def when_plots_are_there(parent: QObject, call: Callable[[], object]) -> None:
    """Call at once where pyqtgraph is imported, else once it has been, if `parent` is still there."""
    if "pyqtgraph" in sys.modules:
        call()
    else:
        Stepwise(parent).run(plot_imports(), call)


def plot_imports() -> Steps:
    """pyqtgraph, of which a twentieth of a second remains to be done at once.

    What has nothing to do with Qt is imported on another thread meanwhile. Qt's own types are not: PySide
    makes each when it is first named (pyqtgraph names all), and two threads must not do that at once.
    """
    if "pyqtgraph" in sys.modules:
        return
    beside = threading.Thread(target=lambda: list(imports(_NO_QT)), name="plot imports", daemon=True)
    beside.start()
    while beside.is_alive():
        yield True
    for module in map(import_module, _QT):
        for name in dir(module):
            getattr(module, name)
            yield None
    for name in _MORE_QT:
        with suppress(ImportError):  # pyqtgraph does without as well
            import_module(name)
        yield None
    yield from imports(["pyqtgraph"])
