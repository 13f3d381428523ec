"""The pages of a report as they will be printed: drawn when they come into view, sharp at every zoom."""

from __future__ import annotations

import re
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from inspector.ui.lane import Lane
from inspector.ui.theme import Theme

GAP, MARGIN = 14, 18
"""Pixels between two pages, and round them."""

KEPT = 6
"""Pictures of pages that are kept: at twice the width of a screen each takes some 20 MB."""

A4 = QSizeF(595.28, 841.89)
_SIZE = re.compile(rb'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
LEAST_ZOOM, MOST_ZOOM, STEP = 0.5, 3.0, 1.25


class ReportPages(QAbstractScrollArea):
    """`place_changed` carries the page that is read, from 1, and how many there are."""

    place_changed = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pages: tuple[bytes, ...] = ()
        self._sizes: tuple[QSizeF, ...] = ()
        self._drawn: OrderedDict[int, QImage] = OrderedDict()
        self._wanted: set[int] = set()
        self._lane = Lane("pages", self)
        self._issue = 0
        self.zoom = 1.0
        self.setObjectName("reportPages")
        self.setAccessibleName(self.tr("Pages of the report"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._on_scrolled())
        theme.changed.connect(self.viewport().update)

    def show_pages(self, pages: Sequence[bytes]) -> None:
        """`pages` are zlib streams of SVG."""
        self._pages, self._sizes = tuple(pages), tuple(map(page_size, pages))
        self._forget()
        self._measure()
        self.verticalScrollBar().setValue(0)
        self._on_scrolled()

    @property
    def count(self) -> int:
        return len(self._pages)

    @property
    def current(self) -> int:
        """The page that takes the upper third of the view, from 1; 0 with no pages."""
        line = self.verticalScrollBar().value() + self.viewport().height() / 3
        tops = [rect.top() for rect in self._rects()]
        return max((place for place, top in enumerate(tops, 1) if top <= line), default=min(1, self.count))

    def go_to(self, page: int) -> None:
        rects = self._rects()
        if rects:
            self.verticalScrollBar().setValue(rects[min(len(rects), max(1, page)) - 1].top() - MARGIN // 2)

    def zoom_to(self, zoom: float) -> None:
        """1.0 fits the width."""
        here = self.current
        self.zoom = min(MOST_ZOOM, max(LEAST_ZOOM, zoom))
        self._forget()
        self._measure()
        self.go_to(here)

    def close_lane(self) -> None:
        self._lane.close()

    # where the pages lie

    def _rects(self) -> list[QRect]:
        """Each page in the whole scroll, in pixels."""
        if not self._sizes:
            return []
        scale = self._scale()
        room = max(self.viewport().width(), int(self._widest() * scale) + 2 * MARGIN)
        top, rects = MARGIN, []
        for size in self._sizes:
            width, height = round(size.width() * scale), round(size.height() * scale)
            rects.append(QRect((room - width) // 2, top, width, height))
            top += height + GAP
        return rects

    def _scale(self) -> float:
        return self.zoom * max(80, self.viewport().width() - 2 * MARGIN) / self._widest()

    def _widest(self) -> float:
        return max(size.width() for size in self._sizes)

    def _measure(self) -> None:
        rects, view = self._rects(), self.viewport().size()
        height = rects[-1].bottom() + MARGIN if rects else 0
        width = max((rect.right() for rect in rects), default=0) + MARGIN
        for bar, total, seen in (
            (self.verticalScrollBar(), height, view.height()),
            (self.horizontalScrollBar(), width if self.zoom > 1 else 0, view.width()),
        ):
            bar.setRange(0, max(0, total - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(40)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            here = self.current
            self._forget()
            self._measure()
            self.go_to(here)
        else:
            self._measure()

    def _on_scrolled(self) -> None:
        self.viewport().update()
        self.place_changed.emit(self.current, self.count)

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), self._theme.colours.color("window"))
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for place, rect in enumerate(self._rects()):
            here = rect.translated(-across, -down)
            if not here.intersects(event.rect()):
                continue
            # Paper is white, in the dark as well: this is what will be printed.
            painter.fillRect(here, Qt.GlobalColor.white)
            image = self._drawn.get(place)
            if image is not None:
                painter.drawImage(here, image)
            else:
                self._draw(place, rect)
            painter.setPen(self._theme.colours.color("line"))
            painter.drawRect(QRectF(here).adjusted(-0.5, -0.5, 0.5, 0.5))

    def _draw(self, place: int, rect: QRect) -> None:
        """Ask for a page's picture; the thread beside the window makes it."""
        if place in self._wanted:
            return
        self._wanted.add(place)
        fine, issue = self.devicePixelRatioF(), self._issue

        def draw() -> QImage | None:
            # Whoever scrolls through many pages waits for those in view only.
            if issue != self._issue:
                return None
            return page_image(self._pages[place], round(rect.width() * fine), round(rect.height() * fine))

        self._lane.run(draw, partial(self._take, issue, place), lambda _: None)

    def _take(self, issue: int, place: int, image: QImage | None) -> None:
        if issue != self._issue or image is None:
            return
        self._wanted.discard(place)
        self._drawn[place] = image
        while len(self._drawn) > KEPT:
            self._drawn.popitem(last=False)
        self.viewport().update()

    def _forget(self) -> None:
        self._issue += 1
        self._drawn.clear()
        self._wanted.clear()

    # keys and wheel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self.verticalScrollBar()
        moves = {
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
            Qt.Key.Key_Left: lambda: self.go_to(self.current - 1),
            Qt.Key.Key_Right: lambda: self.go_to(self.current + 1),
            Qt.Key.Key_Space: lambda: bar.setValue(bar.value() + bar.pageStep() - 40),
            Qt.Key.Key_Plus: lambda: self.zoom_to(self.zoom * STEP),
            Qt.Key.Key_Minus: lambda: self.zoom_to(self.zoom / STEP),
            Qt.Key.Key_0: lambda: self.zoom_to(1.0),
        }
        move = moves.get(Qt.Key(key))
        if move is None:
            super().keyPressEvent(event)
            return
        move()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * (STEP if event.angleDelta().y() > 0 else 1 / STEP))
            return
        super().wheelEvent(event)


def page_size(page: bytes) -> QSizeF:
    """Of a packed page, in points; A4 where it does not say. Only its beginning is unpacked."""
    found = _SIZE.search(zlib.decompressobj().decompress(page, 600))
    return QSizeF(float(found[1]), float(found[2])) if found else A4


def page_image(page: bytes, width: int, height: int) -> QImage:
    """A packed page in so many device pixels, on white."""
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(zlib.decompress(page)).render(painter)
    painter.end()
    return image
