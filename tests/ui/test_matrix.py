"""Several adapters on every base: what stands in a cell, how it comes there, what a person does with it."""

from __future__ import annotations

import csv
import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from still_worker import StillWorker

from inspector.compat.inspection import Evidence, Verdict
from inspector.errors import WorkerError
from inspector.ui.lane import Lane
from inspector.ui.matrix_model import FACTS, SUM, VIEW, Order
from inspector.ui.matrix_rows import Standing
from inspector.ui.settings import SavedSession, Settings

FITS, FAILS = Verdict.FITS, Verdict.FAILS
KEEP = QItemSelectionModel.SelectionFlag.Select
HORIZONTAL, VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class CountingWorker(StillWorker):
    """Notes every dry run; waits before each where `gate` is closed, and fails where `deaths` are left."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[tuple[str, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.deaths = 0

    def dry_run(self, adapter: Any, base: Any, **options: Any) -> Any:
        assert self.gate.wait(30)
        self.runs.append((adapter.name, base.name))
        if self.deaths:
            self.deaths -= 1
            raise WorkerError("The worker was killed (signal 9).", "Retry.")
        return super().dry_run(adapter, base, **options)


@pytest.fixture
def worker() -> Any:
    """Not the suite's real one: a still one that counts."""
    made = CountingWorker()
    yield made
    made.gate.set()


@pytest.fixture
def adapters(tmp_path: Path, adapter_folder: Path) -> list[Path]:
    """Two that are alike in all but their names; both folders are called `last`."""
    names = ("run-1/last", "run-2/last")
    return [Path(shutil.copytree(adapter_folder, tmp_path / "runs" / name)) for name in names]


@pytest.fixture
def opened(
    qtbot: Any,
    make_window: Callable[..., Any],
    worker: CountingWorker,
    adapters: list[Path],
    fitting_base: Path,
    failing_base: Path,
) -> Any:
    """Two adapters on two bases, inspected to the end."""
    window = make_window(worker, paths=[str(path) for path in (*adapters, fitting_base, failing_base)])
    qtbot.waitUntil(lambda: is_done(window, 4))
    qtbot.waitUntil(lambda: page(window).lead.text().startswith("2 adapters on 2 bases: 2 of 4"))
    return window


def is_done(window: Any, pairs: int) -> bool:
    counted = window.session.adapters.counted()
    return window.session.matrix.state == "done" and counted == (pairs, pairs)


def page(window: Any) -> Any:
    assert window.pages.is_on_matrix
    return window.pages.matrix


def verdicts(window: Any) -> list[list[Verdict | None]]:
    model = window.pages.matrix.model
    rows = [model.row_cells(row) for row in range(model.rowCount())]
    return [[cell and cell.verdict for cell in cells] for cells in rows]


def drop(window: Any, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), *buttons))
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), *buttons))


def test_adapters_that_are_named_together_stand_beside_each_other(
    opened: Any, worker: CountingWorker, adapters: list[Path]
) -> None:
    model = page(opened).model
    assert verdicts(opened) == [[FITS, FAILS], [FITS, FAILS]]
    assert {cell.report.evidence for cell in model.cells()} == {Evidence.DRY_RUN}
    assert len(worker.runs) == 4, "each pair once"
    assert opened.session.adapter.path == adapters[0]
    bases = [entry.base for entry in opened.session.entries.values()]
    assert [cell.base for cell in model.cells()] == bases * 2, "no base was read twice"
    assert page(opened).lead.text() == "2 adapters on 2 bases: 2 of 4 pairs fit."


def test_headers_and_cells_say_whole_what_they_show_in_short(opened: Any, adapters: list[Path]) -> None:
    model = page(opened).model
    assert [model.headerData(row, VERTICAL) for row in (0, 1)] == ["run-1/last", "run-2/last"]
    assert model.headerData(1, VERTICAL, Qt.ItemDataRole.ToolTipRole) == str(adapters[1])
    assert model.headerData(1, VERTICAL, FACTS) == "LoRA · r 2"
    assert model.headerData(1, VERTICAL, SUM) == "fits on 1 of 2"
    assert model.headerData(1, HORIZONTAL, SUM) == "0 of 2 fit"
    spoken = model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "run-2/last on router-base-gqa: fails, 24 of 32 tensors land, by a dry run"
    assert model.index(1, 1).data() == "✕ fails 24/32 (dry run)"


