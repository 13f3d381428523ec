"""What the window remembers between runs: choices, places, what was open, what was found out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QByteArray, QSettings

SETTINGS_VARIABLE = "ADAPTER_INSPECTOR_SETTINGS"
"""Names an .ini file to use instead of the user's own settings (tests, portable use)."""

RECENTS = 8
VERDICTS = 1000
"""Adapters whose last verdict is remembered."""

THEMES = ("system", "light", "dark")
LANGUAGES = ("system", "en", "zh_CN")


class Recent(NamedTuple):
    """An adapter folder that was opened, and the bases that stood on its shelf."""

    adapter: str
    bases: tuple[str, ...]


class SavedSession(NamedTuple):
    """What was open when the window was closed; `selected` is a base's source, `tab` a number.

    `beside` are all adapters in their order, where there were several.
    """

    adapter: str
    bases: tuple[str, ...]
    selected: str
    tab: int
    beside: tuple[str, ...] = ()


class LastVerdict(NamedTuple):
    """What an inspection last said of an adapter, and on which base."""

    verdict: str
    base: str


class Settings:
    """Typed access to QSettings."""

    def __init__(self) -> None:
        self._known_verdicts: dict[str, Any] | None = None
        path = os.environ.get(SETTINGS_VARIABLE)
        self.are_the_users = not path
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
        return str(value) if value in THEMES else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._store.setValue("window/theme", value)

    @property
    def language(self) -> str:
        """`system`, `en` or `zh_CN`: what the window speaks from its next start on."""
        value = self._store.value("window/language", "system")
        return str(value) if value in LANGUAGES else "system"

    @language.setter
    def language(self, value: str) -> None:
        self._store.setValue("window/language", value)

    @property
    def python(self) -> str:
        """The Python that was chosen for dry run and probe; empty for the inspector's own."""
        return str(self._store.value("worker/python", "") or "")

    @python.setter
    def python(self, value: str) -> None:
        self._store.setValue("worker/python", value)

    @property
    def recents(self) -> list[Recent]:
        """Newest first. What cannot be read is left out."""
        rows = self._json("files/recents", [])
        try:
            return [Recent(str(row[0]), tuple(str(base) for base in row[1])) for row in rows]
        except (TypeError, IndexError, KeyError):
            return []

    def remember(self, recent: Recent) -> None:
        rows = [recent, *(row for row in self.recents if row.adapter != recent.adapter)][:RECENTS]
        self._store.setValue("files/recents", _dumps(rows))

    def forget_recents(self) -> None:
        self._store.remove("files/recents")

    @property
    def restores_session(self) -> bool:
        """Whether a start without anything to open opens what was open last."""
        return self._flag("session/restore", True)

    @restores_session.setter
    def restores_session(self, value: bool) -> None:
        self._store.setValue("session/restore", value)

    @property
    def session(self) -> SavedSession | None:
        row = self._json("session/open", None)
        try:
            beside = tuple(str(path) for path in row[4]) if len(row) > 4 else ()
            bases = tuple(str(base) for base in row[1])
            return SavedSession(str(row[0]), bases, str(row[2]), int(row[3]), beside)
        except (ValueError, TypeError, IndexError, KeyError):
            return None

    @session.setter
    def session(self, value: SavedSession | None) -> None:
        if value is None:
            self._store.remove("session/open")
        else:
            self._store.setValue("session/open", _dumps(value))

    @property
    def library_folders(self) -> tuple[str, ...]:
        """Where the library looks, beside the Hub cache and the recent adapters."""
        rows = self._json("library/folders", [])
        return tuple(row for row in rows if isinstance(row, str)) if isinstance(rows, list) else ()

    @library_folders.setter
    def library_folders(self, value: Sequence[str]) -> None:
        self._store.setValue("library/folders", _dumps(list(dict.fromkeys(value))))

    @property
    def allows_network(self) -> bool:
        """Whether the Hub may be asked when a person names a model on it; nothing else ever is."""
        return self._flag("network/allowed", True)

    @allows_network.setter
    def allows_network(self, value: bool) -> None:
        self._store.setValue("network/allowed", value)

    @property
    def tour_was_seen(self) -> bool:
        return self._flag("window/tour", False)

    @tour_was_seen.setter
    def tour_was_seen(self, value: bool) -> None:
        self._store.setValue("window/tour", value)

    def last_verdict(self, adapter: str, stamp: object) -> LastVerdict | None:
        """What was said of an adapter whose files had this stamp; None for any other state of them."""
        row = self._verdicts.get(adapter)
        try:
            return LastVerdict(str(row[1]), str(row[2])) if row and row[0] == repr(stamp) else None
        except (TypeError, IndexError, KeyError):
            return None

    def remember_verdict(self, adapter: str, stamp: object, said: LastVerdict) -> None:
        rows = {adapter: [repr(stamp), *said], **{k: v for k, v in self._verdicts.items() if k != adapter}}
        self._known_verdicts = dict(list(rows.items())[:VERDICTS])
        self._store.setValue("library/verdicts", _dumps(self._known_verdicts))

    @property
    def _verdicts(self) -> dict[str, Any]:
        if self._known_verdicts is None:
            rows = self._json("library/verdicts", {})
            self._known_verdicts = rows if isinstance(rows, dict) else {}
        return self._known_verdicts

    def _flag(self, key: str, default: bool) -> bool:
        value = self._store.value(key, default)
        return value if isinstance(value, bool) else str(value).lower() in ("true", "1")

    def _json(self, key: str, default: object) -> Any:
        text = self._store.value(key)
        if not text:
            return default
        import json  # a start for the first time, or with nothing remembered, does without

        try:
            return json.loads(str(text))
        except (ValueError, RecursionError):
            return default

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None


def _dumps(value: object) -> str:
    import json

    return json.dumps(value)
