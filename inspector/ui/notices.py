"""What the window says in its message bar, and the buttons that go with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.errors import InspectorError, WorkerError
from inspector.ui.export import ReportExport, open_path
from inspector.ui.message_bar import MessageBar, Offer
from inspector.ui.opening import Opening
from inspector.ui.python_choice import PythonChoice
from inspector.ui.repairing import Repairing
from inspector.ui.session import Session
from inspector.worker.interpreter import chosen_python

if TYPE_CHECKING:
    from inspector.repair import RepairResult
    from inspector.ui.open_files import OpenFiles
    from inspector.ui.restoring import Restoring


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
        python_choice: PythonChoice,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bar, self._session, self._opening, self._repairing = bar, session, opening, repairing
        self._export = export
        session.entry_changed.connect(self._on_entry)
        session.worker.failed.connect(self._on_worker_failed)
        session.adapters.refused.connect(lambda words: bar.say(words, tone="warn"))
        session.rules_failed.connect(self._on_rules_failed)
        opening.reading.connect(self._clear)
        opening.base_added.connect(self._clear)
        self._python_choice, self._told_without = python_choice, False
        session.worker.without_python.connect(self._on_without_python)
        python_choice.trying.connect(lambda path: bar.say(self.tr("Trying {} …").format(path)))
        python_choice.chosen.connect(self._on_python)
        python_choice.failed.connect(self._on_python_failed)
        opening.refused.connect(lambda words: bar.say(words, tone="warn"))
        opening.misplaced.connect(self._offer_other_side)
        export.started.connect(self._on_export_started)
        export.written.connect(self._on_written)
        export.cancelled.connect(lambda: bar.say(self.tr("Nothing was written.")))
        repairing.started.connect(self._on_repair_started)
        repairing.written.connect(self._on_repaired)
        for failed in (opening.failed, export.failed, repairing.failed):
            failed.connect(self.refuse)

    def follow_files(self, restoring: Restoring, files: OpenFiles) -> None:
        """Say what is no longer there, and what has changed on disk since it was read."""
        restoring.noted.connect(lambda words: self._bar.say(words, tone="warn"))
        files.changed.connect(self._on_changed_files)

    def _on_changed_files(self, names: list[str]) -> None:
        words = self.tr("Changed on disk: {}.").format(", ".join(names))
        hint = self.tr("What you see was read before. A reload keeps your place.")
        self._bar.say(words, tone="warn", hint=hint, offers=[(self.tr("Reload"), self._session.reload)])

    def refuse(self, error: InspectorError) -> None:
        self._bar.say(error.message, tone="bad", hint=error.hint)

    def _on_entry(self, entry_id: int) -> None:
        entry = self._session.entries.get(entry_id)
        if entry is None or entry.error is None or entry.inspection is not None:
            return
        if not isinstance(entry.error, WorkerError):
            self.refuse(entry.error)

    def _on_rules_failed(self, error: InspectorError) -> None:
        hint = self.tr("Every rule counts until it is corrected. {}").format(error.hint).strip()
        self._bar.say(error.message, tone="warn", hint=hint)

    def _on_worker_failed(self, error: WorkerError) -> None:
        retry = (self.tr("Retry"), self._session.retry)
        offers = [retry, self._choose_python] if chosen_python() is not None else [retry]
        self._bar.say(error.message, tone="bad", hint=error.hint, details=error.details, offers=offers)

    def _clear(self, *_: object) -> None:
        self._bar.hide()
        self._told_without = False

    def _on_without_python(self) -> None:
        """Plainly, and once after each opening: a viewer reads files, and says that it has done no more."""
        if self._told_without:
            return
        self._told_without = True
        self._bar.say(
            self.tr("Headers and values only: no Python is chosen, so nothing is loaded and nothing is run."),
            hint=self.tr("For dry run and probe choose one that has torch, transformers and peft."),
            offers=[self._choose_python],
        )

    @property
    def _choose_python(self) -> Offer:
        return self.tr("Choose Python…"), self._python_choice.ask

    def _on_python(self, path: str, versions: str) -> None:
        self._bar.say(self.tr("Dry run and probe use {}.").format(path), tone="good", hint=versions)
        self._session.inspect_again()

    def _on_python_failed(self, error: InspectorError) -> None:
        self._bar.say(error.message, tone="bad", hint=error.hint, offers=[self._choose_python])

    def _offer_other_side(self, path: Path, kind: str) -> None:
        if kind == "adapter":
            words, label = self.tr("{} is an adapter, not a base."), self.tr("Open as adapter")
        else:
            words, label = self.tr("{} is a base model, not an adapter."), self.tr("Add to the shelf")
        offer = (label, lambda: self._opening.take([path], kind))
        self._bar.say(words.format(path.name), tone="warn", offers=[offer])

    def _on_export_started(self, name: str) -> None:
        cancel = (self.tr("Cancel"), self._export.cancel)
        self._bar.say(self.tr("Writing {} …").format(name), offers=[cancel])

    def _on_written(self, path: str) -> None:
        offers = [
            (self.tr("Open"), lambda: open_path(Path(path))),
            (self.tr("Show in folder"), lambda: open_path(Path(path).parent)),
        ]
        self._bar.say(self.tr("Written: {}").format(path), tone="good", offers=offers)

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
