"""The main window: puts the pages together and joins them to the session. No verdict is worked out here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QVBoxLayout

from inspector.errors import InspectorError, WorkerError
from inspector.ui.actions import fill_menu
from inspector.ui.drop_window import DropWindow
from inspector.ui.engine_words import said
from inspector.ui.export import ReportExport
from inspector.ui.first_paint import FirstPaint
from inspector.ui.header_bar import HeaderBar
from inspector.ui.message_bar import MessageBar
from inspector.ui.notices import Notices
from inspector.ui.open_files import OpenFiles
from inspector.ui.opening import Opening
from inspector.ui.python_choice import PythonChoice
from inspector.ui.repairing import Repairing
from inspector.ui.restoring import Restoring
from inspector.ui.session import Session
from inspector.ui.settings import SavedSession, Settings
from inspector.ui.status_line import StatusLine
from inspector.ui.stepwise import BENCH_PARTS, Stepwise, imports
from inspector.ui.theme import Theme, icon
from inspector.ui.tidying import Tidying
from inspector.ui.touring import Touring
from inspector.ui.window_actions import WindowActions
from inspector.ui.window_dialogs import WindowDialogs
from inspector.ui.window_matrix import WindowMatrix
from inspector.ui.window_pages import WindowPages
from inspector.ui.worker_host import default_worker

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from inspector.compat.inspection import Inspection
    from inspector.demo import Demo
    from inspector.ui.drop_overlay import Zone
    from inspector.ui.library_page import LibraryPage
    from inspector.ui.problem_view import ProblemView
    from inspector.ui.workbench import Workbench
    from inspector.worker.client import Worker


class MainWindow(DropWindow):
    """`worker_factory` makes the second process; None keeps it from being started (a view without one)."""

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        *,
        demo: Path | None = None,
        worker_factory: Callable[[], Worker] | None = default_worker,
    ) -> None:
        super().__init__(theme)
        self._settings = settings
        self._starts_worker = worker_factory is not None
        self.first_paint = FirstPaint(self)
        self.first_paint.painted.connect(self._begin)
        self.session = Session(self, worker_factory=worker_factory or default_worker)
        self.tidying = Tidying(self.session)
        self.opening = Opening(self, self.session, settings, example=demo)
        self.export = ReportExport(self, theme)
        self.repairing = Repairing(self, self.session.worker)
        self.python_choice = PythonChoice(self, settings)
        self.dialogs = WindowDialogs(self, theme, settings)
        self.matrix_ways = WindowMatrix(self)
        self.setWindowTitle(self.tr("Adapter Inspector"))
        self.setWindowIcon(icon("adapter-inspector"))
        self.setMinimumSize(980, 620)
        self.resize(1440, 900)
        self.actions_here = WindowActions(self)
        self.actions_by_id = self.actions_here.by_id
        menu = QMenu(self)
        fill_menu(menu, self.actions_by_id)
        buttons = [
            self.actions_by_id[name] for name in ("library", "matrix", "open", "add_base", "probe", "export")
        ]
        self.header = HeaderBar(buttons, menu, accent=self.actions_by_id["probe"])
        self.message = MessageBar()
        self.notices = Notices(
            self.message,
            session=self.session,
            opening=self.opening,
            export=self.export,
            repairing=self.repairing,
            python_choice=self.python_choice,
            parent=self,
        )
        self.restoring = Restoring(self, session=self.session, opening=self.opening, settings=settings)
        self.open_files = OpenFiles(self, self.session)
        self.notices.follow_files(self.restoring, self.open_files)
        self.touring = Touring(self, theme, settings)
        self.pages = WindowPages(self, theme, settings, has_demo=demo is not None)
        self.welcome = self.pages.welcome
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.message)
        column.addWidget(self.pages, 1)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.dialogs.keep_to_network()
        self._connect()
        self.matrix_ways.follow()
        geometry = settings.geometry
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.welcome.show_recents(settings.recents)
        self.actions_here.refresh()

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

    # what session and opening say

    def _connect(self) -> None:
        session, opening = self.session, self.opening
        session.adapter_opened.connect(self._on_adapter)
        session.adapter_failed.connect(self._on_adapter_failed)
        session.inspection_changed.connect(self._on_inspection)
        for signal in (session.entry_added, session.entry_removed):
            signal.connect(lambda _: self.welcome.show_waiting([e.name for e in session.entries.values()]))
        session.entry_changed.connect(self._on_entry)
        session.worker.changed.connect(self.status.worker.setText)
        for signal in (session.probing.started, session.probing.measured, session.probing.failed):
            signal.connect(lambda *_: self.actions_here.refresh())
        opening.reading.connect(self._on_reading)
        opening.example_opened.connect(self._on_example)
        session.comparing.changed.connect(self.actions_here.refresh)
        self.dropped.connect(self.matrix_ways.take)
        self.linked.connect(opening.take_link)
        self.welcome.open_asked.connect(opening.ask_adapter)
        self.welcome.base_asked.connect(opening.ask_base)
        self.welcome.demo_asked.connect(opening.open_example)
        self.welcome.recent_asked.connect(opening.open_recent)
        self.welcome.forget_asked.connect(self._forget_recents)
        self.welcome.library_asked.connect(self.show_library)
        self.pages.currentChanged.connect(lambda _: self.actions_here.refresh())
        self.pages.currentChanged.connect(lambda _: self.pages.tell_place())
        self.restoring.restored.connect(self._on_restored)
        self.repairing.progressed.connect(
            lambda done, total, text: self.status.showMessage(f"{said(text)} {done:,}/{total:,}", 3000)
        )
        for signal in (self.repairing.started, self.repairing.written, self.repairing.failed):
            signal.connect(lambda *_: self.actions_here.refresh())
        self._theme.changed.connect(self._on_theme)

    def _on_reading(self, path: str) -> None:
        if self.session.adapter is None:
            self.problem.show_reading(path)
            self.pages.setCurrentWidget(self.problem)

    def _on_example(self, demo: Demo) -> None:
        self.bench.probe.set_prompts(demo.prompts)
        if demo.golden is not None:
            self.bench.probe.golden.take(demo.golden)

    def _on_adapter(self, adapter: object) -> None:
        self.header.show_adapter(self.session.adapter)
        if not self.matrix_ways.stays():
            self.pages.setCurrentWidget(self.bench)
        self.opening.remember()
        self.actions_here.refresh()

    def _on_adapter_failed(self, path: str, error: InspectorError) -> None:
        if self.session.adapter is not None:
            self.notices.refuse(error)
            return
        if self.pages.is_on_matrix:  # it is told in the adapter's row
            return
        self.problem.show_error(path, error)
        self.pages.setCurrentWidget(self.problem)

    def _on_inspection(self, inspection: Inspection | None) -> None:
        entry = self.session.entry
        shown = inspection or self.session.alone
        if self.has_bench or shown is not None:
            stage = entry.stage if entry is not None else self.session.alone_stage
            failed = entry is not None and isinstance(entry.error, WorkerError)
            for_now = inspection is None and entry is not None and entry.error is None
            words = self.tr("dry run failed") if failed else stage
            self.bench.show_inspection(shown, stage=words, for_now=for_now)
        self.setWindowTitle(_title_of(shown) or self.tr("Adapter Inspector"))
        self.actions_here.refresh()
        if inspection is not None and inspection.base is not None and entry is not None and not entry.stage:
            self._remember_verdict(inspection)
            self.touring.offer_now()

    def _on_entry(self, entry_id: int) -> None:
        entry = self.session.entries.get(entry_id)
        if entry is not None and entry.base is not None:
            self.opening.remember()

    def show_bug(self, text: str, details: str) -> None:
        """Something that should not happen did; the window stays."""
        self.message.say(text, tone="bad", details=details)

    # what actions ask of the window

    def close_all(self) -> None:
        """Back to the welcome page with nothing open."""
        for entry_id in list(self.session.entries):
            self.session.remove_base(entry_id)
        self.session.close_adapter()
        self.header.show_adapter(None)
        self.message.hide()
        self.welcome.show_recents(self._settings.recents)
        self.pages.setCurrentWidget(self.welcome)
        self.actions_here.refresh()

    def toggle_dark(self) -> None:
        choice = "light" if self._theme.is_dark else "dark"
        self._settings.theme = choice
        self._theme.choose(choice)

    def _on_theme(self) -> None:
        if self.session.inspection is not None:
            self._on_inspection(self.session.inspection)

    # library, tour, recents

    def show_library(self) -> None:
        """The library; from there, back to what is open."""
        if self.is_in_library:
            self.pages.go_back()
        else:
            self.pages.setCurrentWidget(self.library)

    def _remember_verdict(self, inspection: Inspection) -> None:
        from inspector.ui.library_verdicts import remember_verdict

        adapter = inspection.adapter.path
        if inspection.base is not None and not self.opening.is_example(adapter):
            remember_verdict(self._settings, adapter, inspection.verdict.value, inspection.base.name)

    def offer_tour(self) -> None:
        """At a person's first start: show what is where, once there is something to see."""
        self.touring.offer()

    def show_tour(self) -> None:
        """Call-outs over the workbench; dismissed, they are not offered again."""
        self.touring.show()

    def _on_restored(self, saved: SavedSession) -> None:
        self.bench.tabs.setCurrentIndex(saved.tab)

    def _forget_recents(self) -> None:
        self._settings.forget_recents()
        self.welcome.show_recents([])

    def drop_zones(self) -> list[Zone]:
        from inspector.ui.window_drops import drop_zones_of

        return drop_zones_of(self)

    # beginning and end

    def _begin(self) -> None:
        if self._starts_worker:
            self.session.worker.start()
            Stepwise(self).run(imports(BENCH_PARTS))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.geometry = self.saveGeometry()
        self.restoring.save(self.bench.tabs.currentIndex() if self.has_bench else 0)
        self.restoring.close()
        self.open_files.close()
        self.pages.close_pages()
        self.repairing.cancel()
        self.opening.close()
        self.python_choice.close()
        self.session.close()
        self.export.close()
        super().closeEvent(event)


def _title_of(inspection: Inspection | None) -> str:
    if inspection is None:
        return ""
    from inspector.ui.words import pair_title

    return pair_title(inspection)
