"""The library: every adapter found on this machine, what it is made for and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.files.hub import cache_folder
from inspector.files.library import LibraryItem
from inspector.report.rows import Row
from inspector.ui.disk_watch import DiskWatch
from inspector.ui.export import open_path
from inspector.ui.library_foot import LibraryFoot
from inspector.ui.library_head import LibraryHead
from inspector.ui.library_model import LibraryModel, Only
from inspector.ui.library_rows import copied_items, facts_of
from inspector.ui.library_scan import LibraryScan
from inspector.ui.library_view import LibraryView
from inspector.ui.pane_parts import QuietPage
from inspector.ui.quantities import number
from inspector.ui.settings import LastVerdict, Settings
from inspector.ui.theme import Theme


class LibraryPage(QFrame):
    """`adapter_asked` carries the LibraryItem to open, `together_asked` several of them.

    Looks round each time that it is shown.
    """

    adapter_asked = Signal(object)
    together_asked = Signal(list)
    settings_asked = Signal()

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library")
        self._settings = settings
        self._seen: set[Path] = set()
        self._stopped = False
        self.model = LibraryModel(self._last_verdict, self)
        self.view = LibraryView(self.model, theme)
        self.view.setAccessibleName(self.tr("Adapters on this machine"))
        self.scan = LibraryScan(self)
        self.watch = DiskWatch(self, calm=1500)
        self.head, self.foot = LibraryHead(theme), LibraryFoot()
        self.box, self.all, self.orphans, self.broken, self.group = self.head.filters
        self.lacks, self.bar, self.stop = self.foot.lacks, self.foot.bar, self.foot.stop
        self._pages = QStackedWidget()
        self.nothing = QuietPage("", button=self.tr("Add a folder…"))
        self._none_left = QuietPage(self.tr("No adapter here matches."))
        for page in (self.view, self.nothing, self._none_left):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        column.addWidget(self.foot)
        self._connect()
        self._show_state()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in order."""
        return (self.view, self.box, self.all)

    def roots(self) -> list[Path]:
        """The Hub cache, the chosen folders, the recent adapters."""
        chosen = [Path(folder) for folder in self._settings.library_folders]
        return [cache_folder(), *chosen, *(Path(recent.adapter) for recent in self._settings.recents)]

    def look(self) -> None:
        """Look for adapters; those that were found before stay until the search has ended."""
        self._seen, self._stopped = set(), False
        self.scan.start(self.roots(), self.model.items)
        self.foot.begin()
        self._show_state()

    def add_folder(self) -> None:
        """Ask for a folder below which to look, from now on."""
        title = self.tr("Folder with adapters")
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if chosen:
            self._settings.library_folders = (*self._settings.library_folders, chosen)
            self.look()

    def copy(self, what: str) -> None:
        """The selected adapters: `key` copies their folders, `row` and `json` what is known of them."""
        text = copied_items(self.view.items(), what, self.model.last_verdict)
        if text:
            QGuiApplication.clipboard().setText(text)

    def rows(self) -> list[Row]:
        """The adapters that are shown, in their order."""
        return [facts_of(item, self.model.last_verdict(item)) for item in self.model.shown_items]

    def close_scan(self) -> None:
        self.watch.clear()
        self.scan.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keeping_place(self.model.refresh_verdicts)
        self.look()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.scan.found.connect(self._on_found)
        self.scan.progressed.connect(self.foot.step)
        self.scan.ended.connect(self._on_ended)
        self.watch.changed.connect(self._on_changed)
        self.stop.clicked.connect(self.scan.cancel)
        self.foot.together.clicked.connect(self._open_together)
        self.head.again.clicked.connect(self.look)
        self.head.folder.clicked.connect(self.add_folder)
        self.nothing.asked.connect(self.add_folder)
        self.view.opened.connect(self._on_opened)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_current())
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.box.textChanged.connect(lambda text: self._narrow(text=text))
        self.all.clicked.connect(lambda: self._narrow(only=Only.ALL))
        self.orphans.clicked.connect(lambda: self._narrow(only=Only.ORPHANS))
        self.broken.clicked.connect(lambda: self._narrow(only=Only.BROKEN))
        self.group.clicked.connect(lambda: self._narrow(grouped=self.group.isChecked()))
        header = self.view.header()
        header.sortIndicatorChanged.connect(lambda *_: self.view.expandAll())

    # what the search says

    def _on_found(self, items: Sequence[LibraryItem]) -> None:
        self._seen.update(item.path for item in items)
        known = self.model.items
        new = [item for item in items if known.get(item.path) != item]
        if new:
            self._keeping_place(lambda: self.model.put(new))
        self._show_state()

    def _on_ended(self, whole: bool) -> None:
        if whole:
            self._keeping_place(lambda: self.model.keep(self._seen))
        self._stopped = not whole
        self.watch.watch(self._watched())
        self._show_state()

    def _watched(self) -> list[Path]:
        """Where an adapter may come or go: roots, the folders that hold adapters, then the adapters."""
        found = list(self.model.items)
        return [*self.roots(), *dict.fromkeys(path.parent for path in found), *found]

    def _on_changed(self) -> None:
        if self.isVisible():
            self.look()

    # what a person does

    def _on_opened(self, item: LibraryItem) -> None:
        """Of several that are selected, all, beside each other."""
        if len(self.view.items()) > 1:
            self._open_together()
        else:
            self.adapter_asked.emit(item)

    def _open_together(self) -> None:
        self.together_asked.emit([item for item in self.view.items() if not item.problem])

    def _narrow(
        self, *, text: str | None = None, only: Only | None = None, grouped: bool | None = None
    ) -> None:
        self._keeping_place(lambda: self.model.narrow(text=text, only=only, grouped=grouped))
        self._show_state()

    def _show_menu(self, point: QPoint) -> None:
        item = self.view.current_item
        if item is None:
            return
        menu = QMenu(self)
        several = len(self.view.items())
        if several > 1:
            words = self.tr("Compare {} adapters on bases").format(number(several))
            menu.addAction(words, self._open_together)
        menu.addAction(self.tr("Open"), lambda: self.adapter_asked.emit(item))
        menu.addAction(self.tr("Show folder"), lambda: open_path(item.path))
        menu.addAction(self.tr("Copy path"), partial(self.copy, "key"))
        menu.addAction(self.tr("Copy row"), partial(self.copy, "row"))
        menu.addAction(self.tr("Copy as JSON"), partial(self.copy, "json"))
        menu.exec(self.view.viewport().mapToGlobal(point))
        menu.deleteLater()

    # showing it

    def _keeping_place(self, change: object) -> None:
        """Change the model; the current row and the place in the list stay as they were."""
        assert callable(change)
        chosen, at = self.view.current_item, self.view.verticalScrollBar().value()
        change()
        self.view.expandAll()
        if self.model.grouped:
            for row in range(self.model.rowCount()):
                self.view.setFirstColumnSpanned(row, self.view.rootIndex(), True)
        index = self.model.index_of(chosen.path) if chosen is not None else None
        if index is not None and index.isValid():
            self.view.setCurrentIndex(index)
        self.view.verticalScrollBar().setValue(at)
        self._show_current()

    def _show_state(self) -> None:
        """Counts, and what is shown in place of an empty list."""
        counts = {only: self.model.count(only) for only in Only}
        running = self.scan.is_running
        self.head.show_counts(counts)
        self.head.again.setEnabled(not running)
        self.foot.show_running(running)
        self.foot.setVisible(running or bool(counts[Only.ALL]))
        if not counts[Only.ALL]:
            self.nothing.say(self._words_for_none(running))
        empty = self.nothing if not counts[Only.ALL] else self._none_left
        self._pages.setCurrentWidget(self.view if self.model.shown else empty)
        self._show_current()

    def _words_for_none(self, running: bool) -> str:
        if running:
            return self.tr("Looking for adapters …")
        if self._stopped:
            return self.tr("Stopped before any adapter was found.")
        words = self.tr("No adapter was found in the Hub cache ({}) or in your folders.")
        return words.format(cache_folder())

    def _show_current(self) -> None:
        listed = self._pages.currentWidget() is self.view
        item = self.view.current_item if listed else None
        self.foot.show_items(item, self.view.items(), stopped=self._stopped and bool(self.model.shown))

    def _last_verdict(self, item: LibraryItem) -> LastVerdict | None:
        return self._settings.last_verdict(str(item.path), item.stamp)
