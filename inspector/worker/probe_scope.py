"""How much a probe measures: each step costs as much as the one before it, or more."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """What is measured beside the outputs, which take three passes a prompt.

    `inside`: layers, modules, scale curve, chat template, at about two passes a prompt. `text`: what the
    model writes, which takes a pass for each token.
    """

    inside: bool
    text: bool


_SCOPES = {
    "basic": Scope(inside=False, text=False),
    "numbers": Scope(inside=True, text=False),
    "full": Scope(inside=True, text=True),
}


def scope_of(figures: str) -> Scope:
    """The scope called `basic`, `numbers` or `full`. Raises ValueError for another name."""
    if figures not in _SCOPES:
        raise ValueError(f"A probe measures {', '.join(_SCOPES)}, not {figures!r}.")
    return _SCOPES[figures]
