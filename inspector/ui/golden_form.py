"""What a golden run is to be: which file, against what, and how many negative flips are too many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.flips import as_share
from inspector.errors import InspectorError
from inspector.ui.drop_window import local_paths
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.engine_words import sentences
from inspector.ui.lane import Lane
from inspector.ui.quantities import number
from inspector.ui.theme import font

if TYPE_CHECKING:
    from inspector.files.golden import GoldenSet

SUFFIX = ".jsonl"


class Asked(NamedTuple):
    """What the form says: `against` is the entry of the shelf that answers first, None for the base alone.

    `gate` is the largest negative flip rate that is allowed, as a share; None for no gate.
    """

    golden: GoldenSet
    against: int | None
    gate: float | None


class GoldenForm(QWidget):
    """A golden file is read beside the window; `changed` says that there may be something to run now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane("golden", self)
        self._golden: GoldenSet | None = None
        self.setAcceptDrops(True)
        self.file = ElidedLabel(cut="middle", smallest=40)
        self.note, self.gate_note = _note(), _note()
        self.gate_note.setObjectName("wrong")
        self.gate_note.hide()
        self.choose = QPushButton(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose a golden set"))
        self.choose.setToolTip(
            self.tr("A .jsonl file of examples: prompt and expected, or choices and answer")
        )
        self.choose.clicked.connect(self._ask)
        self.against = QComboBox()
        self.against.setAccessibleName(self.tr("Compared with"))
        self.against.setToolTip(
            self.tr(
                "Before: the base alone, or another base with the adapter. After: the selected base with it."
            )
        )
        self.against.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.against.setMinimumContentsLength(8)
        self.against.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.gate = QLineEdit()
        self.gate.setPlaceholderText(self.tr("no gate"))
        self.gate.textChanged.connect(self._on_gate)
        self.gate.setAccessibleName(self.tr("Gate: negative flips allowed, percent"))
        self._gate_tip = self.tr(
            "The largest rate of negative flips that passes, in percent; empty for no gate"
        )
        self.gate.setToolTip(self._gate_tip)
        percent = QLabel("%")
        percent.setObjectName("muted")
        gate = QHBoxLayout()
        gate.setSpacing(8)
        gate.addWidget(self.gate, 1)
        gate.addWidget(percent)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.file, 1)
        head.addWidget(self.choose)
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for caption, field, row in (
            (self.tr("Against"), self.against, self.against),
            (self.tr("Gate"), self.gate, gate),
        ):
            label = QLabel(caption)
            label.setObjectName("muted")
            label.setBuddy(field)
            form.addRow(label, row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addLayout(form)
        column.addWidget(self.gate_note)
        column.addStretch(1)
        self.setFocusProxy(self.choose)
        self._show_file("", self.tr("Examples with a known right answer, one JSON object a line."))

    @property
    def asked(self) -> Asked | None:
        """What is to be run; None while something is `lacking`."""
        if self._golden is None or self.lacking:
            return None
        return Asked(self._golden, self.against.currentData(), allowed_share(self._gate_text))

    @property
    def lacking(self) -> str:
        """What a person has to do before anything can be run; empty where nothing is lacking."""
        if self._golden is None:
            return self.tr("Choose a golden set first")
        return self._gate_fault()

    def show_bases(self, others: Sequence[tuple[int, str]]) -> None:
        """The other bases on the shelf; what was chosen stays chosen while it is there."""
        kept = self.against.currentData()
        self.against.clear()
        self.against.addItem(self.tr("the base alone"), None)
        for entry, name in others:
            self.against.addItem(name, entry)
        self.choose_against(kept)

    def choose_against(self, entry: int | None) -> None:
        self.against.setCurrentIndex(max(0, self.against.findData(entry)))

    def take(self, path: Path) -> None:
        """Read a golden set; what is wrong with it is said in its place."""

        def read() -> GoldenSet:
            from inspector.files.golden import read_golden

            return read_golden(path)

        def done(golden: GoldenSet) -> None:
            self._golden = golden
            self._show_file(path.name, self.tr("{} examples").format(number(len(golden.examples))), str(path))
            self.changed.emit()

        def failed(error: InspectorError) -> None:
            self._golden = None
            self._show_file(path.name, sentences(error.message, error.hint), str(path), wrong=True)
            self.changed.emit()

        self._lane.run(read, done, failed)

    def close_file(self) -> None:
        """End the thread that reads golden sets."""
        self._lane.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        paths = local_paths(event.mimeData())
        if len(paths) == 1 and paths[0].suffix.lower() == SUFFIX:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(local_paths(event.mimeData())[0])

    @property
    def _gate_text(self) -> str:
        """What is written, with a point where the system's language writes its own sign."""
        return self.gate.text().strip().replace(self.locale().decimalPoint(), ".")

    def _gate_fault(self) -> str:
        if not self._gate_text or allowed_share(self._gate_text) is not None:
            return ""
        words = self.tr("A gate is a number from 0 to 100, such as {}; empty for no gate.")
        return words.format(self.locale().toString(2.5))

    def _on_gate(self) -> None:
        """Mark what is no gate, and say what one is; a run with it would be a run without a gate."""
        fault = self._gate_fault()
        self.gate_note.setText(fault)
        self.gate_note.setVisible(bool(fault))
        self.gate.setToolTip(fault or self._gate_tip)
        if self.gate.property("wrong") != bool(fault):
            self.gate.setProperty("wrong", bool(fault))
            self.gate.style().polish(self.gate)
        self.changed.emit()

    def _ask(self) -> None:
        kinds = self.tr("Golden sets (*.jsonl)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a golden set"), "", kinds)
        if chosen:
            self.take(Path(chosen))

    def _show_file(self, name: str, note: str, tip: str = "", *, wrong: bool = False) -> None:
        self.file.setText(name or self.tr("No golden set"))
        self.file.setToolTip(tip)
        self.note.setText(note)
        self.note.setObjectName("wrong" if wrong else "muted")
        self.note.style().polish(self.note)


def allowed_share(percent: str) -> float | None:
    """`2.8` as 0.028, to the last digit; None for what is no number from 0 to 100."""
    if not re.fullmatch(r"\d+\.?\d*|\.\d+", percent, re.ASCII) or float(percent) > 100:
        return None
    return as_share(float(percent))


def _note() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font(steps=-0.5))
    return label
