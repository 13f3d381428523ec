"""How things come in: dialogs, drops, recent pairs, the example. Content decides where each of them goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.errors import InspectorError
from inspector.ui.lane import Lane
from inspector.ui.session import Session
from inspector.ui.settings import Recent, Settings

if TYPE_CHECKING:
    from inspector.files.classify import Dropped
    from inspector.files.library import LibraryItem


class Opening(QObject):
    """`refused` carries one sentence; `misplaced` a path and the kind that it is instead of its zone's."""

    reading = Signal(str)
    base_added = Signal()
    refused = Signal(str)
    misplaced = Signal(object, str)
    failed = Signal(object)
    example_opened = Signal(object)

    def __init__(
        self, window: QWidget, session: Session, settings: Settings, *, example: Path | None
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._example = window, session, settings, example
        self._lane = Lane("classify", self)

    @property
    def has_example(self) -> bool:
        return self._example is not None

    def open_adapter(self, path: Path) -> None:
        self.reading.emit(str(path))
        self._session.open_adapter(path)

    def open_example(self) -> None:
        """The bundled adapter, and every base that was made for it."""
        if self._example is None:
            return
        from inspector.demo import Demo

        try:
            demo = Demo.read(self._example)
        except InspectorError as error:
            self.failed.emit(error)
            return
        self.open_adapter(demo.adapter)
        self.example_opened.emit(demo)
        for position, (path, story) in enumerate(demo.bases):
            self._session.add_base(str(path), story=story, select=position == 0)

    def open_recent(self, recent: Recent) -> None:
        self.open_adapter(Path(recent.adapter))
        for source in recent.bases:
            self._session.add_base(source, select=False)

    def open_from_library(self, item: LibraryItem) -> None:
        """With the bases that stood beside it last, else with the one that it records, if that is at hand."""
        recent = next((row for row in self._settings.recents if row.adapter == str(item.path)), None)
        bases = recent.bases if recent is not None and recent.bases else (item.base_path,)
        self.open_adapter(item.path)
        for position, source in enumerate(source for source in bases if source):
            self._session.add_base(source, select=position == 0)

    def take(self, paths: Sequence[Path], zone: str | None = None) -> None:
        """Take what was dropped or named: content decides, and the zone where content does not."""

        def look() -> list[tuple[Path, Dropped]]:
            from inspector.files.classify import classify

            return [(path, classify(path)) for path in paths]

        def place(found: list[tuple[Path, Dropped]]) -> None:
            for path, kind in found:
                self._place(path, kind, zone)

        self._lane.run(look, place, self.failed.emit)

    def _place(self, path: Path, found: Dropped, zone: str | None) -> None:
        kind = zone if found.kind == "ambiguous" else found.kind
        if kind == "refused" or kind is None:
            self.refused.emit(found.reason)
        elif zone is not None and kind != zone:
            self.misplaced.emit(path, kind)
        elif kind == "adapter":
            self.open_adapter(path)
        else:
            self.base_added.emit()
            self._session.add_base(str(path))

    def take_link(self, text: str) -> None:
        """A model on the Hub, as a browser hands it over or a person pasted it: asked for, so it is read."""
        from inspector.ui.hub_text import model_in

        name = model_in(text)
        if name is None:
            words = self.tr("This is not the name or the link of a model on the Hub: {}")
            line = " ".join(text.split())
            self.refused.emit(words.format(line[:80] or self.tr("nothing was copied")))
            return
        self.base_added.emit()
        self._session.add_base(name.source, network=True)

    def ask_adapter(self) -> None:
        self._ask_folder(self.tr("Open adapter folder"), "adapter")

    def ask_base(self) -> None:
        self._ask_folder(self.tr("Add base folder"), "base")

    def ask_base_file(self) -> None:
        kinds = self.tr("Base models (*.safetensors *.gguf *.json)")
        title, start = self.tr("Add base file"), self._start_folder()
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, start, kinds)
        if chosen:
            self.take([Path(chosen)], "base")

    def _ask_folder(self, title: str, zone: str) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, title, self._start_folder())
        if chosen:
            self.take([Path(chosen)], zone)

    def _start_folder(self) -> str:
        adapter = self._session.adapter
        return str(adapter.path.parent if adapter is not None else Path.home())

    def remember(self) -> None:
        """Put the open pair at the head of the recent ones; the example is not worth remembering."""
        adapter = self._session.adapter
        if adapter is None or self.is_example(adapter.path):
            return
        bases = tuple(e.source for e in self._session.entries.values() if e.base is not None)
        self._settings.remember(Recent(str(adapter.path), bases))

    def is_example(self, path: Path) -> bool:
        return self._example is not None and path.resolve().is_relative_to(self._example.resolve())

    def close(self) -> None:
        self._lane.close()
