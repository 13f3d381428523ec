"""Starting the window: application, fonts, theme, what a bug does, what the desktop asks to open."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent, QFont
from PySide6.QtWidgets import QApplication

from inspector import __version__
from inspector.ui.main_window import MainWindow
from inspector.ui.settings import Settings
from inspector.ui.theme import SANS, Theme, load_fonts
from inspector.ui.worker_host import default_worker

if TYPE_CHECKING:
    from inspector.worker.client import Worker

POINTS = 9.75


class InspectorApplication(QApplication):
    """Passes the desktop's "open this" (a drop on the dock icon, a double click) to the window."""

    window: MainWindow | None = None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and self.window is not None:
            self.window.opening.take([Path(event.file())])
            return True
        return super().event(event)


def make_application() -> QApplication:
    """The one application of this process, with name, fonts and style."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else InspectorApplication(sys.argv[:1])
    application.setApplicationName("adapter-inspector")
    application.setApplicationDisplayName("Adapter Inspector")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("adapter-inspector")
    application.setStyle("fusion")
    application.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
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
    """A window that opens `paths` and `bases` as soon as the event loop runs. Not shown yet."""
    settings = Settings()
    theme = Theme(settings.theme)
    theme.apply()
    window = MainWindow(theme, settings, demo=demo, worker_factory=worker_factory)
    theme.setParent(window)

    def open_all() -> None:
        if open_demo:
            window.opening.open_example()
        window.opening.take([Path(path).expanduser() for path in paths])
        for position, source in enumerate(bases):
            window.session.add_base(source, select=position == 0)

    if paths or bases or open_demo:
        QTimer.singleShot(0, window, open_all)
    return window


def run(paths: Sequence[str], *, demo: Path | None = None, bases: Sequence[str] = ()) -> int:
    """Show the window until it is closed. With `demo`, a folder with manifest.json, the example is opened."""
    application = make_application()
    window = make_window(paths, demo=demo or bundled_demo(), bases=bases, open_demo=demo is not None)
    if isinstance(application, InspectorApplication):
        application.window = window
    sys.excepthook = _hook(window)
    window.show()
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
        window.show_bug(window.tr("Something went wrong inside the inspector; this is a bug."), details)

    return hook
