"""How things come in: dialogs, drops, recent pairs, the example. Content decides where each of them goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.errors import InspectorError
from inspector.ui.lane import Lane
from inspector.ui.open_adapters import MOST_ROWS
from inspector.ui.session import Session
from inspector.ui.settings import Recent, Settings

if TYPE_CHECKING:
    from inspector.files.classify import Dropped
    from inspector.files.library import LibraryItem


class Opening(QObject):
    """`refused` carries one sentence; `misplaced` a path and the kind that it is instead of its zone's.

    `opened_beside`: adapters were put beside each other; `reading`: one was asked for by itself.
    """

    reading = Signal(str)
    base_added = Signal()
    refused = Signal(str)
    misplaced = Signal(object, str)
    failed = Signal(object)
    example_opened = Signal(object)
    opened_beside = Signal()

    def __init__(
        self, window: QWidget, session: Session, settings: Settings, *, example: Path | None
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._example = window, session, settings, example
        self._lane = Lane("classify", self)

    @property
    def has_example(self) -> bool:
        return self._example is not None

    def open_adapter(self, path: Path, *, on: int | None = None) -> None:
        """`on` is the card to be selected with it."""
        self.reading.emit(str(path))
        self._session.open_adapter(path, on=on)

    def open_beside(self, paths: Sequence[Path]) -> None:
        """Put adapters beside those that are open; where none is, the first of them is opened as well."""
        self._session.adapters.add(paths)
        if self._session.adapter is None and paths:
            self._session.open_adapter(paths[0])
        self.opened_beside.emit()

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

    def open_together(self, items: Sequence[LibraryItem]) -> None:
        """Beside each other, on the bases that they record, as far as those are at hand."""
        for source in dict.fromkeys(item.base_path for item in items if item.base_path):
            self._session.add_base(source, select=False)
        self.open_beside([item.path for item in items])

    def take(self, paths: Sequence[Path], zone: str | None = None, *, beside: bool = False) -> None:
        """Take what was dropped or named: content decides, and the zone where content does not.

        Several adapters go beside each other; with `beside` a single one too, and every one below a folder.
        """

        def look() -> list[tuple[Path, Dropped]]:
            return [found for path in paths for found in _look_at(path, below=beside)]

        def place(found: list[tuple[Path, Dropped]]) -> None:
            adapters = [path for path, kind in found if _kind_of(kind, zone) == "adapter"]
            together = len(adapters) > 1 or (beside and bool(adapters))
            for path, kind in found:
                if not together or path not in adapters:
                    self._place(path, kind, zone if len(found) == 1 else None, zone)
            if together:
                self.open_beside(adapters)

        self._lane.run(look, place, self.failed.emit)

    def _place(self, path: Path, found: Dropped, zone: str | None, hint: str | None) -> None:
        """`zone` is the one that it has to belong to; of several things each goes where it belongs, and
        `hint` tells that of what could be either."""
        kind = _kind_of(found, hint)
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

    def ask_beside(self) -> None:
        """One more adapter, or every adapter below a folder."""
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Add an adapter, or a folder of adapters"), self._start_folder()
        )
        if chosen:
            self.take([Path(chosen)], "adapter", beside=True)

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


def _look_at(path: Path, *, below: bool) -> list[tuple[Path, Dropped]]:
    """What a path is; a folder that is nothing itself is, with `below`, the adapters in it."""
    from inspector.files.adapter_search import find_adapters
    from inspector.files.classify import classify

    found = classify(path)
    if below and found.kind == "refused" and path.is_dir():
        inside = [(folder, classify(folder)) for folder in islice(find_adapters(path), MOST_ROWS + 1)]
        return inside or [(path, found)]
    return [(path, found)]


def _kind_of(found: Dropped, zone: str | None) -> str | None:
    return zone if found.kind == "ambiguous" else found.kind
