"""When the tour is offered: at a person's first start, once there is something to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from inspector.ui.settings import Settings
from inspector.ui.theme import Theme

if TYPE_CHECKING:
    from inspector.ui.main_window import MainWindow


class Touring(QObject):
    """Call-outs over the workbench; dismissed, they are not offered again."""

    def __init__(self, window: MainWindow, theme: Theme, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._theme, self._settings = window, theme, settings
        self._offers = False

    def offer(self) -> None:
        """Not with a settings file named by the environment: scripts and tests start so, and click
        elsewhere."""
        self._offers = self._settings.are_the_users and not self._settings.tour_was_seen

    def offer_now(self) -> None:
        """There is something to see."""
        if self._offers and self._window.pages.is_on_bench:
            self._offers = False
            QTimer.singleShot(400, self, self.show)

    def show(self) -> None:
        """Nothing happens where the workbench is not in front."""
        window = self._window
        if not window.pages.is_on_bench:
            return
        from inspector.ui.tour import workbench_tour

        bench = window.bench
        targets: dict[str, QWidget] = {"verdict": bench.verdict, "shelf": bench.shelf, "map": bench.map}
        targets["probe"] = window.header.button(window.actions_by_id["probe"])
        tour = workbench_tour(self._theme, window.body, targets.__getitem__)
        tour.dismissed.connect(self._on_seen)
        tour.begin()

    def _on_seen(self) -> None:
        self._settings.tour_was_seen = True
