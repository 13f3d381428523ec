"""Findings above *info* on an adapter beside its own base: each is a false alarm, or has a reason here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cases import AdapterSpec, Case, all_cases
from real_load import quiet
from workshop import NotMade, Workshop

from inspector import pipeline
from inspector.compat.inspection import Inspection, LoadReport, Severity, Verdict
from inspector.compat.verdict import again
from inspector.files.records import Adapter, Base

STEP = 0.005
"""How far a short training moves every number from PEFT's own start: random adapters are as loud as noise."""

DryRun = Callable[[Adapter, Base], LoadReport]

DESERVED: tuple[tuple[str, str, str], ...] = (
    ("ADP604", "saves ", "PEFT warns of it too: tied matrices, one of them in the adapter."),
    (
        "ADP605",
        "saves embeddings",
        "PEFT raises KeyError on its own file: a saved module in a saved one.",
    ),
    ("ADP004", "OSF", "PEFT writes a file without a tensor for OSF on Conv1D."),
    ("ADP403", "FROD", "FROD's own factors can lie above 65,504: in float16 they would be infinite."),
    ("ADP007", "PEFT 0.", "Before 0.7 PEFT wrote pickles, and a pickle is what the rule warns of."),
)
"""Rule, a part of the case's id, and why the finding is right there (peft 0.21.2)."""


class Alarm(NamedTuple):
    """`stage` is `headers` (with values) or `dry run`."""

    stage: str
    rule: str
    message: str


def alarms(adapter: Path, base: Path, dry_run: DryRun) -> Iterator[Alarm]:
    """Every finding above *info*, and a verdict other than *fits* or *unknown*, at either stage."""
    opened, chosen = pipeline.open_adapter(adapter), pipeline.open_base(base)
    weighed = pipeline.weigh(pipeline.inspect_headers(opened, chosen), read_base=True)
    yield from _told("headers", weighed)
    with quiet():
        report = dry_run(opened, chosen)
    confirmed = again(weighed, report=report, disagreement=pipeline.disagreement(weighed.report, report))
    yield from _told("dry run", confirmed)
    if confirmed.disagreement:
        yield Alarm("dry run", "", confirmed.disagreement)


def _told(stage: str, inspection: Inspection) -> Iterator[Alarm]:
    loud = [f for f in inspection.findings if f.severity is not Severity.INFO]
    yield from (Alarm(stage, finding.rule, finding.message) for finding in loud)
    if not loud and inspection.verdict not in (Verdict.FITS, Verdict.UNKNOWN):
        yield Alarm(stage, "", f"The verdict is {inspection.verdict}: {inspection.headline}")


def unexplained(name: str, found: Iterable[Alarm]) -> list[Alarm]:
    """Those that no reason is known for; `name` is the case's id or the layout's name."""
    return [a for a in found if not any(a.rule == rule and part in name for rule, part, _ in DESERVED)]


def own_base_cases(seed: int = 0) -> list[Case]:
    """Every architecture × every method, and every variant of LoRA, each on its own base, as if trained."""
    cases = [case for case in all_cases(seed) if case.group in ("own base", "LoRA variants")]
    return [replace(case, adapter=trained(case.adapter)) for case in cases]


def trained(spec: AdapterSpec) -> AdapterSpec:
    return replace(spec, step=STEP)


def judged(case: Case, workshop: Workshop, dry_run: DryRun) -> list[Alarm] | None:
    """The case's alarms; None where PEFT makes no such adapter."""
    try:
        with workshop.pair(case) as (adapter, shown, _):
            return list(alarms(adapter, shown, dry_run))
    except NotMade:
        return None
