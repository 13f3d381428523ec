"""Two tokenizers: what it means at the left; tokens, parts, sample texts and chat template at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.tokenizer_comparison import TokenChange, TokenizerComparison
from inspector.ui.engine_words import said
from inspector.ui.quantities import number
from inspector.ui.quiet_table import Cell, Column, QuietTable
from inspector.ui.sample_pieces import SamplePieces
from inspector.ui.segments import Segments
from inspector.ui.template_diff import TemplateDiff
from inspector.ui.theme import Theme, font
from inspector.ui.token_strip import shown_piece

TOKENS, PARTS, TEXTS, TEMPLATE = "tokens", "parts", "texts", "template"


class TokenChanges(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._found: TokenizerComparison | None = None
        words = {
            TOKENS: self.tr("Tokens"),
            PARTS: self.tr("Parts"),
            TEXTS: self.tr("Texts"),
            TEMPLATE: self.tr("Chat template"),
        }
        self.views = Segments(words, name=self.tr("Tokenizer view"))
        self.counts = _words(weight=QFont.Weight.DemiBold)
        self.meaning = _words()
        self.tokens = QuietTable(
            [
                Column(self.tr("Token"), 0.4, mono=True),
                Column(self.tr("Id before"), 0.17, mono=True, right=True),
                Column(self.tr("Id after"), 0.17, mono=True, right=True),
                Column(self.tr("Change"), 0.26),
            ],
            name=self.tr("Tokens whose ids differ"),
        )
        self.parts = QuietTable(
            [
                Column(self.tr("Part"), 0.17),
                Column(self.tr("Before"), 0.2, mono=True),
                Column(self.tr("After"), 0.2, mono=True),
                Column(self.tr("What it does"), 0.43),
            ],
            name=self.tr("Parts of the tokenizer that differ"),
            wraps=True,
        )
        self.samples = QListWidget()
        self.samples.setObjectName("probeTable")
        self.samples.setAccessibleName(self.tr("Sample texts that encode to other ids"))
        self.samples.setFont(font(steps=-0.2))
        self.samples.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pieces = SamplePieces(theme)
        self.template = TemplateDiff(theme)
        self._pages = QStackedWidget()
        self._places = {
            TOKENS: self.tokens,
            PARTS: self.parts,
            TEXTS: self._texts_page(),
            TEMPLATE: self.template,
        }
        for page in self._places.values():
            self._pages.addWidget(page)
        self._none = _words()
        self._none.setObjectName("muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self._none)
        self.views.chosen.connect(self._turn)
        self.samples.currentRowChanged.connect(self._on_sample)
        self._lay_out()
        theme.changed.connect(self._fill_tables)

    def _lay_out(self) -> None:
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 2, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.counts)
        column.addWidget(self.meaning)
        column.addStretch(1)
        scroll = _scrolled(told)
        scroll.setMinimumWidth(190)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.views)
        right.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(scroll, 2)
        row.addLayout(right, 5)

    def _texts_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.samples, 2)
        row.addWidget(_scrolled(self.pieces), 5)
        return page

    def show_comparison(self, found: TokenizerComparison) -> None:
        if found is self._found:
            return
        self._found = found
        self.counts.setText(self._counted(found))
        self.meaning.setText("\n\n".join(map(said, found.meaning)))
        self._fill_tables()
        self.samples.clear()
        self.samples.addItems([" ".join(sample.text.split()) for sample in found.sample_changes])
        self.template.show_diff(found.template_diff)
        named = {
            TOKENS: (self.tr("Tokens {}"), len(found.changes), self.tr("No token has another id")),
            PARTS: (self.tr("Parts {}"), len(found.parts), self.tr("No part differs")),
            TEXTS: (self.tr("Texts {}"), len(found.sample_changes), self.tr("No text encodes otherwise")),
            TEMPLATE: (self.tr("Chat template"), len(found.template_diff), self.tr("No difference")),
        }
        for view, (words, count, nothing) in named.items():
            self.views.set_words(view, words.format(number(count)))
            self.views.allow(view, bool(count), tip="" if count else nothing)
        filled = [view for view, (_, count, _) in named.items() if count]
        self.views.setVisible(bool(filled))
        if not filled:
            self._none.setText(self.tr("Ids, parts, sample texts and chat template are the same on both."))
            self._pages.setCurrentWidget(self._none)
        elif self.views.current in filled:
            self._turn(self.views.current)
        else:
            self.views.choose(filled[0])
        self.samples.setCurrentRow(0 if found.sample_changes else -1)

    def _counted(self, found: TokenizerComparison) -> str:
        sizes = self.tr("{} → {} tokens").format(number(found.vocab_before), number(found.vocab_after))
        counts = self.tr("{} added, {} removed, {} moved").format(
            number(found.added), number(found.removed), number(found.moved)
        )
        return self.tr("{}: {}").format(sizes, counts)

    def _fill_tables(self) -> None:
        found = self._found
        if found is None:
            return
        muted = self._theme.colours.color("muted")
        self.tokens.show_cells([self._token_row(change) for change in found.changes])
        self.parts.show_cells(
            [
                [
                    Cell(said(part.part)),
                    Cell(part.before or "–", muted),
                    Cell(part.after or "–"),
                    Cell(said(part.effect)),
                ]
                for part in found.parts
            ]
        )

    def _token_row(self, change: TokenChange) -> list[Cell]:
        colours = self._theme.colours
        if change.before is None:
            glyph, words, role = "+", self.tr("added"), "good"
        elif change.after is None:
            glyph, words, role = "−", self.tr("removed"), "absent"
        else:
            glyph, words, role = "△", self.tr("moved"), "warn"
        special = self.tr("{}, special").format(words) if change.special else words
        ids = ("–" if token is None else str(token) for token in (change.before, change.after))
        return [
            Cell(shown_piece(change.token), tip=repr(change.token)),
            *map(Cell, ids),
            Cell(f"{glyph}  {special}", colours.color(role)),
        ]

    def _turn(self, view: str) -> None:
        self._pages.setCurrentWidget(self._places[view])

    def _on_sample(self, place: int) -> None:
        changes = self._found.sample_changes if self._found is not None else ()
        self.pieces.show_sample(changes[place] if 0 <= place < len(changes) else None)


def _words(weight: QFont.Weight = QFont.Weight.Normal) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font(steps=-0.2, weight=weight))
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _scrolled(widget: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(widget)
    scroll.viewport().setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    return scroll
