"""The probe's figures: each shows the record, can be read by keyboard, and can be taken along."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyqtgraph  # noqa: F401 (the plots are there at once then)
import pytest
from probe_records import golden_comparison, probe_result, prompt_result
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from still_worker import PROBED

from inspector.compat.inspection import Status
from inspector.compat.layer_map import Cell
from inspector.compat.probe_result import LayerEffect
from inspector.ui.flips_table import KIND, NUMBER
from inspector.ui.golden_result import GoldenResultView
from inspector.ui.map_colouring import EFFECT, ValueColouring
from inspector.ui.map_pane import MapPane
from inspector.ui.probe_overview import layer_points
from inspector.ui.probe_result import ProbeResultView
from inspector.ui.probe_words import answer
from inspector.ui.quantities import figure as figure_text
from inspector.ui.report_views import views_of
from inspector.ui.text_pair import first_difference
from inspector.ui.theme import DARK
from inspector.ui.token_strip import FLIP_GLYPH, TokenStrip, shown_piece
from inspector.ui.value_ramp import ramp


@pytest.fixture
def view(qtbot: Any, theme: Any) -> Any:
    view = ProbeResultView(theme)
    qtbot.addWidget(view)
    view.resize(900, 260)
    view.show()
    view.show_result(PROBED)
    qtbot.waitExposed(view)
    return view


def pasted() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]


@pytest.mark.parametrize(
    ("change", "role", "words"),
    [
        ({}, "good", "Changes outputs: 28 of 46 top-1 predictions flip"),
        ({"effect": "none"}, "absent", "equal to the bit"),
        ({"effect": "below-floor", "noise_floor": 20.0}, "warn", "within the noise floor"),
        ({"effect": "not-finite"}, "bad", "NaN or infinity"),
        ({"effect": "", "acts": None}, "bad", "NaN or infinity"),
        ({"effect": "", "acts": False, "max_abs_logit_diff": 0.0}, "absent", "equal to the bit"),
        ({"task": "features", "mean_cosine": 0.93}, "good", "cosine of 0.93"),
    ],
)
def test_nothing_below_the_floor_and_a_change_are_different_answers(
    change: dict[str, Any], role: str, words: str
) -> None:
    said = answer(replace(PROBED, **change))
    assert said.role == role
    assert words in said.sentence


def test_the_layer_curve_reads_its_points_to_the_keyboard_and_to_the_pointer(view: Any) -> None:
    curve = view.overview.layers
    assert curve.reading.text() == "most:  0.557 at 3"
    QTest.keyClick(curve, Qt.Key.Key_Left)
    assert curve.reading.text() == "model.layers.2:  0.372"
    QTest.mouseMove(curve, QPoint(60, curve.height() // 2))
    assert curve.reading.text().startswith("model.layers.0")
    assert "model.layers.1: 0.211" in curve.accessibleDescription()
    assert view.overview.scales.reading.text() == "as trained:  2.1"


def test_layers_without_numbers_still_have_ticks() -> None:
    points = layer_points(
        [LayerEffect("embeddings", 0.1), LayerEffect("h.10.block2", 0.2), LayerEffect("in", 1)]
    )
    assert [point.tick for point in points] == ["0", "2", "in"]


def test_figures_that_were_not_measured_are_left_out_and_never_zero(view: Any) -> None:
    bare = replace(
        PROBED, layers=(), scales=(), modules=(), template=None, base_perplexity=None, mean_cosine=None
    )
    view.show_result(bare)
    assert not view.overview.layers.isVisible()
    assert not view.overview.scales.isVisible()
    captions = {figure.caption for figure in view.overview.figures.figures}
    assert captions.isdisjoint({"perplexity", "KL in its template", "cosine"})
    assert "noise floor" in captions


def test_ctrl_c_takes_values_and_picture_along(view: Any) -> None:
    QTest.keyClick(view.overview.layers, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasImage()
    assert pasted()[:2] == [["layer", "relative_change"], ["model.layers.0", "0.08"]]
    view.tokens.copier.copy_values()
    assert pasted()[1][:3] == ["1", "1", "the"]
    assert not QGuiApplication.clipboard().mimeData().hasImage()
    view.prompts.copier.copy_picture()
    assert QGuiApplication.clipboard().image().width() == view.prompts.width()
    for figure in (view.overview.scales, view.overview.figures, view.prompts):
        figure.copier.copy()
        assert len(pasted()) > 3
    assert [action.text() for action in view.overview.layers.copier.menu().actions()] == [
        "Copy values and picture\tCtrl+C",
        "Copy values",
        "Copy picture",
    ]


def test_tokens_are_as_dark_as_their_kl_and_flips_have_a_glyph(qtbot: Any, theme: Any) -> None:
    strip = TokenStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(420, 300)
    prompt = prompt_result("a b c d")._replace(kl_by_position=(0.0, 1.0, 2.0, 4.0), flipped=(0, 0, 0, 1))
    strip.show_prompts([prompt, prompt])
    picture = strip.grab().toImage()
    ratio = picture.devicePixelRatio()
    for token in strip.tokens:
        corner = picture.pixelColor(int((token.rect.left() + 3) * ratio), int((token.rect.top() + 3) * ratio))
        assert corner == ramp(theme, token.kl / 4.0)
    said: list[str] = []
    strip.token_read.connect(said.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(strip, key)
    assert [words.split(" · ")[0] for words in said] == ["a", "b", "b", "b"]
    strip.read(3)
    assert said[-1] == f"d · position 4 of 4 · KL 4 nats · {FLIP_GLYPH} flips"
    assert [shown_piece(piece) for piece in (" the", "\n", " ", "a\tb")] == ["the", "⏎", "␣", "a⇥b"]


def test_each_prompt_has_a_bar_beside_its_row_in_either_theme(qtbot: Any, theme: Any, view: Any) -> None:
    view.views.choose("texts")
    prompts = tuple(PROBED.prompts[0]._replace(mean_kl=kl) for kl in (0.5, 2e-6, 0.0))
    view.show_result(replace(PROBED, prompts=prompts))
    table, plot = view.prompts.table, view.prompts.plot
    assert plot.labels == ["0.5", "2e-06", "0"]
    QApplication.processEvents()
    row = table.horizontalHeader().height() + table.verticalHeader().defaultSectionSize() // 2
    assert plot.grab().toImage().pixelColor(30, row) == theme.colours.color("accent")
    theme.choose("dark")
    table.setCurrentCell(1, 0)
    assert plot.grab().toImage().pixelColor(30, row) == DARK.color("absent_fill")
    view.show_result(replace(PROBED, prompts=(), seconds=2.0))
    assert plot.labels == []


def test_the_two_texts_stand_beside_each_other_marked_from_the_first_word_that_differs(view: Any) -> None:
    prompt = PROBED.prompts[0]._replace(base_text="the base says so", adapted_text="the base sees this")
    assert prompt.base_text[first_difference(prompt) :] == "says so"
    same = prompt._replace(adapted_text=prompt.base_text)
    assert first_difference(same) == len(prompt.base_text)
    view.texts.show_prompt(prompt)
    assert view.texts.adapted_text.toPlainText() == "the base sees this"
    assert view.texts.adapted_title.text() == "With the adapter: differs from token 3 on"
    assert view.texts.base_facts.text() == "perplexity 4.1"


def test_what_is_not_finite_is_said_and_breaks_no_figure(qtbot: Any, theme: Any, view: Any) -> None:
    nan = float("nan")
    prompt = prompt_result("a b")._replace(kl_by_position=(nan, 1.0), flipped=(0, 0), mean_kl=nan)
    layers = (LayerEffect("model.layers.0", 0.5), LayerEffect("model.layers.1", nan))
    view.show_result(replace(PROBED, effect="not-finite", prompts=(prompt,), layers=layers))
    assert view.overview.layers.reading.text() == "1 not finite"
    assert [token.text for token in view.tokens.strip.tokens] == ["a ✕", "b"]
    assert view.prompts.plot.labels == ["NaN"]
    view.tokens.strip.grab()
    colouring = ValueColouring(EFFECT, {"a": nan, "b": 0.5}, {})
    assert colouring.words(Cell("a", Status.LANDED, 2)) == "effect: ✕ not finite"
    view.show_result(replace(PROBED, layers=(LayerEffect("model.layers.0", nan),)))
    assert view.overview.layers.reading.text() == "not finite"


def test_without_figures_by_token_or_distributions_nothing_pretends_to_have_them(view: Any) -> None:
    bare = tuple(prompt._replace(pieces=(), kl_by_position=(), flipped=()) for prompt in PROBED.prompts)
    view.views.choose("tokens")
    view.show_result(replace(PROBED, prompts=bare, task="features", mean_cosine=0.9))
    assert view.views.current == "overview"
    assert view.prompts.table.isColumnHidden(2)
    assert "KL" not in {figure.caption for figure in view.overview.figures.figures}


# the golden set


def test_the_gate_is_a_sentence_and_the_flips_can_be_narrowed_and_copied(qtbot: Any, theme: Any) -> None:
    view = GoldenResultView(theme)
    qtbot.addWidget(view)
    view.resize(900, 260)
    view.show_result(golden_comparison(0.05))
    assert view.head.sentence.text() == "The gate fails: 7.5\u00a0% negative flips, only 5\u00a0% allowed"
    view.show_result(golden_comparison(0.1))
    assert view.head.sentence.text().startswith("The gate holds: 7.5\u00a0%")
    view.show_result(golden_comparison())
    assert "right before, wrong after in 3 of 40" in view.head.sentence.text()
    model = view.table.flips
    assert [model.index(row, KIND).data() for row in (0, 5)] == ["▼  negative", "◇  both wrong"]
    view.kinds.choose("positive")
    assert {flip.kind for flip in model.flips} == {"positive"}
    view.table.copier.copy_values()
    assert pasted()[0] == ["number", "kind", "prompt", "expected", "before", "after"]
    assert len(pasted()) == 3
    assert model.index(0, NUMBER).data(Qt.ItemDataRole.AccessibleTextRole).endswith(pasted()[1][0])
    view.rates.copier.copy_values()
    assert pasted()[3][:2] == ["negative flips", "0.075"]
    assert "right after 87.5\u00a0% (73.9 – 94.5\u00a0%)" in view.rates.accessibleDescription()


# the map


def test_the_map_is_coloured_by_the_effect_and_says_what_was_not_measured(
    qtbot: Any, theme: Any, fitting: Any
) -> None:
    pane = MapPane(theme)
    qtbot.addWidget(pane)
    pane.resize(260, 400)
    views = views_of(fitting.report)
    pane.show_map(views.map, views.members)
    assert pane.legend.words == ["✓ landed", "not targeted"]
    measured = {"model.layers.0.self_attn.q_proj": 0.5, "model.layers.1.self_attn.q_proj": 0.25}
    pane.show_values(EFFECT, measured)
    pane.colour_by("effect")
    assert pane.legend.words == ["0", "0.5", "not measured", "not targeted"]
    picture = pane.canvas.grab().toImage()

    def colour(module: str) -> Any:
        return picture.pixelColor(pane.canvas.spot_of(module).center().toPoint())

    assert colour("model.layers.0.self_attn.q_proj") == ramp(theme, 1.0)
    assert colour("model.layers.1.self_attn.q_proj") == ramp(theme, 0.5)
    pane.mark("model.layers.0.self_attn.q_proj")
    assert pane.canvas.accessibleDescription() == "model.layers.0.self_attn.q_proj: effect 0.5"
    pane.mark("model.layers.2.self_attn.q_proj")
    assert pane.canvas.accessibleDescription().endswith("not measured")
    pane.show_values(EFFECT, None)
    assert (pane.mode, pane.legend.words) == ("effect", ["not measured", "not targeted"])


def test_a_folded_cell_shows_the_most_of_its_modules() -> None:
    colouring = ValueColouring(EFFECT, {"e.0": 0.1, "e.1": 0.4}, {"e.0": ("e.0", "e.1", "e.2")})
    assert colouring.value(Cell("e.0", None, 3)) == 0.4
    assert colouring.words(Cell("e.0", None, 3)) == "effect 0.4, the most of 3 modules"
    assert colouring.value(Cell("f", None, 0)) is None


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_amounts_differ_in_lightness_so_that_no_colour_blindness_reorders_them(
    theme: Any, choice: str
) -> None:
    theme.choose(choice)
    greys = []
    for step in range(11):
        colour = ramp(theme, step / 10)
        greys.append(0.2126 * colour.red() + 0.7152 * colour.green() + 0.0722 * colour.blue())
    falling = sorted(greys, reverse=choice == "light")
    assert greys == falling
    assert min(abs(one - other) for one, other in zip(greys, greys[1:], strict=False)) > 5


def test_eighty_layers_have_room(qtbot: Any, theme: Any) -> None:
    view = ProbeResultView(theme)
    qtbot.addWidget(view)
    view.resize(560, 220)
    view.show()
    view.show_result(probe_result(layers=80))
    assert view.overview.layers.reading.text().startswith("most:")


def test_a_large_perplexity_is_read_without_an_exponent(theme: Any, view: Any) -> None:
    assert (figure_text(5663.2), figure_text(999.6), figure_text(0.0)) == ("5,660", "1,000", "0")
