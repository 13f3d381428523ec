"""The main window: puts the pages together and joins them to the session. No verdict is worked out here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from inspector.errors import InspectorError, WorkerError
from inspector.ui.actions import fill_menu
from inspector.ui.drop_window import DropWindow
from inspector.ui.export import ReportExport
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
from inspector.ui.theme import Theme, icon
from inspector.ui.welcome_view import WelcomeView
from inspector.ui.window_actions import WindowActions
from inspector.ui.worker_host import default_worker

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.demo import Demo
    from inspector.ui.drop_overlay import Zone
    from inspector.ui.library_page import LibraryPage
    from inspector.ui.problem_view import ProblemView
    from inspector.ui.workbench import Workbench
    from inspector.worker.client import Worker


class MainWindow(DropWindow):
    """`worker_factory` makes the second process; None keeps it from being started (a view without one).

    Workbench and problem page are made when they are first needed: the welcome page is there at once.
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
        self._settings = settings
        self._starts_worker = worker_factory is not None
        self.session = Session(self, worker_factory=worker_factory or default_worker)
        self.opening = Opening(self, self.session, settings, example=demo)
        self.export = ReportExport(self, theme)
        self.repairing = Repairing(self, self.session.worker)
        self.python_choice = PythonChoice(self, settings)
        self.setWindowTitle(self.tr("Adapter Inspector"))
        self.setWindowIcon(icon("adapter-inspector"))
        self.setMinimumSize(980, 620)
        self.resize(1440, 900)
        self.actions_here = WindowActions(self)
        self.actions_by_id = self.actions_here.by_id
        menu = QMenu(self)
        fill_menu(menu, self.actions_by_id)
        buttons = [self.actions_by_id[name] for name in ("library", "open", "add_base", "probe", "export")]
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
        self._offers_tour = False
        self.welcome = WelcomeView(theme, has_demo=demo is not None)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.message)
        column.addWidget(self.pages, 1)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self._keep_to_network()
        self._connect()
        geometry = settings.geometry
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.welcome.show_recents(settings.recents)
        self.actions_here.refresh()

    @cached_property
    def bench(self) -> Workbench:
        """The page one works on."""
        from inspector.ui.workbench import SPLITTERS, Workbench

        bench, session = Workbench(self._theme), self.session
        for name in SPLITTERS:
            state = self._settings.splitter(name)
            if state is not None:
                bench.arrange(name, state)
        bench.follow(session)
        bench.shelf.add_asked.connect(self.opening.ask_base)
        bench.shelf.hub_asked.connect(self.ask_hub)
        bench.compare.add_base_asked.connect(self.opening.ask_base)
        bench.compare.menu_asked.connect(self.actions_here.show_row_menu)
        bench.probe.refused.connect(self.notices.refuse)
        bench.findings_page.all_rules_asked.connect(self.actions_by_id["rules"].trigger)
        bench.findings.repair_asked.connect(self.actions_by_id["repair"].trigger)
        bench.place_changed.connect(
            lambda: self.status.show_place(bench.inspection, *bench.compare.problem_place())
        )
        self.pages.addWidget(bench)
        return bench

    @property
    def has_bench(self) -> bool:
        return "bench" in self.__dict__

    @cached_property
    def library(self) -> LibraryPage:
        """The adapters on this machine."""
        from inspector.ui.library_page import LibraryPage

        library = LibraryPage(self._theme, self._settings)
        library.adapter_asked.connect(self.opening.open_from_library)
        self.pages.addWidget(library)
        return library

    @property
    def is_in_library(self) -> bool:
        return "library" in self.__dict__ and self.pages.currentWidget() is self.library

    @cached_property
    def problem(self) -> ProblemView:
        from inspector.ui.problem_view import ProblemView

        problem = ProblemView(self._theme)
        problem.open_asked.connect(self.opening.ask_adapter)
        problem.back_asked.connect(self._back)
        self.pages.addWidget(problem)
        return problem

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
        self.dropped.connect(opening.take)
        self.linked.connect(opening.take_link)
        self.welcome.open_asked.connect(opening.ask_adapter)
        self.welcome.base_asked.connect(opening.ask_base)
        self.welcome.demo_asked.connect(opening.open_example)
        self.welcome.recent_asked.connect(opening.open_recent)
        self.welcome.forget_asked.connect(self._forget_recents)
        self.welcome.library_asked.connect(self.show_library)
        self.pages.currentChanged.connect(lambda _: self.actions_here.refresh())
        self.restoring.restored.connect(self._on_restored)
        self.repairing.progressed.connect(
            lambda done, total, text: self.status.showMessage(f"{text} {done:,}/{total:,}", 3000)
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
        self.pages.setCurrentWidget(self.bench)
        self.opening.remember()
        self.actions_here.refresh()

    def _on_adapter_failed(self, path: str, error: InspectorError) -> None:
        if self.session.adapter is not None:
            self.notices.refuse(error)
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
        self.setWindowTitle(self._title_of(shown))
        self.actions_here.refresh()
        if inspection is not None and inspection.base is not None and entry is not None and not entry.stage:
            self._remember_verdict(inspection)
            self._offer_tour()

    def _title_of(self, inspection: Inspection | None) -> str:
        if inspection is None:
            return self.tr("Adapter Inspector")
        if inspection.base is None:
            return inspection.adapter.name
        from inspector.ui.words import verdict_word

        words = verdict_word(inspection.verdict)
        return self.tr("{} on {}: {}").format(inspection.adapter.name, inspection.base.name, words)

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

    def show_rules(self) -> None:
        """Every rule, and what became of it in the inspection that is shown."""
        from inspector.ui.rule_dialog import RuleDialog

        RuleDialog(self._theme, self.session.inspection, self).show()

    def _on_theme(self) -> None:
        if self.session.inspection is not None:
            self._on_inspection(self.session.inspection)

    # library, settings, tour

    def show_library(self) -> None:
        """The library; from there, back to what is open."""
        if self.is_in_library:
            self._back()
        else:
            self.pages.setCurrentWidget(self.library)

    def ask_settings(self) -> None:
        from inspector.ui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._theme, self._settings, self)
        dialog.network_changed.connect(self._keep_to_network)
        dialog.python_asked.connect(self.python_choice.ask)
        dialog.folders_changed.connect(lambda: self.library.look() if self.is_in_library else None)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_to_network(self) -> None:
        from inspector.ui.network_setting import keep_to_network_setting

        self.status.network.setText(keep_to_network_setting(self._settings.allows_network))

    def _remember_verdict(self, inspection: Inspection) -> None:
        from inspector.ui.library_verdicts import remember_verdict

        adapter = inspection.adapter.path
        if inspection.base is not None and not self.opening.is_example(adapter):
            remember_verdict(self._settings, adapter, inspection.verdict.value, inspection.base.name)

    def offer_tour(self) -> None:
        """At a person's first start: show what is where, once there is something to see.

        Not with a settings file named by the environment: scripts and tests start so, and click elsewhere.
        """
        self._offers_tour = self._settings.are_the_users and not self._settings.tour_was_seen

    def _offer_tour(self) -> None:
        if self._offers_tour and self.pages.currentWidget() is self.bench:
            self._offers_tour = False
            QTimer.singleShot(400, self, self.show_tour)

    def show_tour(self) -> None:
        """Call-outs over the workbench; dismissed, they are not offered again."""
        if not self.has_bench or self.pages.currentWidget() is not self.bench:
            return
        from inspector.ui.tour import workbench_tour

        bench = self.bench
        targets: dict[str, QWidget] = {"verdict": bench.verdict, "shelf": bench.shelf, "map": bench.map}
        targets["probe"] = self.header.button(self.actions_by_id["probe"])
        tour = workbench_tour(self._theme, self.body, targets.__getitem__)
        tour.dismissed.connect(self._on_tour_seen)
        tour.begin()

    def _on_tour_seen(self) -> None:
        self._settings.tour_was_seen = True

    def _on_restored(self, saved: SavedSession) -> None:
        self.bench.tabs.setCurrentIndex(saved.tab)

    def ask_hub(self) -> None:
        """The dialog for a base on the Hub; two revisions that are picked there are compared."""
        from inspector.ui.hub_dialog import HubDialog

        adapter = self.session.adapter
        dialog = HubDialog(self._theme, self, suggestion=adapter.base_name if adapter is not None else None)
        dialog.chosen.connect(self._on_hub)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_hub(self, sources: Sequence[str]) -> None:
        added = [self.session.add_base(source, network=True) for source in sources]
        if len(added) == 2 and self.session.adapter is not None:
            self.session.compare(*added)
            self.bench.show_comparison()

    def _forget_recents(self) -> None:
        self._settings.forget_recents()
        self.welcome.show_recents([])

    def _back(self) -> None:
        self.pages.setCurrentWidget(self.welcome if self.session.adapter is None else self.bench)

    def drop_zones(self) -> list[Zone]:
        """Adapter at the left, base at the right; on the workbench the shelf takes bases too."""
        from inspector.ui.drop_overlay import zones_around

        adapter = self.tr("Adapter") if self.session.adapter is None else self.tr("Open this adapter instead")
        base = self.tr("Base model") if not self.session.entries else self.tr("One more base")
        body = self.body
        left, right = 0, body.width() // 2
        if self.has_bench and self.pages.currentWidget() is self.bench:
            pane = self.bench.compare.adapter_pane
            left = pane.mapTo(body, QPoint(0, 0)).x()
            right = left + pane.width()
        return zones_around(body.rect(), left, right, adapter=adapter, base=base)

    # beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._starts_worker:
            self._starts_worker = False
            # After the first paint: the window is there before anything heavy begins.
            QTimer.singleShot(0, self, self.session.worker.start)
            QTimer.singleShot(0, self, _warm_up)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.geometry = self.saveGeometry()
        self.restoring.save(self.bench.tabs.currentIndex() if self.has_bench else 0)
        self.restoring.close()
        self.open_files.close()
        if "library" in self.__dict__:
            self.library.close_scan()
        if self.has_bench:
            self.bench.close_views()
            for name, state in self.bench.arrangement().items():
                self._settings.set_splitter(name, state)
        self.repairing.cancel()
        self.opening.close()
        self.python_choice.close()
        self.session.close()
        self.export.close()
        super().closeEvent(event)


def _warm_up() -> None:
    """Import what the first adapter will need. On the UI thread: PySide makes its types as they are named."""
    import inspector.ui.workbench  # noqa: F401
