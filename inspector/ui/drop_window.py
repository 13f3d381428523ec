"""A main window that takes files and folders: zones while they are dragged, a signal once dropped."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from inspector.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

    from inspector.ui.drop_overlay import DropOverlay, Zone


class DropWindow(QMainWindow):
    """Emits the dropped paths and the kind of the zone under the pointer, or None beside every zone.

    `linked` carries the text of a link to a model on the Hub, as a browser hands it over.
    """

    dropped = Signal(list, object)
    linked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.body = QWidget()
        self.setCentralWidget(self.body)
        self.setAcceptDrops(True)

    def drop_zones(self) -> list[Zone]:
        """Where to drop what, in the body's coordinates."""
        raise NotImplementedError

    @cached_property
    def overlay(self) -> DropOverlay:
        from inspector.ui.drop_overlay import DropOverlay

        return DropOverlay(self._theme, self.body)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()) or hub_link(event.mimeData()):
            event.acceptProposedAction()
            self._show_zones(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()
        self._show_zones(event)

    def _show_zones(self, event: QDropEvent) -> None:
        zones = self.drop_zones() if local_paths(event.mimeData()) else self.link_zones()
        self.overlay.show_zones(zones, self._in_body(event.position().toPoint()))

    def link_zones(self) -> list[Zone]:
        """A link may go anywhere."""
        from inspector.ui.drop_overlay import Zone

        return [Zone(self.body.rect(), "base", self.tr("Base from the Hub"))]

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        zone = self.overlay.zone_at(self._in_body(event.position().toPoint()))
        self.overlay.hide()
        paths, kind = local_paths(event.mimeData()), zone.kind if zone else None
        link = "" if paths else hub_link(event.mimeData())
        event.acceptProposedAction()
        # The drag's source waits until this handler returns; reading files is not its business.
        QTimer.singleShot(0, self, lambda: self._hand_on(paths, kind, link))

    def _hand_on(self, paths: list[Path], kind: str | None, link: str) -> None:
        if link:
            self.linked.emit(link)
        else:
            self.dropped.emit(paths, kind)

    def _in_body(self, point: QPoint) -> QPoint:
        return self.body.mapFrom(self, point)


def local_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders of a drag; nothing for text, images or addresses on the network."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def hub_link(mime: QMimeData) -> str:
    """The link to a model on the Hub that a drag carries, else nothing.

    Browsers give a dragged link as an address, a dragged address bar or selection as text.
    """
    from inspector.ui.hub_text import model_in

    texts = [url.toString() for url in mime.urls() if not url.isLocalFile()]
    if mime.hasText():
        texts.append(mime.text())
    return next((text for text in texts if model_in(text) is not None), "")
