"""The fields of config.json that differ: before, after, and what that does to the adapter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.compat.revisions import FieldChange
from inspector.ui.engine_words import said
from inspector.ui.quantities import number
from inspector.ui.quiet_table import Cell, Column, QuietTable
from inspector.ui.theme import Theme, font

_LONGEST = 160


class ConfigChanges(QWidget):
    """What matters comes first; bookkeeping is folded away until it is asked for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields: tuple[FieldChange, ...] = ()
        self.folds = True
        self.table = QuietTable(
            [
                Column(self.tr("Field"), 0.19, mono=True),
                Column(self.tr("Before"), 0.16, mono=True),
                Column(self.tr("After"), 0.16, mono=True),
                Column(self.tr("What it does"), 0.49),
            ],
            name=self.tr("Fields of config.json that differ"),
            wraps=True,
        )
        self.empty = QLabel()
        self.empty.setObjectName("muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.toggle = QPushButton()
        self.toggle.setObjectName("link")
        self.toggle.setFont(font(steps=-0.4))
        self.toggle.clicked.connect(self._on_toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._fill)

    def show_fields(self, fields: Sequence[FieldChange] | None, *, why: str = "") -> None:
        """None where configurations were not compared; `why` says so."""
        self._fields = tuple(fields or ())
        self.empty.setText(why if fields is None else self.tr("No field of config.json differs."))
        self._fill()

    def _fill(self) -> None:
        matters = [change for change in self._fields if change.matters]
        aside = [change for change in self._fields if not change.matters]
        shown = matters if self.folds else [*matters, *aside]
        muted = self._theme.colours.color("muted")
        self.table.show_cells(
            [
                [
                    Cell(change.field, None if change.matters else muted),
                    Cell(_value(change.before), muted, tip=_whole(change.before)),
                    Cell(_value(change.after), None if change.matters else muted, tip=_whole(change.after)),
                    Cell(said(change.effect) or self.tr("bookkeeping"), None if change.matters else muted),
                ]
                for change in shown
            ]
        )
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        if not shown and aside:
            self.empty.setText(self.tr("No field that matters to the adapter differs."))
        self.toggle.setVisible(bool(aside))
        words = self.tr("Show {} bookkeeping") if self.folds else self.tr("Hide {} bookkeeping")
        self.toggle.setText(words.format(number(len(aside))))

    def _on_toggle(self) -> None:
        self.folds = not self.folds
        self._fill()


def _whole(value: Any) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _value(value: Any) -> str:
    text = _whole(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
