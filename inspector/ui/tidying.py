"""Gives back what was closed: the window's own collections, where they hold nobody up."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from inspector.ui.session import Session

PAUSE = 10_000
"""Milliseconds from the first thing that happened to the collection."""

LARGE = 20_000
"""Tensors that are open from which a collection would be felt: 100,000 take a quarter of a second."""


class Tidying(QObject):
    """Python's own full collections are as good as switched off (`app`), while closures and exceptions make
    cycles that hold whole records: without this, a day of opening and closing would keep all of them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._collect)
        session.inspection_changed.connect(self._note)

    def _note(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _collect(self) -> None:
        if self._open_tensors() < LARGE:
            gc.collect()

    def _open_tensors(self) -> int:
        adapter, entries = self._session.adapter, self._session.entries.values()
        bases = [entry.base for entry in entries if entry.base is not None]
        return sum(len(record.tensors) for record in (*bases, *([adapter] if adapter is not None else ())))
