"""Notices that files or folders change, once things have calmed down; bounded in what it watches."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

MOST_PATHS = 512
"""Systems allow some thousand watches a user, and others want theirs."""

_CALM = 700
"""Milliseconds without a change before it is told: a file is written in many pieces."""


class DiskWatch(QObject):
    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, calm: int = _CALM) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(calm)
        self._timer.timeout.connect(self.changed)
        for signal in (self._watcher.fileChanged, self._watcher.directoryChanged):
            signal.connect(lambda _: self._timer.start())

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch these instead of the ones before; what is not there is left out, and so is the end
        of a long list."""
        wanted = dict.fromkeys(str(path) for path in paths)
        wanted = dict.fromkeys([path for path in wanted if Path(path).exists()][:MOST_PATHS])
        here = {*self._watcher.files(), *self._watcher.directories()}
        if gone := sorted(here - wanted.keys()):
            self._watcher.removePaths(gone)
        if new := [path for path in wanted if path not in here]:
            self._watcher.addPaths(new)

    def clear(self) -> None:
        self._timer.stop()
        self.watch(())
