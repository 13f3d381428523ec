"""Light and dark follow the system as far as it says which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from inspector.ui import theme as themes
from inspector.ui.theme import DARK, LIGHT, THEME_VARIABLE, Theme


@pytest.fixture
def system(qapp: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bool | None]]:
    """What the system says, and of what its palette is."""
    said: dict[str, bool | None] = {"scheme": None, "palette": True}
    monkeypatch.delenv(THEME_VARIABLE, raising=False)
    monkeypatch.setattr(themes, "_scheme_is_dark", lambda: said["scheme"])
    monkeypatch.setattr(themes, "_palette_is_dark", lambda: said["palette"])
    monkeypatch.setattr(themes, "_is_untouched", lambda: True)
    yield said
    Theme("light").apply()


def test_a_system_that_says_nothing_is_taken_by_its_palette(system: dict[str, bool | None]) -> None:
    theme = Theme("system")
    theme.apply()
    theme.follow_system()
    assert theme.colours is DARK


def test_what_it_says_counts_once_it_can_be_asked(system: dict[str, bool | None]) -> None:
    theme = Theme("system")
    theme.apply()
    system["scheme"] = False
    theme.follow_system()
    assert theme.colours is LIGHT
    system["scheme"] = True
    theme.follow_system()
    assert theme.colours is DARK


def test_a_choice_is_kept_whatever_the_system_says(system: dict[str, bool | None]) -> None:
    theme = Theme("light")
    theme.apply()
    system["scheme"] = True
    theme.follow_system()
    assert theme.colours is LIGHT
