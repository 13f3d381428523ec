"""Colours that can be read and told apart: WCAG contrast, and CIEDE2000 as the colour-blind see them."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import numpy as np
import pytest

from inspector.compat.inspection import Status
from inspector.compat.layer_map import Cell, LayerBlock, LayerMap
from inspector.resource import resource_path
from inspector.ui.map_view import MapCanvas
from inspector.ui.theme import DARK, LIGHT, Colours
from inspector.ui.value_ramp import ink_on, luminance, ramp
from inspector.ui.words import STATUS_ROLE, VERDICT_ROLE

LEAST = 4.5
"""WCAG 2.2, 1.4.3 (AA), for text of any size."""

ROLES = sorted({*STATUS_ROLE.values(), *VERDICT_ROLE.values()})
GROUNDS = ("window", "surface", "raised", "selection", "line")
EYES = {
    # Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
    "trichromat": np.eye(3),
    "protanope": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranope": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanope": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
both_themes = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def contrast(one: Any, other: Any) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@both_themes
def test_every_text_can_be_read_on_every_ground_that_it_stands_on(colours: Colours) -> None:
    pairs = [(role, ground) for role in ("text", "muted", "accent", *ROLES) for ground in GROUNDS]
    pairs += [(role, f"{wash}_wash") for role in ("text", "muted") for wash in ROLES]
    pairs += [(role, f"{role}_wash") for role in ROLES] + [("accent_text", "accent")]
    found = {pair: contrast(*(colours.color(name) for name in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < LEAST} == {}


@both_themes
@pytest.mark.parametrize("eyes", EYES)
def test_statuses_look_different_to_every_kind_of_eyes(colours: Colours, eyes: str) -> None:
    """Fills of the map stand without a word beside them; texts always have glyph and word too."""
    texts = {role: colours.color(role) for role in ROLES}
    fills = {role: colours.color(f"{role}_fill") for role in ROLES} | {"empty": colours.color("empty_fill")}
    # Tritanopia is a hundred times rarer than the red-green kinds, which the palette is made for.
    for shown, least in ((fills, 10.0 if eyes == "tritanope" else 12.0), (texts, 6.0)):
        seen = {name: lab(EYES[eyes] @ linear(colour)) for name, colour in shown.items()}
        apart = {pair: ciede2000(*(seen[name] for name in pair)) for pair in itertools.combinations(seen, 2)}
        assert min(apart.values()) >= least, min(apart.items(), key=lambda item: item[1])


def test_the_distance_is_that_of_the_standard() -> None:
    """Pairs 1, 7, 13, 17 and 25 of Sharma, Wu and Dalal 2005, table 1."""
    for one, other, distance in (
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ):
        assert ciede2000(np.array(one), np.array(other)) == pytest.approx(distance, abs=1e-3)


@both_themes
def test_ink_stands_out_on_every_fill_and_every_amount(colours: Colours, theme: Any) -> None:
    fills = [colours.color(f"{role}_fill") for role in ROLES]
    for ground in (*fills, *(ramp(theme, step / 50) for step in range(51))):
        assert contrast(ink_on(ground), ground) >= LEAST, ground.name()


def test_faint_is_for_what_cannot_be_used() -> None:
    """It is too pale for text: only disabled controls may have it (WCAG excepts them), and lines."""
    sheet = resource_path("styles/window.qss").read_text(encoding="utf-8")
    texts = re.findall(r"([^{}]+)\{[^}]*(?<!-)\bcolor:\s*@faint", sheet)
    assert texts and all(":disabled" in selector for selector in texts)


def test_trouble_on_the_map_has_a_glyph_as_well(qtbot: Any, theme: Any) -> None:
    """A cell of one colour alone has that colour in its middle line; one with a glyph has another too."""
    columns = ("q", "k", "v")
    statuses = (Status.LANDED, Status.MISMATCHED, Status.ORPHANED)
    cells = {(0, name): Cell(f"layers.0.{name}", s, 2) for name, s in zip(columns, statuses, strict=True)}
    canvas = MapCanvas(theme)
    qtbot.addWidget(canvas)
    canvas.resize(200, 60)
    canvas.show_map(LayerMap((LayerBlock("layers", (0,), columns, columns, cells),), ()))
    picture = canvas.grab().toImage()
    seen = []
    for name in columns:
        place = canvas.spot_of(f"layers.0.{name}")
        assert place is not None
        inside = place.adjusted(3, 3, -3, -3).toRect()
        seen.append(
            len(
                {
                    picture.pixelColor(x, y).name()
                    for x in range(inside.left(), inside.right())
                    for y in range(inside.top(), inside.bottom())
                }
            )
        )
    assert seen[0] == 1 and seen[1] > 1 and seen[2] > 1


# colour science, as the sources have it


def linear(colour: Any) -> Any:
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: Any) -> Any:
    """CIE L*a*b* (D65, 2°) of linear sRGB, which is cut to what a screen can show."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Any, other: Any) -> float:
    """Sharma, Wu and Dalal 2005, equations 2 to 22, with all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = map(tuple, (one, other))
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2

    def cos(degrees: float) -> float:
        return math.cos(math.radians(degrees))

    t = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.2 * cos(4 * hue - 63)
    sl = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turned = math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    rt = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * turned
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh))
