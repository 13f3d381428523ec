"""The probe's pane: what to run at the left, at the right its state and, once measured, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from inspector.compat.inspection import Inspection
from inspector.errors import Cancelled, InspectorError
from inspector.ui.engine_words import said
from inspector.ui.low_room import NeverLower, scrolling
from inspector.ui.model_runs import GOLDEN, MODULES, OFFLOAD, PROMPTS, WHOLE, GoldenRequest, ProbeRequest
from inspector.ui.probe_controls import ProbeControls
from inspector.ui.run_view import RunView
from inspector.ui.stepwise import RESULT_PARTS, Steps, Stepwise, imports, plot_imports
from inspector.ui.theme import Theme

if TYPE_CHECKING:
    from inspector.ui.golden_result import GoldenResultView
    from inspector.ui.probe_result import ProbeResultView


LEAST_HEIGHT = 190
"""Pixels in which form, Run and a result can be used; where the window gives less, the pane is scrolled."""


class Failure(NamedTuple):
    """On which card a run failed, the name of its base, and why."""

    on: int | None
    name: str
    error: InspectorError


class ProbePane(QFrame):
    """Two kinds of run share the worker, one at a time: `prompts` measures, `golden` counts flips."""

    probe_asked = Signal(object)
    golden_asked = Signal(object)
    cancel_asked = Signal()
    map_asked = Signal()
    refused = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._inspection: Inspection | None = None
        self._unreadable = ""
        self._selected: int | None = None
        self._about: tuple[object, ...] = ()
        self._seen: dict[str, object] = {}
        self._running = ""
        self._runs_on: tuple[int | None, str] = (None, "")
        self._asked: dict[tuple[str, int | None], ProbeRequest | GoldenRequest] = {}
        self._failures: dict[str, Failure] = {}
        self._put_away: dict[tuple[str, int | None], str | None] = {}
        self._stepwise = Stepwise(self)
        self.setAccessibleName(self.tr("Probe"))
        self.controls = ProbeControls()
        self.tasks, self.prompts, self.golden = (
            self.controls.tasks,
            self.controls.prompts,
            self.controls.golden,
        )
        self.run = self.controls.run
        self.views = {
            PROMPTS: RunView(theme, name=self.tr("Progress of the probe"), ways=(OFFLOAD, MODULES)),
            GOLDEN: RunView(theme, name=self.tr("Progress of the golden run"), ways=(OFFLOAD,)),
        }
        self._pages = QStackedWidget()
        for view in self.views.values():
            self._pages.addWidget(view)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(16, 12, 14, 10)
        row.setSpacing(18)
        row.addWidget(self.controls)
        row.addWidget(self._pages, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(NeverLower(content, LEAST_HEIGHT), least=60))
        self._connect()
        self.show_inspection(None)

    def _connect(self) -> None:
        self.run.clicked.connect(self.start)
        self.controls.load.clicked.connect(self._ask_prompts)
        self.prompts.run_asked.connect(self.start)
        self.prompts.file_dropped.connect(self.load_prompts)
        self.golden.changed.connect(self._allow_run)
        self.tasks.chosen.connect(self._on_task)
        for task, view in self.views.items():
            view.cancel_asked.connect(self.cancel_asked)
            view.retry_asked.connect(self._run_again)
            view.way_asked.connect(self._go_round)
            view.back_asked.connect(lambda task=task: self._go_back(task))

    # what there is

    @cached_property
    def result(self) -> ProbeResultView:
        from inspector.ui.probe_result import ProbeResultView

        view = ProbeResultView(self._theme)
        view.map_asked.connect(self.map_asked)
        self.views[PROMPTS].put(view)
        return view

    @cached_property
    def flips(self) -> GoldenResultView:
        from inspector.ui.golden_result import GoldenResultView

        view = GoldenResultView(self._theme)
        self.views[GOLDEN].put(view)
        return view

    @property
    def task(self) -> str:
        return self.tasks.current

    @property
    def state(self) -> str:
        """`idle`, `refused`, `running`, `cancelled`, `failed` or `done`: what the pane shows now."""
        return self.views[self.task].state

    @property
    def first_field(self) -> QWidget:
        """Where the keyboard lands."""
        return self.prompts if self.task == PROMPTS else self.golden.choose

    def set_prompts(self, prompts: Sequence[str]) -> None:
        self.prompts.set_prompts(prompts)

    def load_prompts(self, path: Path) -> None:
        """Fill the box from a file; `refused` says why that did not work."""
        from inspector.files.prompts import read_prompts_and_chats

        try:
            self.prompts.set_prompts(read_prompts_and_chats(path))
        except InspectorError as error:
            self.refused.emit(error)

    def show_bases(self, others: Sequence[tuple[int, str]]) -> None:
        """The other bases on the shelf, against which flips can be counted."""
        self.golden.show_bases(others)

    def select(self, entry: int | None) -> None:
        """The card that is selected; its record comes with `show_inspection`."""
        self._selected = entry

    def forget(self, entry: int) -> None:
        """A card has gone: what was asked of it cannot be asked again."""
        gone = [key for key, asked in self._asked.items() if entry in (asked.on, _against(asked))]
        for key in gone:
            del self._asked[key]
        for task, failure in list(self._failures.items()):
            if (task, failure.on) in gone:
                del self._failures[task]
                if task != self._running:
                    self._fill(task, self.views[task])

    def show_inspection(self, inspection: Inspection | None, *, unreadable: str = "") -> None:
        """Another base was selected, or a better record of it came. What runs or failed keeps its page.

        `unreadable` names the selected base where that could not be read.
        """
        self._unreadable = unreadable
        base = inspection.base.source if inspection is not None and inspection.base is not None else ""
        about = (inspection.adapter.path if inspection is not None else None, base, self._selected)
        same, moved = about == self._about and bool(base), about != self._about
        if about[:1] != self._about[:1]:
            self._failures.clear()  # they were about another adapter
        self._about, self._inspection = about, inspection
        for task, view in self.views.items():
            measured = self._measured(task)
            known, self._seen[task] = self._seen.get(task) is measured, measured
            if task == self._running:
                continue
            failure = self._failures.get(task)
            if failure is not None and (same and known or moved and failure.on == self._selected):
                self._tell_failure(task, failure)
            elif not (same and known and view.state == "cancelled"):
                self._fill(task, view)
        self._allow_run()

    def _measured(self, task: str) -> object:
        """What the record holds of a task's result."""
        if self._inspection is None:
            return None
        return self._inspection.probe if task == PROMPTS else self._inspection.golden

    def _refusal(self, task: str) -> str | None:
        """What the last run of a task was refused with."""
        if self._inspection is None:
            return None
        return self._inspection.probe_refused if task == PROMPTS else self._inspection.golden_refused

    def _fill(self, task: str, view: RunView) -> None:
        inspection, refused = self._inspection, self._refusal(task)
        if self._unreadable:
            words = self.tr("{} cannot be read.").format(self._unreadable)
            view.say("refused", self.tr("Cannot be probed"), words)
        elif inspection is None or inspection.base is None:
            view.say("idle", self.tr("Not measured"), self.tr("A probe needs an adapter and a base."))
        elif refused is not None and refused is not self._put_away.get((task, self._selected)):
            # It is newer than any result, which stays true and can be gone back to.
            words = self.tr("Cannot be probed") if task == PROMPTS else self.tr("No flips can be counted")
            view.say("refused", words, said(refused), back=self._measured(task) is not None)
        elif task == PROMPTS and inspection.probe is not None:
            self.result.show_result(inspection.probe)
            view.show_result()
        elif task == GOLDEN and inspection.golden is not None:
            self.flips.show_result(inspection.golden)
            view.show_result()
        elif inspection.report.loads is False:
            error = inspection.report.error
            words = self.tr("The loader raises {}, so there is nothing to run.")
            view.say(
                "refused",
                self.tr("Cannot be probed"),
                words.format(error.type if error else self.tr("an error")),
            )
        elif task == PROMPTS:
            words = self.tr(
                "Runs the base on these prompts, with and without the adapter, and compares the outputs."
            )
            view.say("idle", self.tr("Not measured yet"), words)
        else:
            words = self.tr(
                "Answers the golden set on both sides and counts what was right before and is wrong after."
            )
            view.say("idle", self.tr("No flips counted yet"), words)

    # a run, from beginning to end

    def start(self) -> None:
        """Run what is chosen, if it can be run."""
        if self.run.isEnabled():
            self._begin(WHOLE)

    def start_probe(self) -> None:
        """Measure the prompts, whichever task is shown."""
        self.tasks.choose(PROMPTS)
        self.start()

    def _begin(self, how: str) -> None:
        """What the form says, on the selected base."""
        device, on, golden = self.controls.device.currentText(), self._selected, self.golden.asked
        if self.task == PROMPTS:
            self._ask(ProbeRequest(self.prompts.prompts(), device, how, on))
        elif golden is not None:
            self._ask(GoldenRequest(*golden, device=device, how=how, on=on))

    def _ask(self, request: ProbeRequest | GoldenRequest) -> None:
        """It is kept: the form and the selection may change before somebody wants the same again."""
        self._asked[self.task, request.on] = request
        (self.probe_asked if isinstance(request, ProbeRequest) else self.golden_asked).emit(request)

    def _run_again(self) -> None:
        """The very run that failed."""
        failure = self._failures.get(self.task)
        asked = self._asked.get((self.task, failure.on if failure is not None else self._selected))
        if asked is not None:
            self._ask(asked)
        else:
            self._begin(WHOLE)

    def _go_round(self, way: str) -> None:
        """What was refused on the selected base, in another way."""
        asked = self._asked.get((self.task, self._selected))
        if asked is not None:
            self._ask(asked._replace(how=way))
        else:
            self._begin(way)

    def _go_back(self, task: str) -> None:
        """To the last result of the base that is selected."""
        self._failures.pop(task, None)
        self._put_away[task, self._selected] = self._refusal(task)
        self._fill(task, self.views[task])

    def show_running(self, task: str, name: str, *, on: int | None = None) -> None:
        """`name` is the base that is measured and `on` its card, whichever is selected meanwhile."""
        self._running, self._runs_on = task, (on, name)
        self._failures.pop(task, None)
        words = self.tr("Probing {} …") if task == PROMPTS else self.tr("Answering the golden set on {} …")
        self.views[task].begin(words.format(name), self.tr("Loading base and adapter"))
        self._allow_run()
        self._stepwise.run(self._warm_up(task))

    def _warm_up(self, task: str) -> Steps:
        """Make what shows the result while a person waits anyway."""
        if task == PROMPTS:
            yield from plot_imports()
            yield from imports(RESULT_PARTS)
            _ = self.result
        else:
            _ = self.flips
        yield None

    def show_progress(self, stage: str, done: int, total: int, text: str) -> None:
        if self._running:
            self.views[self._running].step(stage, done, total, text)

    def show_failure(self, error: InspectorError) -> None:
        """The run is over without a result. What the selected base has is not lost by that."""
        task, self._running = self._running or self.task, ""
        on, name = self._runs_on
        if isinstance(error, Cancelled):
            self._fill(task, self.views[task])
            if on == self._selected and self.views[task].state == "idle":
                self.views[task].say_cancelled()
        else:
            self._failures[task] = Failure(on, name, error)
            self._tell_failure(task, self._failures[task])
        self._allow_run()

    def _tell_failure(self, task: str, failure: Failure) -> None:
        elsewhere = failure.name if failure.on != self._selected else ""
        back = self._measured(task) is not None
        self.views[task].fail(failure.error, elsewhere=elsewhere, back=back)

    def end(self, inspection: Inspection | None) -> None:
        """The run is over; show what the record says."""
        task, self._running = self._running, ""
        if task:
            self.views[task].say("idle", "", "")
        self.show_inspection(inspection)

    def close_files(self) -> None:
        self.golden.close_file()

    # its own doings

    def resizeEvent(self, event: object) -> None:
        self.controls.setFixedWidth(min(300, max(208, int(0.21 * self.width()))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._running:
            self.cancel_asked.emit()
            return
        super().keyPressEvent(event)

    def _on_task(self, task: str) -> None:
        self.controls.show_task(task)
        self._pages.setCurrentWidget(self.views[task])
        self._allow_run()

    def _allow_run(self) -> None:
        inspection = self._inspection
        ready = (
            inspection is not None and inspection.base is not None and inspection.report.loads is not False
        )
        lacking = "" if self.task == PROMPTS else self.golden.lacking
        self.run.setEnabled(ready and not lacking and not self._running)
        if self._running:
            self.run.setToolTip(self.tr("One run at a time"))
        elif lacking:
            self.run.setToolTip(lacking)
        else:
            self.run.setToolTip(self.tr("Run it; Ctrl+Return in the prompts"))

    def _ask_prompts(self) -> None:
        if self.prompts.holds_chats:
            self.prompts.clear_chats()
            return
        kinds = self.tr("Prompts (*.txt *.jsonl)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Load prompts"), "", kinds)
        if chosen:
            self.load_prompts(Path(chosen))


def _against(asked: ProbeRequest | GoldenRequest) -> int | None:
    return asked.against if isinstance(asked, GoldenRequest) else None
