"""One case before both engines: what each said, and whether it was so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from agreement import difference
from cases import Case
from real_load import RealLoad, quiet
from workshop import NotMade, Workshop

from inspector import pipeline
from inspector.compat.inspection import LoadReport
from inspector.errors import UnreadableInput
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.dry_run import dry_run

RIGHT, WRONG, UNKNOWN, CRASHED = "right", "wrong", "unknown", "crashed"


class Answer(NamedTuple):
    """`kind` is right, wrong, unknown or crashed; `text` the difference, or why it is unknown."""

    kind: str
    text: str = ""


class Judgement(NamedTuple):
    """A case and what both engines made of it. `not_made` says why PEFT made no such adapter."""

    id: str
    group: str
    family: str
    method: str
    really: str = ""
    dry_run: Answer = Answer(UNKNOWN)
    headers: Answer = Answer(UNKNOWN)
    not_made: str = ""


def judge(case: Case, workshop: Workshop) -> Judgement:
    empty = Judgement(case.id, case.group, case.family, case.peft_type)
    try:
        with workshop.pair(case) as (adapter, shown, real):
            truth = workshop.truth(real, adapter)
            return empty._replace(
                really="loads" if truth.loads else f"raises {truth.error_type}",
                dry_run=_answer(truth, lambda: dry_run(read_adapter(adapter), read_base(shown))),
                headers=_answer(truth, lambda: _from_headers(adapter, shown)),
            )
    except NotMade as reason:
        return empty._replace(not_made=str(reason))


def _from_headers(adapter: Path, base: Path) -> LoadReport:
    return pipeline.inspect_headers(read_adapter(adapter), read_base(base)).report


def _answer(truth: RealLoad, ask: Callable[[], LoadReport]) -> Answer:
    try:
        with quiet():
            report = ask()
    except UnreadableInput as refusal:
        # A sentence instead of the loader's traceback: right, if the loader fails as well.
        return Answer(WRONG, f"really loads, refused: {refusal}") if truth.loads else Answer(RIGHT)
    except Exception as error:
        return Answer(CRASHED, " ".join(f"{type(error).__name__}: {error}".split())[:300])
    if report.loads is None:
        return Answer(UNKNOWN, report.unknown_because or "no reason given")
    wrong = difference(truth, report)
    return Answer(WRONG, wrong) if wrong else Answer(RIGHT)


def folded(reason: str) -> str:
    """A reason without its paths, fields and numbers, to count it by."""
    return re.sub(r"\S*(?:[a-z]_[a-z]|\w\.\w|\d)\S*", "…", reason)[:100]
