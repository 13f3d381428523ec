"""Text in a few lines at most: what does not fit ends in an ellipsis."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

_BETWEEN = " ·"
_LONG_NAME = re.compile(r"(\S{20})\S{8,}(\S{14})")


@lru_cache(maxsize=512)
def wrapped(text: str, chosen: QFont, width: int, most: int) -> tuple[str, ...]:
    """The text in at most so many lines of a width in pixels.

    Where a line ends between two answers, the point between them says nothing more and is left out.
    """
    text = " ".join(text.split("\n"))
    layout, lines = QTextLayout(text, chosen), list[str]()
    layout.beginLayout()
    while text and len(lines) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        start = line.textStart()
        piece = text[start : start + line.textLength()]
        if len(lines) == most - 1 and start + line.textLength() < len(text):
            piece = _cut(text[start:], QFontMetrics(chosen), width)
        lines.append(piece.strip(_BETWEEN))
    layout.endLayout()
    return tuple(lines)


def _cut(text: str, metrics: QFontMetrics, width: int) -> str:
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return shown.removesuffix("…").rstrip(_BETWEEN) + "…" if shown.endswith("…") else shown


class WrappedLabel(QLabel):
    """A sentence in at most `most` lines. Where it is longer, long names give way first, then its end.

    `text` is always the whole, and so is the tip of a sentence that is cut.
    """

    def __init__(self, *, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        return min(super().heightForWidth(width), self._highest)

    def sizeHint(self) -> QSize:
        return super().sizeHint().boundedTo(QSize(16777215, self._highest))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, min(super().minimumSizeHint().height(), self._highest))

    @property
    def is_cut(self) -> bool:
        return super().heightForWidth(self.width()) > self._highest

    @property
    def shown(self) -> tuple[str, ...]:
        """The lines of a sentence that is cut."""
        short = _LONG_NAME.sub(r"\1…\2", self.text())
        return wrapped(short, self.font(), self.contentsRect().width(), self._most)

    @property
    def _highest(self) -> int:
        margins = self.contentsMargins()
        return self._most * self._line + margins.top() + margins.bottom() + 2 * self.margin()

    @property
    def _line(self) -> int:
        return max(self.fontMetrics().lineSpacing(), self.fontMetrics().boundingRect(self.text()).height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.is_cut:
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_cut:
            super().paintEvent(event)
            return
        painter, area = QPainter(self), self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        for place, line in enumerate(self.shown):
            row = area.adjusted(0, place * self._line, 0, 0)
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, line)
