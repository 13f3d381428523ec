"""What was open when the window was closed, opened again at the next start, as far as it is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.errors import InspectorError
from inspector.files.folder import existing
from inspector.ui.lane import Lane
from inspector.ui.opening import Opening
from inspector.ui.session import Session
from inspector.ui.settings import SavedSession, Settings


class Restoring(QObject):
    """`restored` carries what was saved, `noted` a sentence on what is no longer there."""

    restored = Signal(object)
    noted = Signal(str)

    def __init__(self, parent: QObject, *, session: Session, opening: Opening, settings: Settings) -> None:
        super().__init__(parent)
        self._session, self._opening, self._settings = session, opening, settings
        # A path may lie on a disk that takes its time, or on none at all: the window does not wait for it.
        self._lane = Lane("restore", self)

    def save(self, tab: int) -> None:
        """Remember adapter, bases, selected base and tab; the example is not worth remembering."""
        adapter, entry = self._session.adapter, self._session.entry
        if adapter is None or self._opening.is_example(adapter.path):
            self._settings.session = None
            return
        bases = tuple(other.source for other in self._session.entries.values())
        selected = entry.source if entry else ""
        self._settings.session = SavedSession(str(adapter.path), bases, selected, tab, self._beside())

    def _beside(self) -> tuple[str, ...]:
        adapters = self._session.adapters
        paths = [path for path in adapters.rows if not self._opening.is_example(path)]
        return tuple(map(str, paths)) if adapters.are_several else ()

    def restore(self) -> None:
        """Open what was open, if a person wants that; what has vanished is left out, and said."""
        saved = self._settings.session if self._settings.restores_session else None
        if saved is None:
            return

        def look() -> tuple[list[str], list[str]]:
            gone = [base for base in saved.bases if Path(base).is_absolute() and existing(base) is None]
            adapters = dict.fromkeys((saved.adapter, *saved.beside))
            return [path for path in adapters if existing(path) is not None], gone

        def open_it(found: tuple[list[str], list[str]]) -> None:
            if self._session.adapter is None and not self._session.entries:
                self._open(saved, *found)

        def failed(_: InspectorError) -> None:
            return

        self._lane.run(look, open_it, failed)

    def close(self) -> None:
        self._lane.close(patience=0.5)

    def _open(self, saved: SavedSession, there: list[str], gone: list[str]) -> None:
        """`there` are the adapters that still are: the one that was open, else the first beside it."""
        if saved.adapter not in there:
            self.noted.emit(self.tr("{} was open last, and is no longer there.").format(saved.adapter))
        if not there:
            return
        if len(there) > 1:
            self._session.adapters.add([Path(path) for path in saved.beside if path in there])
        self._opening.open_adapter(Path(there[0]))
        for base in saved.bases:
            if base not in gone:
                self._session.add_base(base, select=base == saved.selected)
        self.restored.emit(saved)
        if len(gone) == 1:
            self.noted.emit(self.tr("The base {} is no longer there; the rest was reopened.").format(gone[0]))
        elif gone:
            words = self.tr("{} bases are no longer there; the rest was reopened: {}")
            self.noted.emit(words.format(len(gone), ", ".join(gone)))
