"""Looks for adapters beside the window and hands them over in batches, a dozen times a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.errors import Cancelled, InspectorError
from inspector.files.library import LibraryItem, Step, scan
from inspector.ui.lane import Lane

_PAUSE = 0.08


class LibraryScan(QObject):
    """`found` carries new items, `progressed` (read, known of, searching), `ended` whether to the end."""

    found = Signal(list)
    progressed = Signal(int, int, bool)
    ended = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane("library", self)
        self._cancel: threading.Event | None = None

    @property
    def is_running(self) -> bool:
        return self._cancel is not None

    def start(self, roots: Sequence[Path], known: Mapping[Path, LibraryItem]) -> None:
        """Begin anew; what is in `known` and has not changed is not read again."""
        self.cancel()
        cancel = self._cancel = threading.Event()

        def done(_: None) -> None:
            self._end(cancel, whole=True)

        def failed(error: InspectorError) -> None:
            self._end(cancel, whole=False)

        self._lane.run(partial(self._work, list(roots), known, cancel), done, failed)

    def cancel(self) -> None:
        """Stop; what was found stays."""
        if self._cancel is not None:
            self._cancel.set()

    def close(self) -> None:
        self.cancel()
        self._lane.close()

    def _work(self, roots: list[Path], known: Mapping[Path, LibraryItem], cancel: threading.Event) -> None:
        for batch in _batches(scan(roots, known=known, cancelled=cancel.is_set)):
            self._lane.post(partial(self._hand_over, cancel, batch))
        if cancel.is_set():
            raise Cancelled

    def _hand_over(self, cancel: threading.Event, batch: list[Step]) -> None:
        if cancel is self._cancel and not cancel.is_set():
            self.found.emit([step.item for step in batch])
            self.progressed.emit(batch[-1].done, batch[-1].found, batch[-1].searching)

    def _end(self, cancel: threading.Event, *, whole: bool) -> None:
        if cancel is self._cancel:
            self._cancel = None
            self.ended.emit(whole and not cancel.is_set())


def _batches(steps: Iterator[Step]) -> Iterator[list[Step]]:
    """What came since the last batch, each time a moment has passed."""
    batch: list[Step] = []
    last = time.monotonic()
    for step in steps:
        batch.append(step)
        now = time.monotonic()
        if now - last >= _PAUSE:
            yield batch
            batch, last = [], now
    if batch:
        yield batch
