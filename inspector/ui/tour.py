"""Four quiet call-outs over the workbench at the very first start; a click or Esc ends them for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from inspector.ui.language import tr
from inspector.ui.theme import Theme, font

WIDTH, PADDING, GAP = 268, 14, 12


class CallOut(NamedTuple):
    """What to point at; the call-out stands at the `side` of it: `below`, `right` or `left`."""

    target: QWidget
    side: str
    title: str
    text: str


class Tour(QWidget):
    """Lies over `window` until it is dismissed."""

    dismissed = Signal()

    def __init__(self, theme: Theme, call_outs: Sequence[CallOut], window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._call_outs, self._window = theme, tuple(call_outs), window
        self._before = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("A look round"))
        self.setAccessibleDescription(" ".join(f"{c.title}. {c.text}" for c in self._call_outs))
        self.button = QPushButton(self.tr("Got it"), self)
        self.button.setObjectName("accent")
        self.button.clicked.connect(self.dismiss)
        window.installEventFilter(self)

    def begin(self) -> None:
        self._fill()
        self.show()
        self.raise_()
        self.button.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        self.dismissed.emit()
        self.close()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fill()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window but for what is pointed at, and say what that is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        shade = QPainterPath()
        shade.addRect(QRectF(self.rect()))
        places = [self._place_of(call_out.target) for call_out in self._call_outs]
        for place in places:
            hole = QPainterPath()
            hole.addRoundedRect(QRectF(place), 6, 6)
            shade = shade.subtracted(hole)
        dim = QColor(0, 0, 0, 120 if self._theme.is_dark else 76)
        painter.fillPath(shade, dim)
        painter.setPen(QPen(colours.color("accent"), 1.5))
        for place in places:
            painter.drawRoundedRect(QRectF(place), 6, 6)
        for call_out, place in zip(self._call_outs, places, strict=True):
            self._paint_words(painter, call_out, self._box(call_out, place))

    def _paint_words(self, painter: QPainter, call_out: CallOut, box: QRect) -> None:
        colours = self._theme.colours
        painter.setPen(QPen(colours.color("line"), 1))
        painter.setBrush(colours.color("raised"))
        painter.drawRoundedRect(QRectF(box), 8, 8)
        inner = box.adjusted(PADDING, PADDING - 2, -PADDING, -PADDING + 2)
        painter.setFont(_title_font())
        painter.setPen(colours.color("text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, call_out.title)
        painter.setFont(font(steps=-0.2))
        painter.setPen(colours.color("muted"))
        inner.setTop(inner.top() + _title_height())
        painter.drawText(inner, int(Qt.TextFlag.TextWordWrap), call_out.text)

    def _box(self, call_out: CallOut, place: QRect) -> QRect:
        """Beside its target, wholly inside the window."""
        size = self._size_of(call_out)
        middle = place.center() - QPoint(size.width() // 2, size.height() // 2)
        top_left = {
            "below": QPoint(middle.x(), place.bottom() + GAP),
            "right": QPoint(place.right() + GAP, middle.y()),
            "left": QPoint(place.left() - GAP - size.width(), middle.y()),
        }[call_out.side]
        room = self.rect().adjusted(GAP, GAP, -GAP, -GAP)
        top_left.setX(max(room.left(), min(top_left.x(), room.right() - size.width())))
        top_left.setY(max(room.top(), min(top_left.y(), room.bottom() - size.height())))
        return QRect(top_left, size)

    def _size_of(self, call_out: CallOut) -> QSize:
        room = QRect(0, 0, WIDTH - 2 * PADDING, 400)
        words = QFontMetrics(font(steps=-0.2)).boundingRect(
            room, int(Qt.TextFlag.TextWordWrap), call_out.text
        )
        return QSize(WIDTH, _title_height() + words.height() + 2 * PADDING)

    def _place_of(self, target: QWidget) -> QRect:
        corner = target.mapTo(self._window, QPoint(0, 0))
        return QRect(corner, target.size()).adjusted(2, 2, -2, -2)

    def _fill(self) -> None:
        self.setGeometry(self._window.rect())
        self.button.adjustSize()
        at = QPoint((self.width() - self.button.width()) // 2, self.height() - self.button.height() - 56)
        self.button.move(at)


def _title_font() -> QFont:
    return font(weight=QFont.Weight.DemiBold)


def _title_height() -> int:
    return QFontMetrics(_title_font()).height() + 4


def workbench_tour(theme: Theme, window: QWidget, targets: Callable[[str], QWidget]) -> Tour:
    """The tour of the workbench; `targets` gives the widget for `verdict`, `shelf`, `map` and `probe`."""

    said = (
        ("verdict", "below", tr("The verdict"), tr("One sentence: does it load, does it land, does it act.")),
        (
            "shelf",
            "right",
            tr("The shelf"),
            tr("Drop every base and revision here; each has its own verdict."),
        ),
        ("map", "left", tr("The map"), tr("A cell for each module of each layer. Click one to go there.")),
        ("probe", "below", tr("The probe"), tr("Runs the model with and without the adapter, and measures.")),
    )
    return Tour(
        theme, [CallOut(targets(name), side, title, text) for name, side, title, text in said], window
    )
