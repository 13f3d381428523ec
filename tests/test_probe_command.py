"""`probe` measures what its report shows, and no more: writing takes as long as all the rest."""

from __future__ import annotations

from argparse import Namespace

import pytest

from inspector.commands.probe import _figures
from inspector.report import FORMATS


def chosen(format: str, *, figures: str | None = None, modules: bool = False) -> str:
    return _figures(Namespace(format=format, figures=figures, modules=modules))


@pytest.mark.parametrize("format", sorted(FORMATS.values()))
def test_texts_are_written_for_the_formats_that_always_show_them(format: str) -> None:
    assert chosen(format) == ("full" if format in ("json", "html", "pdf") else "numbers")


@pytest.mark.parametrize("format", ["text", "json"])
def test_what_was_asked_for_is_measured_whatever_the_format(format: str) -> None:
    assert chosen(format, figures="basic") == "basic"
    assert chosen(format, figures="full") == "full"
    assert chosen(format, modules=True) == "modules"
