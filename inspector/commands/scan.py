"""`scan`: every adapter below some folders, against every base: a line each, or a table, as they come."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from inspector import pipeline
from inspector.commands.bases import open_bases
from inspector.commands.check import judge
from inspector.commands.outcome import exit_code, worse_of
from inspector.commands.output import terminal
from inspector.commands.progress import end_progress
from inspector.commands.rule_options import chosen_rules
from inspector.commands.worker_at_hand import worker_at_hand
from inspector.compat.inspection import Inspection
from inspector.compat.matrix import MatrixRow
from inspector.errors import OK, UNUSABLE, UnreadableInput, UsageError
from inspector.files.adapter_search import find_adapters

if TYPE_CHECKING:
    from inspector.files.records import Base
    from inspector.files.rule_choice import RuleChoice
    from inspector.report.matrix import MatrixWriter
    from inspector.worker.client import Worker

_NAME_WIDTH = 44

TABLES = ("matrix", "csv", "md")
"""Formats with a column for each base."""

UNREADABLE = "✕ unreadable"


def scan(options: Namespace) -> int:
    """One line for each adapter on each base, or a row of a table; the worst decides the exit code.

    An adapter that cannot be read is a line too, and the rest goes on.
    """
    format = _format_of(options)
    choice = chosen_rules(options)
    bases = open_bases(options.bases or [], options, with_tokenizer=True)
    found: Iterable[tuple[Path, str]] = _found(options.folders)
    codes, tally = [OK], Counter[str]()
    with ExitStack() as stack:
        target = stack.enter_context(_open(options.output)) if options.output else sys.stdout
        if format in ("text", "json"):
            shown: MatrixWriter = _Lines(json=format == "json")
        else:
            found = list(found)  # a table is as wide as its longest name
            shown = _table(format, bases, [name for _, name in found], colour=not options.output)
        worker = None
        if not options.quick:
            worker = stack.enter_context(worker_at_hand())
        _say(shown.head() if found else "", target)
        for folder, name in found:
            row = _row_of(folder, name, bases, worker, choice)
            end_progress()
            _say(shown.row(row), target)
            codes.append(_code_of(row, options.fail_on))
            tally.update(["unreadable"] if row.problem else [i.verdict.value for i in row.cells if i])
        _say(shown.foot() if tally else "", target)
    if not tally:
        raise UsageError(
            f"There is no adapter below {', '.join(options.folders)}.", "An adapter has adapter_config.json."
        )
    counts = ", ".join(f"{number} {word}" for word, number in sorted(tally.items()))
    print(f"{sum(tally.values())} inspected: {counts}.", file=sys.stderr)
    return max(codes, key=worse_of)


def _format_of(options: Namespace) -> str:
    """What was asked for, else what --output ends in. Raises UsageError for a table without columns."""
    by_suffix = {".json": "json", ".jsonl": "json", ".csv": "csv", ".md": "md"}
    format: str = options.format or by_suffix.get(Path(options.output or "").suffix.lower(), "text")
    if format in TABLES and not options.bases:
        raise UsageError(
            "A table of adapters × bases needs its columns.", "Give --base once for each of them."
        )
    return format


def _table(format: str, bases: Sequence[Base], names: Sequence[str], *, colour: bool) -> MatrixWriter:
    from inspector.report.matrix import matrix_writer
    from inspector.report.subject import names_of_bases

    sources = [base.source for base in bases]
    colour = colour and terminal()[0]
    kind = "text" if format == "matrix" else format
    return matrix_writer(kind, names_of_bases(bases), sources, names, colour=colour)


def _row_of(
    folder: Path, name: str, bases: Sequence[Base], worker: Worker | None, choice: RuleChoice | None
) -> MatrixRow:
    try:
        adapter = pipeline.open_adapter(folder)
        on: list[Base | None] = list(bases) or [pipeline.recorded_base(adapter)]
        if worker is None:
            cells = [pipeline.inspect_headers(adapter, base, choice=choice) for base in on]
        else:
            cells = [judge(adapter, base, worker, choice=choice) for base in on]
    except UnreadableInput as error:
        return MatrixRow(name, folder, problem=error)
    return MatrixRow(name, folder, tuple(cells))


def _code_of(row: MatrixRow, fail_on: str) -> int:
    if row.problem is not None:
        return UNUSABLE
    return exit_code([cell for cell in row.cells if cell is not None], fail_on=fail_on)


def _found(folders: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Every adapter once, with its name below the folder in which it was found."""
    seen = set()
    for given in folders:
        root = Path(given).expanduser().absolute()
        for folder in find_adapters(given):
            if folder not in seen:
                seen.add(folder)
                inside = folder.is_relative_to(root.parent)
                yield folder, str(folder.relative_to(root.parent)) if inside else str(folder)


def _say(text: str, target: TextIO) -> None:
    print(text, end="", file=target, flush=True)


class _Lines:
    """A line for each adapter on each base, as text, or a JSON document for each adapter."""

    def __init__(self, *, json: bool) -> None:
        self._json = json

    def head(self) -> str:
        return ""

    def row(self, row: MatrixRow) -> str:
        cells = [cell for cell in row.cells if cell is not None]
        if self._json:
            from inspector.report.json_lines import document_line, error_line

            return (error_line(row.problem) if row.problem else document_line(cells)) + "\n"
        if row.problem is not None:
            return _line(UNREADABLE, "", row.name, "", row.problem.message)
        return "".join(_lines(row.name, cells))

    def foot(self) -> str:
        return ""


def _lines(name: str, inspections: Sequence[Inspection]) -> Iterator[str]:
    from inspector.report.marks import VERDICT
    from inspector.report.subject import base_names

    for inspection, base in zip(inspections, base_names(inspections), strict=True):
        mark, counts = VERDICT[inspection.verdict], inspection.counts
        landed = f"{counts.landed}/{counts.file}"
        yield _line(f"{mark.glyph} {mark.word}", landed, name, base or "no base", inspection.summary)


def _line(verdict: str, landed: str, name: str, base: str, why: str) -> str:
    from inspector.report.printable import printable, shorten

    shown = printable(name)
    if len(shown) > _NAME_WIDTH:
        shown = f"…{shown[-_NAME_WIDTH + 1 :]}"
    first_sentence = shorten(printable(why).partition(". ")[0], 120)
    line = f"{verdict:12} {landed:>9}  {shown:{_NAME_WIDTH}}  {printable(base):28}  {first_sentence}"
    return f"{line.rstrip()}\n"


def _open(output: str) -> TextIO:
    try:
        return Path(output).open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}.", "Choose another place.") from error
