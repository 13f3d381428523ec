"""One sample text as both tokenizers cut it: pieces with their ids, those that differ framed and marked."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.compat.tokenizer_comparison import SampleChange
from inspector.ui.theme import Theme, font
from inspector.ui.token_strip import shown_piece

PAD, GAP, LINE_GAP, BETWEEN, LEFT = 6.0, 3.0, 6.0, 12.0, 52.0
MOST_PIECES = 400


class Piece(NamedTuple):
    """A token on the canvas; `differs` where the other side has another id in its place."""

    rect: QRectF
    text: str
    id: str
    differs: bool


class SamplePieces(QWidget):
    """Before over after; what differs is framed, underlined by its id's colour, and counted in words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sample: SampleChange | None = None
        self.sides: tuple[list[Piece], list[Piece]] = ([], [])
        self._heads: list[tuple[QRectF, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Tokens before and after"))
        theme.changed.connect(self.update)

    def show_sample(self, sample: SampleChange | None) -> None:
        self._sample = sample
        self._lay_out()
        if sample is not None:
            told = [
                f"{words}: " + ", ".join(f"{piece.text} {piece.id}" for piece in pieces)
                for words, pieces in zip((self.tr("before"), self.tr("after")), self.sides, strict=True)
            ]
            self.setAccessibleDescription(". ".join(told))

    def sizeHint(self) -> QSize:
        bottom = max((piece.rect.bottom() for side in self.sides for piece in side), default=40.0)
        return QSize(200, int(bottom) + 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _lay_out(self) -> None:
        self.sides, self._heads = ([], []), []
        sample = self._sample
        if sample is not None:
            marks = differing(sample.before_ids, sample.after_ids)
            y = self._flow(0, sample.before_pieces, sample.before_ids, marks[0], 2.0)
            self._flow(1, sample.after_pieces, sample.after_ids, marks[1], y + BETWEEN)
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def _flow(
        self, side: int, pieces: Sequence[str], ids: Sequence[int], marks: Sequence[bool], y: float
    ) -> float:
        """Lay one side out below `y`; where it ends."""
        metrics, small = QFontMetricsF(font(mono=True, steps=-0.3)), QFontMetricsF(font(steps=-2))
        height = metrics.height() + small.height() + 5
        right, x = max(160.0, self.width() - 4.0), LEFT
        words = self.tr("before") if side == 0 else self.tr("after")
        self._heads.append((QRectF(0, y, LEFT - 8, metrics.height() + 4), words))
        for piece, token, differs in list(zip(pieces, ids, marks, strict=False))[:MOST_PIECES]:
            text = shown_piece(piece)
            width = max(metrics.horizontalAdvance(text), small.horizontalAdvance(str(token))) + 2 * PAD
            width = min(width, right - LEFT)
            if x + width > right and x > LEFT:
                x, y = LEFT, y + height + LINE_GAP
            self.sides[side].append(Piece(QRectF(x, y, width, height), text, str(token), differs))
            x += width + GAP
        return y + height

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        painter.setFont(font(steps=-1))
        painter.setPen(colours.color("muted"))
        for rect, words in self._heads:
            painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        exposed = QRectF(event.rect())
        for piece in (*self.sides[0], *self.sides[1]):
            if piece.rect.intersects(exposed):
                self._paint_piece(painter, piece)
        if self.hasFocus():
            painter.setPen(QPen(colours.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_piece(self, painter: QPainter, piece: Piece) -> None:
        colours = self._theme.colours
        edge = QPen(colours.color("bad"), 1.2) if piece.differs else QPen(Qt.PenStyle.NoPen)
        painter.setPen(edge)
        painter.setBrush(colours.color("bad_wash" if piece.differs else "window"))
        painter.drawRoundedRect(piece.rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        inside = piece.rect.adjusted(PAD - 2, 2, 2 - PAD, -2)
        painter.setFont(font(mono=True, steps=-0.3))
        painter.setPen(colours.color("text"))
        text = painter.fontMetrics().elidedText(
            piece.text, Qt.TextElideMode.ElideRight, int(inside.width()) + 2
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
        painter.setFont(font(steps=-2))
        painter.setPen(colours.color("bad" if piece.differs else "muted"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, piece.id)


def differing(before: Sequence[int], after: Sequence[int]) -> tuple[list[bool], list[bool]]:
    """Which ids have no equal on the other side, aligned in order."""
    one, other = list(before[:MOST_PIECES]), list(after[:MOST_PIECES])
    marks = [True] * len(before), [True] * len(after)
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        for place in range(block.size):
            marks[0][block.a + place] = marks[1][block.b + place] = False
    return marks
