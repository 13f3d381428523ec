"""Pauses Python's cyclic garbage collector while many small records are made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection inside.

    Reading and matching make tens of thousands of tuples and no cycles; the collector would walk all of
    them again and again, for a third of the time of a large mixture of experts.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
