"""The map of layers × projections: one painted cell a module, in the colours that were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from inspector.compat.inspection import Status
from inspector.compat.layer_map import Cell, LayerBlock, LayerMap
from inspector.ui.map_colouring import Colouring, StatusColouring
from inspector.ui.theme import Theme, font

GAP = 2.0
ROW_LABELS = 24.0
COLUMN_LABELS = 18.0
TITLE = 20.0
SPACE = 14.0
TALLEST, SHORTEST = 20.0, 5.0


class Spot(NamedTuple):
    """A cell on the canvas; `block` -1 holds the modules outside every stack."""

    rect: QRectF
    cell: Cell
    block: int
    row: int
    column: int


class MapCanvas(QWidget):
    """Paints the cells. Arrow keys walk them, Return or a click goes to the module in the trees."""

    module_clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._map: LayerMap | None = None
        self._spots: dict[str, Spot] = {}
        self._current = ""
        self._colouring: Colouring = StatusColouring()
        self.viewport_height = 400
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Map of layers and projections"))

    def show_map(self, found: LayerMap | None) -> None:
        self._map = found
        self._layout()

    def colour_by(self, colouring: Colouring) -> None:
        self._colouring = colouring
        self.mark(self._current)

    def mark(self, module: str) -> None:
        """Frame the cell of a module, if it has one."""
        self._current = module if module in self._spots else ""
        spot = self._spots.get(module)
        if spot is not None:
            self.setAccessibleDescription(self._words(spot.cell))
        self.update()

    def spot_of(self, module: str) -> QRectF | None:
        spot = self._spots.get(module)
        return spot.rect if spot else None

    def cells(self) -> list[Cell]:
        """What the picture holds, for its legend and for copies."""
        return [spot.cell for spot in self._spots.values()]

    def statuses(self) -> list[Status | None]:
        return list(dict.fromkeys(cell.status for cell in self.cells()))

    def sizeHint(self) -> QSize:
        bottom = max((spot.rect.bottom() for spot in self._spots.values()), default=40.0)
        return QSize(160, int(bottom) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._layout()

    def relayout(self) -> None:
        self._layout()

    def _layout(self) -> None:
        self._spots = {}
        if self._map is not None:
            rows = sum(len(block.rows) for block in self._map.blocks)
            titles = TITLE if len(self._map.blocks) > 1 else 0.0
            fixed = len(self._map.blocks) * (COLUMN_LABELS + SPACE + titles) + (
                30 if self._map.outside else 0
            )
            height = min(TALLEST, max(SHORTEST, (self.viewport_height - fixed) / max(1, rows)))
            self._spots = {spot.cell.module: spot for spot in self._place(self._map, height)}
        self.setMinimumHeight(self.sizeHint().height())
        self.mark(self._current)

    def _place(self, found: LayerMap, height: float) -> Iterator[Spot]:
        y, room = 0.0, max(40.0, self.width() - ROW_LABELS - 2)
        for number_, block in enumerate(found.blocks):
            y += COLUMN_LABELS + (TITLE if len(found.blocks) > 1 else 0)
            width = room / max(1, len(block.columns))
            for row, layer in enumerate(block.rows):
                for column, path in enumerate(block.columns):
                    cell = block.cells.get((layer, path))
                    if cell is not None:
                        rect = QRectF(ROW_LABELS + column * width, y, width - GAP, height - GAP)
                        yield Spot(rect, cell, number_, row, column)
                y += height
            y += SPACE
        for row, cell in enumerate(found.outside):
            yield Spot(QRectF(ROW_LABELS, y + row * 20 + 3, 16, 11), cell, -1, row, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        for spot in self._spots.values():
            self._colouring.paint(painter, self._theme, spot.rect, spot.cell)
        painter.setFont(font(steps=-2))
        painter.setPen(colours.color("muted"))
        if self._map is not None:
            for position, block in enumerate(self._map.blocks):
                self._paint_labels(painter, block, position)
            for cell in self._map.outside:
                rect = self._spots[cell.module].rect
                name = QRectF(rect.right() + 8, rect.top() - 4, self.width() - rect.right() - 8, 19)
                shown = painter.fontMetrics().elidedText(
                    cell.module, Qt.TextElideMode.ElideMiddle, int(name.width())
                )
                painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, shown)
        marked = self._spots.get(self._current)
        if marked is not None:
            painter.setPen(QPen(colours.color("accent" if self.hasFocus() else "text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(marked.rect.adjusted(-1, -1, 1, 1), 2, 2)

    def _paint_labels(self, painter: QPainter, block: LayerBlock, position: int) -> None:
        spots = [spot for spot in self._spots.values() if spot.block == position]
        if not spots:
            return
        assert self._map is not None
        top, metrics = spots[0].rect.top(), QFontMetricsF(painter.font())
        width = (self.width() - ROW_LABELS - 2) / max(1, len(block.columns))
        for column, label in enumerate(block.labels):
            text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, width - 1)
            area = QRectF(ROW_LABELS + column * width, top - COLUMN_LABELS, width - GAP, COLUMN_LABELS - 3)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        if len(self._map.blocks) > 1:
            area = QRectF(0, top - COLUMN_LABELS - TITLE, self.width(), TITLE)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, block.stack)
        height = spots[0].rect.height() + GAP
        every = max(1, int(-(-metrics.height() // height)))
        every = next((step for step in (1, 2, 4, 8, 16, 32) if step >= every), every)
        for row, layer in enumerate(block.rows):
            if row % every == 0:
                area = QRectF(0, top + row * height - 4, ROW_LABELS - 7, height + 6)
                painter.drawText(
                    area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(layer)
                )

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            spot = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(spot.cell) if spot else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._at(event.position())
        if spot is not None:
            self._go(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._spots:
            super().keyPressEvent(event)
            return
        here = self._spots.get(self._current)
        target = next(iter(self._spots.values())) if here is None else self._beside(here, *step)
        if target is not None:
            self._go(target)

    def _beside(self, here: Spot, down: int, right: int) -> Spot | None:
        """The nearest cell in a direction, also across a gap or into the next stack."""
        ahead = [
            spot
            for spot in self._spots.values()
            if (spot.rect.center().y() - here.rect.center().y()) * down > 1
            or (spot.rect.center().x() - here.rect.center().x()) * right > 1
        ]
        across = 4 if down else 40
        return min(
            ahead,
            default=None,
            key=lambda spot: (
                abs(spot.rect.center().x() - here.rect.center().x()) * (across if down else 1)
                + abs(spot.rect.center().y() - here.rect.center().y()) * (across if right else 1)
            ),
        )

    def _go(self, spot: Spot) -> None:
        self.mark(spot.cell.module)
        self.module_clicked.emit(spot.cell.module)

    def _at(self, point: QPointF) -> Spot | None:
        return next((s for s in self._spots.values() if s.rect.adjusted(-1, -1, 1, 1).contains(point)), None)

    def _words(self, cell: Cell) -> str:
        return f"{cell.module}: {self._colouring.words(cell)}"
