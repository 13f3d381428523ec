"""The probe's pane: what it asks for, the faces of a run, and that nothing measured is ever lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyqtgraph  # noqa: F401 (the plots are there at once then)
import pytest
from probe_records import golden_comparison
from PySide6.QtCore import QLocale, QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from still_worker import PROBED

from inspector.compat.inspection import Inspection
from inspector.errors import Cancelled, WorkerError
from inspector.ui.golden_form import GoldenForm, allowed_share
from inspector.ui.model_runs import GOLDEN, MODULES, OFFLOAD, PROMPTS, WHOLE, ProbeRequest
from inspector.ui.probe_pane import ProbePane
from inspector.ui.prompt_box import PromptBox
from inspector.ui.time_left import TimeLeft


@pytest.fixture
def pane(qtbot: Any, theme: Any) -> Any:
    pane = ProbePane(theme)
    qtbot.addWidget(pane)
    pane.resize(1100, 300)
    yield pane
    pane.close_files()


def test_it_has_a_face_for_each_state(qtbot: Any, pane: Any, fitting: Inspection) -> None:
    assert (pane.state, pane.run.isEnabled()) == ("idle", False)
    pane.show_inspection(fitting)
    assert (pane.state, pane.run.isEnabled()) == ("idle", True)
    pane.show_inspection(replace(fitting, probe_refused="Part of the base is random."))
    page = pane.views[PROMPTS].page
    assert (pane.state, page.detail.text()) == ("refused", "Part of the base is random.")
    assert pane.run.isEnabled(), "another device, or more free memory, may do"
    pane.show_running(PROMPTS, "router-base")
    pane.show_progress("adapted", 1, 3, "a bill")
    pane.show_inspection(fitting)
    assert (pane.state, page.bar.value(), page.detail.text()) == ("running", 1, "2 of 3  ·  a bill")
    with qtbot.waitSignal(pane.cancel_asked):
        QTest.keyClick(pane, Qt.Key.Key_Escape)
    pane.show_failure(Cancelled())
    assert (pane.state, pane.run.isEnabled()) == ("cancelled", True)
    pane.end(replace(fitting, probe=PROBED))
    assert pane.state == "done"


def test_a_worker_that_died_is_one_sentence_with_its_last_lines_and_a_retry(
    qtbot: Any, pane: Any, fitting: Inspection
) -> None:
    measured = replace(fitting, probe=PROBED)
    pane.show_inspection(measured)
    pane.show_running(PROMPTS, "router-base")
    pane.show_failure(WorkerError("The worker was killed (signal 9).", "Try again.", details="one\nKilled\n"))
    page = pane.views[PROMPTS].page
    assert (pane.state, page.sentence.text(), page.detail.text()) == (
        "failed",
        "The worker was killed (signal 9).",
        "Try again.",
    )
    assert page.last_lines.toPlainText() == "one\nKilled"
    pane.show_inspection(measured)
    assert pane.state == "failed", "a better record of the same base does not wipe it away"
    with qtbot.waitSignal(pane.probe_asked):
        page.retry.click()
    page.back.click()
    assert pane.state == "done"
    assert pane.result.overview.figures.figures


def test_a_base_too_large_offers_the_ways_round_it(qtbot: Any, pane: Any, fitting: Inspection) -> None:
    refusal = "The base needs 140 GB. Offloading (--offload) would be slow. Or module by module (--modules)."
    pane.show_inspection(replace(fitting, probe_refused=refusal))
    page = pane.views[PROMPTS].page
    assert [way for way, button in page.ways.items() if not button.isHidden()] == [OFFLOAD, MODULES]
    with qtbot.waitSignal(pane.probe_asked) as asked:
        page.ways[MODULES].click()
    assert asked.args[0].how == MODULES
    alone = replace(PROBED, task="modules", prompts=(), layers=(), scales=(), acts=None, effect="")
    pane.end(replace(fitting, probe=alone))
    assert pane.result.head.sentence.text().startswith("Module by module")
    assert not pane.result.views.isVisibleTo(pane)


def test_a_second_run_that_is_refused_says_so_and_leaves_the_way_back(pane: Any, fitting: Inspection) -> None:
    measured = replace(fitting, probe=PROBED)
    pane.show_inspection(measured)
    pane.show_running(PROMPTS, "router-base")
    refused = replace(measured, probe_refused="There is no CUDA device.")
    pane.end(refused)
    page = pane.views[PROMPTS].page
    assert (pane.state, page.detail.text()) == ("refused", "There is no CUDA device.")
    page.back.click()
    assert pane.state == "done"
    pane.show_inspection(replace(refused, disagreement="later"))
    assert pane.state == "done", "a better record does not bring back what was put away"
    pane.show_running(PROMPTS, "router-base")
    pane.end(replace(refused, probe_refused=" ".join(["There is", "no CUDA device."])))
    assert pane.state == "refused", "the next refusal is told again"
    pane.tasks.choose(GOLDEN)
    pane.end(replace(fitting, golden=golden_comparison(), golden_refused="Too large."))
    assert (pane.state, pane.views[GOLDEN].page.back.isHidden()) == ("refused", False)


def test_an_adapter_that_does_not_load_cannot_be_run(pane: Any, failing: Inspection) -> None:
    pane.show_inspection(failing)
    assert (pane.state, pane.run.isEnabled()) == ("refused", False)
    assert "RuntimeError" in pane.views[PROMPTS].page.detail.text()


def test_a_cancelled_run_leaves_the_result_before_it(pane: Any, fitting: Inspection) -> None:
    pane.show_inspection(replace(fitting, probe=PROBED))
    pane.show_running(PROMPTS, "router-base")
    pane.show_failure(Cancelled())
    assert pane.state == "done"


@pytest.fixture
def other(fitting: Inspection, failing: Inspection) -> Inspection:
    """The same adapter on a second base, which loads too."""
    report = replace(failing.report, loads=True, error=None)
    return replace(failing, report=report)


def begin_on(pane: Any, card: int, inspection: Inspection, prompts: list[str]) -> None:
    """Select a card and run these prompts on it."""
    pane.select(card)
    pane.show_inspection(inspection)
    pane.set_prompts(prompts)
    pane.start()
    pane.show_running(PROMPTS, inspection.base.name, on=card)  # type: ignore[union-attr]


def test_no_base_is_shown_with_what_another_one_measured(
    pane: Any, fitting: Inspection, other: Inspection
) -> None:
    measured = replace(fitting, probe=PROBED)
    begin_on(pane, 1, measured, ["one"])
    pane.select(2)
    pane.show_inspection(other)
    assert pane.state == "running", "and the page names the base that is run on"
    pane.show_failure(Cancelled())
    assert (pane.state, pane.views[PROMPTS].page.sentence.text()) == ("idle", "Not measured yet")
    begin_on(pane, 1, measured, ["one"])
    pane.select(2)
    pane.show_inspection(other)
    pane.show_failure(WorkerError("The worker was killed.", "Try again."))
    assert pane.views[PROMPTS].page.back.isHidden(), "this base has no last result"
    pane.select(1)
    pane.show_inspection(measured)
    assert (pane.state, pane.views[PROMPTS].page.back.isHidden()) == ("failed", False)


def test_a_failure_names_its_base_and_a_retry_is_the_same_run(
    qtbot: Any, pane: Any, fitting: Inspection, other: Inspection
) -> None:
    begin_on(pane, 1, fitting, ["one"])
    pane.select(2)
    pane.show_inspection(other)
    pane.set_prompts(["another"])
    pane.show_failure(WorkerError("The worker was killed.", "Try again."))
    page = pane.views[PROMPTS].page
    assert page.sentence.text() == "The run on router-base failed"
    assert page.detail.text() == "The worker was killed. Try again."
    with qtbot.waitSignal(pane.probe_asked) as asked:
        page.retry.click()
    assert asked.args == [ProbeRequest(["one"], "auto", WHOLE, 1)]
    pane.show_running(PROMPTS, "router-base", on=1)
    pane.show_failure(WorkerError("The worker was killed.", "Try again."))
    pane.forget(1)
    assert pane.state == "idle", "what has gone cannot be run again"


def test_one_kind_of_run_at_a_time(pane: Any, fitting: Inspection) -> None:
    pane.show_inspection(fitting)
    pane.show_running(PROMPTS, "router-base")
    pane.tasks.choose(GOLDEN)
    assert (pane.state, pane.run.isEnabled()) == ("idle", False)
    pane.show_failure(Cancelled())
    pane.tasks.choose(PROMPTS)
    assert (pane.state, pane.run.isEnabled()) == ("cancelled", True)


# prompts


def test_prompts_come_from_the_box_a_file_or_a_drop(
    qtbot: Any, pane: Any, fitting: Inspection, tmp_path: Path
) -> None:
    path = tmp_path / "prompts.jsonl"
    path.write_text('{"prompt": "one\\ntwo"}\n"three"\n')
    pane.show_inspection(fitting)
    pane.load_prompts(path)
    assert pane.prompts.prompts() == ["one\ntwo", "three"]
    pane.prompts.insertFromMimeData(dragged(tmp_path / "prompts.jsonl"))
    assert pane.prompts.prompts() == ["one\ntwo", "three"]
    with qtbot.waitSignal(pane.probe_asked) as asked:
        QTest.keyClick(pane.prompts, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [ProbeRequest(["one\ntwo", "three"], "auto", WHOLE)]
    path.write_text("{")
    with qtbot.waitSignal(pane.refused) as refused:
        pane.load_prompts(path)
    assert "Line 1" in refused.args[0].message
    assert pane.prompts.prompts() == ["one\ntwo", "three"]


def test_chats_of_a_file_are_shown_as_they_are_and_put_away_again(
    qtbot: Any, pane: Any, fitting: Inspection, tmp_path: Path
) -> None:
    chat = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}]
    path = tmp_path / "chats.jsonl"
    path.write_text(json.dumps({"messages": chat}) + '\n"plain"\n')
    pane.show_inspection(fitting)
    pane.load_prompts(path)
    assert pane.prompts.prompts() == [chat, "plain"]
    assert pane.prompts.isReadOnly()
    assert "user: hi" in pane.prompts.toPlainText()
    pane.controls.load.click()
    assert (pane.prompts.prompts(), pane.prompts.isReadOnly()) == ([], False)


def test_what_is_meant_for_the_window_goes_to_the_window(qtbot: Any, tmp_path: Path) -> None:
    box = PromptBox()
    qtbot.addWidget(box)
    assert box.canInsertFromMimeData(dragged(tmp_path / "prompts.txt"))
    assert not box.canInsertFromMimeData(dragged(tmp_path))
    assert not box.canInsertFromMimeData(dragged(tmp_path / "a.txt", tmp_path / "b.txt"))
    assert not box.canInsertFromMimeData(dragged(tmp_path / "adapter.safetensors"))


def dragged(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


# the golden set


def golden_file(folder: Path, lines: int = 2) -> Path:
    path = folder / "golden.jsonl"
    path.write_text("\n".join(json.dumps({"prompt": str(n), "expected": "x"}) for n in range(lines)))
    return path


def test_a_golden_run_needs_a_file_and_says_what_it_is_to_be(
    qtbot: Any, pane: Any, fitting: Inspection, tmp_path: Path
) -> None:
    pane.show_inspection(fitting)
    pane.tasks.choose(GOLDEN)
    assert not pane.run.isEnabled()
    with qtbot.waitSignal(pane.golden.changed):
        pane.golden.take(golden_file(tmp_path))
    pane.show_bases([(7, "other-base")])
    with qtbot.waitSignal(pane.golden_asked) as asked:
        pane.run.click()
    (request,) = asked.args
    assert len(request.golden.examples) == 2
    assert request[1:] == (None, None, "auto", WHOLE, None)
    pane.golden.choose_against(7)
    QTest.keyClicks(pane.golden.gate, "2")
    pane.show_bases([(7, "other-base"), (8, "third")])
    assert (pane.golden.asked.against, pane.golden.asked.gate) == (7, 0.02)
    pane.show_bases([])
    assert pane.golden.asked.against is None


@pytest.mark.parametrize("written", ["150", "2,5", ".", "abc", "-1", "nan"])
def test_what_is_no_gate_is_marked_and_not_run(
    written: str, qtbot: Any, pane: Any, fitting: Inspection, tmp_path: Path
) -> None:
    pane.show_inspection(fitting)
    pane.tasks.choose(GOLDEN)
    with qtbot.waitSignal(pane.golden.changed):
        pane.golden.take(golden_file(tmp_path))
    form = pane.golden
    form.setLocale(QLocale(QLocale.Language.English))
    QTest.keyClicks(form.gate, written)
    assert not pane.run.isEnabled() and form.asked is None
    assert form.gate.property("wrong") and not form.gate_note.isHidden()
    assert form.gate_note.text() == "A gate is a number from 0 to 100, such as 2.5; empty for no gate."
    assert pane.run.toolTip() == form.gate_note.text()
    form.gate.clear()
    assert pane.run.isEnabled() and form.asked.gate is None and form.gate_note.isHidden()


def test_a_gate_is_taken_to_the_last_digit(qtbot: Any, tmp_path: Path) -> None:
    assert (allowed_share("2.8"), allowed_share("0"), allowed_share("100")) == (0.028, 0.0, 1.0)
    form = GoldenForm()
    qtbot.addWidget(form)
    form.setLocale(QLocale(QLocale.Language.German))
    with qtbot.waitSignal(form.changed):
        form.take(golden_file(tmp_path))
    form.gate.setText("2,8")
    assert form.asked is not None and form.asked.gate == 7 / 250
    form.close_file()


def test_a_base_too_large_for_a_golden_run_can_be_offloaded_but_not_taken_apart(
    qtbot: Any, pane: Any, fitting: Inspection, tmp_path: Path
) -> None:
    refusal = "Too large. Offloading (--offload) would be slow. Or module by module (--modules)."
    pane.tasks.choose(GOLDEN)
    pane.show_inspection(replace(fitting, golden_refused=refusal))
    with qtbot.waitSignal(pane.golden.changed):
        pane.golden.take(golden_file(tmp_path))
    (offload,) = pane.views[GOLDEN].page.ways.values()
    assert not offload.isHidden()
    with qtbot.waitSignal(pane.golden_asked) as asked:
        offload.click()
    assert asked.args[0].how == OFFLOAD


def test_a_golden_set_that_cannot_be_read_is_said_in_its_place(qtbot: Any, tmp_path: Path) -> None:
    form = GoldenForm()
    qtbot.addWidget(form)
    path = golden_file(tmp_path)
    path.write_text("[]")
    with qtbot.waitSignal(form.changed):
        form.take(path)
    assert form.asked is None
    assert "Line 1" in form.note.text()
    form.close_file()


def test_a_golden_result_comes_with_the_record(pane: Any, fitting: Inspection) -> None:
    pane.tasks.choose(GOLDEN)
    pane.show_running(GOLDEN, "router-base")
    pane.end(replace(fitting, golden=golden_comparison(0.02)))
    assert pane.state == "done"
    pane.tasks.choose(PROMPTS)
    assert pane.state == "idle"


# access


def test_everything_that_takes_the_keyboard_has_a_name(pane: Any, fitting: Inspection) -> None:
    pane.show_inspection(replace(fitting, probe=PROBED, golden=golden_comparison()))
    takes = [
        widget
        for widget in pane.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.objectName() != "qt_spinbox_lineedit"
    ]
    nameless = [
        widget
        for widget in takes
        if not widget.accessibleName() and not (isinstance(widget, QPushButton) and widget.text())
    ]
    inside_combo = [widget for widget in nameless if widget.parent() and _in_combo(widget)]
    assert [widget.metaObject().className() for widget in nameless if widget not in inside_combo] == []
    assert len(takes) > 12


def _in_combo(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, QComboBox) or _in_combo(parent))


def test_the_time_left_is_judged_by_the_stage_that_runs() -> None:
    left = TimeLeft()
    assert left.feed("pristine", done=0, total=4, now=0.0) is None
    assert left.feed("pristine", done=2, total=4, now=4.0) == 4.0
    assert left.feed("adapted", done=0, total=4, now=9.0) is None
    assert left.feed("adapted", done=1, total=4, now=10.0) == 3.0
    assert left.feed("adapted", done=4, total=4, now=12.0) is None


def test_in_a_low_window_the_form_keeps_its_heights_and_is_scrolled(pane: Any, fitting: Inspection) -> None:
    pane.show_inspection(fitting)
    pane.tasks.choose(GOLDEN)
    pane.resize(900, 110)
    pane.show()
    for field in (pane.golden.against, pane.golden.gate, pane.run, pane.tasks):
        assert field.height() >= field.minimumSizeHint().height(), field
