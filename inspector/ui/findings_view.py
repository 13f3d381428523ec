"""The findings: what happens, why, and what to do, worst first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inspector.compat.inspection import Finding, Inspection, NotChecked, Severity
from inspector.ui.quantities import number
from inspector.ui.theme import Theme, font
from inspector.ui.words import SEVERITY_GLYPH, SEVERITY_ROLE, severity_word

RENAME_RULE = "ADP205"
_FINDING = Qt.ItemDataRole.UserRole
PADDING, RULE_WIDTH, GLYPH_WIDTH, PLACE_WIDTH = 9, 62, 26, 170
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
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
        found = index.data(_FINDING)
        head, rest = self._heights(width, found)
        return QSize(200, head + rest + 2 * PADDING + (3 if rest else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found = index.data(_FINDING)
        if not isinstance(found, Finding | NotChecked):
            return
        colours, rect = self._theme.colours, QRect(option.rect)
        severity = found.severity if isinstance(found, Finding) else Severity.INFO
        role = SEVERITY_ROLE[severity]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.color("selection"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.color("line_soft"))
        top, line = rect.top() + PADDING, QFontMetrics(self._plain).height()
        painter.setFont(self._plain)
        glyph = SEVERITY_GLYPH[severity] if isinstance(found, Finding) else "?"
        if not found.rule:
            glyph, role = "✓", "good"
        painter.setPen(colours.color(role))
        painter.drawText(QRect(16, top, GLYPH_WIDTH, line), Qt.AlignmentFlag.AlignVCenter, glyph)
        painter.setFont(self._mono)
        painter.setPen(colours.color("muted"))
        rule = QRect(16 + GLYPH_WIDTH, top, RULE_WIDTH, line)
        painter.drawText(rule, Qt.AlignmentFlag.AlignVCenter, found.rule)
        left = self._left()
        painter.setFont(self._strong)
        painter.setPen(colours.color("text" if isinstance(found, Finding) else "muted"))
        name_width = self._name_width(found.name)
        painter.drawText(QRect(left, top, name_width, line), Qt.AlignmentFlag.AlignVCenter, found.name)
        head, rest = self._heights(rect.width(), found)
        width = rect.width() - left - PLACE_WIDTH
        painter.setFont(self._plain)
        painter.drawText(QRect(left + name_width, top, width - name_width, head), _WRAP, _message(found))
        painter.setPen(colours.color("muted"))
        if rest:
            painter.setFont(self._small)
            painter.drawText(QRect(left, top + head + 3, width, rest), _WRAP, _advice(found))
        painter.setFont(self._plain)
        sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        place = QRect(rect.right() - PLACE_WIDTH, top, PLACE_WIDTH - 16, line)
        text = QFontMetrics(self._plain).elidedText(
            _place(found), Qt.TextElideMode.ElideMiddle, place.width()
        )
        painter.drawText(place, sides, text)
        painter.restore()

    def _heights(self, width: int, found: object) -> tuple[int, int]:
        """Pixels of the message and of the advice below it, wrapped to the view's width."""
        plain, small = QFontMetrics(self._plain), QFontMetrics(self._small)
        if not isinstance(found, Finding | NotChecked):
            return plain.height(), 0
        room = max(120, width - self._left() - PLACE_WIDTH)
        name = self._name_width(found.name)
        head = plain.boundingRect(QRect(0, 0, max(80, room - name), 9999), _WRAP, _message(found)).height()
        advice = _advice(found)
        rest = small.boundingRect(QRect(0, 0, room, 9999), _WRAP, advice).height() if advice else 0
        return max(plain.height(), head), rest

    def _name_width(self, name: str) -> int:
        return QFontMetrics(self._strong).horizontalAdvance(name) + 10 if name else 0

    def _left(self) -> int:
        return 16 + GLYPH_WIDTH + RULE_WIDTH


class FindingsView(QListWidget):
    """Return or a double click goes to the first key that a finding names."""

    key_asked = Signal(str)
    repair_asked = Signal()
    count_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingsList")
        self.setItemDelegate(FindingDelegate(theme, self))
        self.setAccessibleName(self.tr("Findings"))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)

    def show_inspection(self, inspection: Inspection | None) -> None:
        row = self.currentRow()
        self.clear()
        if inspection is None:
            self.count_changed.emit(0)
            return
        findings = sorted(inspection.findings, key=lambda finding: (_ORDER[finding.severity], finding.rule))
        rows: list[Finding | NotChecked] = [*findings, *_by_reason(inspection.not_checked)]
        for found in rows:
            item = QListWidgetItem()
            item.setData(_FINDING, found)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _sentence(found))
            self.addItem(item)
            if isinstance(found, Finding) and found.rule == RENAME_RULE and inspection.proposal is not None:
                self.setItemWidget(item, self._repair_offer())
        if not findings:
            item = QListWidgetItem(self.tr("Nothing found that stands in the way."))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            nothing = NotChecked("", "", self.tr("Nothing found that stands in the way."))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, nothing.why)
            item.setData(_FINDING, nothing)
            self.insertItem(0, item)
        if 0 <= row < self.count():
            self.setCurrentRow(row)
        self.count_changed.emit(len(findings))

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

    def _on_chosen(self, item: QListWidgetItem) -> None:
        found = item.data(_FINDING)
        if isinstance(found, Finding) and found.keys:
            self.key_asked.emit(found.keys[0])


def _by_reason(rows: Sequence[NotChecked]) -> list[NotChecked]:
    """One row for all the rules that were left out for the same reason."""
    reasons: dict[str, list[NotChecked]] = {}
    for row in rows:
        reasons.setdefault(row.why, []).append(row)
    return [
        NotChecked(
            group[0].rule + ("…" if len(group) > 1 else ""),
            _tr("not checked"),
            f"{why} ({', '.join(row.name for row in group)})",
        )
        for why, group in reasons.items()
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)


def _message(found: Finding | NotChecked) -> str:
    if isinstance(found, NotChecked):
        return found.why
    return found.message


def _advice(found: Finding | NotChecked) -> str:
    return " ".join(part for part in (found.why, found.remedy) if part) if isinstance(found, Finding) else ""


def _place(found: Finding | NotChecked) -> str:
    if isinstance(found, NotChecked):
        return ""
    if len(found.keys) > 1:
        return _tr("{} keys").format(number(len(found.keys)))
    return _tr("1 key") if found.keys else found.where


def _sentence(found: Finding | NotChecked) -> str:
    grade = severity_word(found.severity) if isinstance(found, Finding) else _tr("not checked")
    return f"{grade}, {found.rule} {found.name}: {_message(found)} {_advice(found)}".strip()
