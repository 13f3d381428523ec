"""The probe's pane: what to run at the left, at the right its state and, once measured, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

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
from inspector.errors import InspectorError
from inspector.ui.engine_words import said
from inspector.ui.model_runs import GOLDEN, MODULES, OFFLOAD, PROMPTS, WHOLE, GoldenRequest, ProbeRequest
from inspector.ui.probe_controls import ProbeControls
from inspector.ui.run_view import RunView
from inspector.ui.stepwise import RESULT_PARTS, Steps, Stepwise, imports, plot_imports
from inspector.ui.theme import Theme

if TYPE_CHECKING:
    from inspector.ui.golden_result import GoldenResultView
    from inspector.ui.probe_result import ProbeResultView


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
        self._base = ""
        self._seen: dict[str, object] = {}
        self._running = ""
        self._stepwise = Stepwise(self)
        self._how = WHOLE
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
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 14, 10)
        row.setSpacing(18)
        row.addWidget(self.controls)
        row.addWidget(self._pages, 1)
        self._connect()
        self.show_inspection(None)

    def _connect(self) -> None:
        self.run.clicked.connect(self.start)
        self.controls.load.clicked.connect(self._ask_prompts)
        self.prompts.run_asked.connect(self.start)
        self.prompts.file_dropped.connect(self.load_prompts)
        self.golden.changed.connect(self._allow_run)
        self.tasks.chosen.connect(self._on_task)
        for view in self.views.values():
            view.cancel_asked.connect(self.cancel_asked)
            view.retry_asked.connect(lambda: self._begin(self._how))
            view.way_asked.connect(self._begin)

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

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Another base was selected, or a better record of it came. What runs or failed keeps its page."""
        base = inspection.base.source if inspection is not None and inspection.base is not None else ""
        same, self._base = base == self._base and bool(base), base
        self._inspection = inspection
        for task, view in self.views.items():
            measured = self._measured(task)
            known, self._seen[task] = self._seen.get(task) is measured, measured
            stays = same and known and view.state in ("failed", "cancelled")
            if task != self._running and not stays:
                self._fill(task, view)
        self._allow_run()

    def _measured(self, task: str) -> object:
        """What the record holds of a task's result."""
        if self._inspection is None:
            return None
        return self._inspection.probe if task == PROMPTS else self._inspection.golden

    def _fill(self, task: str, view: RunView) -> None:
        inspection = self._inspection
        if inspection is None or inspection.base is None:
            view.say("idle", self.tr("Not measured"), self.tr("A probe needs an adapter and a base."))
        elif task == PROMPTS and inspection.probe is not None:
            self.result.show_result(inspection.probe)
            view.show_result()
        elif task == GOLDEN and inspection.golden is not None:
            self.flips.show_result(inspection.golden)
            view.show_result()
        elif task == GOLDEN and inspection.golden_refused:
            view.say("refused", self.tr("No flips can be counted"), said(inspection.golden_refused))
        elif inspection.report.loads is False:
            error = inspection.report.error
            words = self.tr("The loader raises {}, so there is nothing to run.")
            view.say(
                "refused",
                self.tr("Cannot be probed"),
                words.format(error.type if error else self.tr("an error")),
            )
        elif task == PROMPTS and inspection.probe_refused:
            view.say("refused", self.tr("Cannot be probed"), said(inspection.probe_refused))
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
        """`how` is kept for a retry: the same again."""
        self._how, device = how, self.controls.device.currentText()
        if self.task == PROMPTS:
            self.probe_asked.emit(ProbeRequest(self.prompts.prompts(), device, how))
            return
        asked = self.golden.asked
        if asked is not None:
            self.golden_asked.emit(GoldenRequest(*asked, device=device, how=how))

    def show_running(self, task: str, name: str) -> None:
        """`name` is the base that is measured, whichever is selected meanwhile."""
        self._running = task
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
        view, self._running = self.views[self._running or self.task], ""
        view.fail(error)
        self._allow_run()

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
        has_input = self.task == PROMPTS or self.golden.asked is not None
        self.run.setEnabled(ready and has_input and not self._running)
        if self._running:
            self.run.setToolTip(self.tr("One run at a time"))
        elif not has_input:
            self.run.setToolTip(self.tr("Choose a golden set first"))
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
