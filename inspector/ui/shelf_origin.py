"""Which card holds the base that the adapter was trained on."""

from __future__ import annotations

from collections.abc import Mapping

from inspector.ui.shelf_entry import Entry


class ShelfOrigin:
    """A person has said so, as long as the window is open; else a lock or a recorded commit does."""

    def __init__(self, entries: Mapping[int, Entry]) -> None:
        self._entries = entries
        self.said: int | None = None

    @property
    def id(self) -> int | None:
        if self.said in self._entries:
            return self.said
        return next((entry.id for entry in self._entries.values() if entry.is_proven), None)

    def mark(self) -> list[int]:
        """Tell every card whether it is the one. The cards for which that has changed."""
        origin, changed = self.id, []
        for entry in self._entries.values():
            was, entry.is_origin = entry.is_origin, entry.id == origin
            if was != entry.is_origin:
                changed.append(entry.id)
        return changed
