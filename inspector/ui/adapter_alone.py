"""The adapter with no base at hand: what its headers tell, then what its values do."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.errors import InspectorError
from inspector.ui.lane import Lane

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.files.rule_choice import RuleChoice


class AdapterAlone(QObject):
    """`weighed` says that the values were read, `failed` carries the error where they could not be."""

    weighed = Signal()
    failed = Signal(object)

    def __init__(self, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._cancel = threading.Event()
        self.inspection: Inspection | None = None
        self.stage = ""

    def weigh(self, choice: RuleChoice | None) -> None:
        """With no base at hand the values are read all the same, once; a base that comes has the way."""
        self._cancel.set()
        known = self.inspection
        if known is None or known.weights is not None:
            return
        adapter, cancel = known.adapter, threading.Event()
        self._cancel, self.stage = cancel, self.tr("reading values …")

        def is_over() -> bool:
            here = self.inspection
            return cancel.is_set() or here is None or here.adapter is not adapter

        def weigh() -> Inspection:
            from inspector import pipeline

            *_, found = pipeline.stages(adapter, None, worker=None, choice=choice, cancel=cancel)
            return found

        def done(found: Inspection) -> None:
            if not is_over():
                self.inspection, self.stage = found, ""
                self.weighed.emit()

        def failed(error: InspectorError) -> None:
            if not is_over():
                self.stage = ""
                self.failed.emit(error)

        self._lane.run(weigh, done, failed)

    def leave_off(self) -> None:
        """A base has come, or the window closes: the values are not needed any more."""
        self._cancel.set()
        self.stage = ""

    def forget(self) -> None:
        """There is no adapter any more."""
        self.leave_off()
        self.inspection = None
