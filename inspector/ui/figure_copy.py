"""Every figure can be taken along: its values as tab-separated text, its picture, or both at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QWidget

Row = Sequence[str | float | int | None]


class FigureCopy(QObject):
    """Gives a widget a context menu and Ctrl+C. `rows` is asked for when something is copied."""

    def __init__(
        self, widget: QWidget, rows: Callable[[], Iterable[Row]], *, picture: QWidget | None = None
    ) -> None:
        """`picture` is what the picture shows, where that is more than the widget with the focus."""
        super().__init__(widget)
        self._widget, self._rows, self._picture = widget, rows, picture or widget
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(self._on_menu)
        widget.installEventFilter(self)

    def copy(self) -> None:
        """Values and picture together: a spreadsheet takes the one, a document the other."""
        mime = QMimeData()
        mime.setText(self.values())
        mime.setImageData(self._picture.grab().toImage())
        QGuiApplication.clipboard().setMimeData(mime)

    def copy_values(self) -> None:
        QGuiApplication.clipboard().setText(self.values())

    def copy_picture(self) -> None:
        QGuiApplication.clipboard().setImage(self._picture.grab().toImage())

    def values(self) -> str:
        """Tab-separated, a header first; numbers in full."""
        return "\n".join("\t".join(map(_cell, row)) for row in self._rows()) + "\n"

    def menu(self) -> QMenu:
        menu = QMenu(self._widget)
        menu.addAction(self.tr("Copy values and picture\tCtrl+C"), self.copy)
        menu.addAction(self.tr("Copy values"), self.copy_values)
        menu.addAction(self.tr("Copy picture"), self.copy_picture)
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy):
            # Claim the keys before the window's own action for the trees gets them.
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.copy()
                return True
        return super().eventFilter(watched, event)

    def _on_menu(self, point: QPoint) -> None:
        menu, widget = self.menu(), self._widget
        # A scroll area gives the point on its viewport.
        place = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        menu.exec(place.mapToGlobal(point))
        menu.deleteLater()


def _cell(value: str | float | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.9g}"
    return " ".join(str(value).split())
