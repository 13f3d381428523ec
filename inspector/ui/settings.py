"""What the window remembers between runs: geometry, recent adapters, theme."""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QSettings

SETTINGS_VARIABLE = "ADAPTER_INSPECTOR_SETTINGS"
"""Names an .ini file to use instead of the user's own settings (tests, portable use)."""

RECENTS = 8


class Recent(NamedTuple):
    """An adapter folder that was opened, and the bases that stood on its shelf."""

    adapter: str
    bases: tuple[str, ...]


class Settings:
    """Typed access to QSettings."""

    def __init__(self) -> None:
        path = os.environ.get(SETTINGS_VARIABLE)
        self._store = (
            QSettings(path, QSettings.Format.IniFormat)
            if path
            else QSettings("adapter-inspector", "adapter-inspector")
        )

    @property
    def geometry(self) -> QByteArray | None:
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    def splitter(self, name: str) -> QByteArray | None:
        return self._bytes(f"window/{name}")

    def set_splitter(self, name: str, state: QByteArray) -> None:
        self._store.setValue(f"window/{name}", state)

    @property
    def theme(self) -> str:
        """`system`, `light` or `dark`."""
        value = self._store.value("window/theme", "system")
        return value if value in ("light", "dark") else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._store.setValue("window/theme", value)

    @property
    def recents(self) -> list[Recent]:
        """Newest first. What cannot be read is left out."""
        try:
            rows = json.loads(str(self._store.value("files/recents", "[]")))
            return [Recent(str(row[0]), tuple(str(base) for base in row[1])) for row in rows]
        except (ValueError, TypeError, IndexError, KeyError):
            return []

    def remember(self, recent: Recent) -> None:
        rows = [recent, *(row for row in self.recents if row.adapter != recent.adapter)][:RECENTS]
        self._store.setValue("files/recents", json.dumps(rows))

    def forget_recents(self) -> None:
        self._store.remove("files/recents")

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None
