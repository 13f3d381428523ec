"""The probe: prompts and device at the left; at the right its state, and once measured, what changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.inspection import Inspection
from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.ui.effect_plot import warm_up
from inspector.ui.probe_result import ProbeResultView
from inspector.ui.theme import Theme, font

DEVICES = ("auto", "cpu", "cuda", "mps", "xpu")


class ProbePane(QFrame):
    """States: `idle`, `refused`, `running`, `cancelled`, `failed`, `done`."""

    run_asked = Signal(list, str)
    cancel_asked = Signal()
    retry_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = "idle"
        self._theme = theme
        self.setAccessibleName(self.tr("Probe"))
        self.prompts = QPlainTextEdit()
        self.prompts.setPlaceholderText(self.tr("One prompt a line. Empty: a few general ones."))
        self.prompts.setAccessibleName(self.tr("Prompts, one a line"))
        self.prompts.setTabChangesFocus(True)
        self.prompts.setMinimumHeight(48)
        # A folder dropped here is meant for the window, not for the text.
        self.prompts.setAcceptDrops(False)
        self.device = QComboBox()
        self.device.addItems(list(DEVICES))
        self.device.setAccessibleName(self.tr("Device"))
        self.run = QPushButton(self.tr("Run"))
        self.run.setObjectName("accent")
        self.run.setAccessibleName(self.tr("Run the probe"))
        self.run.clicked.connect(self.start)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Cancel the probe (Esc)"))
        self.cancel.clicked.connect(self.cancel_asked)
        self._pages = QStackedWidget()
        self.sentence, self.detail = _centred(), _centred()
        self.sentence.setFont(font(steps=1.5, weight=QFont.Weight.DemiBold))
        self.detail.setObjectName("muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(320)
        self.bar.setAccessibleName(self.tr("Progress of the probe"))
        self.result = ProbeResultView(theme)
        self._pages.addWidget(self._state_page())
        self._pages.addWidget(self.result)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 10)
        row.setSpacing(16)
        self._box = self._controls()
        row.addWidget(self._box)
        row.addWidget(self._pages, 1)
        self.show_inspection(None)

    def set_prompts(self, prompts: Sequence[str]) -> None:
        self.prompts.setPlainText("\n".join(prompts))

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Another base was selected, or a better record of it came. A running probe keeps its page."""
        if self.state == "running":
            return
        if inspection is None or inspection.base is None:
            self._say("idle", self.tr("Not measured"), self.tr("A probe needs an adapter and a base."))
        elif inspection.probe is not None:
            self.state = "done"
            self.result.show_result(inspection.probe)
            self._pages.setCurrentIndex(1)
        elif inspection.probe_refused:
            self._say("refused", self.tr("Cannot be probed"), inspection.probe_refused)
        else:
            detail = self.tr(
                "Runs the base on these prompts, with and without the adapter, and compares the outputs."
            )
            self._say("idle", self.tr("Not measured yet"), detail)
        can_run = inspection is not None and inspection.base is not None and not inspection.probe_refused
        self.run.setEnabled(can_run)

    def show_running(self) -> None:
        self._say("running", self.tr("Probing …"), self.tr("Loading base and adapter"))
        self.bar.setRange(0, 0)
        warm_up()

    def show_progress(self, done: int, total: int, text: str) -> None:
        if self.state != "running":
            return
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        if text:
            self.detail.setText(text)

    def show_failure(self, error: InspectorError) -> None:
        if isinstance(error, Cancelled):
            self._say("cancelled", self.tr("Cancelled"), self.tr("Nothing was measured."))
            return
        details = error.details if isinstance(error, WorkerError) else ""
        last = "\n".join(details.splitlines()[-6:])
        self._say("failed", error.message, "\n\n".join(part for part in (error.hint, last) if part))

    def end(self, inspection: Inspection | None) -> None:
        """The run is over; show what the record says."""
        self.state = "idle"
        self.show_inspection(inspection)

    def start(self) -> None:
        if self.run.isEnabled() and self.state != "running":
            lines = [line.strip() for line in self.prompts.toPlainText().splitlines() if line.strip()]
            self.run_asked.emit(lines, self.device.currentText())

    def resizeEvent(self, event: object) -> None:
        self._box.setFixedWidth(min(300, max(200, int(0.21 * self.width()))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.state == "running":
            self.cancel_asked.emit()
            return
        super().keyPressEvent(event)

    def _say(self, state: str, sentence: str, detail: str) -> None:
        self.state = state
        running = state == "running"
        self.sentence.setText(sentence)
        self.detail.setText(detail)
        role = {"failed": "bad", "refused": "warn"}.get(state, "text")
        self.sentence.setStyleSheet(f"color: {self._theme.colours.color(role).name()}")
        self.bar.setVisible(running)
        self.cancel.setVisible(running)
        self.run.setEnabled(not running)
        self.run.setText(self.tr("Run again") if state in ("failed", "cancelled") else self.tr("Run"))
        self._pages.setCurrentIndex(0)

    def _controls(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.prompts, 1)
        row = QHBoxLayout()
        row.addWidget(self.device)
        row.addStretch(1)
        row.addWidget(self.run)
        column.addLayout(row)
        return box

    def _state_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.detail)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page


def _centred() -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
