"""One kind of run: its state while there is no result, and the result once there is one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector.errors import InspectorError, WorkerError
from inspector.ui.engine_words import said
from inspector.ui.run_page import RunPage
from inspector.ui.theme import Theme


class RunView(QStackedWidget):
    """States are those of RunPage, and `done`.

    It shows what it is told and knows of no base: whether there is a result to go back to (`back`) is for
    the pane to say, and what that is when somebody goes there (`back_asked`).
    """

    cancel_asked = Signal()
    retry_asked = Signal()
    way_asked = Signal(str)
    back_asked = Signal()

    def __init__(
        self, theme: Theme, *, name: str, ways: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.page = RunPage(theme, name=name, ways=ways)
        self._result: QWidget | None = None
        self.addWidget(self.page)
        self.page.cancel_asked.connect(self.cancel_asked)
        self.page.retry_asked.connect(self.retry_asked)
        self.page.way_asked.connect(self.way_asked)
        self.page.back_asked.connect(self.back_asked)

    @property
    def state(self) -> str:
        return self.page.state if self.currentWidget() is self.page else "done"

    def put(self, result: QWidget) -> None:
        """Give it the widget that shows a result. Made when there is one to show: the window opens sooner."""
        self._result = result
        self.addWidget(result)

    def show_result(self) -> None:
        """The result widget has been put here and filled; show it."""
        assert self._result is not None
        self.page.say("idle", "", "")
        self.setCurrentWidget(self._result)

    def say(self, state: str, sentence: str, detail: str, *, back: bool = False) -> None:
        """This stands here instead of a result."""
        self._turn(state, sentence, detail, back=back)

    def begin(self, sentence: str, detail: str) -> None:
        self._turn("running", sentence, detail)

    def step(self, stage: str, done: int, total: int, text: str) -> None:
        self.page.step(stage, done, total, text)

    def say_cancelled(self) -> None:
        self._turn("cancelled", self.tr("Cancelled"), self.tr("Nothing was measured."))

    def fail(self, error: InspectorError, *, elsewhere: str = "", back: bool = False) -> None:
        """Say what happened in one sentence, with the worker's last lines where there are any.

        `elsewhere` names the base that was run on, where another one is selected.
        """
        details = error.details if isinstance(error, WorkerError) else ""
        sentence, detail = said(error.message), said(error.hint)
        if elsewhere:
            sentence, detail = (
                self.tr("The run on {} failed").format(elsewhere),
                f"{sentence} {detail}".strip(),
            )
        self._turn("failed", sentence, detail, last_lines=details, back=back)

    def _turn(
        self, state: str, sentence: str, detail: str, *, last_lines: str = "", back: bool = False
    ) -> None:
        self.page.say(state, sentence, detail, last_lines=last_lines)
        self.page.back.setVisible(back)
        self.setCurrentWidget(self.page)
