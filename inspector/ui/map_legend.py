"""The legend of the map: what each colour stands for, by glyph and word, or the scale of an amount."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector.compat.inspection import Status
from inspector.ui.theme import Theme, font
from inspector.ui.value_ramp import paint_ramp, paint_unmeasured
from inspector.ui.words import STATUS_GLYPH, STATUS_ROLE, status_word

UNMEASURED = "unmeasured"
_Swatch = Status | str | None


def fill(theme: Theme, status: Status | None) -> QColor:
    return theme.colours.color(f"{STATUS_ROLE[status]}_fill" if status else "empty_fill")


class Legend(QWidget):
    """Swatch, glyph and word for each status in the picture, as many in a line as there is room.

    For an amount: the scale from 0 to the most, in a line of its own, and what the rest means.
    """

    LINE, ITEM, SCALE = 20, 104, 9.0

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: list[tuple[_Swatch, str]] = []
        self._most = ""
        self._across = 2
        theme.changed.connect(self.update)

    def show_statuses(self, statuses: list[Status | None]) -> None:
        self._most = ""
        self.setToolTip("")
        order = [*(status for status in STATUS_GLYPH if status in statuses)]
        self._items = [(status, f"{STATUS_GLYPH[status]} {status_word(status)}") for status in order]
        if None in statuses:
            self._items.append((None, self.tr("not targeted")))
        self._fit()

    def show_scale(self, most: str, *, what: str, unmeasured: bool, untouched: bool) -> None:
        """`most` is the figure at the far end, empty where nothing was measured; `what` is the tip."""
        self._most = most
        self.setToolTip(what)
        self._items = [(UNMEASURED, self.tr("not measured"))] if unmeasured else []
        if untouched:
            self._items.append((None, self.tr("not targeted")))
        self._fit()

    @property
    def words(self) -> list[str]:
        """What the legend says, in order."""
        return [*(["0", self._most] if self._most else []), *(words for _, words in self._items)]

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        self._across = max(1, min(2, self.width() // self.ITEM))
        lines = -(-len(self._items) // self._across) + bool(self._most)
        self.setFixedHeight(self.LINE * max(1, lines))
        self.setAccessibleName(self.tr("Legend: {}").format(", ".join(self.words)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(steps=-1.5))
        top = self._paint_scale(painter) if self._most else 0.0
        width = self.width() / self._across
        for position, (swatch, words) in enumerate(self._items):
            x, y = (position % self._across) * width, top + position // self._across * self.LINE
            square = QRectF(x, y + 5, 10, 10)
            if swatch == UNMEASURED:
                paint_unmeasured(painter, self._theme, square)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(fill(self._theme, swatch if isinstance(swatch, Status) else None))
                painter.drawRoundedRect(square, 2, 2)
            painter.setPen(self._theme.colours.color("muted"))
            area = QRectF(x + 16, y, width - 16, self.LINE)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_scale(self, painter: QPainter) -> float:
        """Draw `0 ▁▃▅ 0.42` and give the height that it took."""
        metrics = painter.fontMetrics()
        zero, most = metrics.horizontalAdvance("0"), metrics.horizontalAdvance(self._most)
        length = max(20.0, self.width() - zero - most - 14.0)
        painter.setPen(self._theme.colours.color("muted"))
        line = QRectF(0, 0, self.width(), self.LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, "0")
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._most)
        scale = QRectF(zero + 7, (self.LINE - self.SCALE) / 2, length, self.SCALE)
        paint_ramp(painter, self._theme, scale)
        return float(self.LINE)
