"""The sentence above a table of drift: the gravest thing first, never more than was measured."""

from __future__ import annotations

import pytest

from inspector.compat.drift_words import drift_in_words
from inspector.compat.revisions import ModuleChange


def row(kind: str, change: float | None = None, delta: float | None = None, note: str = "") -> ModuleChange:
    figures = {"relative_change": change, "relative_delta": delta}
    return ModuleChange("m", "m", (4, 4), (4, 4), kind=kind, note=note, **figures)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ""),
        ([row(""), row("shape")], ""),  # nothing was measured
        ([row("same", 0.0, 0.1)] * 2, "Every target weight that was compared is the same."),
        (
            [row("same", 0.0), row("", note="It holds NaN.")],  # what was not looked at has not passed
            "The weights of 1 of 2 target modules are the same. Not compared: 1 of 2 target modules. "
            "It holds NaN.",
        ),
        ([row("", note="It is packed.")], "Not compared: the one target module. It is packed."),
        (
            [row("moved", 0.02, 0.01), row("moved", 0.04, 0.05), row("same", 0.0, 0.01)],
            "The weights of 2 of 3 target modules moved, by 3 % (median) where the adapter reaches 3 %, "
            "and 1 of them further than the adapter reaches.",
        ),
        ([row("moved", 0.02)], "The weights of the one target module moved, by 2 % (median)."),
        ([row("moved", 0.999)], "The weights of the one target module moved, by 100 % (median)."),
        ([row("moved", 12.3)], "The weights of the one target module moved, by 1,230 % (median)."),
        (
            [row("moved", None, 0.1)],  # of nothing there is no share
            "The weights of the one target module are others where all were zero before.",
        ),
        (
            [row("moved", 0.02 + 1e-9, 0.02)],  # no further but for rounding
            "The weights of the one target module moved, by 2 % (median) where the adapter reaches 2 %.",
        ),
        (
            [row("merged", 0.1, 0.1)],
            "The one target module already holds this adapter: on top of it the adapter would act twice.",
        ),
        (
            [row("other-weights", 1.4), row("same", 0.0), row("same", 0.0)],
            "1 of 3 target modules have other weights altogether: these were made anew.",
        ),
        (
            [row("other-weights", 1.4), row("shape", note="The shapes differ.")],
            "1 of 2 target modules have other weights altogether: this is another model. "
            "Not compared: 1 of 2 target modules. The shapes differ.",
        ),
        (
            [row("replaced", note="The adapter brings its own."), row("same", 0.0)],
            "Every target weight that was compared is the same.",
        ),
        (
            [row("moved", 0.02, 0.01), row("merged", 0.01, 0.01)],
            "1 of 2 target modules already hold this adapter: on top of it the adapter would act twice.",
        ),
        (
            [row("low-rank", 0.1), row("other-weights", 1.4), row("other-weights", 1.4)],
            "2 of 3 target modules have other weights altogether: this is another model of the same shape.",
        ),
    ],
)
def test_the_gravest_thing_comes_first(rows: list[ModuleChange], said: str) -> None:
    assert drift_in_words(rows) == said
