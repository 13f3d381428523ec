"""The main window: its face, which is painted at once, and the names of what works behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QVBoxLayout

from inspector.ui.actions import ACTIONS, fill_menu, make_actions
from inspector.ui.drop_window import DropWindow
from inspector.ui.first_paint import FirstPaint
from inspector.ui.header_bar import HeaderBar
from inspector.ui.own_worker import default_worker
from inspector.ui.settings import Settings
from inspector.ui.status_line import StatusLine
from inspector.ui.theme import Theme, icon
from inspector.ui.window_pages import WindowPages

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent

    from inspector.ui.drop_overlay import Zone
    from inspector.ui.export import ReportExport
    from inspector.ui.library_page import LibraryPage
    from inspector.ui.message_bar import MessageBar
    from inspector.ui.notices import Notices
    from inspector.ui.open_files import OpenFiles
    from inspector.ui.opening import Opening
    from inspector.ui.problem_view import ProblemView
    from inspector.ui.python_choice import PythonChoice
    from inspector.ui.repairing import Repairing
    from inspector.ui.restoring import Restoring
    from inspector.ui.session import Session
    from inspector.ui.touring import Touring
    from inspector.ui.window_actions import WindowActions
    from inspector.ui.window_dialogs import WindowDialogs
    from inspector.ui.window_matrix import WindowMatrix
    from inspector.ui.window_services import WindowServices
    from inspector.ui.workbench import Workbench
    from inspector.worker.client import Worker

IN_HEADER = ("library", "matrix", "open", "add_base", "probe", "export")
NEED_SOMETHING = ("probe", "export")
"""Buttons that can do nothing while nothing is open."""


class MainWindow(DropWindow):
    """`worker_factory` makes the second process; None keeps it from being started (a view without one).

    What works behind it is made right after the first paint, or when it is first asked for.
    """

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        *,
        demo: Path | None = None,
        worker_factory: Callable[[], Worker] | None = default_worker,
    ) -> None:
        super().__init__(theme)
        self._settings, self._demo, self._worker_factory = settings, demo, worker_factory
        self.first_paint = FirstPaint(self)
        self.first_paint.painted.connect(self._begin)
        self.say_title("")
        self.setMinimumSize(900, 500)
        self.resize(1440, 900)
        self.menu = QMenu(self)
        self._face_actions = make_actions(self, self._do, IN_HEADER)
        buttons = [self._face_actions[name] for name in IN_HEADER]
        self.header = HeaderBar(buttons, self.menu, accent=self._face_actions["probe"])
        self.header.button(self._face_actions["matrix"]).hide()
        for name in NEED_SOMETHING:
            self._face_actions[name].setEnabled(False)
        self.pages = WindowPages(self, theme, settings, has_demo=demo is not None)
        self.welcome = self.pages.welcome
        self.welcome.show_recents(settings.recents)
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addWidget(self.pages, 1)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        geometry = settings.geometry
        if geometry is not None:
            self.restoreGeometry(geometry)

    def _do(self, name: str) -> None:
        self.actions_here.do(name)

    @cached_property
    def actions_by_id(self) -> dict[str, QAction]:
        """Every action of the table, in its order."""
        others = [spec.id for spec in ACTIONS if spec.id not in self._face_actions]
        made = self._face_actions | make_actions(self, self._do, others)
        return {spec.id: made[spec.id] for spec in ACTIONS}

    @cached_property
    def services(self) -> WindowServices:
        """What works behind the window's face."""
        from inspector.ui.window_services import WindowServices

        services = self.__dict__["services"] = WindowServices(
            self,
            self._theme,
            self._settings,
            demo=self._demo,
            worker_factory=self._worker_factory or default_worker,
        )
        self.setWindowIcon(icon("adapter-inspector"))
        self._column.insertWidget(1, services.message)
        fill_menu(self.menu, self.actions_by_id)
        services.begin()
        return services

    # what works behind it, by name

    @property
    def session(self) -> Session:
        return self.services.session

    @property
    def opening(self) -> Opening:
        return self.services.opening

    @property
    def export(self) -> ReportExport:
        return self.services.export

    @property
    def repairing(self) -> Repairing:
        return self.services.repairing

    @property
    def python_choice(self) -> PythonChoice:
        return self.services.python_choice

    @property
    def dialogs(self) -> WindowDialogs:
        return self.services.dialogs

    @property
    def matrix_ways(self) -> WindowMatrix:
        return self.services.matrix_ways

    @property
    def actions_here(self) -> WindowActions:
        return self.services.actions

    @property
    def message(self) -> MessageBar:
        return self.services.message

    @property
    def notices(self) -> Notices:
        return self.services.notices

    @property
    def restoring(self) -> Restoring:
        return self.services.restoring

    @property
    def open_files(self) -> OpenFiles:
        return self.services.open_files

    @property
    def touring(self) -> Touring:
        return self.services.touring

    # its pages

    @property
    def bench(self) -> Workbench:
        """The page one works on."""
        return self.pages.bench

    @property
    def has_bench(self) -> bool:
        return self.pages.has_bench

    @property
    def library(self) -> LibraryPage:
        """The adapters on this machine."""
        return self.pages.library

    @property
    def is_in_library(self) -> bool:
        return self.pages.is_in_library

    @property
    def problem(self) -> ProblemView:
        return self.pages.problem

    # what actions ask of the window

    def say_title(self, subject: str) -> None:
        """In the window's frame: what is open, or nothing."""
        self.setWindowTitle(subject or self.tr("Adapter Inspector"))

    def show_bug(self, text: str, details: str) -> None:
        """Something that should not happen did; the window stays."""
        self.message.say(text, tone="bad", details=details)

    def close_all(self) -> None:
        """Back to the welcome page with nothing open."""
        for entry_id in list(self.session.entries):
            self.session.remove_base(entry_id)
        self.session.close_adapter()
        self.header.show_adapter(None)
        self.message.hide()
        self.welcome.show_recents(self._settings.recents)
        self.welcome.look_for_recents()
        self.pages.setCurrentWidget(self.welcome)
        self.actions_here.refresh()

    def toggle_dark(self) -> None:
        choice = "light" if self._theme.is_dark else "dark"
        self._settings.theme = choice
        self._theme.choose(choice)

    def show_library(self) -> None:
        """The library; from there, back to what is open."""
        if self.is_in_library:
            self.pages.go_back()
        else:
            self.pages.setCurrentWidget(self.library)

    def offer_tour(self) -> None:
        """At a person's first start: show what is where, once there is something to see."""
        self.first_paint.afterwards(lambda: self.touring.offer())

    def show_tour(self) -> None:
        """Call-outs over the workbench; dismissed, they are not offered again."""
        self.touring.show()

    def drop_zones(self) -> list[Zone]:
        from inspector.ui.window_drops import drop_zones_of

        return drop_zones_of(self)

    # beginning and end

    def _begin(self) -> None:
        services = self.services
        if self._worker_factory is not None:
            from inspector.ui.python_choice import adopt_chosen_python
            from inspector.ui.stepwise import BENCH_PARTS, Stepwise, imports

            adopt_chosen_python(self._settings)
            services.session.worker.start()
            Stepwise(self).run(imports(BENCH_PARTS))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.geometry = self.saveGeometry()
        if "services" in self.__dict__:
            self.services.close()
        super().closeEvent(event)
