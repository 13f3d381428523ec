"""The map with its title, the switch of what its colours stand for, and the legend."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.layer_map import LayerMap
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.figure_copy import FigureCopy
from inspector.ui.language import tr
from inspector.ui.map_colouring import (
    MODES,
    STATUS,
    Colouring,
    StatusColouring,
    ValueColouring,
    ValueMode,
)
from inspector.ui.map_legend import Legend
from inspector.ui.map_view import MapCanvas
from inspector.ui.theme import Theme, font


class MapPane(QFrame):
    """Title and switch, scrolling canvas, legend. A chosen mode stays chosen from base to base."""

    module_clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapPane")
        self._values: dict[str, Mapping[str, float]] = {}
        self._members: Mapping[str, tuple[str, ...]] = {}
        title = ElidedLabel(self.tr("Layers × projections"))
        title.setObjectName("sectionTitle")
        title.setFont(font(steps=-1))
        self.modes = self._make_switch()
        self.canvas = MapCanvas(theme)
        self.canvas.module_clicked.connect(self.module_clicked)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.canvas)
        self._scroll.viewport().setAutoFillBackground(False)
        self.canvas.setAutoFillBackground(False)
        self.legend = Legend(theme)
        self.copier = FigureCopy(self.canvas, self._rows, picture=self)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(title, 1)
        head.addWidget(self.modes)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 12, 10)
        column.setSpacing(6)
        column.addWidget(self._head)
        column.addWidget(self._scroll)
        column.addWidget(self.legend)
        column.addStretch(1)
        self._mode = STATUS
        self._recolour()

    @property
    def mode(self) -> str:
        """`status`, or the id of a ValueMode."""
        return self._mode

    def show_map(self, found: LayerMap | None, members: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """`members` names the modules behind the folded cells of a wide map."""
        self._members = members or {}
        self.canvas.show_map(found)
        self._recolour()

    def show_values(self, mode: ValueMode, values: Mapping[str, float] | None) -> None:
        """Amounts by module path for one of the modes; None or empty where nothing was measured."""
        self._values[mode.id] = values or {}
        action = self._actions[mode.id]
        action.setEnabled(bool(values) or self._mode == mode.id)
        action.setToolTip(tr(mode.what) if values else f"{tr(mode.what)}\n{tr(mode.missing)}")
        if self._mode == mode.id:
            self._recolour()

    def colour_by(self, mode: str) -> None:
        self._actions[mode].setChecked(True)
        self._mode = mode
        self._recolour()

    def mark(self, module: str) -> None:
        self.canvas.mark(module)
        rect = self.canvas.spot_of(module)
        if rect is not None:
            self._scroll.ensureVisible(int(rect.center().x()), int(rect.center().y()), 0, 20)

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _recolour(self) -> None:
        self._colouring = self._make_colouring()
        self.modes.setText(self._actions[self._mode].text())
        self.canvas.colour_by(self._colouring)
        self._colouring.explain(self.legend, self.canvas.cells())
        self._fit()

    def _make_colouring(self) -> Colouring:
        mode = next((mode for mode in MODES if mode.id == self._mode), None)
        if mode is None:
            return StatusColouring()
        return ValueColouring(mode, self._values.get(mode.id, {}), self._members)

    def _make_switch(self) -> QToolButton:
        switch = QToolButton()
        switch.setObjectName("mapMode")
        switch.setToolTip(self.tr("What the colours stand for"))
        switch.setAccessibleName(self.tr("Colour the map by"))
        switch.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        switch.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(switch)
        menu.setToolTipsVisible(True)
        group = QActionGroup(switch)
        self._actions: dict[str, QAction] = {}
        for name, text in ((STATUS, self.tr("status")), *((mode.id, tr(mode.name)) for mode in MODES)):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setEnabled(name == STATUS)
            action.triggered.connect(lambda _=False, name=name: self.colour_by(name))
            group.addAction(action)
            self._actions[name] = action
        self._actions[STATUS].setChecked(True)
        switch.setMenu(menu)
        for mode in MODES:
            self._actions[mode.id].setToolTip(f"{tr(mode.what)}\n{tr(mode.missing)}")
        return switch

    def _rows(self) -> list[tuple[str | float | None, ...]]:
        names = [mode.id for mode in MODES if self._values.get(mode.id)]
        rows: list[tuple[str | float | None, ...]] = [("module", "status", *names)]
        for cell in self.canvas.cells():
            for module in self._members.get(cell.module, (cell.module,)):
                values = (self._values[name].get(module) for name in names)
                rows.append((module, cell.status or "", *values))
        return rows

    def _fit(self) -> None:
        """Give the canvas the room there is, and the scroll area no more than the canvas needs."""
        room = self.height() - self._head.sizeHint().height() - self.legend.height() - 40
        self.canvas.viewport_height = max(60, room)
        self.canvas.relayout()
        self._scroll.setFixedHeight(max(60, min(room, self.canvas.sizeHint().height() + 2)))
