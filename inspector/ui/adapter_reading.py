"""Reads the adapter that a person opens, in a lane of its own: it is there at once, whatever else is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from inspector.errors import InspectorError
from inspector.ui.lane import Lane
from inspector.ui.matrix_rows import AdapterRead, read_adapter_again
from inspector.ui.rule_settings import RuleSettings, rule_settings

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection


class AdapterOpened(NamedTuple):
    """An adapter, the rules that count as it was opened, and what its headers tell without any base."""

    read: AdapterRead
    rules: RuleSettings
    alone: Inspection


class AdapterReading(QObject):
    """Of what was asked for, only the latest is `opened` (an AdapterOpened) or `failed` (path and error)."""

    opened = Signal(object)
    failed = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = Lane("adapter", self)
        self._asked = 0
        self.is_reading = False

    def open(self, path: Path, known: AdapterRead | None) -> None:
        """Read it, unless it is `known` and no file of it has changed since."""
        self.forget()
        self.is_reading = True
        asked = self._asked

        def read() -> AdapterOpened:
            from inspector import pipeline

            found, rules = read_adapter_again(path, known), rule_settings()
            alone = pipeline.inspect_headers(found.adapter, None, choice=rules.choice)
            return AdapterOpened(found, rules, alone)

        def done(found: AdapterOpened) -> None:
            if asked == self._asked:
                self.is_reading = False
                self.opened.emit(found)

        def failed(error: InspectorError) -> None:
            if asked == self._asked:
                self.is_reading = False
                self.failed.emit(str(path), error)

        self._lane.run(read, done, failed)

    def forget(self) -> None:
        """Nothing is to be opened any more."""
        self._asked += 1
        if self.is_reading:
            # It may be stuck on a disk that does not answer: what is asked for next does not wait behind it.
            self._lane.close(patience=0.0)
            self._lane = Lane("adapter", self)
        self.is_reading = False

    def close(self) -> None:
        self._lane.close()
