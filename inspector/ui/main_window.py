"""The main window: puts the panes together and joins them to the session. No verdict is worked out here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.inspection import Inspection
from inspector.demo import Demo
from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.ui.actions import fill_menu, make_actions
from inspector.ui.drop_overlay import DropOverlay, Zone, local_paths, zones_around
from inspector.ui.export import ReportExport, open_path
from inspector.ui.header_bar import HeaderBar
from inspector.ui.message_bar import MessageBar
from inspector.ui.row_text import copied_text
from inspector.ui.session import Session, default_worker
from inspector.ui.settings import Recent, Settings
from inspector.ui.status_line import StatusLine
from inspector.ui.theme import Theme, icon
from inspector.ui.welcome_view import ProblemView, WelcomeView
from inspector.ui.words import verdict_word
from inspector.ui.workbench import Workbench

if TYPE_CHECKING:
    from inspector.worker.client import Worker


class MainWindow(QMainWindow):
    """`worker_factory` makes the second process; None keeps it from being started (a view without one)."""

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        *,
        demo: Path | None = None,
        worker_factory: Callable[[], Worker] | None = default_worker,
    ) -> None:
        super().__init__()
        self._theme, self._settings, self._demo = theme, settings, demo
        self._starts_worker = worker_factory is not None
        self.session = Session(self, worker_factory=worker_factory or default_worker)
        self.export = ReportExport(self)
        self.setWindowTitle(self.tr("Adapter Inspector"))
        self.setWindowIcon(icon("adapter-inspector"))
        self.setAcceptDrops(True)
        self.setMinimumSize(980, 620)
        self.resize(1440, 900)
        self.actions_by_id = make_actions(self, self._handlers())
        menu = QMenu(self)
        fill_menu(menu, self.actions_by_id)
        buttons = [self.actions_by_id[name] for name in ("open", "add_base", "probe", "export")]
        self.header = HeaderBar(buttons, menu, accent=self.actions_by_id["probe"])
        self.message = MessageBar()
        self.welcome = WelcomeView(theme, has_demo=demo is not None)
        self.problem = ProblemView(theme)
        self.bench = Workbench(theme)
        self.pages = QStackedWidget()
        for page in (self.welcome, self.problem, self.bench):
            self.pages.addWidget(page)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.message)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(body)
        self._body = body
        self.overlay = DropOverlay(theme, body)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self._connect()
        self._restore()
        self.welcome.show_recents(settings.recents)
        self._refresh_actions()

    # opening things

    def open_adapter(self, path: Path) -> None:
        if self.session.adapter is None:
            self.problem.show_reading(str(path))
            self.pages.setCurrentWidget(self.problem)
        self.message.hide()
        self.session.open_adapter(path)

    def open_demo(self) -> None:
        """The bundled adapter, and every base that was made for it."""
        if self._demo is None:
            return
        try:
            demo = Demo.read(self._demo)
        except InspectorError as error:
            self._refuse(error)
            return
        self.bench.probe.set_prompts(demo.prompts)
        self.open_adapter(demo.adapter)
        for position, (path, story) in enumerate(demo.bases):
            self.session.add_base(str(path), story=story, select=position == 0)

    def open_dropped(self, paths: list[Path], *, zone: str | None) -> None:
        """Take what was dropped or named: content decides, and the zone where content does not."""
        from inspector.files.classify import classify

        for path in paths:
            found = classify(path)
            kind = zone if found.kind == "ambiguous" else found.kind
            if kind == "refused" or kind is None:
                self.message.say(self.tr("{} was refused: {}").format(path.name, found.reason), tone="warn")
            elif zone is not None and kind != zone:
                self._offer_other_side(path, kind)
            elif kind == "adapter":
                self.open_adapter(path)
            else:
                self.session.add_base(str(path))

    def _offer_other_side(self, path: Path, kind: str) -> None:
        if kind == "adapter":
            words, label = self.tr("{} is an adapter, not a base."), self.tr("Open as adapter")
        else:
            words, label = self.tr("{} is a base model, not an adapter."), self.tr("Add to the shelf")
        offer = (label, lambda: self.open_dropped([path], zone=kind))
        self.message.say(words.format(path.name), tone="warn", offers=[offer])

    def _ask_adapter(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Open adapter folder"), self._start_folder())
        if chosen:
            self.open_dropped([Path(chosen)], zone="adapter")

    def _ask_base(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Add base folder"), self._start_folder())
        if chosen:
            self.open_dropped([Path(chosen)], zone="base")

    def _ask_base_file(self) -> None:
        kinds = self.tr("Base models (*.safetensors *.json)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Add base file"), self._start_folder(), kinds)
        if chosen:
            self.open_dropped([Path(chosen)], zone="base")

    def _open_recent(self, recent: Recent) -> None:
        self.open_adapter(Path(recent.adapter))
        for source in recent.bases:
            self.session.add_base(source, select=False)

    def _close_all(self) -> None:
        for entry_id in list(self.session.entries):
            self.session.remove_base(entry_id)
        self.session.close_adapter()
        self.header.show_adapter(None)
        self.welcome.show_recents(self._settings.recents)
        self.welcome.show_waiting(0)
        self.pages.setCurrentWidget(self.welcome)
        self._refresh_actions()

    def _start_folder(self) -> str:
        adapter = self.session.adapter
        return str(adapter.path.parent if adapter is not None else Path.home())

    # what the session says

    def _connect(self) -> None:
        session, bench = self.session, self.bench
        session.adapter_opened.connect(self._on_adapter)
        session.adapter_failed.connect(self._on_adapter_failed)
        session.inspection_changed.connect(self._on_inspection)
        session.entry_added.connect(lambda entry: bench.shelf.add(session.entries[entry]))
        session.entry_added.connect(lambda _: self.welcome.show_waiting(len(session.entries)))
        session.entry_changed.connect(self._on_entry)
        session.entry_removed.connect(bench.shelf.remove)
        session.current_changed.connect(bench.shelf.select)
        session.worker_failed.connect(self._on_worker_failed)
        session.worker_changed.connect(self.status.worker.setText)
        session.probe_started.connect(lambda _: bench.probe.show_running())
        session.probe_progressed.connect(bench.probe.show_progress)
        session.probe_finished.connect(lambda _: bench.probe.end(session.inspection))
        session.probe_failed.connect(lambda _, error: self._on_probe_failed(error))
        for signal in (session.probe_started, session.probe_finished):
            signal.connect(lambda _: self._refresh_actions())
        bench.shelf.entry_selected.connect(session.select)
        bench.shelf.entry_removed.connect(session.remove_base)
        bench.shelf.add_asked.connect(self._ask_base)
        bench.compare.add_base_asked.connect(self._ask_base)
        bench.compare.menu_asked.connect(self._on_row_menu)
        bench.probe.run_asked.connect(lambda prompts, device: session.probe(prompts=prompts, device=device))
        bench.probe.cancel_asked.connect(session.cancel_probe)
        bench.place_changed.connect(self._on_place)
        self.welcome.open_asked.connect(self._ask_adapter)
        self.welcome.base_asked.connect(self._ask_base)
        self.welcome.demo_asked.connect(self.open_demo)
        self.welcome.recent_asked.connect(self._open_recent)
        self.welcome.forget_asked.connect(self._forget_recents)
        self.problem.open_asked.connect(self._ask_adapter)
        self.problem.back_asked.connect(self._back)
        self.export.written.connect(self._on_written)
        self.export.failed.connect(self._refuse)
        self._theme.changed.connect(self._on_theme)

    def _on_adapter(self, adapter: object) -> None:
        self.header.show_adapter(self.session.adapter)
        self.pages.setCurrentWidget(self.bench)
        self._remember()
        self._refresh_actions()

    def _on_adapter_failed(self, path: str, error: InspectorError) -> None:
        if self.session.adapter is not None:
            self._refuse(error)
            return
        self.problem.show_error(path, error)
        self.pages.setCurrentWidget(self.problem)

    def _on_inspection(self, inspection: Inspection | None) -> None:
        entry = self.session.entry
        shown = inspection or self.session.alone
        self.bench.show_inspection(shown, stage=entry.stage if entry is not None else "")
        self.setWindowTitle(self._title_of(shown))
        self._refresh_actions()

    def _title_of(self, inspection: Inspection | None) -> str:
        if inspection is None:
            return self.tr("Adapter Inspector")
        if inspection.base is None:
            return inspection.adapter.name
        words = verdict_word(inspection.verdict)
        return self.tr("{} on {}: {}").format(inspection.adapter.name, inspection.base.name, words)

    def _on_entry(self, entry_id: int) -> None:
        entry = self.session.entries.get(entry_id)
        if entry is None:
            return
        self.bench.shelf.update_entry(entry)
        if entry.error is not None and not isinstance(entry.error, WorkerError) and entry.inspection is None:
            self.message.say(entry.error.message, tone="bad", hint=entry.error.hint)
        elif entry.base is not None:
            self._remember()

    def _on_worker_failed(self, error: WorkerError) -> None:
        retry = (self.tr("Retry"), self.session.retry)
        self.message.say(error.message, tone="bad", hint=error.hint, details=error.details, offers=[retry])

    def _on_probe_failed(self, error: InspectorError) -> None:
        self.bench.probe.show_failure(error)
        self._refresh_actions()
        if isinstance(error, WorkerError) and not isinstance(error, Cancelled) and error.details:
            self._on_worker_failed(error)

    def _on_written(self, path: str) -> None:
        offers = [
            (self.tr("Open"), lambda: open_path(Path(path))),
            (self.tr("Show folder"), lambda: open_path(Path(path).parent)),
        ]
        self.message.say(self.tr("Report written: {}").format(path), tone="good", offers=offers)

    def _refuse(self, error: InspectorError) -> None:
        self.message.say(error.message, tone="bad", hint=error.hint)

    def show_bug(self, text: str, details: str) -> None:
        """Something that should not happen did; the window stays."""
        self.message.say(text, tone="bad", details=details)

    # actions

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "open": self._ask_adapter,
            "add_base": self._ask_base,
            "add_base_file": self._ask_base_file,
            "remove_base": lambda: self.session.remove_base(self.session.current or 0),
            "reload": lambda: self.session.reload(),
            "export": lambda: self.export.ask(self.session.inspections()),
            "demo": self.open_demo,
            "close_all": self._close_all,
            "quit": self.close,
            "probe": self._probe,
            "next": lambda: self._go_problem(1),
            "previous": lambda: self._go_problem(-1),
            "find": lambda: self.bench.filter.box.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "next_base": lambda: self._step_base(1),
            "previous_base": lambda: self._step_base(-1),
            "next_pane": lambda: self._step_pane(1),
            "previous_pane": lambda: self._step_pane(-1),
            "menu": lambda: self.header.menu_button.showMenu(),
            "only_trouble": lambda: self.bench.toggle_only_mismatches(),
            "collapse": lambda: self.bench.compare.collapse_all(),
            "dark": self._toggle_dark,
            "copy_key": lambda: self._copy("key"),
            "copy_row": lambda: self._copy("row"),
            "copy_json": lambda: self._copy("json"),
        }

    def _refresh_actions(self) -> None:
        inspection = self.session.inspection
        has_adapter = self.session.adapter is not None
        ready = inspection is not None and inspection.base is not None
        refused = inspection is not None and inspection.probe_refused is not None
        enabled = {
            "probe": ready and not refused and not self.session.is_probing,
            "export": bool(self.session.inspections()),
            "reload": has_adapter,
            "remove_base": self.session.current is not None,
            "demo": self._demo is not None,
        }
        for name in (
            "next",
            "previous",
            "find",
            "only_trouble",
            "collapse",
            "copy_key",
            "copy_row",
            "copy_json",
        ):
            enabled[name] = has_adapter
        for name, on in enabled.items():
            self.actions_by_id[name].setEnabled(on)

    def _probe(self) -> None:
        self.bench.show_probe()
        self.bench.probe.start()

    def _go_problem(self, step: int) -> None:
        if not self.bench.compare.go_problem(step):
            self.status.showMessage(self.tr("No problem to go to"), 3000)

    def _step_base(self, step: int) -> None:
        ids = list(self.session.entries)
        if ids:
            here = ids.index(self.session.current) if self.session.current in ids else 0
            self.session.select(ids[(here + step) % len(ids)])

    def _step_pane(self, step: int) -> None:
        panes = [pane for pane in self.bench.panes if pane.isVisible()]
        if not panes:
            return
        focus = QApplication.focusWidget()
        here = next(
            (
                i
                for i, pane in enumerate(panes)
                if focus is not None and (pane is focus or pane.isAncestorOf(focus))
            ),
            None,
        )
        target = 0 if here is None else (here + step) % len(panes)
        panes[target].setFocus(Qt.FocusReason.TabFocusReason)

    def _toggle_dark(self) -> None:
        choice = "light" if self._theme.is_dark else "dark"
        self._settings.theme = choice
        self._theme.choose(choice)

    def _on_theme(self) -> None:
        if self.session.inspection is not None:
            self._on_inspection(self.session.inspection)

    def _copy(self, what: str) -> None:
        tree, node = self.bench.compare.tree, self.bench.compare.current
        if tree is not None and node:
            QGuiApplication.clipboard().setText(copied_text(tree, node, what))

    def _on_row_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        for name in ("copy_key", "copy_row", "copy_json"):
            menu.addAction(self.actions_by_id[name])
        menu.addSeparator()
        for name in ("next", "previous", "collapse"):
            menu.addAction(self.actions_by_id[name])
        menu.exec(point)
        menu.deleteLater()

    def _on_place(self) -> None:
        self.status.show_place(self.bench.inspection, *self.bench.compare.problem_place())

    # drag and drop

    def drop_zones(self) -> list[Zone]:
        """Adapter at the left, base at the right; on the workbench the shelf takes bases too."""
        adapter = self.tr("Adapter") if self.session.adapter is None else self.tr("Open this adapter instead")
        base = self.tr("Base model") if not self.session.entries else self.tr("One more base")
        room = self._body.rect()
        if self.pages.currentWidget() is not self.bench:
            left, right = 0, room.width() // 2
        else:
            pane = self.bench.compare.adapter_pane
            left = pane.mapTo(self._body, QPoint(0, 0)).x()
            right = left + pane.width()
        return zones_around(room, left, right, adapter=adapter, base=base)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()
            self.overlay.show_zones(self.drop_zones(), self._in_body(event.position().toPoint()))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()
        self.overlay.show_zones(self.drop_zones(), self._in_body(event.position().toPoint()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        zone = self.overlay.zone_at(self._in_body(event.position().toPoint()))
        self.overlay.hide()
        paths = local_paths(event.mimeData())
        event.acceptProposedAction()
        # The drag's source waits until this handler returns; reading files is not its business.
        QTimer.singleShot(0, self, lambda: self.open_dropped(paths, zone=zone.kind if zone else None))

    def _in_body(self, point: QPoint) -> QPoint:
        return self._body.mapFrom(self, point)

    # beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._starts_worker:
            self._starts_worker = False
            # After the first paint: the window is there before anything heavy begins.
            QTimer.singleShot(0, self, self.session.start_worker)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.geometry = self.saveGeometry()
        self._settings.set_splitter("across", self.bench.across.saveState())
        self._settings.set_splitter("down", self.bench.down.saveState())
        self.session.close()
        self.export.close()
        super().closeEvent(event)

    def _restore(self) -> None:
        geometry = self._settings.geometry
        if geometry is not None:
            self.restoreGeometry(geometry)
        for name, splitter in (("across", self.bench.across), ("down", self.bench.down)):
            state: QByteArray | None = self._settings.splitter(name)
            if state is not None:
                splitter.restoreState(state)

    def _remember(self) -> None:
        adapter = self.session.adapter
        if adapter is None or self._is_demo(adapter.path):
            return
        bases = tuple(entry.source for entry in self.session.entries.values() if entry.base is not None)
        self._settings.remember(Recent(str(adapter.path), bases))

    def _is_demo(self, path: Path) -> bool:
        return self._demo is not None and path.resolve().is_relative_to(self._demo.resolve())

    def _forget_recents(self) -> None:
        self._settings.forget_recents()
        self.welcome.show_recents([])

    def _back(self) -> None:
        self.pages.setCurrentWidget(self.welcome if self.session.adapter is None else self.bench)
