"""A quiet, rounded button whose text has parts of different weight and colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector.ui.theme import Theme, font

MARGIN, GAP = 10, 6
WORTH_SHOWING = 48.0
"""Pixels below which the beginning of a word tells nobody anything."""


class Piece(NamedTuple):
    """Part of a chip's text. `role` names a colour; the last piece is the one that gives way when narrow."""

    text: str
    role: str = "text"
    strong: bool = False


class Chip(QAbstractButton):
    """Checkable or not; `round` gives pill ends."""

    def __init__(self, theme: Theme, *, round_ends: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._round = round_ends
        self._pieces: tuple[Piece, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_pieces(self, pieces: Sequence[Piece], *, name: str = "", tip: str = "") -> None:
        self._pieces = tuple(pieces)
        self.setAccessibleName(name or " ".join(piece.text for piece in pieces))
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(self._width(self._pieces)) + 1, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(int(self._width(self._pieces[:2])) + 1, self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = body.height() / 2 if self._round else 6.0
        edge = "accent" if self.hasFocus() else "faint" if self.underMouse() else "line"
        painter.setPen(QPen(colours.color(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(colours.color("line" if self.isChecked() else "surface"))
        painter.drawRoundedRect(body, radius, radius)
        x, limit = float(MARGIN), self.width() - MARGIN
        for place, piece in enumerate(self._pieces):
            chosen = _font(piece)
            metrics = QFontMetricsF(chosen)
            if place > 1 and limit - x < min(WORTH_SHOWING, metrics.horizontalAdvance(piece.text) - 1):
                break
            text = metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, max(0.0, limit - x + 1))
            painter.setFont(chosen)
            painter.setPen(colours.color(piece.role if self.isEnabled() else "faint"))
            painter.drawText(QRectF(x, 0, limit - x + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += metrics.horizontalAdvance(piece.text) + GAP
            if x >= limit:
                break

    def _width(self, pieces: Sequence[Piece]) -> float:
        text = sum(QFontMetricsF(_font(piece)).horizontalAdvance(piece.text) for piece in pieces)
        return text + GAP * max(0, len(pieces) - 1) + 2 * MARGIN

    def _height(self) -> int:
        return int(QFontMetricsF(font()).height()) + 11


def _font(piece: Piece) -> QFont:
    return font(steps=-0.5, weight=QFont.Weight.Medium if piece.strong else QFont.Weight.Normal)
