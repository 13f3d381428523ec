"""How long a run still takes, judged by the pace of the step that it is in."""

from __future__ import annotations

WORTH_SAYING = 1.0
"""Seconds of a step that must have passed before its pace says anything."""


class TimeLeft:
    """Fed with every progress; each stage (without, with the adapter, …) has a pace of its own."""

    def __init__(self) -> None:
        self._stage, self._since, self._first = "", 0.0, 0

    def feed(self, stage: str, *, done: int, total: int, now: float) -> float | None:
        """Seconds that the stage still takes; None while that cannot be told."""
        if stage != self._stage or done < self._first:
            self._stage, self._since, self._first = stage, now, done
        passed, steps = now - self._since, done - self._first
        if steps <= 0 or total <= done or passed < WORTH_SAYING:
            return None
        return passed / steps * (total - done)
