"""What the probe measured: one sentence, a row a prompt, and the two texts beside each other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.probe_result import ProbeResult, PromptResult
from inspector.ui.effect_plot import EffectPlot
from inspector.ui.quantities import duration_text, figure
from inspector.ui.theme import Theme, font


class ProbeResultView(QFrame):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._result: ProbeResult | None = None
        self.sentence, self.facts = QLabel(), QLabel()
        self.sentence.setFont(font(steps=1, weight=QFont.Weight.DemiBold))
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setObjectName("muted")
        self.facts.setWordWrap(True)
        self.table = self._make_table()
        self.plot = EffectPlot(self.table, theme)
        self.base_text, self.adapted_text = _text_box(), _text_box()
        self.base_text.setAccessibleName(self.tr("Without the adapter"))
        self.adapted_text.setAccessibleName(self.tr("With the adapter"))
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.setContentsMargins(0, 6, 0, 0)
        for title, box in (
            (self.tr("Base"), self.base_text),
            (self.tr("With the adapter"), self.adapted_text),
        ):
            caption = QLabel(title)
            caption.setObjectName("sectionTitle")
            caption.setFont(font(steps=-1))
            texts.addWidget(caption)
            texts.addWidget(box, 1)
        body = QHBoxLayout()
        body.setSpacing(16)
        measured = QHBoxLayout()
        measured.setSpacing(0)
        measured.addWidget(self.table, 3)
        measured.addWidget(self.plot, 1)
        body.addLayout(measured, 3)
        body.addLayout(texts, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.sentence)
        column.addWidget(self.facts)
        column.addLayout(body, 1)
        theme.changed.connect(self._on_row)

    def show_result(self, result: ProbeResult) -> None:
        if result == self._result:
            return
        self._result = result
        flips, tokens = sum(p.top1_flips for p in result.prompts), sum(p.tokens for p in result.prompts)
        if result.acts is None:
            words = self.tr("Could not tell whether the outputs change")
        elif result.acts:
            words = self.tr("Changes outputs: {} of {} top-1 predictions flip").format(flips, tokens)
        else:
            words = self.tr("Changes nothing: the outputs stay within the noise floor")
        self.sentence.setText(words)
        facts = [
            self.tr("max |Δlogit| {}").format(figure(result.max_abs_logit_diff)),
            self.tr("mean KL {} nats").format(figure(result.mean_kl)),
            self.tr("noise floor {}").format(figure(result.noise_floor)),
            f"{result.device} {result.dtype}",
            duration_text(result.seconds),
        ]
        if not result.disabled_equals_pristine:
            facts.append(self.tr("with the adapter switched off the base is not itself again"))
        if result.note:
            facts.append(result.note)
        self.facts.setText(" · ".join(facts))
        self.table.setRowCount(len(result.prompts))
        for row, prompt in enumerate(result.prompts):
            cells = (
                prompt.prompt,
                figure(prompt.max_abs_logit_diff),
                self.tr("{} of {}").format(prompt.top1_flips, prompt.tokens),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.plot.show_values([prompt.mean_kl for prompt in result.prompts])
        if result.prompts:
            self.table.setCurrentCell(0, 0)
        self._on_row()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setObjectName("probeTable")
        table.setHorizontalHeaderLabels([self.tr("Prompt"), self.tr("max |Δlogit|"), self.tr("Top-1 flips")])
        table.setAccessibleName(self.tr("Effect per prompt"))
        table.verticalHeader().hide()
        table.setMinimumHeight(60)
        table.verticalHeader().setDefaultSectionSize(27)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(3):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            item = table.horizontalHeaderItem(column)
            assert item is not None
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            if column:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        table.currentCellChanged.connect(self._on_row)
        return table

    def _on_row(self) -> None:
        row = self.table.currentRow()
        if self._result is None or not 0 <= row < len(self._result.prompts):
            return
        prompt = self._result.prompts[row]
        mark = self._theme.colours.color("warn_wash")
        at = first_difference(prompt)
        _fill(self.base_text, prompt.base_text, at, mark)
        _fill(self.adapted_text, prompt.adapted_text, at, mark)


def first_difference(prompt: PromptResult) -> int:
    """Where the first word that differs begins; the texts' length if they are the same."""
    one, other = prompt.base_text, prompt.adapted_text
    shorter = min(len(one), len(other))
    at = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    if at == len(one) == len(other):
        return at
    # Back to the beginning of the word: half a word marked reads worse than all of it.
    return max(one.rfind(" ", 0, at), one.rfind("\n", 0, at)) + 1


def _text_box() -> QTextEdit:
    box = QTextEdit()
    box.setReadOnly(True)
    box.setFont(font(steps=-0.5))
    box.setTabChangesFocus(True)
    box.setAcceptDrops(False)
    box.setFrameShape(QFrame.Shape.NoFrame)
    box.setMinimumHeight(36)
    return box


def _fill(box: QTextEdit, text: str, difference: int, colour: QColor) -> None:
    box.setPlainText(text)
    if difference >= len(text):
        return
    cursor = box.textCursor()
    cursor.setPosition(difference)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    marked = QTextCharFormat()
    marked.setBackground(colour)
    cursor.mergeCharFormat(marked)
