"""The module probe as lines of a report: nothing about outputs, which it has not seen."""

from __future__ import annotations

from inspector.compat.probe_result import ProbeResult
from inspector.report.figures import percent
from inspector.report.printable import printable


def module_facts(probe: ProbeResult) -> tuple[tuple[str, str], ...]:
    """Label and value, ready to print, of a result whose task is `modules`."""
    rows = probe.modules
    most = max(rows, key=lambda row: row.relative_change, default=None)
    weights = [row.weight_change for row in rows if row.weight_change is not None]
    facts = [
        ("Outputs of the model", "not measured: no model was run"),
        ("Modules measured", f"{len(rows):,}"),
        ("of which change their output", f"{sum(row.relative_change > 0 for row in rows):,}"),
    ]
    if most is not None:
        middle = sorted(row.relative_change for row in rows)[len(rows) // 2]
        facts.append(("Largest change of an output", f"{percent(most.relative_change)}, {most.module}"))
        facts.append(("Change of an output, median", percent(middle)))
    if weights:
        facts.append(("Largest change of a weight", percent(max(weights))))
    facts.append(("Measured on", f"{probe.device}, {probe.dtype}"))
    return tuple((label, printable(value)) for label, value in facts)
