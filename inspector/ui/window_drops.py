"""Where in the window to drop what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from inspector.ui.language import tr

if TYPE_CHECKING:
    from inspector.ui.drop_overlay import Zone
    from inspector.ui.main_window import MainWindow


def drop_zones_of(window: MainWindow) -> list[Zone]:
    """Adapter at the left, base at the right; on the workbench the shelf takes bases too."""
    from inspector.ui.drop_overlay import zones_around

    session, body = window.session, window.body
    adapter = tr("Adapter") if session.adapter is None else tr("Open this adapter instead")
    base = tr("Base model") if not session.entries else tr("One more base")
    if window.pages.is_on_matrix:
        adapter, base = tr("Adapters: a row each"), tr("Bases: a column each")
    left, right = 0, body.width() // 2
    if window.pages.is_on_bench:
        pane = window.bench.compare.adapter_pane
        left = pane.mapTo(body, QPoint(0, 0)).x()
        right = left + pane.width()
    return zones_around(body.rect(), left, right, adapter=adapter, base=base)