def test_return_on_a_cell_opens_that_pair_with_what_is_known_and_the_way_back(
    qtbot: Any, opened: Any, worker: CountingWorker, adapters: list[Path]
) -> None:
    view, session = page(opened).view, opened.session
    assert view.place == (0, 0)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(view, key)
    known = page(opened).model.view(1, 1).inspection
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.pages.is_on_bench)
    assert session.adapter.path == adapters[1]
    assert session.entry.name == "router-base-gqa"
    assert session.entry.inspection is known and not session.entry.stage
    assert opened.bench.inspection is known
    assert len(worker.runs) == 4, "nothing was found out twice"
    assert opened.header.button(opened.actions_by_id["matrix"]).isVisible()
    opened.actions_by_id["matrix"].trigger()
    assert page(opened).view.place == (1, 1)
    assert verdicts(opened) == [[FITS, FAILS], [FITS, FAILS]]


def test_a_plain_click_opens_and_one_that_selects_more_does_not(qtbot: Any, opened: Any) -> None:
    view, model = page(opened).view, page(opened).model
    first, other = (view.visualRect(model.index(row, 0)).center() for row in (0, 1))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert opened.pages.is_on_bench
    opened.actions_by_id["matrix"].trigger()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, control, other)
    assert opened.pages.is_on_matrix
    assert len(view.selectionModel().selectedIndexes()) == 2
    assert page(opened).place.text() == "2 cells selected"


def test_what_the_workbench_finds_later_stands_in_its_cell(qtbot: Any, opened: Any) -> None:
    session = opened.session
    session.select(next(iter(session.entries)))
    page(opened).cell_asked.emit(session.adapter.path, session.current)
    opened.bench.probe.start_probe()
    qtbot.waitUntil(lambda: session.inspection.probe is not None)
    opened.actions_by_id["matrix"].trigger()
    assert page(opened).model.view(0, 0).inspection is session.inspection


def test_an_unreadable_adapter_is_a_row_and_the_next_one_is_opened(
    qtbot: Any,
    make_window: Callable[..., Any],
    worker: CountingWorker,
    adapters: list[Path],
    fitting_base: Path,
) -> None:
    (adapters[0] / "adapter_model.safetensors").write_bytes(b"no")
    window = make_window(worker, paths=[str(path) for path in (*adapters, fitting_base)])
    qtbot.waitUntil(lambda: is_done(window, 2))
    model = page(window).model
    assert window.session.adapter.path == adapters[1]
    assert model.view(0, 0).standing is Standing.UNREADABLE
    assert "adapter_model.safetensors" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert verdicts(window)[1] == [FITS]
    QTest.keyClick(page(window).view, Qt.Key.Key_Return)
    assert window.pages.is_on_matrix, "there is nothing to open"


def test_a_base_is_a_column_from_when_it_comes_until_it_goes(
    qtbot: Any, opened: Any, tmp_path: Path, fitting_base: Path
) -> None:
    other = shutil.copytree(fitting_base, tmp_path / "third")
    added = opened.session.add_base(str(other))
    model = page(opened).model
    assert model.view(1, 2).standing is Standing.READING
    assert model.index(1, 2).data() == "· reading …"
    qtbot.waitUntil(lambda: is_done(opened, 6))
    assert verdicts(opened) == [[FITS, FAILS, FITS], [FITS, FAILS, FITS]]
    broken = opened.session.add_base(str(tmp_path / "nowhere"))
    qtbot.waitUntil(lambda: model.view(1, 3).standing is Standing.NO_BASE)
    for gone in (added, broken):
        opened.session.remove_base(gone)
    qtbot.waitUntil(lambda: is_done(opened, 4))
    assert verdicts(opened) == [[FITS, FAILS], [FITS, FAILS]]


