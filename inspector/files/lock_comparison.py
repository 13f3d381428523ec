"""What a comparison with adapter-lock.json found: a small record, apart from the code that makes it."""

from __future__ import annotations

from typing import Any, NamedTuple

LOCK_FILE = "adapter-lock.json"


class Difference(NamedTuple):
    """One thing that is not as locked. `what`: `config.rope_theta`, `tokenizer`, `weights.<file>`."""

    what: str
    locked: Any
    found: Any


class LockComparison(NamedTuple):
    """What has moved, in one sentence (`text`) and one by one.

    `state`: `same` to the byte; `moved`: same names and shapes, something else changed; `different`: another
    model; `unknown`: nothing changed as far as was looked, but the weights were not compared by hash.
    """

    state: str
    text: str
    differences: tuple[Difference, ...] = ()
    weights_compared: bool = False
