"""Regular expressions from an adapter's configuration run inside the loader; here their time is bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from inspector.files.pattern_clock import RanOn, has_clock, stopped_after
from inspector.files.patterns import could_run_away
from inspector.worker.base_model import NotBuildable

LONGEST = 60.0
"""Seconds for a load whose configuration holds patterns that repeat; without them nothing is bounded."""

_MOST_REPEATS = 3
"""Where no clock can stop a pattern: three repeats over a name of 100 letters are a million steps."""

_ENDS = ("_modules", "_pattern", "_parameters", "_to_save")
_REPEATS = re.compile(r"[*+{]")


@contextmanager
def bounded_patterns(config: Mapping[str, Any], *, seconds: float = LONGEST) -> Iterator[None]:
    """Inside, patterns of `adapter_config.json` may run for `seconds` altogether.

    `re` looks for signals while it matches, on the main thread, where the worker loads. Where there are no
    timers (Windows) or this is another thread, patterns that could run without end are not run at all.
    Raises NotBuildable.
    """
    patterns = [text for text in _patterns(config) if _REPEATS.search(text)]
    if not patterns:
        yield
    elif has_clock():
        try:
            with stopped_after(seconds):
                yield
        except RanOn:
            raise NotBuildable(
                f"A module pattern of the adapter was still being matched after {seconds:g} seconds: a "
                "regular expression that runs without end, in the loader as well. Simplify it in "
                "adapter_config.json."
            ) from None
    else:
        if any(map(_could_run_away, patterns)):
            raise NotBuildable(
                "A module pattern of the adapter is a regular expression that could run without end; it was "
                "not tried here, where nothing could stop it."
            )
        yield


def _patterns(config: Mapping[str, Any]) -> Iterator[str]:
    """Texts that peft hands to `re`: of a field, or of the list or the keys in it."""
    for name, value in config.items():
        if not name.endswith(_ENDS):
            continue
        texts = [value] if isinstance(value, str) else value if isinstance(value, (list, dict)) else ()
        yield from (text for text in texts if isinstance(text, str))


def _could_run_away(pattern: str) -> bool:
    try:
        return could_run_away(pattern, most_repeats=_MOST_REPEATS)
    except ValueError:
        return False  # no valid expression: the loader's own error is the answer
