"""A base on the Hub, by name or link: what is here is offered at once, the Hub is asked on request."""

from __future__ import annotations

import threading
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.errors import Cancelled, InspectorError
from inspector.files.hub_link import HubName, parse_hub_link
from inspector.ui.engine_words import said
from inspector.ui.hub_rows import RevisionRow, cached_rows, merged_rows
from inspector.ui.lane import Lane
from inspector.ui.revision_list import RevisionList
from inspector.ui.theme import Theme, font


class HubDialog(QDialog):
    """`chosen` carries one source (`org/name[@revision]`), or two, the older first."""

    chosen = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, suggestion: str | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name: HubName | None = None
        self._is_listed = False
        self._cancel = threading.Event()
        self._lane = Lane("revisions", self)
        self.setWindowTitle(self.tr("Add a base from the Hub"))
        self.setMinimumSize(560, 420)
        self.resize(720, 500)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("org/name, org/name@revision, or a link"))
        self.field.setAccessibleName(self.tr("Model on the Hub"))
        self.field.setClearButtonEnabled(True)
        self.feedback = QLabel()
        self.feedback.setFont(font(steps=-0.4))
        self.feedback.setTextFormat(Qt.TextFormat.PlainText)
        self.feedback.setWordWrap(True)
        self.revisions = RevisionList(theme)
        self.ask, self.cancel = QPushButton(self.tr("Ask the Hub")), QPushButton(self.tr("Stop"))
        self.ask.setToolTip(self.tr("List its commits, branches and tags; only now the network is used"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(self.tr("Asking the Hub"))
        self.add, self.dismiss = QPushButton(), QPushButton(self.tr("Close"))
        self.add.setObjectName("accent")
        self.add.setDefault(True)
        for button in (self.ask, self.cancel, self.dismiss):
            button.setAutoDefault(False)
        self._lay_out()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(120)
        self._settle.timeout.connect(self._offer_cached)
        self.field.textChanged.connect(self._on_text)
        self.ask.clicked.connect(self.ask_hub)
        self.cancel.clicked.connect(self.stop)
        self.add.clicked.connect(self._take)
        self.dismiss.clicked.connect(self.reject)
        self.revisions.picked.connect(self._say_what_add_does)
        self.revisions.taken.connect(self._take)
        self._say_running(False)
        if suggestion is not None and parse_hub_link(suggestion) is not None and "/" in suggestion:
            self.field.setText(suggestion)
            self.field.selectAll()
        else:
            self._on_text("")

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Add a base from the Hub"))
        title.setFont(font(steps=2.5, weight=QFont.Weight.DemiBold))
        about = QLabel(self.tr("Headers and small files are read, weights are never downloaded."))
        about.setObjectName("muted")
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.field, 1)
        first.addWidget(self.ask)
        last = QHBoxLayout()
        last.setSpacing(10)
        last.addWidget(self.bar)
        last.addWidget(self.cancel)
        last.addStretch(1)
        last.addWidget(self.dismiss)
        last.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(about)
        column.addSpacing(4)
        column.addLayout(first)
        column.addWidget(self.feedback)
        column.addWidget(self.revisions, 1)
        column.addLayout(last)

    # what is typed

    def _on_text(self, text: str) -> None:
        self.stop()
        self._name = parse_hub_link(text) if text.strip() else None
        self._is_listed = False
        self.revisions.show_rows([], words="")
        wrong = bool(text.strip()) and self._name is None
        self.field.setProperty("wrong", wrong)
        self.field.style().polish(self.field)
        if wrong:
            self._say(self.tr("✕  Not a model on the Hub. Write org/name, or paste its address."), "bad")
        elif self._name is None:
            self._say(
                self.tr("As in meta-llama/Llama-3.1-8B, or with @ and a branch, tag or commit."), "muted"
            )
        else:
            revision = self._name.revision
            at = self.tr("at {}").format(revision) if revision else self.tr("at the tip of main")
            self._say(f"✓  {self._name.repo_id}  {at}", "good")
        self.ask.setEnabled(self._name is not None)
        self._say_what_add_does()
        self._settle.start()

    def _offer_cached(self) -> None:
        """What is on this disk; small folders are listed, nothing is read."""
        name = self._name
        if name is None:
            return

        def done(rows: list[RevisionRow]) -> None:
            if name == self._name and not self._is_listed:
                words = self.tr("Nothing of it is here yet. Ask the Hub, or add it as it is.")
                self.revisions.show_rows(rows, words=words)
                self._say_what_add_does()

        self._lane.run(partial(cached_rows, name.repo_id), done, self._say_error)

    # the Hub

    def ask_hub(self) -> None:
        """List the commits of the branch, and all branches and tags. Now the network is asked."""
        name = self._name
        if name is None:
            return
        self.stop()
        cancel = self._cancel = threading.Event()

        def work() -> list[RevisionRow]:
            from inspector.files.hub_access import HubAccess
            from inspector.files.hub_revisions import list_revisions

            access = HubAccess(network=True, cancel=cancel)
            return merged_rows(list_revisions(name, access), cached_rows(name.repo_id))

        def done(rows: list[RevisionRow]) -> None:
            if not cancel.is_set():
                self._is_listed = True
                self._say_running(False)
                self.revisions.show_rows(rows, words=self.tr("It has no commits."))
                self._say_what_add_does()
                self.revisions.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: InspectorError) -> None:
            if not cancel.is_set():
                self._say_running(False)
                if not isinstance(error, Cancelled):
                    self._say_error(error)

        self._say_running(True)
        self._lane.run(work, done, failed)

    @property
    def is_asking(self) -> bool:
        return not self.bar.isHidden()

    def stop(self) -> None:
        """End the question to the Hub."""
        self._cancel.set()
        self._say_running(False)

    def _say_running(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.cancel.setVisible(on)
        self.ask.setEnabled(not on and self._name is not None)

    def _say_error(self, error: InspectorError) -> None:
        self._say(f"✕  {said(error.message)} {said(error.hint)}".strip(), "bad")

    def _say(self, words: str, role: str) -> None:
        self.feedback.setText(words)
        self.feedback.setStyleSheet(f"color: {self._theme.colours.color(role).name()}")

    # taking it

    @property
    def sources(self) -> list[str]:
        """What Add would take, the older first: what is picked, else the name as it stands."""
        if self._name is None:
            return []
        picked = self.revisions.rows_picked()
        if not picked:
            return [self._name.source]
        return [f"{self._name.repo_id}@{row.commit}" for row in reversed(picked)]

    def _say_what_add_does(self) -> None:
        several = len(self.sources) == 2
        self.add.setText(self.tr("Compare the two") if several else self.tr("Add to the shelf"))
        self.add.setEnabled(bool(self.sources))

    def _take(self) -> None:
        sources = self.sources
        if sources:
            self.accept()
            self.chosen.emit(sources)

    def done(self, result: int) -> None:
        self._end()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._end()
        super().closeEvent(event)

    def _end(self) -> None:
        self._settle.stop()
        self._cancel.set()
        self._lane.close()
