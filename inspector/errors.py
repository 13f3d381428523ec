"""Errors a person reads: one sentence, one hint, never a traceback.

InspectorError
├── UsageError        the request itself is off (exit code 2)
├── UnreadableInput   a file or folder that cannot be read for what it should be (exit code 2)
├── WorkerError       the second process failed, died or was not to be had (exit code 3)
└── Cancelled         the person asked to stop
"""

from __future__ import annotations

from pathlib import Path

OK, FAULT, UNUSABLE, UNTOLD = 0, 1, 2, 3
"""Exit codes: every base fits · a fault · the request or an input is unusable · could not tell."""


class InspectorError(Exception):
    """An expected failure. `message` says what happened, `hint` what to do about it (may be empty)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(InspectorError):
    """The request cannot be carried out as it was put."""


class UnreadableInput(InspectorError):
    """A file or folder is not what it should be. `rule` is the stable id of the container rule (ADP0xx)."""

    def __init__(self, message: str, hint: str = "", *, rule: str = "ADP001", path: Path | str = "") -> None:
        super().__init__(message, hint)
        self.rule = rule
        self.path = str(path)


class WorkerError(InspectorError):
    """The second process failed. `details` holds the last lines it wrote to standard error."""

    def __init__(self, message: str, hint: str = "", *, details: str = "") -> None:
        super().__init__(message, hint)
        self.details = details


class Cancelled(InspectorError):
    """The person cancelled; nothing is wrong."""

    def __init__(self, message: str = "Cancelled.", hint: str = "") -> None:
        super().__init__(message, hint)
