"""Two cards held against each other: at once from what is known of them, then value by value from disk."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.errors import Cancelled, InspectorError
from inspector.ui.lane import Lane
from inspector.ui.shelf_entry import Entry

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection
    from inspector.compat.revisions import Comparison, ModuleChange
    from inspector.worker.protocol import Progress

NONE, WAITING, HEADERS, RUNNING, DONE, CANCELLED, FAILED = (
    "none", "waiting", "headers", "running", "done", "cancelled", "failed",
)  # fmt: skip


class Comparing(QObject):
    """`comparison` is the best there is for the pair, None while a side has no inspection.

    `state` is one of `none` (no pair), `waiting` (for a side's inspection), `headers` (values wait for the
    dry runs), `running` (values are read), `done`, `cancelled`, `failed` (`error` says why). `changed` says
    that any of this did, `measured` that values are there which may count against a card: see `drift`.
    """

    changed = Signal()
    progressed = Signal(str, int, int, str)
    measured = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = Lane("compare", self)
        self._cancel = threading.Event()
        self._sides: tuple[Inspection, Inspection] | None = None
        self._known: dict[tuple[int, int], tuple[tuple[Inspection, Inspection], Comparison]] = {}
        self.before: Entry | None = None
        self.after: Entry | None = None
        self.comparison: Comparison | None = None
        self.state = NONE
        self.error: InspectorError | None = None

    @property
    def pair(self) -> tuple[int, int] | None:
        """The ids of both cards, older side first."""
        return (self.before.id, self.after.id) if self.before is not None and self.after is not None else None

    def drift(self, before: int, after: Entry) -> tuple[ModuleChange, ...] | None:
        """How far a card's weights have moved from another card's, if that was measured."""
        sides, found = self._known.get((before, after.id), (None, None))
        if sides is None or found is None or after.inspection is None:
            return None
        return found.after.drift if _is_same(sides[1], after.inspection) else None

    def show(self, before: Entry, after: Entry) -> None:
        """Compare these two. What was compared before is there again at once."""
        if self.pair == (before.id, after.id) and self.state not in (CANCELLED, FAILED):
            return
        self._stop()
        self.before, self.after = before, after
        self.comparison, self._sides = None, None
        self._follow()

    def swap(self) -> None:
        if self.before is not None and self.after is not None:
            self.show(self.after, self.before)

    def retry(self) -> None:
        """The values once more, after Cancel or a failure."""
        if self.before is not None and self.after is not None and self.state in (CANCELLED, FAILED):
            self.show(self.before, self.after)

    def cancel(self) -> None:
        """Stop reading values; what the headers tell stays."""
        if self.state == RUNNING:
            self._stop()
            self._turn(CANCELLED)

    def note(self, entry: Entry) -> None:
        """More is known of a card."""
        if entry is self.before or entry is self.after:
            self._follow()

    def forget(self, entry: Entry | None = None) -> None:
        """A card has gone, or (None) everything that was compared is about something else now."""
        gone = [pair for pair in self._known if entry is None or entry.id in pair]
        for pair in gone:
            del self._known[pair]
        if entry is None or entry is self.before or entry is self.after:
            self._stop()
            self.comparison, self._sides = None, None
            if entry is not None:
                self.before = self.after = None
            self._follow()

    def close(self) -> None:
        self._cancel.set()
        self._lane.close()

    # from what is known to values

    def _follow(self) -> None:
        before, after = self.before, self.after
        if before is None or after is None:
            self._turn(NONE)
            return
        one, other = before.inspection, after.inspection
        if one is None or other is None:
            error = before.error or after.error
            self._turn(FAILED if error is not None else WAITING, error)
            return
        sides = (one, other)
        if self._sides is not None and all(map(_is_same, self._sides, sides)):
            self._go_on(one, other)
            return
        self._stop()
        self._sides = sides
        known = self._known.get((before.id, after.id))
        if known is not None and all(map(_is_same, known[0], sides)):
            self.comparison = self._told(known[1], one, other)
            self._turn(DONE)
        else:
            self._begin(one, other)

    def _begin(self, one: Inspection, other: Inspection) -> None:
        """Names, shapes, fates and configurations: no value is read for these."""
        cancel = self._cancel

        def work() -> Comparison:
            from inspector.compare import compare_inspections

            return compare_inspections(one, other)

        def done(found: Comparison) -> None:
            if not cancel.is_set():
                self.comparison = self._told(found, found.before, found.after)
                self.state = HEADERS
                self._start_values()

        self._turn(WAITING)
        self._lane.run(work, done, lambda error: self._fail(error, cancel))

    def _go_on(self, one: Inspection, other: Inspection) -> None:
        """Something beside the load reports is known now: a probe, flips, or that a dry run has ended."""
        if self.comparison is not None:
            self.comparison = self._told(self.comparison, one, other)
            if self.state == HEADERS:
                self._start_values()
            else:
                self.changed.emit()

    def _start_values(self) -> None:
        """Read the values once both dry runs have had their say: what they correct would be read twice."""
        before, after, found, cancel = self.before, self.after, self.comparison, self._cancel
        if before is None or after is None or found is None or before.stage or after.stage:
            self.changed.emit()
            return

        def tell(step: Progress) -> None:
            self._lane.post(lambda: None if cancel.is_set() else self.progressed.emit(*step))

        def work() -> Comparison:
            from inspector.compare import add_values

            return add_values(found, cancel=cancel, on_progress=tell)

        def done(compared: Comparison) -> None:
            if cancel.is_set():
                return
            one, other = before.inspection, after.inspection
            if one is None or other is None or self._sides is None:
                return
            self._known[(before.id, after.id)] = (self._sides, compared)
            self.comparison = self._told(compared, one, other)
            self.state = DONE
            self.measured.emit()
            self._turn(DONE)

        self._turn(RUNNING)
        self._lane.run(work, done, lambda error: self._fail(error, cancel))

    def _told(self, found: Comparison, one: Inspection, other: Inspection) -> Comparison:
        """The same comparison of what the cards say now, with the flips that were counted between them.

        Whether the weights' drift counts against the newer one is for the session to say, for card and
        comparison alike: the record holds it then.
        """
        from inspector.compare import with_sides

        assert self.before is not None and self.after is not None
        golden = other.golden if self.after.flips_from == self.before.id else None
        rest = tuple(part for part in found.not_compared if part[0] != "golden")
        why = self.tr("No golden set was answered on these two.")
        left = rest if golden is not None else (*rest, ("golden", why))
        return with_sides(replace(found, not_compared=left), one, other, golden=golden)

    def _fail(self, error: InspectorError, cancel: threading.Event) -> None:
        if not cancel.is_set() and not isinstance(error, Cancelled):
            self._turn(FAILED, error)

    def _turn(self, state: str, error: InspectorError | None = None) -> None:
        self.state, self.error = state, error
        self.changed.emit()

    def _stop(self) -> None:
        """Whatever runs is told to end, and is not listened to any more."""
        self._cancel.set()
        self._cancel = threading.Event()


def _is_same(one: Inspection, other: Inspection) -> bool:
    """Whether two records are of the same base and fates: knowing more is no reason to read again."""
    here, there = one.report, other.report
    fates = (here.tensors, here.missing, here.loads) == (there.tensors, there.missing, there.loads)
    return one.base is other.base and one.adapter is other.adapter and fates
