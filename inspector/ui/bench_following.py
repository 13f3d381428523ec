"""Joins the workbench to the session: what is shown of shelf, probe and comparison, and what they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.errors import Cancelled
from inspector.ui.comparing import FAILED, RUNNING
from inspector.ui.session import Session

if TYPE_CHECKING:
    from inspector.ui.workbench import Workbench


class BenchFollowing(QObject):
    """Holds no state: it only connects."""

    def __init__(self, bench: Workbench, session: Session) -> None:
        super().__init__(bench)
        self._bench, self._session = bench, session
        self._follow_shelf()
        self._follow_probe()
        self._follow_comparing()

    def _follow_shelf(self) -> None:
        shelf, session = self._bench.shelf, self._session
        for entry in session.entries.values():
            shelf.add(entry)
        shelf.select(session.current or 0)
        session.entry_added.connect(lambda entry: shelf.add(session.entries[entry]))
        session.entry_changed.connect(shelf.update_entry)
        session.entry_removed.connect(shelf.remove)
        session.current_changed.connect(shelf.select)
        shelf.entry_selected.connect(session.select)
        shelf.entry_removed.connect(session.remove_base)
        self._bench.compare.read_again_asked.connect(session.read_again)

    def _follow_probe(self) -> None:
        bench, session = self._bench, self._session
        probe, probing = bench.probe, session.probing
        probe.select(session.current)
        session.current_changed.connect(lambda _: probe.select(session.current))
        session.entry_removed.connect(probe.forget)
        probing.started.connect(lambda run: probe.show_running(run.task, run.entry.name, on=run.entry.id))
        probing.progressed.connect(probe.show_progress)
        probing.measured.connect(lambda *_: probe.end(session.inspection))
        probing.failed.connect(lambda _, error: probe.show_failure(error))
        probing.started.connect(lambda _: bench.mark_probe("…"))
        probing.measured.connect(lambda *_: bench.mark_probe(""))
        probing.failed.connect(lambda _, error: bench.mark_probe("" if isinstance(error, Cancelled) else "✕"))
        probe.probe_asked.connect(session.probe)
        probe.golden_asked.connect(session.count_flips)
        probe.cancel_asked.connect(lambda: probing.cancel())
        for changed in (session.entry_changed, session.entry_removed, session.current_changed):
            changed.connect(lambda _: self._show_others())
        bench.shelf.flips_asked.connect(self._ask_flips)

    def _follow_comparing(self) -> None:
        bench, session = self._bench, self._session
        shelf, pane, comparing = bench.shelf, bench.comparison, session.comparing

        def count_flips(before: int) -> None:
            if comparing.after is not None:
                session.select(comparing.after.id)
                self._ask_flips(before)

        def on_changed() -> None:
            marks = {RUNNING: "…", FAILED: "✕"}
            bench.mark_comparison(marks.get(comparing.state, ""))
            pane.show_comparing(comparing)
            bench.show_amounts()

        for counted in (session.entry_added, session.entry_removed):
            counted.connect(lambda _: pane.show_bases(len(session.entries)))
        pane.show_bases(len(session.entries))
        shelf.compare_asked.connect(self._compare)
        shelf.origin_asked.connect(lambda entry, on: session.set_origin(entry if on else None))
        comparing.changed.connect(on_changed)
        comparing.progressed.connect(pane.show_progress)
        pane.compare_asked.connect(lambda: self._compare(*list(session.entries)[:2]))
        pane.swap_asked.connect(comparing.swap)
        pane.cancel_asked.connect(comparing.cancel)
        pane.retry_asked.connect(comparing.retry)
        pane.flips_asked.connect(count_flips)
        pane.module_chosen.connect(bench.go_to_compared)

    def _compare(self, one: int, other: int) -> None:
        self._session.compare(one, other)
        self._bench.show_comparison()

    def _show_others(self) -> None:
        """What flips can be counted against: every base that could be read, but the selected one."""
        others = [
            (entry.id, entry.name)
            for entry in self._session.entries.values()
            if entry.inspection is not None and entry.id != self._session.current
        ]
        self._bench.probe.show_bases(others)

    def _ask_flips(self, before: int) -> None:
        """Flips from another card's base to the selected one."""
        self._show_others()
        self._bench.probe.golden.choose_against(before)
        self._bench.show_golden()
