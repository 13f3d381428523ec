"""What a report will be: pages as they will be printed, or the text of the file; made beside the window."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.errors import Cancelled, InspectorError
from inspector.ui.lane import Lane
from inspector.ui.quantities import number
from inspector.ui.report_pages import STEP, ReportPages
from inspector.ui.run_page import RunPage
from inspector.ui.theme import Theme, font

if TYPE_CHECKING:
    from inspector.compat.inspection import Inspection

MOST_LINES = 3000
"""Lines of a text that are shown; the file holds all of them."""

SLOW = 250
"""Milliseconds after which the wait is told."""


@cache
def pages_folder() -> str:
    """Where pages for the browser lie; it goes with the program."""
    folder = tempfile.mkdtemp(prefix="adapter-inspector-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Made(NamedTuple):
    """Either pages, or a text with the number of its lines that are shown and that there are."""

    pages: tuple[bytes, ...] = ()
    text: str = ""
    shown: str = ""
    lines: int = 0


class ReportPreview(QWidget):
    """One format at a time; asking for another one gives up on what is still being made."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane("preview", self)
        self._cancel = threading.Event()
        self._asked: tuple[Sequence[Inspection], str] | None = None
        self.made: Made | None = None
        self.format = ""
        self.pages = ReportPages(theme)
        self.text = QPlainTextEdit()
        self.text.setObjectName("reportText")
        self.text.setReadOnly(True)
        self.text.setFont(_letter_by_letter(font(mono=True, steps=-0.4)))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("Text of the report"))
        self.wait = RunPage(theme, name=self.tr("Progress of the preview"))
        self.wait.cancel_asked.connect(self.cancel)
        self.wait.retry_asked.connect(self._again)
        self._stack = QStackedWidget()
        for page in (self.pages, self.text, self.wait):
            self._stack.addWidget(page)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW)
        self._slow.timeout.connect(lambda: self._stack.setCurrentWidget(self.wait))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_bar())
        column.addWidget(self._stack, 1)
        self.pages.place_changed.connect(self._tell_place)

    @property
    def is_ready(self) -> bool:
        return self.made is not None

    def show_report(self, inspections: Sequence[Inspection], format: str) -> None:
        """Make and show one format of the report."""
        self._cancel.set()
        cancel = self._cancel = threading.Event()
        self._asked, self.format, self.made = (inspections, format), format, None
        self._tell()
        words = self.tr("Setting the pages …") if format == "pdf" else self.tr("Writing the preview …")
        self.wait.say("running", words, "")
        self._slow.start()

        def done(made: Made) -> None:
            if not cancel.is_set():
                self._take(made)

        def failed(error: InspectorError) -> None:
            if cancel is not self._cancel:
                return
            if isinstance(error, Cancelled):
                self._stop("cancelled", self.tr("No preview"), self.tr("It can be saved all the same."))
            else:
                self._stop("failed", error.message, error.hint)

        self._lane.run(lambda: make_preview(inspections, format, cancel), done, failed)

    def cancel(self) -> None:
        """Give up on the preview; the report can be saved all the same."""
        self._cancel.set()

    def copy(self) -> None:
        """The whole text, not only the lines that are shown."""
        if self.made is not None and not self.made.pages:
            QGuiApplication.clipboard().setText(self.made.text)

    def view_in_browser(self) -> None:
        """Only a browser shows the page as it will look; it gets a copy, for as long as this program runs."""
        from inspector.ui.export import open_path

        if self.made is not None:
            path = Path(tempfile.mkdtemp(dir=pages_folder())) / "report.html"
            path.write_text(self.made.text, encoding="utf-8")
            open_path(path)

    def close_lanes(self) -> None:
        self._cancel.set()
        self._slow.stop()
        self.wait.say("idle", "", "")
        self._lane.close(patience=1.0)
        self.pages.close_lane()

    # what came of it

    def _take(self, made: Made) -> None:
        self._slow.stop()
        self.wait.say("idle", "", "")
        self.made = made
        if made.pages:
            self._stack.setCurrentWidget(self.pages)
            self.pages.show_pages(made.pages)
        else:
            self.text.setPlainText(made.shown)
            self._stack.setCurrentWidget(self.text)
        self._tell()

    def _stop(self, state: str, sentence: str, hint: str) -> None:
        self._slow.stop()
        self.wait.say(state, sentence, hint)
        self._stack.setCurrentWidget(self.wait)
        self._tell()

    def _again(self) -> None:
        if self._asked is not None:
            self.show_report(*self._asked)

    def _tell(self) -> None:
        made = self.made
        has_pages = made is not None and bool(made.pages)
        for widget in self._paging:
            widget.setVisible(has_pages)
        self.browse.setVisible(made is not None and self.format == "html")
        self.note.setText("")
        if made is not None and not has_pages:
            shown = min(made.lines, MOST_LINES)
            words = self.tr("{} lines") if shown == made.lines else self.tr("the first {} of {} lines")
            self.note.setText(
                words.format(*map(number, (shown, made.lines)[-2 if shown != made.lines else -1 :]))
            )
        self.changed.emit()

    def _tell_place(self, page: int, pages: int) -> None:
        self.place.setText(self.tr("{} of {}").format(number(page), number(pages)))
        self.before.setEnabled(page > 1)
        self.after.setEnabled(page < pages)

    def _make_bar(self) -> QHBoxLayout:
        """Above the preview: where one is, how large it is, what is shown of it."""
        self.before, self.after = (
            self._tool("‹", self.tr("Page before")),
            self._tool("›", self.tr("Next page")),
        )
        smaller, larger = self._tool("−", self.tr("Smaller")), self._tool("+", self.tr("Larger"))
        fit = self._tool(self.tr("Fit"), self.tr("Fit the width"))
        self.before.clicked.connect(lambda: self.pages.go_to(self.pages.current - 1))
        self.after.clicked.connect(lambda: self.pages.go_to(self.pages.current + 1))
        smaller.clicked.connect(lambda: self.pages.zoom_to(self.pages.zoom / STEP))
        larger.clicked.connect(lambda: self.pages.zoom_to(self.pages.zoom * STEP))
        fit.clicked.connect(lambda: self.pages.zoom_to(1.0))
        self.place, self.note, self.purpose = QLabel(), QLabel(), QLabel()
        self.purpose.setObjectName("muted")
        self.note.setObjectName("muted")
        self.place.setMinimumWidth(54)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.browse = QPushButton(self.tr("View in the browser"))
        self.browse.setObjectName("link")
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self.view_in_browser)
        self._paging = (self.before, self.place, self.after, smaller, fit, larger)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 6, 10, 6)
        bar.setSpacing(2)
        # As high with tools in it as without: the preview must not jump.
        bar.addStrut(fit.sizeHint().height())
        bar.addWidget(self.purpose)
        bar.addStretch(1)
        for widget in (self.note, self.browse, *self._paging):
            bar.addWidget(widget)
        return bar

    def _tool(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("flat")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoDefault(False)
        return button


def _letter_by_letter(chosen: QFont) -> QFont:
    """Without ligatures: `</` and `---` stand in the file as they are."""
    if hasattr(chosen, "setFeature"):  # Qt 6.7
        chosen.setFeature(QFont.Tag("calt"), 0)
    return chosen


def make_preview(inspections: Sequence[Inspection], format: str, cancel: threading.Event) -> Made:
    """Off the window's thread. Raises what `report.render` raises."""
    from inspector import report

    if cancel.is_set():
        raise Cancelled
    if format == "pdf":
        from inspector.report.pdf import render_pages

        return Made(pages=render_pages(inspections, cancel=cancel))
    made = report.render(inspections, format)
    text = made if isinstance(made, str) else made.decode()
    lines = text.splitlines()
    return Made(text=text, shown="\n".join(lines[:MOST_LINES]), lines=len(lines))
