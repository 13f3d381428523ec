"""Keeps the C library from holding a pool of memory of its own for every thread."""

from __future__ import annotations

import sys
from functools import cache

POOLS = 2
"""Python's own lock lets one thread at a time ask for memory, so that more pools save nobody any waiting."""

_M_ARENA_MAX = -8


@cache
def share_memory_pools() -> bool:
    """Have threads that start from now on share POOLS pools. Whether that could be asked for (glibc alone).

    Each of a window's lanes would keep what it once needed: with 100,000 keys that is 10 MB of 330, and a
    process that opens one window after another grew by 2 MB with each (packaging/bench/soak.py).
    """
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, POOLS))
    except (OSError, AttributeError):
        return False
