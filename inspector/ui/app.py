"""Starting the window: application, fonts, theme, what a bug does, what the desktop asks to open."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import inspector.ui.quick_imports  # noqa: F401 (before PySide, and before all that uses it)

# isort: split
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFileOpenEvent, QFont
from PySide6.QtWidgets import QApplication

from inspector import __version__
from inspector.ui.language import tr, use_language
from inspector.ui.main_window import MainWindow
from inspector.ui.own_worker import default_worker
from inspector.ui.settings import Settings
from inspector.ui.theme import SANS, Theme, load_fonts, use_letters_of

if TYPE_CHECKING:
    from inspector.ui.single_instance import Asked
    from inspector.worker.client import Worker

POINTS = 9.75


class InspectorApplication(QApplication):
    """Passes what the desktop or a later start asks to open to the window, once that is there."""

    window: MainWindow | None = None

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[Path] = []

    def show_window(self, window: MainWindow) -> None:
        """Show it, with what was asked for before it was there."""
        self.window = window
        window.show()
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            window.first_paint.afterwards(lambda: window.opening.take(waiting))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):  # macOS: a double click, a drop on the icon in the dock
            if event.file():
                self.open_paths([Path(event.file())])
            return True
        return super().event(event)

    def open_paths(self, paths: Sequence[Path]) -> None:
        if self.window is None:
            self._waiting.extend(paths)
        elif paths:
            self.window.opening.take(paths)

    def answer(self, asked: Asked) -> None:
        """A later start handed its paths over: open them, and come to the front."""
        self.open_paths([Path(path) for path in asked.paths])
        window = self.window
        if window is None:
            return
        if asked.activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = asked.activation  # Qt's Wayland plugin looks for it there
        from PySide6.QtCore import Qt

        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()


def make_application() -> QApplication:
    """The one application of this process, with name, fonts and style."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
        application.setStyle("fusion")
    else:
        # Named here, the style costs nothing: `setStyle` has a Python type made for it, with all its enums.
        application = InspectorApplication([*sys.argv[:1], "-style", "fusion"])
    application.setApplicationName("adapter-inspector")
    application.setApplicationDisplayName("Adapter Inspector")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("adapter-inspector")
    _keep_lively()
    load_fonts()
    chosen = QFont(SANS)
    chosen.setPointSizeF(POINTS)
    application.setFont(chosen)
    return application


def _keep_lively() -> None:
    """Let neither the collector nor a busy thread hold up the window (measured with 100,000 tensors)."""
    # A full collection over that many records stops everything for a quarter of a second and frees nothing:
    # records hold no cycles. The younger generations take care of what does.
    gc.set_threshold(10_000, 10, 100_000)
    # Every call into Qt gives the interpreter lock away; a thread that reads headers would keep it for 5 ms
    # each time, and painting a window takes hundreds of calls.
    sys.setswitchinterval(0.0005)


def make_window(
    paths: Sequence[str] = (),
    *,
    demo: Path | None = None,
    bases: Sequence[str] = (),
    open_demo: bool = False,
    worker_factory: Callable[[], Worker] | None = default_worker,
) -> MainWindow:
    """A window that opens `paths` and `bases` right after its first paint. Not shown yet."""
    settings = Settings()
    use_letters_of(use_language(settings.language))
    theme = Theme(settings.theme)
    theme.apply()
    window = MainWindow(theme, settings, demo=demo, worker_factory=worker_factory)
    theme.setParent(window)

    def open_all() -> None:
        if open_demo:
            window.opening.open_example()
        window.opening.take([Path(path).expanduser() for path in paths])
        for position, source in enumerate(bases):
            window.session.add_base(source, select=position == 0, network=True)

    window.first_paint.afterwards(_settle)
    asked = bool(paths or bases or open_demo)
    window.first_paint.afterwards(open_all if asked else lambda: window.restoring.restore())
    return window


def _settle() -> None:
    """What an application is told that has been painted: see `qt_values`."""
    from PySide6.QtCore import Qt

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)


def run(
    paths: Sequence[str], *, demo: Path | None = None, bases: Sequence[str] = (), new_window: bool = False
) -> int:
    """Show the window until it is closed. With `demo`, a folder with manifest.json, the example is opened.

    A window that is there already takes `paths` instead, but for `new_window` and the example.
    """
    from inspector.ui.single_instance import SingleInstance

    application = make_application()
    assert isinstance(application, InspectorApplication)
    instance = SingleInstance(application)
    instance.asked.connect(application.answer)
    if instance.hand_over_or_claim(None if new_window or demo is not None else list(paths)):
        return 0
    application.lastWindowClosed.connect(instance.close)
    window = make_window(paths, demo=demo or bundled_demo(), bases=bases, open_demo=demo is not None)
    window.first_paint.painted.connect(instance.listen)
    sys.excepthook = _hook(window)
    window.offer_tour()
    application.show_window(window)
    try:
        return application.exec()
    finally:
        sys.excepthook = sys.__excepthook__


def bundled_demo() -> Path | None:
    from inspector.resource import resource_path

    try:
        return resource_path("demo/manifest.json").parent
    except FileNotFoundError:
        return None


def _hook(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """A bug is said in the window and written to standard error; the window lives on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import traceback

        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        window.show_bug(tr("Something went wrong inside the inspector; this is a bug."), details)

    return hook
