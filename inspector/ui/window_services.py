"""What works behind the window's face: session, opening, export and the rest, joined to its pages.

The window is painted before any of this is made, and nothing of it is needed to paint it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.errors import InspectorError, WorkerError
from inspector.ui.engine_words import said
from inspector.ui.export import ReportExport
from inspector.ui.message_bar import MessageBar
from inspector.ui.notices import Notices
from inspector.ui.open_files import OpenFiles
from inspector.ui.opening import Opening
from inspector.ui.python_choice import PythonChoice
from inspector.ui.repairing import Repairing
from inspector.ui.restoring import Restoring
from inspector.ui.session import Session
from inspector.ui.settings import SavedSession, Settings
from inspector.ui.theme import Theme
from inspector.ui.tidying import Tidying
from inspector.ui.touring import Touring
from inspector.ui.window_actions import WindowActions
from inspector.ui.window_dialogs import WindowDialogs
from inspector.ui.window_matrix import WindowMatrix

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.demo import Demo
    from inspector.ui.main_window import MainWindow
    from inspector.worker.client import Worker


class WindowServices(QObject):
    """Made once for a window, which gives each of these a name of its own; `begin` when it is whole."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        settings: Settings,
        *,
        demo: Path | None,
        worker_factory: Callable[[], Worker],
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._settings = window, theme, settings
        self.session = Session(self, worker_factory=worker_factory)
        self.tidying = Tidying(self.session)
        self.opening = Opening(window, self.session, settings, example=demo)
        self.export = ReportExport(window, theme)
        self.repairing = Repairing(window, self.session.worker)
        self.python_choice = PythonChoice(window, settings)
        self.dialogs = WindowDialogs(window, theme, settings)
        self.matrix_ways = WindowMatrix(window)
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
        self.touring = Touring(window, theme, settings)

    def begin(self) -> None:
        """Join all this to the window, which knows it by now."""
        self.actions = WindowActions(self._window)
        self._join_session()
        self._join_pages()
        self.dialogs.keep_to_network()
        self.matrix_ways.follow()
        self.actions.refresh()
        self._theme.follow_system()

    def close(self) -> None:
        """End every thread and process, and remember what was open."""
        window = self._window
        self.restoring.save(window.bench.tabs.currentIndex() if window.has_bench else 0)
        self.restoring.close()
        self.open_files.close()
        window.pages.close_pages()
        self.repairing.cancel()
        self.opening.close()
        self.python_choice.close()
        self.session.close()
        self.export.close()

    def _join_session(self) -> None:
        session, window = self.session, self._window
        session.adapter_opened.connect(self._on_adapter)
        session.adapter_failed.connect(self._on_adapter_failed)
        session.inspection_changed.connect(self._on_inspection)
        for signal in (session.entry_added, session.entry_removed):
            signal.connect(lambda _: window.welcome.show_waiting([e.name for e in session.entries.values()]))
        session.entry_changed.connect(self._on_entry)
        session.worker.changed.connect(window.status.worker.setText)
        for signal in (session.probing.started, session.probing.measured, session.probing.failed):
            signal.connect(lambda *_: self.actions.refresh())
        session.comparing.changed.connect(self.actions.refresh)
        self.repairing.progressed.connect(
            lambda done, total, text: window.status.showMessage(f"{said(text)} {done:,}/{total:,}", 3000)
        )
        for signal in (self.repairing.started, self.repairing.written, self.repairing.failed):
            signal.connect(lambda *_: self.actions.refresh())

    def _join_pages(self) -> None:
        opening, window = self.opening, self._window
        opening.reading.connect(self._on_reading)
        opening.example_opened.connect(self._on_example)
        window.dropped.connect(self.matrix_ways.take)
        window.linked.connect(opening.take_link)
        welcome = window.welcome
        welcome.open_asked.connect(opening.ask_adapter)
        welcome.base_asked.connect(opening.ask_base)
        welcome.demo_asked.connect(opening.open_example)
        welcome.recent_asked.connect(opening.open_recent)
        welcome.forget_asked.connect(self._forget_recents)
        welcome.library_asked.connect(window.show_library)
        welcome.settle()
        window.pages.currentChanged.connect(lambda _: self.actions.refresh())
        window.pages.currentChanged.connect(lambda _: window.pages.tell_place())
        self.restoring.restored.connect(self._on_restored)
        self._theme.changed.connect(self._on_theme)

    def _on_reading(self, path: str) -> None:
        if self.session.adapter is None:
            pages = self._window.pages
            pages.problem.show_reading(path)
            pages.setCurrentWidget(pages.problem)

    def _on_example(self, demo: Demo) -> None:
        probe = self._window.bench.probe
        probe.set_prompts(demo.prompts)
        if demo.golden is not None:
            probe.golden.take(demo.golden)

    def _on_adapter(self, adapter: object) -> None:
        self._window.header.show_adapter(self.session.adapter)
        if not self.matrix_ways.stays():
            self._window.pages.setCurrentWidget(self._window.bench)
        self.opening.remember()
        self.actions.refresh()

    def _on_adapter_failed(self, path: str, error: InspectorError) -> None:
        if self.session.adapter is not None:
            self.notices.refuse(error)
            return
        pages = self._window.pages
        if pages.is_on_matrix:  # it is told in the adapter's row
            return
        pages.problem.show_error(path, error)
        pages.setCurrentWidget(pages.problem)

    def _on_inspection(self, inspection: Inspection | None) -> None:
        window, entry = self._window, self.session.entry
        shown = inspection or self.session.alone
        if window.has_bench or shown is not None:
            stage = entry.stage if entry is not None else self.session.alone_stage
            failed = entry is not None and isinstance(entry.error, WorkerError)
            for_now = inspection is None and entry is not None and entry.error is None
            words = self.tr("dry run failed") if failed else stage
            unreadable = entry.unreadable if entry is not None else None
            window.bench.show_inspection(shown, stage=words, for_now=for_now, unreadable=unreadable)
        window.say_title(_title_of(shown))
        self.actions.refresh()
        if inspection is not None and inspection.base is not None and entry is not None and not entry.stage:
            self._remember_verdict(inspection)
            self.touring.offer_now()

    def _on_entry(self, entry_id: int) -> None:
        entry = self.session.entries.get(entry_id)
        if entry is not None and entry.base is not None:
            self.opening.remember()

    def _on_theme(self) -> None:
        if self.session.inspection is not None:
            self._on_inspection(self.session.inspection)

    def _on_restored(self, saved: SavedSession) -> None:
        self._window.bench.tabs.setCurrentIndex(saved.tab)

    def _remember_verdict(self, inspection: Inspection) -> None:
        from inspector.ui.library_verdicts import remember_verdict

        adapter = inspection.adapter.path
        if inspection.base is not None and not self.opening.is_example(adapter):
            remember_verdict(self._settings, adapter, inspection.verdict.value, inspection.base.name)

    def _forget_recents(self) -> None:
        self._settings.forget_recents()
        self._window.welcome.show_recents([])


def _title_of(inspection: Inspection | None) -> str:
    if inspection is None:
        return ""
    from inspector.ui.words import pair_title

    return pair_title(inspection)
