"""The window's dialogs: a base on the Hub, the settings, every rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.ui.settings import Settings
from inspector.ui.theme import Theme

if TYPE_CHECKING:
    from inspector.ui.main_window import MainWindow


class WindowDialogs(QObject):
    def __init__(self, window: MainWindow, theme: Theme, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._theme, self._settings = window, theme, settings

    def show_rules(self) -> None:
        """Every rule, and what became of it in the inspection that is shown."""
        from inspector.ui.rule_dialog import RuleDialog

        RuleDialog(self._theme, self._window.session.inspection, self._window).show()

    def ask_settings(self) -> None:
        from inspector.ui.settings_dialog import SettingsDialog

        window = self._window
        dialog = SettingsDialog(self._theme, self._settings, window)
        dialog.network_changed.connect(self.keep_to_network)
        dialog.python_asked.connect(window.python_choice.ask)
        dialog.folders_changed.connect(lambda: window.library.look() if window.is_in_library else None)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def keep_to_network(self) -> None:
        """Do as the setting says, and tell it in the status line."""
        from inspector.ui.network_setting import keep_to_network_setting

        self._window.status.network.setText(keep_to_network_setting(self._settings.allows_network))

    def ask_hub(self) -> None:
        """The dialog for a base on the Hub; two revisions that are picked there are compared."""
        from inspector.ui.hub_dialog import HubDialog

        adapter = self._window.session.adapter
        suggestion = adapter.base_name if adapter is not None else None
        dialog = HubDialog(self._theme, self._window, suggestion=suggestion)
        dialog.chosen.connect(self._on_hub)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_hub(self, sources: Sequence[str]) -> None:
        session = self._window.session
        added = [session.add_base(source, network=True) for source in sources]
        if len(added) == 2 and session.adapter is not None:
            session.compare(*added)
            self._window.bench.show_comparison()
