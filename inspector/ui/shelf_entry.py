"""One card on the shelf, as the session keeps it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inspector.errors import InspectorError

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.files.records import Base


@dataclass(slots=True, eq=False)
class Entry:
    """A base and what is known of it. `stage` names what is under way, `error` what went wrong with it."""

    id: int
    source: str
    story: str = ""
    base: Base | None = None
    inspection: Inspection | None = None
    stage: str = ""
    error: InspectorError | None = None
    cancel: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        return self.base.name if self.base is not None else self.source.rstrip("/").rsplit("/", 1)[-1]

    def restart(self) -> threading.Event:
        """Cancel what runs for this entry; the event that cancels what runs from now on."""
        self.cancel.set()
        self.cancel = threading.Event()
        return self.cancel
