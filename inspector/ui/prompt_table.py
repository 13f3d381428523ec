"""A row a prompt: the largest change, the flips, and a bar for its mean KL beside each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from inspector.compat.probe_result import PromptResult
from inspector.ui.effect_plot import EffectPlot
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.quantities import figure
from inspector.ui.theme import Theme

ROW_HEIGHT = 27
FLIPS = 2


class PromptTable(QWidget):
    """`row_chosen` carries the row of the prompt that is selected."""

    row_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts: Sequence[PromptResult] = ()
        self.table = self._make_table()
        self.plot = EffectPlot(self.table, theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.table, 3)
        row.addWidget(self.plot, 1)
        self.copier = FigureCopy(self.table, self._rows, picture=self)
        self.table.currentCellChanged.connect(lambda row, *_: self.row_chosen.emit(row))

    def show_prompts(self, prompts: Sequence[PromptResult], *, has_distributions: bool = True) -> None:
        """Without distributions (hidden states alone) there are neither KL nor flips to show."""
        self.plot.setVisible(has_distributions)
        self.table.setColumnHidden(FLIPS, not has_distributions)
        self._prompts = prompts
        self.table.setRowCount(len(prompts))
        for row, prompt in enumerate(prompts):
            cells = (
                " ".join(prompt.prompt.split()),
                figure(prompt.max_abs_logit_diff),
                self.tr("{} of {}").format(prompt.top1_flips, prompt.tokens),
            )
            words = self.tr("{}: largest difference {}, top-1 flips {}, KL {} nats")
            spoken = words.format(*cells, figure(prompt.mean_kl))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
                item.setToolTip(prompt.prompt if column == 0 else text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.plot.show_values([prompt.mean_kl for prompt in prompts])
        if prompts:
            self.table.setCurrentCell(0, 0)

    def _rows(self) -> list[tuple[str | float | int | None, ...]]:
        header = (
            "prompt", "positions", "max_abs_logit_diff", "mean_kl_nats", "mean_js_nats", "top1_flips",
            "base_perplexity", "adapted_perplexity", "base_text", "adapted_text",
        )  # fmt: skip
        return [
            header,
            *(
                (
                    p.prompt, p.tokens, p.max_abs_logit_diff, p.mean_kl, p.mean_js, p.top1_flips,
                    p.base_perplexity, p.adapted_perplexity, p.base_text, p.adapted_text,
                )
                for p in self._prompts
            ),
        ]  # fmt: skip

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setObjectName("probeTable")
        table.setHorizontalHeaderLabels([self.tr("Prompt"), self.tr("max |Δlogit|"), self.tr("Top-1 flips")])
        table.setAccessibleName(self.tr("Effect per prompt"))
        table.verticalHeader().hide()
        table.setMinimumHeight(60)
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
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
        return table
