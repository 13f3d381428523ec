"""Prompts as strips of their tokens: the darker, the higher the KL; flips marked by a glyph as well."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.compat.probe_result import PromptResult
from inspector.ui.quantities import figure
from inspector.ui.theme import Theme, font
from inspector.ui.value_ramp import ink_on, ramp

FLIP_GLYPH, NOT_FINITE = "◆", "✕"
PAD, GAP, LINE_GAP, PROMPT_GAP, GUTTER, FLIP_ROOM = 6.0, 2.0, 5.0, 13.0, 64.0, 9.0
MOST_TOKENS = 20_000
"""Tokens that are laid out; later prompts are left to the table."""

_VISIBLE = {"\n": "⏎", "\t": "⇥", "\r": "␍"}


class Token(NamedTuple):
    """One position of one prompt on the canvas."""

    rect: QRectF
    text: str
    prompt: int
    position: int
    kl: float
    flipped: bool


class TokenStrip(QWidget):
    """Arrow keys walk the tokens. `token_read` carries what there is to say about the current one."""

    token_read = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prompts: Sequence[PromptResult] = ()
        self._tokens: list[Token] = []
        self._heads: list[tuple[QRectF, str]] = []
        self._current: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("KL over tokens"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self.update)

    @property
    def tokens(self) -> Sequence[Token]:
        return self._tokens

    @property
    def current(self) -> int | None:
        """The framed token's place among `tokens`."""
        return self._current

    @property
    def most(self) -> float:
        """The largest KL of any position, in nats: the dark end of the scale."""
        every = (kl for prompt in self._prompts for kl in prompt.kl_by_position)
        return max(filter(math.isfinite, every), default=0.0)

    def show_prompts(self, prompts: Sequence[PromptResult]) -> None:
        self._prompts, self._current = prompts, None
        self._lay_out()

    def sizeHint(self) -> QSize:
        bottom = self._tokens[-1].rect.bottom() if self._tokens else 40.0
        return QSize(240, int(bottom) + 8)

    def rows(self) -> list[tuple[str | float | int, ...]]:
        """For a copy: every token of every prompt."""
        header = ("prompt", "position", "token", "kl_nats", "flipped")
        return [
            header,
            *(
                (number, place, piece, kl, flipped)
                for number, prompt in enumerate(self._prompts, 1)
                for place, (piece, kl, flipped) in enumerate(_cells(prompt), 1)
            ),
        ]

    def place_of(self, prompt: int) -> QRectF | None:
        """Where a prompt's strip begins."""
        return next((token.rect for token in self._tokens if token.prompt == prompt), None)

    # layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        metrics = QFontMetricsF(font(mono=True, steps=-0.3))
        height, right = metrics.height() + 8, max(120.0, self.width() - 4.0)
        self._tokens, self._heads = [], []
        y = 4.0
        for number, prompt in enumerate(self._prompts):
            if len(self._tokens) + len(prompt.pieces) > MOST_TOKENS:
                break
            x = GUTTER
            self._heads.append((QRectF(0, y, GUTTER - 12, height), figure(prompt.mean_kl)))
            for place, (piece, kl, flipped) in enumerate(_cells(prompt)):
                text = shown_piece(piece) + ("" if math.isfinite(kl) else f" {NOT_FINITE}")
                width = max(18.0, metrics.horizontalAdvance(text) + 2 * PAD) + FLIP_ROOM * bool(flipped)
                width = min(width, right - GUTTER)
                if x + width > right and x > GUTTER:
                    x, y = GUTTER, y + height + LINE_GAP
                rect = QRectF(x, y, width, height)
                self._tokens.append(Token(rect, text, number, place, kl, bool(flipped)))
                x += width + GAP
            y += height + PROMPT_GAP
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, exposed, most = self._theme.colours, QRectF(event.rect()), self.most
        painter.setFont(font(steps=-1))
        painter.setPen(colours.color("muted"))
        sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for rect, words in self._heads:
            painter.drawText(rect, sides, words)
        mono, mark = font(mono=True, steps=-0.3), font(steps=-4)
        for token in self._tokens:
            if not token.rect.intersects(exposed):
                continue
            colour = colours.color("bad_fill")
            if math.isfinite(token.kl):
                colour = ramp(self._theme, token.kl / most if most else 0.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(token.rect, 3, 3)
            painter.setPen(ink_on(colour))
            painter.setFont(mono)
            inside = token.rect.adjusted(PAD - 2, 0, 2 - PAD - FLIP_ROOM * token.flipped, 0)
            text = painter.fontMetrics().elidedText(
                token.text, Qt.TextElideMode.ElideRight, int(inside.width()) + 2
            )
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, text)
            if token.flipped:
                painter.setFont(mark)
                painter.drawText(token.rect.adjusted(0, 0, -5, 0), sides, FLIP_GLYPH)
        if self._current is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.color("accent" if self.hasFocus() else "text"), 2))
            painter.drawRoundedRect(self._tokens[self._current].rect.adjusted(-1, -1, 1, 1), 4, 4)

    # reading values off

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            return True  # the line above the strips says it already
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.read(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self.read(None)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._tokens or key not in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
            return
        here = self._current
        if here is None:
            self.read(0)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.read(min(len(self._tokens) - 1, max(0, here + (1 if key == Qt.Key.Key_Right else -1))))
        else:
            self.read(self._beside(here, 1 if key == Qt.Key.Key_Down else -1))

    def read(self, place: int | None) -> None:
        """Frame a token and say what it is; None takes the frame away."""
        if place == self._current:
            return
        self._current = place
        words = self._words(self._tokens[place]) if place is not None else ""
        self.setAccessibleDescription(words)
        self.token_read.emit(words)
        self.update()

    def _beside(self, here: int, down: int) -> int:
        """The nearest token of the line below or above."""
        rect = self._tokens[here].rect
        lines = {token.rect.y() for token in self._tokens if (token.rect.y() - rect.y()) * down > 0}
        if not lines:
            return here
        line = min(lines) if down > 0 else max(lines)
        return min(
            (place for place, token in enumerate(self._tokens) if token.rect.y() == line),
            key=lambda place: abs(self._tokens[place].rect.center().x() - rect.center().x()),
        )

    def _at(self, point: QPointF) -> int | None:
        return next((n for n, token in enumerate(self._tokens) if token.rect.contains(point)), None)

    def _words(self, token: Token) -> str:
        prompt = self._prompts[token.prompt]
        words = self.tr("{} · position {} of {} · KL {} nats").format(
            token.text, token.position + 1, len(prompt.pieces), figure(token.kl)
        )
        return words + (" · " + self.tr("{} flips").format(FLIP_GLYPH) if token.flipped else "")


def shown_piece(piece: str) -> str:
    """A token as it can be seen: marks for what has no shape, no blanks at its sides."""
    text = "".join(_VISIBLE.get(char, char) for char in piece)
    return text.strip(" ") or "␣"


def _cells(prompt: PromptResult) -> list[tuple[str, float, int]]:
    """Piece, KL in nats and flip of each position; a probe that kept no pieces has none."""
    return list(zip(prompt.pieces, prompt.kl_by_position, prompt.flipped, strict=False))
