"""The left side of the probe's pane: which kind of run, with what, on which device."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inspector.ui.golden_form import GoldenForm
from inspector.ui.low_room import scrolling
from inspector.ui.model_runs import GOLDEN, PROMPTS
from inspector.ui.prompt_box import PromptBox
from inspector.ui.segments import Segments

DEVICES = ("auto", "cpu", "cuda", "mps", "xpu")


class ProbeControls(QWidget):
    """Only widgets and their places; the pane gives them their meaning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = {PROMPTS: self.tr("Prompts"), GOLDEN: self.tr("Golden set")}
        self.tasks = Segments(words, name=self.tr("What to run"))
        self.prompts, self.golden = PromptBox(), GoldenForm()
        self._forms = QStackedWidget()
        self._forms.addWidget(self.prompts)
        self._forms.addWidget(scrolling(self.golden, least=34))
        self.device = QComboBox()
        self.device.addItems(list(DEVICES))
        self.device.setAccessibleName(self.tr("Device"))
        self.device.setToolTip(self.tr("Where the model runs; auto takes the fastest that is there"))
        self.load = QPushButton()
        self.prompts.held_changed.connect(self._name_load)
        self._name_load()
        self.run = QPushButton(self.tr("Run"))
        self.run.setObjectName("accent")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.device)
        row.addWidget(self.load)
        row.addStretch(1)
        row.addWidget(self.run)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tasks)
        column.addWidget(self._forms, 1)
        column.addLayout(row)

    def _name_load(self) -> None:
        """Chats from a file cannot be edited here, only put away again."""
        chats = self.prompts.holds_chats
        self.load.setText(self.tr("Clear") if chats else self.tr("Load…"))
        self.load.setAccessibleName(
            self.tr("Clear the chats") if chats else self.tr("Load prompts from a file")
        )
        tip = (
            self.tr("Put the chats away") if chats else self.tr("Prompts or chats from a .txt or .jsonl file")
        )
        self.load.setToolTip(tip)

    def show_task(self, task: str) -> None:
        self._forms.setCurrentIndex(0 if task == PROMPTS else 1)
        self.load.setVisible(task == PROMPTS)