def test_it_can_be_cancelled_and_gone_on_with(
    qtbot: Any,
    make_window: Callable[..., Any],
    worker: CountingWorker,
    adapters: list[Path],
    fitting_base: Path,
    failing_base: Path,
) -> None:
    worker.gate.clear()
    window = make_window(worker, paths=[str(path) for path in (*adapters, fitting_base, failing_base)])
    run = window.session.matrix
    qtbot.waitUntil(lambda: run.state == "confirming")
    matrix = page(window)
    qtbot.waitUntil(lambda: verdicts(window) == [[FITS, FAILS], [FITS, FAILS]])
    assert matrix.model.view(1, 0).standing is Standing.RUNNING
    assert matrix.model.view(1, 1).standing is Standing.HEADERS
    assert matrix.model.index(1, 1).data() == "✕ fails 24/32 (headers)"
    qtbot.waitUntil(matrix.stop.isVisible)
    matrix.stop.click()
    qtbot.waitUntil(matrix.again.isVisible)
    assert matrix.progress.text().startswith("Cancelled: ")
    worker.gate.set()
    qtbot.waitUntil(lambda: not any(entry.stage for entry in window.session.entries.values()))
    assert matrix.model.view(1, 1).standing is Standing.HEADERS
    matrix.again.click()
    qtbot.waitUntil(lambda: is_done(window, 4))
    qtbot.waitUntil(lambda: not matrix.again.isVisible())


def test_a_worker_that_fails_leaves_the_headers_and_ends_the_run_at_the_second_time(
    qtbot: Any, opened: Any, worker: CountingWorker, adapters: list[Path], tmp_path: Path
) -> None:
    third = [Path(shutil.copytree(adapters[0], tmp_path / name)) for name in ("c", "d")]
    worker.deaths = 2
    opened.opening.open_beside(third)
    run, matrix = opened.session.matrix, page(opened)
    qtbot.waitUntil(lambda: run.state == "failed")
    assert [matrix.model.view(2, column).standing for column in (0, 1)] == [Standing.FAILED] * 2
    assert matrix.model.view(3, 0).standing is Standing.HEADERS
    assert matrix.model.index(2, 1).data() == "✕ fails 24/32 (dry run failed)"
    qtbot.waitUntil(matrix.again.isVisible)
    assert "killed" in matrix.progress.text()
    matrix.again.click()
    qtbot.waitUntil(lambda: is_done(opened, 8))


def test_work_that_was_asked_for_goes_before_work_that_waits_behind(qtbot: Any) -> None:
    lane, gate, order = Lane("test"), threading.Event(), []
    lane.run(gate.wait, lambda _: None, order.append)
    for number in (1, 2):
        lane.run(lambda n=number: n, order.append, order.append, behind=True)
    for number in (3, 4):
        lane.run(lambda n=number: n, order.append, order.append)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 4)
    lane.close()
    assert order == [3, 4, 1, 2]


def test_the_order_of_the_rows_keeps_the_cell_that_is_current(
    qtbot: Any, opened: Any, adapters: list[Path], tmp_path: Path
) -> None:
    zeroed = Path(shutil.copytree(adapters[0], tmp_path / "a-zeroed"))
    weights = zeroed / "adapter_model.safetensors"
    data = weights.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    weights.write_bytes(data[:start] + bytes(len(data) - start))
    broken = tmp_path / "z-broken"
    broken.mkdir()
    (broken / "adapter_config.json").write_text("{")
    opened.session.remove_base(list(opened.session.entries)[1])
    opened.opening.open_beside([zeroed, broken])
    qtbot.waitUntil(lambda: is_done(opened, 4))
    matrix = page(opened)
    matrix.view.go_to(matrix.model.index(1, 0))
    shown = {}
    for order in (Order.NAME, Order.WORST, Order.OPENED):
        matrix.order.choose(order.value)
        shown[order] = [matrix.model.name(row) for row in range(4)]
        assert matrix.model.rows[matrix.view.place[0]].path == adapters[1]
    assert shown[Order.NAME] == ["a-zeroed", "run-1/last", "run-2/last", "z-broken"]
    assert shown[Order.WORST] == ["z-broken", "a-zeroed", "run-1/last", "run-2/last"]
    assert shown[Order.OPENED] == ["run-1/last", "run-2/last", "a-zeroed", "z-broken"]


