"""What is measured of cards beyond their inspection: probe, flips, how far a base has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.ui.comparing import Comparing
from inspector.ui.lane import Lane
from inspector.ui.model_runs import GOLDEN, PROMPTS, GoldenRequest, ProbeRequest, answering, measuring
from inspector.ui.probing import Probing
from inspector.ui.shelf_entry import Entry
from inspector.ui.worker_host import WorkerHost

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.compat.revisions import ModuleChange


class Measuring(QObject):
    """`found` carries a card and its better Inspection; `compared` says that values were compared."""

    found = Signal(object, object)
    compared = Signal()

    def __init__(self, worker: WorkerHost, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self.probing = Probing(worker, lane, parent)
        self.comparing = Comparing(parent)
        self.probing.measured.connect(self._on_measured)
        self.comparing.measured.connect(self.compared)
        self._flips_from: int | None = None

    def probe(self, entry: Entry, request: ProbeRequest) -> None:
        """With and without the adapter."""
        self.probing.run(PROMPTS, entry, measuring(request))

    def count_flips(self, entry: Entry, request: GoldenRequest, against: Entry | None) -> None:
        """Answer a golden set before and after: on the card alone, or on another one and on it."""
        before = against.inspection if against is not None else None
        if not self.probing.is_running:
            self._flips_from = request.against if before is not None else None
        self.probing.run(GOLDEN, entry, answering(request, before))

    def forget(self, entry: Entry | None = None) -> None:
        """A card has gone, or (None) everything is about another adapter now."""
        self.probing.cancel(entry)
        self.comparing.forget(entry)

    def close(self) -> None:
        self.probing.cancel()
        self.comparing.close()

    def _on_measured(self, entry: Entry, inspection: Inspection) -> None:
        known = entry.inspection
        if known is not None and inspection.golden is not known.golden:
            entry.flips_from = self._flips_from
        self.found.emit(entry, inspection)


def with_drift(inspection: Inspection, drift: tuple[ModuleChange, ...] | None) -> Inspection:
    """How far a base has moved from the one that the adapter was trained on is a fact about that base."""
    from inspector.compat.verdict import again, without_drift

    return again(inspection, drift=drift) if drift is not None else without_drift(inspection)
