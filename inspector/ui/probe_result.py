"""What the probe measured: one sentence, then pictures, tokens, and the texts side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.compat.probe_result import ProbeResult
from inspector.ui.probe_overview import ProbeOverview
from inspector.ui.probe_words import answer, circumstances
from inspector.ui.prompt_table import PromptTable
from inspector.ui.result_head import ResultHead
from inspector.ui.segments import Segments
from inspector.ui.text_pair import TextPair
from inspector.ui.theme import Theme
from inspector.ui.token_view import TokenView

OVERVIEW, TOKENS, TEXTS = "overview", "tokens", "texts"


class ProbeResultView(QFrame):
    map_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: ProbeResult | None = None
        words = {OVERVIEW: self.tr("Overview"), TOKENS: self.tr("Tokens"), TEXTS: self.tr("Texts")}
        self.views = Segments(words, name=self.tr("View"))
        self.head = ResultHead(theme, beside=self.views)
        self.overview = ProbeOverview(theme)
        self.overview.map_asked.connect(self.map_asked)
        self.tokens = TokenView(theme)
        self.prompts = PromptTable(theme)
        self.texts = TextPair(theme)
        texts = QWidget()
        row = QHBoxLayout(texts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.prompts, 5)
        row.addWidget(self.texts, 3)
        self._pages = QStackedWidget()
        self._places = {OVERVIEW: self.overview, TOKENS: self.tokens, TEXTS: texts}
        for page in self._places.values():
            self._pages.addWidget(page)
        self.views.chosen.connect(lambda view: self._pages.setCurrentWidget(self._places[view]))
        self.prompts.row_chosen.connect(self._on_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._pages, 1)

    def show_result(self, result: ProbeResult) -> None:
        if result == self._result:
            return
        self._result = result
        self.head.say(*answer(result), facts=circumstances(result))
        self.overview.show_result(result)
        self.views.setVisible(bool(result.prompts))
        if not result.prompts:
            self.views.choose(OVERVIEW)
        self.tokens.show_prompts(result.prompts)
        has_tokens = bool(self.tokens.strip.tokens)
        self.views.allow(TOKENS, has_tokens, tip="" if has_tokens else self.tr("No figures by token here"))
        if self.views.current == TOKENS and not has_tokens:
            self.views.choose(OVERVIEW)
        self.prompts.show_prompts(result.prompts, has_distributions=result.task != "features")
        self._on_row(self.prompts.table.currentRow())

    def _on_row(self, row: int) -> None:
        prompts = self._result.prompts if self._result is not None else ()
        self.texts.show_prompt(prompts[row] if 0 <= row < len(prompts) else None)
        self.tokens.go_to(row)
