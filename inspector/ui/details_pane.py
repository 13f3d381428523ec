"""Everything about the selected row: what the file holds, what the base needs, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.compat.inspection import Inspection
from inspector.compat.tree import UnionTree
from inspector.compat.weights_result import ModuleWeights
from inspector.ui.engine_words import said
from inspector.ui.quantities import number, shape_text
from inspector.ui.theme import Theme, font
from inspector.ui.weights_card import WeightsCard
from inspector.ui.words import STATUS_GLYPH, STATUS_ROLE, status_sentence, status_word

Fact = tuple[str, str, bool]
"""Caption, value, and whether the value is a key or a shape (monospace)."""


class DetailsPane(QScrollArea):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Details of the selected key"))
        page = QWidget()
        page.setObjectName("detailsPage")
        sides = QHBoxLayout(page)
        sides.setContentsMargins(18, 12, 18, 8)
        sides.setSpacing(32)
        column = QVBoxLayout()
        column.setSpacing(8)
        self.weights = WeightsCard(theme)
        self._modules: dict[str, ModuleWeights] = {}
        self._scan: object = None
        sides.addLayout(column, 5)
        sides.addWidget(self.weights, 6)
        self.title = _value(font(mono=True, weight=QFont.Weight.Bold))
        self.status = _value(font())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(22)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column.addWidget(self.title)
        column.addWidget(self.status)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(page)
        self.facts: dict[str, str] = {}
        self.show_node(None, None, 0)

    def show_node(self, inspection: Inspection | None, tree: UnionTree | None, node: int) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.facts = {}
        self._show_weights(inspection, tree, node)
        if inspection is None or tree is None or not node:
            self.title.setText("")
            self.status.setText(self.tr("Select a row in the trees or a cell of the map."))
            self.status.setStyleSheet("")
            return
        tensor, slot = tree.tensors[node], tree.slots[node]
        self.title.setText(tensor.key if tensor else slot.slot if slot else tree.path(node))
        status = tree.status(node)
        if status is None:
            self.status.setText(self.tr("Not targeted: the adapter leaves this alone."))
            self.status.setStyleSheet("")
        else:
            counted = ", ".join(f"{number(n)} {status_word(s)}" for s, n in tree.counts(node).items())
            whole = self.tr("{}: {}").format(status_word(status), status_sentence(status))
            words = whole if tensor or slot else counted
            self.status.setText(f"{STATUS_GLYPH[status]}  {words}")
            self.status.setStyleSheet(f"color: {self._theme.colours.color(STATUS_ROLE[status]).name()}")
        for row, (caption, value, mono) in enumerate(self._facts_of(inspection, tree, node)):
            name, shown = QLabel(caption), _value(font(mono=mono))
            name.setObjectName("muted")
            shown.setText(value)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1)
            self.facts[caption] = value

    def _show_weights(self, inspection: Inspection | None, tree: UnionTree | None, node: int) -> None:
        """What the module of the row gains."""
        scan = inspection.weights if inspection is not None else None
        if scan is not self._scan:
            self._scan = scan
            self._modules = {row.module: row for row in (scan.modules or () if scan is not None else ())}
        if tree is None or not node:
            self.weights.show_module(None)
            return
        self.weights.show_module(self._modules.get(module_path(tree, node)))

    def _facts_of(self, inspection: Inspection, tree: UnionTree, node: int) -> list[Fact]:
        tensor, slot = tree.tensors[node], tree.slots[node]
        module = tree.modules[node] or tree.modules[tree.parents[node]]
        facts: list[Fact] = []
        if tensor is not None:
            facts.append((self.tr("In the file"), f"{shape_text(tensor.shape)} {tensor.dtype}", True))
            expected = shape_text(tensor.expected) if tensor.expected else self.tr("nothing: no such slot")
            facts.append((self.tr("The base needs"), expected, tensor.expected is not None))
            if tensor.slot:
                facts.append((self.tr("Slot"), tensor.slot, True))
            info = inspection.adapter.tensors.get(tensor.key)
            if info is not None and info.nbytes:
                facts.append((self.tr("Size"), self.tr("{} bytes").format(number(info.nbytes)), False))
        elif slot is not None:
            facts.append((self.tr("In the file"), self.tr("nothing"), False))
            facts.append((self.tr("The base needs"), shape_text(slot.expected) or "?", True))
        if module is not None:
            extent = (
                f"{module.in_features} → {module.out_features}"
                if module.in_features is not None
                else shape_text(module.shape)
            )
            words = " ".join(part for part in (module.kind, extent, module.dtype or "") if part)
            facts.append((self.tr("Module"), module.path, True))
            facts.append((self.tr("Its kind"), words, True))
        rules = [
            self.tr("{}: {}").format(f"{finding.rule} {said(finding.name)}", said(finding.message))
            for finding in inspection.findings
            if tensor is not None and tensor.key in finding.keys
        ]
        facts.extend((self.tr("Finding"), rule, False) for rule in rules[:3])
        return facts


def module_path(tree: UnionTree, node: int) -> str:
    """The path of a row's module: its own, or that of the module that its tensor or slot belongs to."""
    is_leaf = tree.tensors[node] is not None or tree.slots[node] is not None
    return tree.path(tree.parents[node] if is_leaf else node)


def _value(chosen: QFont) -> QLabel:
    label = QLabel()
    label.setFont(chosen)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
