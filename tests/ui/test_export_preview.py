"""A report is seen before it is saved, in every format; a wait can be given up, a failure is a sentence."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from weighed import module_weights, weighed

from inspector import report
from inspector.compat.inspection import Inspection
from inspector.errors import Cancelled, WorkerError
from inspector.report.pdf import render_pages
from inspector.ui import export as export_module
from inspector.ui import report_preview
from inspector.ui.export import ReportExport, with_suffix
from inspector.ui.export_dialog import ExportDialog
from inspector.ui.report_formats import file_filters, report_formats
from inspector.ui.report_pages import page_image, page_size
from inspector.ui.report_preview import MOST_LINES, pages_folder


@pytest.fixture(scope="session")
def pages(fitting: Inspection) -> tuple[bytes, ...]:
    return render_pages([weighed(fitting)])


@pytest.fixture
def dialog(qtbot: Any, theme: Any, fitting: Inspection) -> Iterator[ExportDialog]:
    dialog = ExportDialog(theme, [weighed(fitting)], format="text")
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    yield dialog
    dialog.close()


def test_every_format_of_the_command_line_is_offered_by_name_and_suffix() -> None:
    assert {(found.id, found.suffix) for found in report_formats()} == {
        (id, suffix) for suffix, id in report.FORMATS.items()
    }
    assert all(found.purpose for found in report_formats())
    assert "JUnit XML (*.xml)" in file_filters()
    pdf = report_formats()[0]
    assert with_suffix(Path("a/report"), pdf) == Path("a/report.pdf")
    assert with_suffix(Path("a/llama-3.1"), pdf) == Path("a/llama-3.1.pdf")
    assert with_suffix(Path("a/report.html"), pdf) == Path("a/report.html")


def test_the_pages_are_those_of_the_pdf_and_can_be_drawn(pages: tuple[bytes, ...]) -> None:
    assert all(zlib.decompress(page).startswith(b"<svg") for page in pages)
    size = page_size(pages[0])
    assert (round(size.width()), round(size.height())) == (595, 842)
    image = page_image(pages[0], 300, 424)
    assert image.pixelColor(2, 2) == QColor("white")
    shades = {image.pixelColor(x, y).rgb() for x in range(20, 280, 3) for y in range(20, 200, 3)}
    assert len(shades) > 10


def test_the_preview_of_a_pdf_is_read_page_by_page(
    qtbot: Any, dialog: ExportDialog, pages: tuple[bytes, ...]
) -> None:
    dialog.formats.choose("pdf")
    qtbot.waitUntil(lambda: dialog.is_ready, timeout=20_000)
    preview = dialog.preview
    assert preview.pages.count == len(pages)
    assert preview.place.text() == f"1 of {len(pages)}"
    assert not preview.before.isEnabled()
    qtbot.waitUntil(lambda: bool(preview.pages._drawn))
    QTest.keyClick(preview.pages, Qt.Key.Key_Right)
    assert preview.place.text() == f"2 of {len(pages)}"
    QTest.keyClick(preview.pages, Qt.Key.Key_Plus)
    assert preview.pages.zoom == 1.25
    assert preview.pages.current == 2
    QTest.keyClick(preview.pages, Qt.Key.Key_0)
    QTest.keyClick(preview.pages, Qt.Key.Key_Home)
    assert (preview.pages.zoom, preview.pages.current) == (1.0, 1)
    assert dialog.copy.isHidden()


def test_a_text_is_shown_as_the_file_will_hold_it_and_copied_whole(
    qtbot: Any, dialog: ExportDialog, fitting: Inspection
) -> None:
    inspections = [weighed(fitting)]
    assert dialog.preview.text.toPlainText().rstrip() == str(report.render(inspections, "text")).rstrip()
    dialog.formats.choose("md")
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == report.render(inspections, "md")
    assert dialog.preview.note.text().endswith("lines")


def test_of_a_long_text_the_beginning_is_shown_and_so_it_says(
    qtbot: Any, theme: Any, fitting: Inspection
) -> None:
    inspection = weighed(fitting)
    assert inspection.weights is not None
    rows = tuple(module_weights(layer, "x") for layer in range(300))
    many = replace(inspection, weights=replace(inspection.weights, modules=rows))
    dialog = ExportDialog(theme, [many], format="json")
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert dialog.preview.text.blockCount() == MOST_LINES
    assert dialog.preview.note.text().startswith("the first 3,000 of ")
    dialog.close()


def test_a_page_for_a_browser_is_handed_to_one(
    qtbot: Any, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(export_module, "open_path", opened.append)
    assert dialog.preview.browse.isHidden()
    dialog.formats.choose("html")
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.preview.browse.click()
    assert opened[0].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert opened[0].is_relative_to(pages_folder()), "which goes with the program"


def test_a_wait_can_be_given_up_and_a_failure_is_a_sentence_with_a_retry(
    qtbot: Any, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = dialog.preview

    def waits(_: Any, __: str, cancel: Event) -> Any:
        cancel.wait(10)
        raise Cancelled

    def fails(*_: Any) -> Any:
        raise WorkerError("The PDF could not be set.", "The disk is full.")

    monkeypatch.setattr(report_preview, "make_preview", waits)
    dialog.formats.choose("csv")
    qtbot.waitUntil(preview.wait.cancel.isVisible)
    preview.wait.cancel.click()
    qtbot.waitUntil(lambda: preview.wait.state == "cancelled")
    assert dialog.save.isEnabled()
    monkeypatch.setattr(report_preview, "make_preview", fails)
    dialog.formats.choose("sarif")
    qtbot.waitUntil(lambda: preview.wait.state == "failed")
    assert preview.wait.sentence.text() == "The PDF could not be set."
    monkeypatch.undo()
    preview.wait.retry.click()
    qtbot.waitUntil(lambda: dialog.is_ready)


def test_setting_pages_ends_when_it_is_cancelled(fitting: Inspection) -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        render_pages([fitting], cancel=cancel)


def test_saving_asks_where_writes_and_offers_to_open(
    qtbot: Any, make_window: Any, adapter_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(paths=[str(adapter_folder)])
    qtbot.waitUntil(lambda: bool(window.session.alone and window.session.alone.weights))
    asked: list[str] = []

    def choose(_: Any, __: str, path: str, filters: str, chosen: str) -> tuple[str, str]:
        asked.extend((path, filters, chosen))
        return str(tmp_path / "report"), chosen

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    window.actions_by_id["export"].trigger()
    dialog = window.export.dialog
    dialog.formats.choose("md")
    with qtbot.waitSignals([window.export.started, window.export.written]):
        QTest.keyClick(dialog.formats, Qt.Key.Key_Return)
    assert asked[0].endswith("router-lora-report.md")
    assert asked[2] == "Markdown (*.md)"
    assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("#")
    assert window.export.dialog is None

    def offers() -> set[str]:
        return {button.text() for button in window.message.findChildren(QPushButton) if button.isVisible()}

    qtbot.waitUntil(lambda: {"Open", "Show in folder"} <= offers())


def test_what_was_given_up_leaves_no_file(
    qtbot: Any, theme: Any, fitting: Inspection, tmp_path: Path
) -> None:
    window = QPushButton()
    qtbot.addWidget(window)
    export = ReportExport(window, theme)
    with qtbot.waitSignal(export.cancelled):
        export.write([fitting], tmp_path / "report.pdf")
        export.cancel()
    assert list(tmp_path.iterdir()) == []
    export.close()
