"""One comparison in its four views, and the switch between them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.compat.revisions import Comparison, ModuleChange
from inspector.errors import InspectorError
from inspector.ui.comparing import DONE
from inspector.ui.comparison_head import ComparisonHead, note_of
from inspector.ui.config_changes import ConfigChanges
from inspector.ui.engine_words import said
from inspector.ui.module_table import ModuleTable
from inspector.ui.module_words import is_untouched
from inspector.ui.quantities import number
from inspector.ui.scatter_plot import ScatterPlot
from inspector.ui.segments import Segments
from inspector.ui.theme import Theme
from inspector.ui.token_changes import TokenChanges

if TYPE_CHECKING:
    from inspector.ui.golden_result import GoldenResultView

MODULES, CONFIG, TOKENIZER, FLIPS = "modules", "config", "tokenizer", "flips"


class ComparisonViews(QWidget):
    """`module_chosen` carries a ModuleChange that a person went to, in the table or in the plot."""

    module_chosen = Signal(object)
    flips_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.comparison: Comparison | None = None
        words = {
            MODULES: self.tr("Modules"),
            CONFIG: self.tr("Configuration"),
            TOKENIZER: self.tr("Tokenizer"),
            FLIPS: self.tr("Flips"),
        }
        self.switch = Segments(words, name=self.tr("What to compare"))
        self.head = ComparisonHead(theme, beside=self.switch)
        self.modules, self.plot = ModuleTable(theme), ScatterPlot(theme)
        self.config, self.tokenizer = ConfigChanges(theme), TokenChanges(theme)
        both = QWidget()
        side_by_side = QHBoxLayout(both)
        side_by_side.setContentsMargins(0, 0, 0, 0)
        side_by_side.setSpacing(18)
        side_by_side.addWidget(self.modules, 5)
        side_by_side.addWidget(self.plot, 3)
        self.no_values = _words()
        side_by_side.addWidget(self.no_values, 3)
        self._no_modules, self._no_tokenizer, self._no_flips = _words(), _words(), _words()
        self._count = QPushButton(self.tr("Count flips…"))
        self._count.clicked.connect(self.flips_asked)
        self._pages = QStackedWidget()
        self._places: dict[str, QWidget] = {
            MODULES: _page(self._no_modules, both),
            CONFIG: self.config,
            TOKENIZER: _page(self._no_tokenizer, self.tokenizer),
            FLIPS: _page(self._no_flips, self._count),
        }
        for page in self._places.values():
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        self.switch.chosen.connect(self._turn)
        self.modules.module_chosen.connect(self._on_row)
        self.plot.point_chosen.connect(self._on_point)
        self.modules.changed.connect(self._follow_fold)

    @cached_property
    def flips(self) -> GoldenResultView:
        from inspector.ui.golden_result import GoldenResultView

        view = GoldenResultView(self._theme)
        self._pages.addWidget(view)
        return view

    def show_comparison(self, comparison: Comparison, state: str, error: InspectorError | None) -> None:
        known, self.comparison = self.comparison, comparison
        told = f"{said(error.message)} {said(error.hint)}".strip() if error is not None else ""
        whys = {part: said(why) for part, why in comparison.not_compared}
        weights = whys.get("weights", "")
        self.head.show_comparison(comparison, state, note_of(state, told))
        if known is None or known.modules is not comparison.modules:
            self._show_modules(comparison, weights)
        self._show_values(comparison, weights if state == DONE else "")
        if known is None or known.config is not comparison.config:
            self.config.show_fields(comparison.config, why=whys.get("config", ""))
        self._show_tokenizer(comparison, whys.get("tokenizer", ""))
        self._show_flips(comparison, whys.get("golden", ""))

    def show_modules(self, module: str) -> None:
        """Mark a module that was gone to elsewhere."""
        if self.modules.go_to(module) and self.modules.current is not None:
            self.plot.go_to(self.modules.current.module)

    def _show_modules(self, comparison: Comparison, why: str) -> None:
        rows = comparison.modules or ()
        self.modules.show_rows(rows)
        changed = sum(not is_untouched(row) for row in rows)
        self.switch.set_words(MODULES, self.tr("Modules {}").format(number(changed)))
        self._no_modules.setText(why or self.tr("The adapter has no tensors for any module."))
        _show(self._no_modules, comparison.modules is None)
        self.plot.show_rows(rows)

    def _show_values(self, comparison: Comparison, why: str) -> None:
        """The plot where values were compared, in its place why they were not."""
        measured = any(row.relative_change is not None for row in comparison.modules or ())
        self.plot.setVisible(measured)
        self.no_values.setText(why)
        self.no_values.setVisible(not measured and bool(why) and comparison.modules is not None)

    def _show_tokenizer(self, comparison: Comparison, why: str) -> None:
        _show(self._no_tokenizer, comparison.tokenizer is None)
        self._no_tokenizer.setText(why)
        if comparison.tokenizer is not None:
            self.tokenizer.show_comparison(comparison.tokenizer)

    def _show_flips(self, comparison: Comparison, why: str) -> None:
        golden = comparison.golden
        self._no_flips.setText(why)
        fails = any(side.report.loads is False for side in (comparison.before, comparison.after))
        self.switch.allow(FLIPS, not fails, tip=self.tr("One side does not load") if fails else "")
        if fails and self.switch.current == FLIPS:
            self.switch.choose(MODULES)
        count = len(golden.flips) if golden is not None else None
        words = self.tr("Flips {}").format(number(count)) if count is not None else self.tr("Flips")
        self.switch.set_words(FLIPS, words)
        matters = sum(change.matters for change in comparison.config or ())
        self.switch.set_words(CONFIG, self.tr("Configuration {}").format(number(matters)))
        if golden is not None:
            self.flips.show_result(golden)
        self._turn(self.switch.current)

    def _turn(self, view: str) -> None:
        has_flips = self.comparison is not None and self.comparison.golden is not None
        self._pages.setCurrentWidget(self.flips if view == FLIPS and has_flips else self._places[view])

    def _on_row(self, row: ModuleChange) -> None:
        self.plot.go_to(row.module)
        self.module_chosen.emit(row)

    def _on_point(self, row: ModuleChange) -> None:
        if not self.modules.go_to(row.module):  # it is folded away
            self.modules.toggle.click()
            self.modules.go_to(row.module)
        self.module_chosen.emit(row)

    def _follow_fold(self) -> None:
        """The plot shows every module, folded or not; only the marked one may have changed."""
        if self.modules.current is None:
            self.plot.point(None)


def _words() -> QLabel:
    label = QLabel()
    label.setObjectName("muted")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _page(words: QLabel, content: QWidget) -> QWidget:
    """Either the words, or the content; a button stands under the words."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    if isinstance(content, QPushButton):
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(content)
        row.addStretch(1)
        column.addStretch(1)
        column.addWidget(words)
        column.addLayout(row)
        column.addStretch(1)
    else:
        column.addWidget(words, 1)
        column.addWidget(content, 1)
    return page


def _show(words: QLabel, instead: bool) -> None:
    """Words in the place of the content that has none to show."""
    page = words.parentWidget()
    layout = page.layout() if page is not None else None
    item = layout.itemAt(1) if layout is not None else None
    words.setVisible(instead)
    if item is not None and (other := item.widget()) is not None:
        other.setVisible(not instead)
