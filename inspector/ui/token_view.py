"""The token strips with what one needs to read them: the scale, the glyph, the token under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.compat.probe_result import PromptResult
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.pane_parts import QuietPage
from inspector.ui.quantities import figure
from inspector.ui.theme import Theme, font
from inspector.ui.token_strip import FLIP_GLYPH, TokenStrip
from inspector.ui.value_ramp import paint_ramp


class RampLegend(QWidget):
    """`KL 0 ▁▂▃ 5.2 nats`: the scale between its two ends."""

    LENGTH, THICKNESS, GAP = 90.0, 9.0, 7.0

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._low, self._high = "", ""

    def show_scale(self, low: str, high: str) -> None:
        self._low, self._high = low, high
        self.setAccessibleName(f"{low} – {high}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(steps=-1))
        words = metrics.horizontalAdvance(self._low) + metrics.horizontalAdvance(self._high)
        return QSize(int(words + self.LENGTH + 2 * self.GAP) + 2, int(metrics.height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(steps=-1))
        painter.setPen(self._theme.colours.color("muted"))
        low = QFontMetricsF(painter.font()).horizontalAdvance(self._low)
        height = float(self.height())
        painter.drawText(QRectF(0, 0, low + 2, height), Qt.AlignmentFlag.AlignVCenter, self._low)
        left = low + self.GAP
        end = QRectF(left + self.LENGTH + self.GAP, 0, self.width(), height)
        painter.drawText(end, Qt.AlignmentFlag.AlignVCenter, self._high)
        scale = QRectF(left, (height - self.THICKNESS) / 2, self.LENGTH, self.THICKNESS)
        paint_ramp(painter, self._theme, scale)


class TokenView(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = TokenStrip(theme)
        self.strip.token_read.connect(self._on_read)
        self.legend = RampLegend(theme)
        flips = QLabel(f"{FLIP_GLYPH}  " + self.tr("another most likely next token"))
        flips.setObjectName("muted")
        flips.setFont(font(steps=-1))
        self.reading = ElidedLabel(smallest=0)
        self.reading.setFont(font(steps=-0.5))
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.setSpacing(22)
        head.addWidget(self.legend)
        head.addWidget(flips)
        head.addWidget(self.reading, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.strip)
        self._scroll.viewport().setAutoFillBackground(False)
        self.strip.setAutoFillBackground(False)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 2, 0, 0)
        body.setSpacing(4)
        body.addLayout(head)
        body.addWidget(self._scroll, 1)
        self._nothing = QuietPage(self.tr("This probe kept no figures by token."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        column.addWidget(self._nothing)
        self.copier = FigureCopy(self.strip, self.strip.rows)
        self.show_prompts(())

    def show_prompts(self, prompts: Sequence[PromptResult]) -> None:
        self.strip.show_prompts(prompts)
        self.legend.show_scale("KL 0", self.tr("{} nats").format(figure(self.strip.most)))
        self._body.setVisible(bool(self.strip.tokens))
        self._nothing.setVisible(not self.strip.tokens)

    def go_to(self, prompt: int) -> None:
        """Scroll to a prompt's strip."""
        rect = self.strip.place_of(prompt)
        if rect is not None:
            self._scroll.ensureVisible(0, int(rect.bottom()), 0, int(rect.height()) + 8)

    def _on_read(self, words: str) -> None:
        self.reading.setText(words)
        current = self.strip.current
        if current is not None and self.strip.hasFocus():
            token = self.strip.tokens[current]
            self._scroll.ensureVisible(0, int(token.rect.center().y()), 0, int(token.rect.height()))
