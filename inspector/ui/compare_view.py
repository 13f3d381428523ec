"""The two aligned trees: scrolling, expansion and selection linked; narrowed by the filter, walked by F8."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector.compat.inspection import Inspection
from inspector.compat.tree import UnionTree
from inspector.compat.tree_filter import Filter, Shown
from inspector.compat.tree_outline import towards_trouble
from inspector.ui.overview_strip import OverviewStrip
from inspector.ui.pane_parts import QuietPage, base_title, caption
from inspector.ui.theme import Theme
from inspector.ui.tree_model import TreeModel
from inspector.ui.tree_rows import node_at
from inspector.ui.tree_sides import adapter_side, base_side
from inspector.ui.tree_view import RowTreeView

TREE, WAITING, NOTHING = range(3)
"""What stands at the adapter's side."""

EXPAND_ALL_BELOW = 2000
"""A filter that leaves fewer rows than this opens them all."""


class CompareView(QFrame):
    node_selected, add_base_asked, menu_asked = Signal(int), Signal(), Signal(QPoint)
    clear_asked, read_again_asked = Signal(), Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareView")
        self.model = TreeModel(self)
        self._kept_path = ""
        self._opened: set[str] = set()
        self._keep = Filter()
        self._linking, self._touched, self._by_program = False, False, False
        self.adapter_tree = adapter_side(self.model, theme, self)
        self.base_tree = base_side(self.model, theme, self.adapter_tree, self)
        self._adapter_caption, adapter_header = caption(self.tr("Adapter"))
        self._base_caption, base_header = caption(self.tr("Base"))
        self.strip = OverviewStrip(theme)
        self._missing = QuietPage(
            self.tr("Drop a base model here\nto see where every tensor lands"), button=self.tr("Add base…")
        )
        self._missing.asked.connect(self.add_base_asked)
        self._unreadable = QuietPage("", button=self.tr("Read it again"))
        self._unreadable.asked.connect(self.read_again_asked)
        self._left, self._right = QStackedWidget(), QStackedWidget()
        self._left.addWidget(self.adapter_tree)
        self._left.addWidget(QuietPage(self.tr("Laying out the tree …")))
        self.nothing = QuietPage("", button=self.tr("Clear the filter"))
        self.nothing.asked.connect(self.clear_asked)
        self._left.addWidget(self.nothing)
        self._right.addWidget(self.base_tree)
        self._right.addWidget(self._missing)
        self._right.addWidget(self._unreadable)
        left, right = QFrame(), QFrame()
        left.setObjectName("adapterPane")
        for pane, header, body in (
            (left, adapter_header, self._left),
            (right, base_header, self._right),
        ):
            column = QVBoxLayout(pane)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(header)
            column.addWidget(body, 1)
        self.adapter_pane = left
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.splitter, 1)
        row.addWidget(self.strip)
        self._link()

    # content

    @property
    def shown(self) -> Shown | None:
        """What the filter leaves of the tree; None while there is none, or an outline only."""
        shown = self.model.shown
        return None if shown is None or shown.tree.is_outline else shown

    @property
    def tree(self) -> UnionTree | None:
        return self.shown.tree if self.shown is not None else None

    @property
    def current(self) -> int:
        """The selected node; 0 for none."""
        return self.model.node_of(self.adapter_tree.currentIndex())

    def show_captions(self, inspection: Inspection | None, *, unreadable: str = "") -> None:
        """Name both sides; without a base the right one asks for it, or says which one is `unreadable`."""
        has_base = inspection is not None and inspection.base is not None
        self._unreadable.say(self.tr("{} cannot be read").format(unreadable))
        self._right.setCurrentIndex(0 if has_base else 2 if unreadable else 1)
        self.strip.setVisible(has_base)
        if inspection is None:
            self._touched = False
            return
        weights = inspection.adapter.weights_file
        self._adapter_caption.setText(weights.name if weights else inspection.adapter.name)
        self._base_caption.setText(base_title(inspection))

    def show_outline(self, outline: UnionTree | None) -> None:
        """While a tree is being made: its uppermost rows, opened towards its trouble, or a page that says so.

        A filter looks for what is not there yet.
        """
        self._kept_path = self._current_path() or self._kept_path
        shown = outline if self._keep.is_empty else None
        self._left.setCurrentIndex(TREE if shown is not None else WAITING)
        self.strip.show_problems(None)
        if not self._touched:
            self._opened.clear()
        self._by_program = True
        self.model.show(shown)
        self._restore()
        if shown is not None and not self._touched:
            for node in towards_trouble(shown):
                self.adapter_tree.expand(self.model.index_of(node))
        self._by_program = False

    def show_tree(self, tree: UnionTree | None) -> None:
        """Show a tree. What a person opened and selected stays so by name; else it opens at its trouble."""
        self._left.setCurrentIndex(TREE)
        if tree is None:
            self._kept_path = self._current_path() or self._kept_path
            self.model.show(None)
            self.strip.show_problems(None)
            return
        path = (self._current_path() or self._kept_path) if self._touched else ""
        self._kept_path = ""
        if not self._touched:
            self._opened.clear()
        self._by_program = True
        self.model.show(tree, self._keep)
        self._restore()
        if not self._go_to_path(path):
            # A reload shows the adapter alone for a moment, where much of the base is not to be found.
            self._kept_path = path
            if not self._touched:
                self._open_at_trouble()
        self._by_program = False
        self.strip.show_problems(self.model.shown)
        self._show_whether_any()

    def set_filter(self, keep: Filter) -> None:
        """Narrow both trees. Raises FilterError for a broken regular expression, and changes nothing."""
        path = self._current_path()
        self._by_program = True
        if self.model.tree is not None and self.tree is None and not keep.is_empty:
            self._left.setCurrentIndex(WAITING)  # an outline has not what is looked for
        self.model.show(self.tree, keep)
        self._keep = keep
        self._restore()
        self._go_to_path(path)
        self._by_program = False
        self.strip.show_problems(self.model.shown)
        self._show_whether_any()

    def show_broken_filter(self, why: str) -> None:
        """Until the expression can be used; what was shown before comes back with it."""
        self.nothing.say(self.tr("This expression cannot be used: {}").format(why))
        self._left.setCurrentWidget(self.nothing)

    def _show_whether_any(self) -> None:
        """The tree, or a sentence where the filter leaves nothing of it."""
        shown = self.model.shown
        if shown is None:
            return
        self.nothing.say(self.tr("Nothing here matches the filter."))
        self._left.setCurrentIndex(NOTHING if shown.hits == 0 else TREE)

    # going places

    def select_node(self, node: int) -> bool:
        """Select a node, open the way to it and scroll there. False if the filter hides it."""
        index = self.model.index_of(node)
        if not index.isValid():
            return False
        self.adapter_tree.setCurrentIndex(index)
        self.adapter_tree.scrollTo(index, RowTreeView.ScrollHint.EnsureVisible)
        self.base_tree.verticalScrollBar().setValue(self.adapter_tree.verticalScrollBar().value())
        return True

    def select_module(self, module: str) -> bool:
        """Go to a module and show its tensors."""
        node = self.tree.by_module.get(module) if self.tree is not None else None
        if node is None or not self.select_node(node):
            return False
        index = self.model.index_of(node)
        self.adapter_tree.expand(index)
        last = self.model.rowCount(index) - 1
        if last >= 0:
            self.adapter_tree.scrollTo(self.model.index(last, 0, index))
            self.adapter_tree.scrollTo(index)
        return True

    def collapse_all(self) -> None:
        self._linking = True
        self.adapter_tree.collapseAll()
        self.base_tree.collapseAll()
        self._linking = False
        self._opened.clear()

    def select_key(self, key: str) -> bool:
        node = self.tree.by_key.get(key) if self.tree is not None else None
        return node is not None and self.select_node(node)

    def go_problem(self, step: int) -> bool:
        """Next (1) or previous (-1) problem that the filter shows; wraps. False if there is none."""
        shown = self.shown
        if shown is None:
            return False
        node = shown.tree.next_problem(self.current, step=step, among=shown.problems)
        return node is not None and self.select_node(node)

    def problem_place(self) -> tuple[int, int]:
        """(3, 64): the selected row is the third of 64 problems; (0, 64) if it is none."""
        shown = self.shown
        if shown is None:
            return 0, 0
        node = self.current
        return (shown.problems.index(node) + 1 if node in shown.problems else 0), len(shown.problems)

    # linking the two views

    def _link(self) -> None:
        one, other = self.adapter_tree, self.base_tree
        one.expanded.connect(lambda index: self._on_toggled(other, index, True))
        one.collapsed.connect(lambda index: self._on_toggled(other, index, False))
        other.expanded.connect(lambda index: self._on_toggled(one, index, True))
        other.collapsed.connect(lambda index: self._on_toggled(one, index, False))
        one.selectionModel().currentChanged.connect(self._on_current)
        self.strip.node_clicked.connect(self.select_node)
        for view in (one, other):
            view.customContextMenuRequested.connect(
                lambda point, view=view: self.menu_asked.emit(view.viewport().mapToGlobal(point))
            )

    def _on_toggled(self, twin: RowTreeView, index: QModelIndex, opened: bool) -> None:
        if self._linking:
            return
        self._linking = True
        twin.setExpanded(index, opened)
        self._linking = False
        self._touched = self._touched or not self._by_program
        if self._keep.is_empty:
            trail = self._trail(self.model.node_of(index))
            (self._opened.add if opened else self._opened.discard)(trail)

    def _on_current(self, current: QModelIndex, _: QModelIndex) -> None:
        self._touched = self._touched or (current.isValid() and not self._by_program)
        self.adapter_tree.viewport().update()
        self.base_tree.viewport().update()
        self.node_selected.emit(self.model.node_of(current))

    # what is open

    def _current_path(self) -> str:
        tree = self.model.tree
        return tree.path(self.current) if tree is not None and self.current else ""

    def _trail(self, node: int) -> str:
        tree = self.model.tree
        assert tree is not None
        return "/".join(tree.names[n] for n in (*tree.ancestors(node), node))

    def _restore(self) -> None:
        """Open what was open before the model changed; a narrow filter opens all that it leaves."""
        shown = self.model.shown
        if shown is None:
            return
        if not self._keep.is_empty and (shown.hits or 0) < EXPAND_ALL_BELOW:
            self._linking = True
            self.adapter_tree.expandAll()
            self.base_tree.expandAll()
            self._linking = False
            return
        waiting = [0]
        while waiting:
            for child in shown.children(waiting.pop()):
                if shown.children(child) and self._trail(child) in self._opened:
                    self.adapter_tree.expand(self.model.index_of(child))
                    waiting.append(child)

    def _open_at_trouble(self) -> None:
        """Open the way to the first problem; with none, to the first tensor, without selecting it."""
        tree = self.tree
        if tree is None:
            return
        if tree.problems and self.select_node(tree.problems[0]):
            return
        first = next((node for node in tree.preorder if tree.tensors[node] is not None), None)
        if first is not None:
            for node in tree.ancestors(first):
                self.adapter_tree.expand(self.model.index_of(node))

    def _go_to_path(self, path: str) -> bool:
        node = node_at(self.tree, path) if self.tree is not None and path else 0
        return node != 0 and self.select_node(node)
