"""What each action of the table does in this window, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

if TYPE_CHECKING:
    from inspector.ui.main_window import MainWindow

COPYING = ("copy_key", "copy_row", "copy_json")
ON_ROWS = ("next", "previous", "find", "only_trouble", "collapse", "export_shown", *COPYING)
"""Actions that need trees to act on."""


ON_BENCH = (*ON_ROWS, "probe", "golden", "compare", "compare_with", "swap", "explain", "repair", "tour")
"""Actions on what the workbench shows: nothing is done to it behind another page."""


class WindowActions(QObject):
    """Raises KeyError for an action that is not handled."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.by_id: dict[str, QAction] = window.actions_by_id
        handlers = self._handlers()
        self._handler_of = {name: handlers[name] for name in self.by_id}

    def do(self, name: str) -> None:
        """What the action of this id stands for."""
        self._handler_of[name]()

    def refresh(self) -> None:
        """Enable what can be done now."""
        session = self._window.session
        inspection, has_adapter = session.inspection, session.adapter is not None
        ready = inspection is not None and inspection.base is not None
        refused = inspection is not None and inspection.report.loads is False
        enabled = {
            "probe": ready and not refused and not session.probing.is_running,
            "golden": ready and not refused,
            "export": bool(session.inspections()),
            "reload": has_adapter,
            "compare": has_adapter and len(session.entries) > 1,
            "compare_with": has_adapter and len(session.entries) > 1 and session.current is not None,
            "swap": session.comparing.pair is not None,
            "remove_base": session.current is not None,
            "repair": self._window.repairing.can_repair(inspection),
            "demo": self._window.opening.has_example,
            "explain": has_adapter,
            **dict.fromkeys(ON_ROWS, has_adapter),
            "tour": has_adapter,
        }
        if self._window.is_in_library:
            enabled |= dict.fromkeys(("find", "export_shown", *COPYING), True)
        if self._window.pages.is_on_matrix:
            shown = self._window.pages.matrix.has_cells
            enabled |= dict.fromkeys(ON_BENCH, False)
            enabled |= dict.fromkeys(("copy_key", "export", "export_shown"), shown)
        for name, on in enabled.items():
            self.by_id[name].setEnabled(on)

    def show_row_menu(self, point: QPoint) -> None:
        menu = QMenu(self._window)
        for name in COPYING:
            menu.addAction(self.by_id[name])
        menu.addSeparator()
        menu.addAction(self.by_id["export_shown"])
        menu.addSeparator()
        for name in ("next", "previous", "collapse"):
            menu.addAction(self.by_id[name])
        menu.exec(point)
        menu.deleteLater()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        window, session = self._window, self._window.session
        return {
            "library": window.show_library,
            "settings": window.dialogs.ask_settings,
            "shortcuts": self._show_shortcuts,
            "tour": window.show_tour,
            "open": window.opening.ask_adapter,
            "add_adapter": window.opening.ask_beside,
            "matrix": window.matrix_ways.toggle,
            "add_base": window.opening.ask_base,
            "add_base_file": window.opening.ask_base_file,
            "add_hub": window.dialogs.ask_hub,
            "paste": lambda: window.opening.take_link(QGuiApplication.clipboard().text()),
            "remove_base": lambda: session.remove_base(session.current or 0),
            "reload": session.reload,
            "export": self._export,
            "export_shown": self._export_shown,
            "repair": lambda: window.repairing.ask(session.inspection),
            "python": window.python_choice.ask,
            "demo": window.opening.open_example,
            "close_all": window.close_all,
            "quit": window.close,
            "palette": self._show_palette,
            "probe": self._probe,
            "golden": lambda: self._window.bench.show_golden(),
            "compare": self._compare,
            "compare_with": self._compare_with,
            "swap": session.comparing.swap,
            "next": lambda: self._go_problem(1),
            "previous": lambda: self._go_problem(-1),
            "explain": lambda: window.bench.explain(),
            "rules": window.dialogs.show_rules,
            "find": self._find,
            "next_base": lambda: self._step_base(1),
            "previous_base": lambda: self._step_base(-1),
            "next_pane": lambda: self._step_pane(1),
            "previous_pane": lambda: self._step_pane(-1),
            "menu": lambda: window.header.menu_button.showMenu(),
            "only_trouble": lambda: window.bench.toggle_only_mismatches(),
            "collapse": lambda: window.bench.compare.collapse_all(),
            "dark": window.toggle_dark,
            "copy_key": lambda: self._copy("key"),
            "copy_row": lambda: self._copy("row"),
            "copy_json": lambda: self._copy("json"),
        }

    def _show_shortcuts(self) -> None:
        from inspector.ui.shortcuts_page import ShortcutsPage

        page = ShortcutsPage(self.by_id, self._window)
        page.finished.connect(page.deleteLater)
        page.open()

    def _find(self) -> None:
        window = self._window
        box = window.library.box if window.is_in_library else window.bench.filter.box
        box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_palette(self) -> None:
        from inspector.ui.command_palette import CommandPalette

        CommandPalette(self.by_id, self._window).open_over(self._window)

    def _probe(self) -> None:
        self._window.bench.show_probe()
        self._window.bench.probe.start_probe()

    def _export(self) -> None:
        """The comparison where that is in front, else the report on every base."""
        window = self._window
        if window.pages.is_on_matrix:
            window.matrix_ways.export()
            return
        bench = window.bench if window.has_bench else None
        shown = bench.comparison.comparison if bench is not None else None
        if bench is not None and shown is not None and bench.tabs.currentWidget() is bench.comparison:
            window.export.ask_comparison(shown)
        else:
            window.export.ask(window.session.inspections())

    def _compare(self) -> None:
        """The only two; else the one that it was trained on and the selected one; else ask."""
        session, bench = self._window.session, self._window.bench
        ids, origin, current = list(session.entries), session.origin, session.current
        if len(ids) == 2:
            session.compare(*ids)
        elif origin is not None and current is not None and origin != current:
            session.compare(origin, current)
        elif session.comparing.pair is None:
            self._compare_with()
            return
        bench.show_comparison()

    def _compare_with(self) -> None:
        bench = self._window.bench
        bench.shelf.cards.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bench.shelf.ask_other()

    def _go_problem(self, step: int) -> None:
        compare = self._window.bench.compare
        if not compare.go_problem(step):
            none = self.tr("No problem to go to")
            self._window.status.showMessage(none if compare.tree else self.tr("Laying out the tree …"), 3000)

    def _step_base(self, step: int) -> None:
        session = self._window.session
        ids = list(session.entries)
        if ids:
            here = ids.index(session.current) if session.current in ids else 0
            session.select(ids[(here + step) % len(ids)])

    def _step_pane(self, step: int) -> None:
        page = self._window.pages.currentWidget()
        panes = [pane for pane in getattr(page, "panes", ()) if pane.isVisible()]
        if not panes:
            return
        focus = QApplication.focusWidget()
        inside = [focus is not None and (pane is focus or pane.isAncestorOf(focus)) for pane in panes]
        target = (inside.index(True) + step) % len(panes) if any(inside) else 0
        panes[target].setFocus(Qt.FocusReason.TabFocusReason)

    def _copy(self, what: str) -> None:
        window = self._window
        if window.is_in_library:
            window.library.copy(what)
            return
        if window.pages.is_on_matrix:
            window.pages.matrix.view.copy()
            return
        from inspector.ui.tree_rows import copied_rows

        text = copied_rows(window.bench.compare.adapter_tree, what)
        if text:
            QGuiApplication.clipboard().setText(text)

    def _export_shown(self) -> None:
        window = self._window
        if window.pages.is_on_matrix:
            window.matrix_ways.export()
            return
        if window.is_in_library:
            rows = window.library.rows()
            window.export.ask_rows("adapters", lambda: rows)
            return
        from inspector.ui.tree_rows import shown_rows

        shown, adapter = window.bench.compare.shown, window.session.adapter
        if shown is not None and adapter is not None:
            window.export.ask_rows(f"{adapter.name}-keys", lambda: shown_rows(shown))
