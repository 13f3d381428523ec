"""The topmost row: what is open, and the few things that one does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from inspector.ui.elided_label import ElidedLabel
from inspector.ui.qt_values import STRONG_FOCUS
from inspector.ui.quantities import number
from inspector.ui.theme import font, icon

if TYPE_CHECKING:
    from inspector.files.records import Adapter


class ActionButton(QPushButton):
    """A push button that is an action's face: text, tip and enabledness follow it."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._action.iconText())
        self.setEnabled(self._action.isEnabled())
        keys = self._action.shortcut().toString()
        self.setToolTip(f"{self._action.toolTip()} ({keys})" if keys else self._action.toolTip())


class HeaderBar(QFrame):
    """Icon, adapter and its facts at the left; `buttons` (the accented one by name) and menu at the right."""

    def __init__(
        self, buttons: list[QAction], menu: QMenu, *, accent: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("headerBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 16, 9)
        row.setSpacing(10)
        badge = QLabel()
        badge.setPixmap(icon("adapter-inspector").pixmap(22, 22))
        self._name = ElidedLabel(cut="middle", smallest=220)
        self._name.setObjectName("adapterName")
        self._name.setFont(font(steps=0.8, weight=QFont.Weight.DemiBold))
        self._facts = ElidedLabel(smallest=0)
        self._facts.setObjectName("adapterFacts")
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(badge)
        row.addWidget(self._name)
        row.addWidget(self._facts, 1)
        self._buttons: dict[QAction, ActionButton] = {}
        for action in buttons:
            button = self._buttons[action] = ActionButton(action)
            if action is accent:
                button.setObjectName("accent")
            row.addWidget(button)
        more = QToolButton()
        more.setObjectName("menuButton")
        more.setText("☰")
        more.setToolTip(self.tr("Menu (F10)"))
        more.setAccessibleName(self.tr("Menu"))
        more.setProperty("focusPolicy", STRONG_FOCUS)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(menu)
        self.menu_button = more
        row.addWidget(more)
        self.show_adapter(None)

    def button(self, action: QAction) -> QPushButton:
        """The button of an action that has one here."""
        return self._buttons[action]

    def show_adapter(self, adapter: Adapter | None) -> None:
        self._name.setText(adapter.name if adapter else self.tr("Adapter Inspector"))
        self._facts.setText(self._facts_of(adapter) if adapter else "")
        self._name.setToolTip(str(adapter.path) if adapter else "")
        self._facts.setToolTip(self._facts.text())

    def _facts_of(self, adapter: Adapter) -> str:
        kind = adapter.peft_type or adapter.format
        facts = ["LoRA" if kind == "LORA" else kind]
        if adapter.rank is not None:
            facts.append(f"r {adapter.rank}")
        alpha = adapter.config.get("lora_alpha")
        if isinstance(alpha, int | float):
            facts.append(f"α {alpha:g}")
        facts.append(self.tr("{} tensors").format(number(len(adapter.tensors))))
        facts.append(self.tr("{} parameters").format(number(adapter.parameters)))
        if adapter.base_name:
            facts.append(self.tr("declared base {}").format(adapter.base_name))
        return " · ".join(facts)
