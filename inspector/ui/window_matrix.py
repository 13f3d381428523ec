"""Ways to the matrix and back: when it comes to the front, what a cell opens, where what is dropped goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from inspector.ui.main_window import MainWindow


class WindowMatrix(QObject):
    """The matrix stays in front while adapters are added or read again; one that a person opens brings the
    workbench."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._leaves = False

    def follow(self) -> None:
        """Once the window is whole."""
        window = self._window
        window.opening.reading.connect(lambda _: self._ask(True))
        window.opening.opened_beside.connect(lambda: window.pages.setCurrentWidget(window.pages.matrix))
        window.session.adapter_failed.connect(lambda *_: self._ask(False))
        adapters = window.session.adapters
        adapters.rows_changed.connect(self._on_rows)
        adapters.row_changed.connect(self._on_rows)
        self._on_rows()

    def toggle(self) -> None:
        """The matrix; from there, back to what is open."""
        pages = self._window.pages
        if pages.is_on_matrix:
            pages.go_back()
        else:
            pages.setCurrentWidget(pages.matrix)

    def stays(self) -> bool:
        """Whether the matrix stays before the adapter that was just opened: asked once for each."""
        leaves, self._leaves = self._leaves, False
        return self._window.pages.is_on_matrix and not leaves

    def open_cell(self, path: Path, entry: int) -> None:
        """An adapter in the workbench, with a base selected."""
        window, current = self._window, self._window.session.adapters.current
        if current is not None and current.path == path:
            window.session.select(entry)
            window.pages.setCurrentWidget(window.bench)
        else:
            window.opening.open_adapter(path, on=entry)

    def take(self, paths: Sequence[Path], zone: str | None) -> None:
        """What was dropped on the matrix goes into it."""
        self._window.opening.take(paths, zone, beside=self._window.pages.is_on_matrix)

    def export(self) -> None:
        page = self._window.pages.matrix
        if page.has_cells:
            self._window.export.ask_matrix(page.model.matrix())

    def _ask(self, leaves: bool) -> None:
        """Whether a person opens this one adapter, to look at it."""
        self._leaves = leaves

    def _on_rows(self, _: object = None) -> None:
        """A way back from the workbench, where there are several; where the first of them cannot be read,
        the first that can be is opened."""
        window, adapters = self._window, self._window.session.adapters
        window.header.button(window.actions_by_id["matrix"]).setVisible(adapters.are_several)
        session = window.session
        if session.adapter is None and not session.is_opening and window.pages.is_on_matrix:
            readable = next((row for row in adapters.rows.values() if row.adapter is not None), None)
            if readable is not None:
                session.open_adapter(readable.path)
