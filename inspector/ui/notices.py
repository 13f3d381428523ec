"""What the window says in its message bar, and the buttons that go with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.errors import InspectorError, WorkerError
from inspector.ui.export import ReportExport, open_path
from inspector.ui.message_bar import MessageBar
from inspector.ui.opening import Opening
from inspector.ui.repairing import Repairing
from inspector.ui.session import Session

if TYPE_CHECKING:
    from inspector.repair import RepairResult


class Notices(QObject):
    """Listens to everything that may fail or finish beside the window."""

    def __init__(
        self,
        bar: MessageBar,
        *,
        session: Session,
        opening: Opening,
        export: ReportExport,
        repairing: Repairing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bar, self._session, self._opening, self._repairing = bar, session, opening, repairing
        session.entry_changed.connect(self._on_entry)
        session.worker.failed.connect(self._on_worker_failed)
        opening.reading.connect(lambda _: bar.hide())
        opening.base_added.connect(bar.hide)
        opening.refused.connect(lambda words: bar.say(words, tone="warn"))
        opening.misplaced.connect(self._offer_other_side)
        export.written.connect(self._on_written)
        repairing.started.connect(self._on_repair_started)
        repairing.written.connect(self._on_repaired)
        for failed in (opening.failed, export.failed, repairing.failed):
            failed.connect(self.refuse)

    def refuse(self, error: InspectorError) -> None:
        self._bar.say(error.message, tone="bad", hint=error.hint)

    def _on_entry(self, entry_id: int) -> None:
        entry = self._session.entries.get(entry_id)
        if entry is None or entry.error is None or entry.inspection is not None:
            return
        if not isinstance(entry.error, WorkerError):
            self.refuse(entry.error)

    def _on_worker_failed(self, error: WorkerError) -> None:
        retry = (self.tr("Retry"), self._session.retry)
        self._bar.say(error.message, tone="bad", hint=error.hint, details=error.details, offers=[retry])

    def _offer_other_side(self, path: Path, kind: str) -> None:
        if kind == "adapter":
            words, label = self.tr("{} is an adapter, not a base."), self.tr("Open as adapter")
        else:
            words, label = self.tr("{} is a base model, not an adapter."), self.tr("Add to the shelf")
        offer = (label, lambda: self._opening.take([path], kind))
        self._bar.say(words.format(path.name), tone="warn", offers=[offer])

    def _on_written(self, path: str) -> None:
        offers = [
            (self.tr("Open"), lambda: open_path(Path(path))),
            (self.tr("Show folder"), lambda: open_path(Path(path).parent)),
        ]
        self._bar.say(self.tr("Report written: {}").format(path), tone="good", offers=offers)

    def _on_repair_started(self) -> None:
        cancel = (self.tr("Cancel"), self._repairing.cancel)
        self._bar.say(self.tr("Writing and proving the repaired copy …"), offers=[cancel])

    def _on_repaired(self, result: RepairResult) -> None:
        offers = [
            (self.tr("Open the copy"), lambda: self._opening.open_adapter(result.folder)),
            (self.tr("Show folder"), lambda: open_path(result.folder)),
        ]
        words = self.tr("Repaired copy written: {}").format(result.folder)
        self._bar.say(words, tone="good", hint=result.inspection.headline, offers=offers)