def test_what_is_selected_is_copied_as_a_grid(opened: Any) -> None:
    matrix = page(opened)
    matrix.view.selectAll()
    opened.actions_by_id["copy_key"].trigger()
    fits, fails = "✓ fits 32/32 (dry run)", "✕ fails 24/32 (dry run)"
    assert QGuiApplication.clipboard().text() == (
        f"\trouter-base\trouter-base-gqa\nrun-1/last\t{fits}\t{fails}\nrun-2/last\t{fits}\t{fails}\n"
    )
    matrix.view.go_to(matrix.model.index(0, 1))
    matrix.view.selectionModel().select(matrix.model.index(1, 0), KEEP)
    matrix.view.copy(comma=True)
    rows = list(csv.reader(QGuiApplication.clipboard().text().splitlines()))
    assert rows[1:] == [["run-1/last", "", fails], ["run-2/last", fits, ""]]


@pytest.mark.parametrize(
    ("suffix", "start"),
    [(".csv", "adapter,path,base,"), (".md", "| adapter | router-base |"), (".txt", "           ")],
)
def test_it_is_written_whole(qtbot: Any, opened: Any, tmp_path: Path, suffix: str, start: str) -> None:
    target = tmp_path / f"matrix{suffix}"
    with qtbot.waitSignal(opened.export.written):
        opened.export.write_matrix(page(opened).model.matrix(), target)
    text = target.read_text()
    assert text.startswith(start) and "run-2/last" in text


def test_as_json_it_is_what_a_scan_writes(qtbot: Any, opened: Any, tmp_path: Path) -> None:
    with qtbot.waitSignal(opened.export.written):
        opened.export.write_matrix(page(opened).model.matrix(), tmp_path / "matrix.jsonl")
    documents = [json.loads(line) for line in (tmp_path / "matrix.jsonl").read_text().splitlines()]
    found = [[inspection["verdict"] for inspection in one["inspections"]] for one in documents]
    assert found == [["fits", "fails"], ["fits", "fails"]]


def test_several_that_are_dropped_go_beside_each_other_and_a_base_onto_the_shelf(
    qtbot: Any, make_window: Callable[..., Any], adapters: list[Path], fitting_base: Path, tmp_path: Path
) -> None:
    window = make_window()
    drop(window, fitting_base, *adapters)
    qtbot.waitUntil(lambda: is_done(window, 2))
    assert verdicts(window) == [[FITS], [FITS]]
    for name in ("three", "deep/four"):
        shutil.copytree(adapters[0], tmp_path / "more" / name)
    drop(window, tmp_path / "more")
    qtbot.waitUntil(lambda: is_done(window, 4))
    assert [row.path.name for row in page(window).model.rows[2:]] == ["four", "three"]
    assert window.session.adapter.path == adapters[0], "what is open stays"


def test_opening_one_adapter_after_another_is_no_matrix(
    qtbot: Any, make_window: Callable[..., Any], adapters: list[Path]
) -> None:
    window = make_window(paths=[str(adapters[0])])
    qtbot.waitUntil(lambda: window.session.adapter is not None)
    window.opening.open_adapter(adapters[1])
    qtbot.waitUntil(lambda: window.session.adapter.path == adapters[1])
    assert list(window.session.adapters.rows) == [adapters[1]]
    assert not window.header.button(window.actions_by_id["matrix"]).isVisible()


def test_a_row_goes_with_del_but_for_the_one_that_is_open(
    qtbot: Any, opened: Any, adapters: list[Path]
) -> None:
    view = page(opened).view
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert "stays" in opened.status.currentMessage()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert list(opened.session.adapters.rows) == [adapters[0]]
    qtbot.waitUntil(lambda: page(opened).lead.text() == "One adapter on 2 bases: 1 of 2 pairs fit.")


def test_an_empty_matrix_says_what_is_missing(
    qtbot: Any, make_window: Callable[..., Any], adapters: list[Path]
) -> None:
    window = make_window()
    window.actions_by_id["matrix"].trigger()
    assert page(window).no_adapters.isVisible()
    window.opening.open_beside(adapters)
    qtbot.waitUntil(page(window).no_bases.isVisible)
    window.close_all()
    assert window.pages.currentWidget() is window.welcome
    assert not window.session.adapters.rows


