"""One card on the shelf, as the session keeps it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InspectorError

if TYPE_CHECKING:
    from datetime import datetime

    from inspector.compat.inspection import Inspection
    from inspector.files.records import Base


@dataclass(slots=True, eq=False)
class Entry:
    """A base and what is known of it. `stage` names what is under way, `error` what went wrong with it.

    `date` is that of the commit, or of the newest weight file (UTC). `network`: a person named this model,
    so the Hub may be asked. `flips_from` is the card that its flips were counted from, None for the base
    alone. `is_origin`: this is the base that the adapter was trained on, as far as anybody can tell.
    """

    id: int
    source: str
    story: str = ""
    base: Base | None = None
    inspection: Inspection | None = None
    stage: str = ""
    error: InspectorError | None = None
    cancel: threading.Event = field(default_factory=threading.Event)
    network: bool = False
    date: datetime | None = None
    flips_from: int | None = None
    is_origin: bool = False

    @property
    def name(self) -> str:
        if self.base is not None:
            return self.base.name
        from inspector.files.records import short_name

        return short_name(self.source)

    @property
    def unreadable(self) -> tuple[str, InspectorError] | None:
        """Its name and why, where its base could not be read."""
        return (self.name, self.error) if self.base is None and self.error is not None else None

    @property
    def is_local(self) -> bool:
        """Whether it names a place on this machine: such a source is absolute, and no name on the Hub is."""
        return Path(self.source).is_absolute()

    @property
    def is_proven(self) -> bool:
        """Whether a lock, or a commit that the adapter records, says that it was trained on this base."""
        return self.inspection is not None and self.inspection.identity == "same"

    def restart(self) -> threading.Event:
        """Cancel what runs for this entry; the event that cancels what runs from now on."""
        self.cancel.set()
        self.cancel = threading.Event()
        return self.cancel
