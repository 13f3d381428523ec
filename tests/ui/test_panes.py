"""Each pane shows the record and nothing of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inspector.compat.inspection import Inspection, Status
from inspector.compat.layer_map import Cell, LayerBlock, LayerMap, layer_map
from inspector.ui.filter_bar import FilterBar
from inspector.ui.findings_view import FindingsView
from inspector.ui.map_fold import fold_wide, folded_members
from inspector.ui.map_pane import MapPane
from inspector.ui.theme import DARK, LIGHT
from inspector.ui.verdict_band import VerdictBand
from inspector.ui.words import STATUS_GLYPH, STATUS_ROLE, VERDICT_ROLE


def test_the_verdict_band_says_the_records_own_words(qtbot: Any, theme: Any, failing: Inspection) -> None:
    band = VerdictBand(theme)
    qtbot.addWidget(band)
    band.show_inspection(failing)
    assert band.headline.text() == failing.headline
    assert band.summary.text() == failing.summary
    assert "Headers" in band.evidence.text()
    band.show_inspection(failing, stage="dry run …")
    assert band.agreement.text() == "dry run …"


def test_long_names_do_not_make_the_verdict_band_grow(qtbot: Any, theme: Any, failing: Inspection) -> None:
    """Names give way in their middle; the record's words stay whole for whoever asks."""
    name = "organisation-with-a-long-name--a-very-long-base-model-name-Instruct-checkpoint-123456"
    words = f"68 of 240 examples were right with {name} and are wrong with {name} "
    found = replace(failing, headline=f"Degraded on {name}: the base has moved", summary=6 * words + "End.")
    band = VerdictBand(theme)
    qtbot.addWidget(band)
    band.resize(900, 60)
    band.show()
    band.show_inspection(found)
    heights = [label.heightForWidth(600) for label in (band.headline, band.summary)]
    lines = [label.fontMetrics().height() for label in (band.headline, band.summary)]
    assert heights[0] <= 2 * lines[0] + 4 and heights[1] <= 3 * lines[1] + 6
    assert band.summary.is_cut and band.summary.shown[-1].endswith("…") and len(band.summary.shown) == 3
    assert "organisation-with-a-…ckpoint-123456" in " ".join(band.summary.shown)
    assert band.summary.text() == found.summary


def test_the_counts_filter_when_clicked(qtbot: Any, theme: Any, failing: Inspection) -> None:
    bar = FilterBar(theme)
    qtbot.addWidget(bar)
    bar.show_inspection(failing)
    with qtbot.waitSignal(bar.filter_changed) as said:
        bar.toggles[Status.MISMATCHED].click()
    assert said.args[0].statuses == {Status.MISMATCHED}
    bar.box.setText("k_proj")
    QTest.keyClick(bar.box, Qt.Key.Key_Escape)
    assert bar.current.text == ""
    assert [chip.property("answer") for chip in bar.answers] == [answer.id for answer in failing.answers]


def test_the_map_has_a_cell_for_each_projection_and_goes_there(
    qtbot: Any, theme: Any, failing: Inspection
) -> None:
    pane = MapPane(theme)
    qtbot.addWidget(pane)
    pane.resize(260, 500)
    pane.show()
    pane.show_map(layer_map(failing.report))
    rect = pane.canvas.spot_of("model.layers.2.self_attn.k_proj")
    assert rect is not None
    with qtbot.waitSignal(pane.module_clicked) as said:
        centre = QPoint(int(rect.center().x()), int(rect.center().y()))
        QTest.mouseClick(pane.canvas, Qt.MouseButton.LeftButton, pos=centre)
    assert said.args == ["model.layers.2.self_attn.k_proj"]
    with qtbot.waitSignal(pane.module_clicked) as said:
        QTest.keyClick(pane.canvas, Qt.Key.Key_Down)
    assert said.args == ["model.layers.3.self_attn.k_proj"]
    assert set(pane.canvas.statuses()) == {Status.LANDED, Status.MISMATCHED, None}


def test_findings_stand_worst_first_and_lead_to_their_keys(
    qtbot: Any, theme: Any, failing: Inspection
) -> None:
    view = FindingsView(theme)
    qtbot.addWidget(view)
    counted = []
    view.count_changed.connect(counted.append)
    view.show_inspection(failing)
    assert counted == [len(failing.findings)]
    spoken = view.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("error, ADP301")
    with qtbot.waitSignal(view.key_asked) as said:
        view.itemActivated.emit(view.item(0))
    assert said.args[0] in failing.adapter.tensors


def test_a_map_too_wide_for_its_pane_folds_numbered_siblings() -> None:
    columns = [f"mlp.experts.{n}.{leaf}" for n in range(20) for leaf in ("up_proj", "down_proj")]
    cells = {
        (row, name): Cell(f"layers.{row}.{name}", Status.ORPHANED if "19.up" in name else Status.LANDED, 2)
        for row in range(2)
        for name in columns
    }
    block = LayerBlock("layers", (0, 1), tuple(columns), tuple(columns), cells)
    (folded,) = fold_wide(LayerMap((block,), ())).blocks
    assert folded.columns == ("mlp.experts.*.up_proj", "mlp.experts.*.down_proj")
    assert folded.cells[1, "mlp.experts.*.up_proj"] == Cell(
        "layers.1.mlp.experts.19.up_proj", Status.ORPHANED, 40
    )
    members = folded_members(LayerMap((block,), ()))
    assert len(members["layers.1.mlp.experts.19.up_proj"]) == 20
    narrow = LayerMap((LayerBlock("layers", (0,), ("q",), ("q",), {}),), ())
    assert fold_wide(narrow) == narrow
    assert folded_members(narrow) == {}


def test_status_is_never_colour_alone_and_survives_a_grey_print() -> None:
    assert len(set(STATUS_GLYPH.values())) == len(Status)
    for colours in (LIGHT, DARK):
        landed, differs = (
            colours.color(f"{STATUS_ROLE[s]}_fill") for s in (Status.LANDED, Status.MISMATCHED)
        )
        grey = [0.3 * c.red() + 0.59 * c.green() + 0.11 * c.blue() for c in (landed, differs)]
        assert abs(grey[0] - grey[1]) > 20
        for role in {*STATUS_ROLE.values(), *VERDICT_ROLE.values()}:
            text, wash = colours.color(role), colours.color(f"{role}_wash")
            assert _contrast(text, wash) >= 4.5, role


def _contrast(one: Any, other: Any) -> float:
    """WCAG 2.1 contrast ratio."""

    def light(colour: Any) -> float:
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
