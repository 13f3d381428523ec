"""The exit code that a set of inspections ends with."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.compat.inspection import Inspection, Severity, Verdict
from inspector.errors import FAULT, OK, UNTOLD, UNUSABLE


def exit_code(inspections: Sequence[Inspection], *, fail_on: str = "error") -> int:
    """0 every base fits, 1 a fault, 3 could not tell: the worst base decides (1 before 3 before 0)."""
    codes = []
    for inspection in inspections:
        warned = any(f.severity is Severity.WARNING for f in inspection.findings)
        faulty = inspection.verdict in (Verdict.FAILS, Verdict.INERT, Verdict.DEGRADED)
        if faulty or (fail_on == "warning" and warned):
            codes.append(FAULT)
        else:
            codes.append(UNTOLD if inspection.verdict is Verdict.UNKNOWN else OK)
    return max(codes, key=worse_of, default=UNTOLD)


def worse_of(code: int) -> int:
    return (OK, UNTOLD, FAULT, UNUSABLE).index(code)
