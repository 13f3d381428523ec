"""The findings: what happens, why, and what to do, worst first."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inspector.compat.inspection import Inspection
from inspector.ui.finding_rows import Row, as_markdown, as_text, rows_of, sentence
from inspector.ui.theme import Theme, font

RENAME_RULE = "ADP205"
_ROW = Qt.ItemDataRole.UserRole
PADDING, RULE_WIDTH, GLYPH_WIDTH, PLACE_WIDTH = 9, 70, 26, 170
LEFT = 16
_WRAP = int(Qt.TextFlag.TextWordWrap)


class FindingDelegate(QStyledItemDelegate):
    """First line: glyph, rule, name, message, number of keys. Then why and what to do, standing back."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain, self._strong = font(), font(weight=QFont.Weight.DemiBold)
        self._mono, self._small = font(mono=True), font(steps=-0.3)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = option.widget
        # As if the scroll bar were there: it comes and goes with the very heights that are asked for here.
        bar = view.verticalScrollBar().sizeHint().width() if isinstance(view, QListWidget) else 0
        width = view.width() - bar if isinstance(view, QListWidget) else 800
        head, rest = self._heights(width, index.data(_ROW))
        return QSize(200, head + rest + 2 * PADDING + (3 if rest else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(_ROW)
        if not isinstance(row, Row):
            return
        colours, rect = self._theme.colours, QRect(option.rect)
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if here:
            painter.fillRect(rect, colours.color("selection"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.color("line_soft"))
        top, line = rect.top() + PADDING, QFontMetrics(self._plain).height()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._plain)
        painter.setPen(colours.color(row.role))
        painter.drawText(QRect(LEFT, top, GLYPH_WIDTH, line), middle, row.glyph)
        painter.setFont(self._mono)
        painter.setPen(colours.color("accent" if here or self._is_pointed_at(option) else "muted"))
        painter.drawText(QRect(LEFT + GLYPH_WIDTH, top, RULE_WIDTH, line), middle, row.rule)
        left = LEFT + GLYPH_WIDTH + RULE_WIDTH
        painter.setFont(self._strong)
        painter.setPen(colours.color("text" if row.finding is not None or not row.rule else "muted"))
        name_width = self._name_width(row.name)
        painter.drawText(QRect(left, top, name_width, line), middle, row.name)
        head, rest = self._heights(rect.width(), row)
        width = rect.width() - left - self._place_width(rect.width())
        painter.setFont(self._plain)
        painter.drawText(QRect(left + name_width, top, width - name_width, head), _WRAP, row.message)
        painter.setPen(colours.color("muted"))
        if rest:
            painter.setFont(self._small)
            painter.drawText(QRect(left, top + head + 3, width, rest), _WRAP, row.advice)
        painter.setFont(self._plain)
        room = self._place_width(rect.width())
        place = QRect(rect.right() - room, top, room - 16, line)
        text = QFontMetrics(self._plain).elidedText(row.place, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | middle, text)
        painter.restore()

    def _is_pointed_at(self, option: QStyleOptionViewItem) -> bool:
        return bool(option.state & QStyle.StateFlag.State_MouseOver)

    def _heights(self, width: int, row: object) -> tuple[int, int]:
        """Pixels of the message and of the advice below it, wrapped to the view's width."""
        plain, small = QFontMetrics(self._plain), QFontMetrics(self._small)
        if not isinstance(row, Row):
            return plain.height(), 0
        room = max(120, width - LEFT - GLYPH_WIDTH - RULE_WIDTH - self._place_width(width))
        name = self._name_width(row.name)
        head = plain.boundingRect(QRect(0, 0, max(80, room - name), 9999), _WRAP, row.message).height()
        rest = small.boundingRect(QRect(0, 0, room, 9999), _WRAP, row.advice).height() if row.advice else 0
        return max(plain.height(), head), rest

    def _place_width(self, width: int) -> int:
        """The place gives way where the list is narrow: the rule's page stands beside it."""
        return PLACE_WIDTH if width > 6 * PLACE_WIDTH else 126

    def _name_width(self, name: str) -> int:
        return QFontMetrics(self._strong).horizontalAdvance(name) + 10 if name else 0


class FindingsView(QListWidget):
    """Return or a click goes to the first key that a finding names; its id, and F1, open the rule's page."""

    key_asked = Signal(str)
    rule_asked = Signal()
    row_changed = Signal(object)
    repair_asked = Signal()
    count_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingsList")
        self.setItemDelegate(FindingDelegate(theme, self))
        self.setAccessibleName(self.tr("Findings"))
        self.setAccessibleDescription(self.tr("Return goes to the first key, F1 explains the rule."))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.customContextMenuRequested.connect(self._on_menu)
        self.itemClicked.connect(self._on_clicked)
        self.itemActivated.connect(self._go_to_key)
        self.currentItemChanged.connect(lambda *_: self.row_changed.emit(self.current))
        self._pressed = QPoint()

    @property
    def current(self) -> Row | None:
        item = self.currentItem()
        row = item.data(_ROW) if item is not None else None
        return row if isinstance(row, Row) else None

    def show_inspection(self, inspection: Inspection | None) -> None:
        place = self.currentRow()
        blocked = self.blockSignals(True)
        self.clear()
        for row in rows_of(inspection) if inspection is not None else []:
            item = QListWidgetItem()
            item.setData(_ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, sentence(row))
            if row.rule:
                item.setToolTip(self.tr("{}: F1 explains it").format(row.rule))
            else:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.addItem(item)
            if row.rule == RENAME_RULE and inspection is not None and inspection.proposal is not None:
                self.setItemWidget(item, self._repair_offer())
        if 0 <= place < self.count():
            self.setCurrentRow(place)
        self.blockSignals(blocked)
        self.row_changed.emit(self.current)
        self.count_changed.emit(len(inspection.findings) if inspection is not None else 0)

    def _repair_offer(self) -> QWidget:
        """A button at the row's end; the rest of the row stays what it is."""
        offer = QWidget()
        button = QPushButton(self.tr("Save a repaired copy…"))
        button.setObjectName("repairButton")
        button.clicked.connect(self.repair_asked)
        row = QHBoxLayout(offer)
        row.setContentsMargins(0, 0, 14, 6)
        sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        row.addWidget(button, 0, sides)
        return offer

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Rows are as high as their words need at this width; the view remembers the heights of the last one.
        self.scheduleDelayedItemsLayout()

    # what a person does

    def copy(self, *, markdown: bool = False) -> None:
        """The current row as text, or for a pull request as Markdown."""
        if self.current is not None:
            QGuiApplication.clipboard().setText((as_markdown if markdown else as_text)(self.current))

    def menu(self) -> QMenu:
        menu, row = QMenu(self), self.current
        go = menu.addAction(
            self.tr("Go to the first key\tReturn"), lambda: self._go_to_key(self.currentItem())
        )
        go.setEnabled(row is not None and row.finding is not None and bool(row.finding.keys))
        menu.addAction(self.tr("Explain the rule\tF1"), self.rule_asked.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Copy as text\tCtrl+C"), self.copy)
        menu.addAction(self.tr("Copy as Markdown"), lambda: self.copy(markdown=True))
        return menu

    def event(self, event: QEvent) -> bool:
        # Claim the keys before the window's own action for the trees gets them.
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            self.rule_asked.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._is_on_rule(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def _is_on_rule(self, point: QPoint) -> bool:
        item = self.itemAt(point)
        row = item.data(_ROW) if item is not None else None
        return (
            isinstance(row, Row) and bool(row.rule) and 0 <= point.x() - LEFT - GLYPH_WIDTH < RULE_WIDTH - 8
        )

    def _on_clicked(self, item: QListWidgetItem) -> None:
        if self._is_on_rule(self._pressed):
            self.rule_asked.emit()
        else:
            self._go_to_key(item)

    def _go_to_key(self, item: QListWidgetItem | None) -> None:
        row = item.data(_ROW) if item is not None else None
        if isinstance(row, Row) and row.finding is not None and row.finding.keys:
            self.key_asked.emit(row.finding.keys[0])

    def _on_menu(self, point: QPoint) -> None:
        if self.current is None or not self.current.rule:
            return
        menu = self.menu()
        menu.exec(self.viewport().mapToGlobal(point))
        menu.deleteLater()
