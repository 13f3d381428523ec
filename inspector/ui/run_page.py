"""What stands where a result will be: not yet, under way with its progress, refused, or failed and why."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.ui.engine_words import said
from inspector.ui.model_runs import MODULES, OFFLOAD
from inspector.ui.quantities import duration_text, number
from inspector.ui.theme import Theme, font
from inspector.ui.time_left import TimeLeft

LAST_LINES, WIDEST = 12, 760
_ROLES = {"failed": "bad", "refused": "warn"}


class RunPage(QWidget):
    """States: `idle`, `refused`, `running`, `cancelled`, `failed`."""

    cancel_asked = Signal()
    retry_asked = Signal()
    back_asked = Signal()
    way_asked = Signal(str)

    def __init__(
        self, theme: Theme, *, name: str, ways: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        """`name` is the progress bar's; `ways` are those round a refusal that this kind of run has."""
        super().__init__(parent)
        self._theme = theme
        self.state = "idle"
        self._left = TimeLeft()
        self._started = 0.0
        self._pace: float | None = None
        self.sentence, self.detail, self.clock = _centred(), _centred(), _centred()
        self.sentence.setFont(font(steps=1.5, weight=QFont.Weight.DemiBold))
        for label in (self.detail, self.clock):
            label.setObjectName("muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(320)
        self.bar.setAccessibleName(name)
        self.last_lines = QPlainTextEdit()
        self.last_lines.setObjectName("lastLines")
        self.last_lines.setReadOnly(True)
        self.last_lines.setTabChangesFocus(True)
        self.last_lines.setAcceptDrops(False)
        self.last_lines.setFont(font(mono=True, steps=-0.6))
        self.last_lines.setAccessibleName(self.tr("Last lines of the worker"))
        self.cancel, self.retry = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Retry"))
        self.cancel.setToolTip(self.tr("Stop this run (Esc)"))
        self.retry.setToolTip(self.tr("Run the same again, in a fresh worker"))
        self.back = QPushButton(self.tr("Back to the last result"))
        self.back.setObjectName("link")
        self.back.clicked.connect(self.back_asked)
        words = {
            OFFLOAD: self.tr("Offload what does not fit"),
            MODULES: self.tr("Measure module by module"),
        }
        self.ways = {way: QPushButton(words[way]) for way in ways}
        for way, button in self.ways.items():
            button.clicked.connect(lambda _=False, way=way: self.way_asked.emit(way))
        self.cancel.clicked.connect(self.cancel_asked)
        self.retry.clicked.connect(self.retry_asked)
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self._tell_time)
        middle = Qt.AlignmentFlag.AlignHCenter
        # A line of text that runs across a whole window is hard to read.
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(body, 20)
        across.addStretch(1)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.detail)
        column.addWidget(self.bar, 0, middle)
        column.addWidget(self.clock)
        column.addWidget(self.last_lines)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        for button in (self.cancel, self.retry, *self.ways.values(), self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        theme.changed.connect(self._recolour)
        self.say("idle", "", "")

    def say(self, state: str, sentence: str, detail: str, *, last_lines: str = "") -> None:
        """`last_lines` is what a worker that failed wrote at its end."""
        running = state == "running"
        if running and self.state != "running":
            self._left, self._started, self._pace = TimeLeft(), time.monotonic(), None
            self.bar.setRange(0, 0)
        self.state = state
        self.sentence.setText(sentence)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.last_lines.setPlainText("\n".join(last_lines.strip().splitlines()[-LAST_LINES:]))
        self.last_lines.setVisible(bool(last_lines.strip()))
        self.last_lines.moveCursor(QTextCursor.MoveOperation.End)
        self.retry.setVisible(state == "failed")
        self.back.hide()
        for way, button in self.ways.items():
            # A refusal names the ways out that there are by the options of the command line.
            button.setVisible(state == "refused" and f"--{way}" in detail)
        for widget in (self.bar, self.clock, self.cancel):
            widget.setVisible(running)
        if running:
            self._ticks.start()
            self._tell_time()
        else:
            self._ticks.stop()
        self._recolour()

    def step(self, stage: str, done: int, total: int, text: str) -> None:
        """A progress of the run: `done` of `total` (0: not known) in one of its stages."""
        if self.state != "running":
            return
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        left = self._left.feed(stage, done=done, total=total, now=time.monotonic())
        # Where the worker tells the time that is left itself, once is enough.
        self._pace = None if text.endswith(" left") else left
        place = self.tr("{} of {}").format(number(min(done + 1, total)), number(total)) if total > 1 else ""
        self.detail.setText("  ·  ".join(part for part in (place, _short(said(text))) if part))
        self.detail.setVisible(True)
        self._tell_time()

    def _tell_time(self) -> None:
        passed = duration_text(max(1.0, round(time.monotonic() - self._started)))
        words = self.tr("{} so far").format(passed)
        if self._pace is not None:
            left = duration_text(max(1.0, round(self._pace)))
            words = self.tr("{} · about {} left in this step").format(words, left)
        self.clock.setText(words)

    def _recolour(self) -> None:
        role = _ROLES.get(self.state, "text")
        self.sentence.setStyleSheet(f"color: {self._theme.colours.color(role).name()}")


def _short(text: str) -> str:
    """A long prompt must not move the page."""
    line = " ".join(text.split())
    return line if len(line) <= 96 else line[:95] + "…"


def _centred() -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
