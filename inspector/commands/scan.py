"""`scan`: every adapter below some folders, against every base, a line each as they come."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from inspector import pipeline
from inspector.commands.bases import open_bases
from inspector.commands.check import judge
from inspector.commands.outcome import exit_code, worse_of
from inspector.commands.progress import end_progress
from inspector.commands.rule_options import chosen_rules
from inspector.commands.worker_at_hand import worker_at_hand
from inspector.compat.inspection import Inspection
from inspector.errors import OK, UNUSABLE, InspectorError, UnreadableInput, UsageError
from inspector.files.adapter_search import find_adapters

if TYPE_CHECKING:
    from inspector.files.records import Base
    from inspector.files.rule_choice import RuleChoice
    from inspector.worker.client import Worker

_NAME_WIDTH = 44


def scan(options: Namespace) -> int:
    """One line for each adapter on each base; the worst decides the exit code.

    An adapter that cannot be read is a line too, and the rest goes on.
    """
    choice = chosen_rules(options)
    bases = open_bases(options.bases or [], options, with_tokenizer=True)
    wants_json = options.format == "json" or (options.output or "").endswith((".json", ".jsonl"))
    codes, tally = [OK], Counter[str]()
    with ExitStack() as stack:
        target = stack.enter_context(_open(options.output)) if options.output else sys.stdout
        worker = None
        if not options.quick:
            worker = stack.enter_context(worker_at_hand())
        for folder, root in _found(options.folders):
            name = _shown(folder, root)
            code, said, verdicts = _one(
                folder, name, bases, worker, choice, wants_json=wants_json, fail_on=options.fail_on
            )
            end_progress()
            print(said, file=target, flush=True)
            codes.append(code)
            tally.update(verdicts)
    if not tally:
        raise UsageError(
            f"There is no adapter below {', '.join(options.folders)}.", "An adapter has adapter_config.json."
        )
    counts = ", ".join(f"{number} {word}" for word, number in sorted(tally.items()))
    print(f"{sum(tally.values())} inspected: {counts}.", file=sys.stderr)
    return max(codes, key=worse_of)


def _one(
    folder: Path,
    name: str,
    bases: Sequence[Base],
    worker: Worker | None,
    choice: RuleChoice | None,
    *,
    wants_json: bool,
    fail_on: str,
) -> tuple[int, str, list[str]]:
    """Exit code, what to print, and a word for the tally, for one adapter."""
    try:
        adapter = pipeline.open_adapter(folder)
        on: list[Base | None] = list(bases) or [pipeline.recorded_base(adapter)]
        if worker is None:
            inspections = [pipeline.inspect_headers(adapter, base, choice=choice) for base in on]
        else:
            inspections = [judge(adapter, base, worker, choice=choice) for base in on]
    except UnreadableInput as error:
        said = _error_line(error) if wants_json else _row("✕ unreadable", "", name, "", error.message)
        return UNUSABLE, said, ["unreadable"]
    said = _json_line(inspections) if wants_json else "\n".join(_rows(name, inspections))
    verdicts = [inspection.verdict.value for inspection in inspections]
    return exit_code(inspections, fail_on=fail_on), said, verdicts


def _found(folders: Sequence[str]) -> Iterator[tuple[Path, Path]]:
    """Every adapter once, with the folder below which it was found."""
    seen = set()
    for root in folders:
        for folder in find_adapters(root):
            if folder not in seen:
                seen.add(folder)
                yield folder, Path(root).expanduser().absolute()


def _shown(folder: Path, root: Path) -> str:
    return str(folder.relative_to(root.parent)) if folder.is_relative_to(root.parent) else str(folder)


def _rows(name: str, inspections: Sequence[Inspection]) -> Iterator[str]:
    from inspector.report.marks import VERDICT
    from inspector.report.subject import base_names

    for inspection, base in zip(inspections, base_names(inspections), strict=True):
        mark, counts = VERDICT[inspection.verdict], inspection.counts
        landed = f"{counts.landed}/{counts.file}"
        yield _row(f"{mark.glyph} {mark.word}", landed, name, base or "no base", inspection.summary)


def _row(verdict: str, landed: str, name: str, base: str, why: str) -> str:
    from inspector.report.printable import printable, shorten

    shown = printable(name)
    if len(shown) > _NAME_WIDTH:
        shown = f"…{shown[-_NAME_WIDTH + 1 :]}"
    first_sentence = shorten(printable(why).partition(". ")[0], 120)
    return f"{verdict:12} {landed:>9}  {shown:{_NAME_WIDTH}}  {printable(base):28}  {first_sentence}".rstrip()


def _json_line(inspections: Sequence[Inspection]) -> str:
    from inspector.report.as_json import document

    return _compact(document(inspections))


def _error_line(error: InspectorError) -> str:
    from inspector.report.as_json import error_document

    return _compact(error_document(error))


def _compact(document: dict[str, object]) -> str:
    from inspector.report.as_json import dump

    return json.dumps(json.loads(dump(document)), separators=(",", ":"))


def _open(output: str) -> TextIO:
    try:
        return Path(output).open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}.", "Choose another place.") from error