def test_a_change_on_disk_is_told_of_every_row_and_a_reload_reads_it(
    qtbot: Any, opened: Any, adapters: list[Path]
) -> None:
    config = json.loads((adapters[1] / "adapter_config.json").read_text()) | {"lora_alpha": 64}
    (adapters[1] / "adapter_config.json").write_text(json.dumps(config))
    opened.open_files.look()
    assert opened.message.text == "Changed on disk: last."
    before = page(opened).model.view(1, 0).inspection
    opened.actions_by_id["reload"].trigger()
    qtbot.waitUntil(lambda: is_done(opened, 4) and page(opened).model.view(1, 0).inspection is not before)
    rows = opened.session.adapters.rows
    assert rows[adapters[1]].adapter.config["lora_alpha"] == 64
    assert verdicts(opened) == [[FITS, FAILS], [FITS, FAILS]]


def test_what_was_read_is_read_again_where_the_files_have_changed_since(
    qtbot: Any, opened: Any, adapters: list[Path]
) -> None:
    known = opened.session.adapters.rows[adapters[1]].adapter
    config = json.loads((adapters[1] / "adapter_config.json").read_text()) | {"lora_alpha": 64}
    (adapters[1] / "adapter_config.json").write_text(json.dumps(config))
    opened.matrix_ways.open_cell(adapters[1], next(iter(opened.session.entries)))
    qtbot.waitUntil(lambda: opened.pages.is_on_bench)
    assert opened.session.adapter is not known
    assert opened.session.adapter.config["lora_alpha"] == 64
    qtbot.waitUntil(lambda: not opened.session.entry.stage)
    assert opened.session.inspection.adapter is opened.session.adapter


def test_the_adapters_that_were_open_come_back_as_far_as_they_are_there(
    qtbot: Any, opened: Any, make_window: Callable[..., Any], adapters: list[Path], tmp_path: Path
) -> None:
    opened.close()
    saved = Settings().session
    assert saved.beside == tuple(map(str, adapters))
    Settings().session = saved._replace(
        adapter=str(tmp_path / "gone"), beside=(str(tmp_path / "gone"), *saved.beside)
    )
    window = make_window()
    qtbot.waitUntil(lambda: window.session.adapter is not None)
    assert list(window.session.adapters.rows) == adapters
    assert window.session.adapter.path == adapters[0]
    assert window.session.matrix.state == "idle", "nobody has looked yet"
    assert "gone" in window.message.text
    window.actions_by_id["matrix"].trigger()
    qtbot.waitUntil(lambda: is_done(window, 4))


def test_a_session_that_an_earlier_version_saved_is_one() -> None:
    settings = Settings()
    settings._store.setValue("session/open", '["a", ["b"], "b", 2]')
    assert settings.session == SavedSession("a", ("b",), "b", 2, ())


def test_several_of_the_library_open_together_on_the_bases_that_they_record(
    qtbot: Any,
    make_window: Callable[..., Any],
    adapters: list[Path],
    fitting_base: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    for adapter in adapters:
        config = json.loads((adapter / "adapter_config.json").read_text())
        config["base_model_name_or_path"] = str(fitting_base)
        (adapter / "adapter_config.json").write_text(json.dumps(config))
    Settings().library_folders = [str(tmp_path / "runs")]
    window = make_window()
    window.actions_by_id["library"].trigger()
    library = window.library
    qtbot.waitUntil(lambda: not library.scan.is_running and library.model.shown == 2)
    library.view.selectAll()
    assert library.foot.together.isVisible()
    QTest.keyClick(library.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_done(window, 2))
    assert verdicts(window) == [[FITS], [FITS]]
    assert all(page(window).model.index(row, 0).data(VIEW) for row in (0, 1))


def test_another_python_is_asked_again_and_a_retry_goes_on_with_the_matrix(
    qtbot: Any, opened: Any, worker: CountingWorker, adapters: list[Path], tmp_path: Path
) -> None:
    opened.session.inspect_again()
    qtbot.waitUntil(lambda: len(worker.runs) == 8 and is_done(opened, 4))
    worker.deaths = 2
    opened.opening.open_beside([Path(shutil.copytree(adapters[0], tmp_path / "third"))])
    qtbot.waitUntil(lambda: opened.session.matrix.state == "failed")
    opened.session.retry()
    qtbot.waitUntil(lambda: is_done(opened, 6))
