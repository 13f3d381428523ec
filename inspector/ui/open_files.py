"""Whether the files that are open are still what was read: told once when one of them changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.ui.disk_watch import DiskWatch
from inspector.ui.session import Session

if TYPE_CHECKING:
    from inspector.files.records import Adapter, Base

    Stamps = dict[Path, tuple[int, int]]


class OpenFiles(QObject):
    """`changed` carries the names of the adapter and bases whose files are others now."""

    changed = Signal(list)

    def __init__(self, parent: QObject, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._stamps: dict[int | Path, tuple[Adapter | Base, Stamps]] = {}
        self._watch = DiskWatch(self)
        self._watch.changed.connect(self.look)
        session.adapter_opened.connect(lambda _: self._note(0, session.adapter))
        session.adapters.rows_changed.connect(self._on_rows)
        session.adapters.row_changed.connect(lambda row: self._note(row.path, row.adapter))
        session.entry_changed.connect(self._on_entry)
        session.entry_removed.connect(self._forget)
        session.inspection_changed.connect(lambda _: self._forget(0) if session.adapter is None else None)

    def look(self) -> None:
        """Compare with what was read. Also for disks that tell nothing: when the window is come back to."""
        names = []
        for key, (record, stamps) in self._stamps.items():
            now = _stamps_of(stamps)
            if now != stamps:
                self._stamps[key] = (record, now)
                names.append(record.name)
        if names:
            self._rewatch()
            self.changed.emit(names)

    def close(self) -> None:
        self._stamps.clear()
        self._watch.clear()

    def _on_entry(self, entry_id: int) -> None:
        entry = self._session.entries.get(entry_id)
        if entry is not None and entry.base is not None:
            self._note(entry_id, entry.base)

    def _on_rows(self) -> None:
        """The adapters beside the workbench's."""
        adapters = self._session.adapters
        rows = {path: row for path, row in adapters.rows.items() if row is not adapters.current}
        for key in [key for key in self._stamps if isinstance(key, Path) and key not in rows]:
            self._forget(key)
        for path, row in rows.items():
            self._note(path, row.adapter)

    def _forget(self, key: int | Path) -> None:
        if self._stamps.pop(key, None) is not None:
            self._rewatch()

    def _note(self, key: int | Path, record: Adapter | Base | None) -> None:
        if record is None or self._stamps.get(key, (None,))[0] is record:
            return
        self._stamps[key] = (record, _stamps_of(_files_of(record)))
        self._rewatch()

    def _rewatch(self) -> None:
        # Folders too: a file that is replaced, not written, is another file to the system.
        files = [path for _, stamps in self._stamps.values() for path in stamps]
        self._watch.watch([*dict.fromkeys(path.parent for path in files), *files])


def _stamps_of(files: Iterable[Path]) -> Stamps:
    from inspector.files.library import file_stamp

    return {path: file_stamp(path) for path in files}


def _files_of(record: Adapter | Base) -> list[Path]:
    from inspector.files.folder import ADAPTER_CONFIG
    from inspector.files.lock_comparison import LOCK_FILE
    from inspector.files.records import Adapter

    if isinstance(record, Adapter):
        weights = [record.weights_file] if record.weights_file is not None else []
        return [record.path / ADAPTER_CONFIG, *weights, record.path / LOCK_FILE]
    if record.path.is_file():
        return [record.path]
    return [record.path / "config.json", *record.weight_files]
