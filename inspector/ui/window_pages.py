"""The window's pages: the welcome page is there at once, the others are made when they are first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from inspector.ui.settings import Settings
from inspector.ui.theme import Theme
from inspector.ui.welcome_view import WelcomeView

if TYPE_CHECKING:
    from inspector.ui.library_page import LibraryPage
    from inspector.ui.main_window import MainWindow
    from inspector.ui.matrix_page import MatrixPage
    from inspector.ui.problem_view import ProblemView
    from inspector.ui.workbench import Workbench


class WindowPages(QStackedWidget):
    """Makes each page and joins it to what the window has for it."""

    def __init__(self, window: MainWindow, theme: Theme, settings: Settings, *, has_demo: bool) -> None:
        super().__init__()
        self._window, self._theme, self._settings = window, theme, settings
        self.welcome = WelcomeView(has_demo=has_demo)
        self.addWidget(self.welcome)

    @cached_property
    def bench(self) -> Workbench:
        """The page one works on."""
        from inspector.ui.bench_splits import SPLITTERS
        from inspector.ui.workbench import Workbench

        bench, window = Workbench(self._theme), self._window
        for name in SPLITTERS:
            state = self._settings.splitter(name)
            if state is not None:
                bench.arrange(name, state)
        bench.follow(window.session)
        bench.shelf.add_asked.connect(window.opening.ask_base)
        bench.shelf.hub_asked.connect(window.dialogs.ask_hub)
        bench.compare.add_base_asked.connect(window.opening.ask_base)
        bench.compare.menu_asked.connect(window.actions_here.show_row_menu)
        bench.probe.refused.connect(window.notices.refuse)
        bench.findings_page.all_rules_asked.connect(window.actions_by_id["rules"].trigger)
        bench.findings.repair_asked.connect(window.actions_by_id["repair"].trigger)
        bench.place_changed.connect(self.tell_place)
        self.addWidget(bench)
        return bench

    def tell_place(self) -> None:
        """Counts and place in the status line, while the workbench is in front."""
        if self.is_on_bench:
            self._window.status.show_place(self.bench.inspection, *self.bench.compare.problem_place())
        else:
            self._window.status.show_place(None, 0, 0)

    @property
    def has_bench(self) -> bool:
        return "bench" in self.__dict__

    @property
    def is_on_bench(self) -> bool:
        return self.has_bench and self.currentWidget() is self.bench

    @cached_property
    def library(self) -> LibraryPage:
        """The adapters on this machine."""
        from inspector.ui.library_page import LibraryPage

        library = LibraryPage(self._theme, self._settings)
        library.adapter_asked.connect(self._window.opening.open_from_library)
        library.together_asked.connect(self._window.opening.open_together)
        self.addWidget(library)
        return library

    @property
    def is_in_library(self) -> bool:
        return "library" in self.__dict__ and self.currentWidget() is self.library

    @cached_property
    def matrix(self) -> MatrixPage:
        """Every open adapter on every base."""
        from inspector.ui.matrix_page import MatrixPage

        window = self._window
        matrix = MatrixPage(self._theme, window.session)
        matrix.cell_asked.connect(window.matrix_ways.open_cell)
        matrix.adapters_asked.connect(window.opening.ask_beside)
        matrix.base_asked.connect(window.opening.ask_base)
        matrix.kept.connect(lambda words: window.status.showMessage(words, 4000))
        self.addWidget(matrix)
        return matrix

    @property
    def is_on_matrix(self) -> bool:
        return "matrix" in self.__dict__ and self.currentWidget() is self.matrix

    @cached_property
    def problem(self) -> ProblemView:
        from inspector.ui.problem_view import ProblemView

        problem = ProblemView(self._theme)
        problem.open_asked.connect(self._window.opening.ask_adapter)
        problem.back_asked.connect(self.go_back)
        problem.cancel_asked.connect(self._give_up_reading)
        self.addWidget(problem)
        return problem

    def _give_up_reading(self) -> None:
        self._window.session.close_adapter()
        self.go_back()

    def go_back(self) -> None:
        """To what is open, or to the welcome page."""
        self.setCurrentWidget(self.welcome if self._window.session.adapter is None else self.bench)

    def close_pages(self) -> None:
        """End the pages' threads, and remember how a person has divided the workbench."""
        self.welcome.close_lane()
        if "library" in self.__dict__:
            self.library.close_scan()
        if self.has_bench:
            self.bench.close_views()
            for name, state in self.bench.arrangement().items():
                self._settings.set_splitter(name, state)
