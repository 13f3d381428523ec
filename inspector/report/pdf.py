"""The mismatch report as PDF: gathers the data and has it set by typst in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event
from typing import Any

import inspector
from inspector import __version__
from inspector.compat.inspection import Inspection, Status
from inspector.compat.keys import natural_key
from inspector.compat.revisions import Comparison
from inspector.errors import Cancelled, InspectorError, WorkerError
from inspector.own_process import module_command
from inspector.report import as_json, pdf_worker
from inspector.report.comparison_json import comparison_document
from inspector.report.comparison_section import comparison_section
from inspector.report.document import build
from inspector.report.figures import day_text
from inspector.report.key_table import complete_tables
from inspector.report.layer_figure import layer_figure
from inspector.report.printable import printable
from inspector.report.provenance import provenance, reproducing_comparison

ATTACHMENT = "inspection.json"
COMPARISON_ATTACHMENT = "comparison.json"
LONGEST_TABLE = 10_000
"""Rows; beyond it a table folds and only the attached JSON holds every key (5,000 rows take 4 s)."""

_TIMEOUT_SECONDS = 180.0
_PATIENCE = 0.1
"""Seconds between two looks at whether somebody gave up waiting."""


def render_pdf(
    inspections: Sequence[Inspection],
    *,
    comparison: Comparison | None = None,
    day: date | None = None,
    timeout: float = _TIMEOUT_SECONDS,
    cancel: Event | None = None,
) -> bytes:
    """The PDF's bytes; the same inspections on the same `day` give the same bytes.

    `day` is SOURCE_DATE_EPOCH's (in UTC) or today. Raises WorkerError when typst fails or takes longer
    than `timeout` seconds, UsageError for no inspection at all, Cancelled.
    """
    data = pdf_data(inspections, day=day or report_day())
    if comparison is not None:
        data |= comparison_data(comparison)
        data["provenance"]["command"] = reproducing_comparison(comparison)
    return _typeset(json.dumps(data), timeout, cancel)


def render_pages(
    inspections: Sequence[Inspection],
    *,
    timeout: float = _TIMEOUT_SECONDS,
    cancel: Event | None = None,
) -> tuple[bytes, ...]:
    """A picture of each page of the PDF: a zlib stream of SVG. Raises what `render_pdf` raises."""
    data = json.dumps(pdf_data(inspections, day=report_day()))
    return tuple(pdf_worker.unpacked(_typeset(data, timeout, cancel, pages=True)))


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """What the template shows of two bases beside each other, and the attachment that holds all of it."""
    text = as_json.dump(comparison_document(comparison))
    return {
        "comparison": _plain(comparison_section(comparison)),
        "attachment": {"name": COMPARISON_ATTACHMENT, "text": text},
    }


def report_day() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH asks for. Raises InspectorError when that is no number."""
    wanted = os.environ.get("SOURCE_DATE_EPOCH")
    if not wanted:
        return date.today()
    try:
        return datetime.fromtimestamp(int(wanted), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        raise InspectorError(
            "SOURCE_DATE_EPOCH is not a number of seconds.", "Unset it, or set it to seconds since 1970."
        ) from None


def pdf_data(inspections: Sequence[Inspection], *, day: date) -> dict[str, Any]:
    """Everything that the template shows, as JSON types. The template sees nothing else."""
    report = build(inspections)
    stands_on = provenance(inspections)
    parts = [
        {
            **_plain(part),
            "figure": _plain(layer_figure(inspection.report)),
            "tables": _plain(complete_tables(inspection, limit=LONGEST_TABLE)),
        }
        for part, inspection in zip(report.parts, inspections, strict=True)
    ]
    for part, keys in zip(parts, _landed(inspections), strict=True):
        part["landed_keys"] = keys
    weights = inspections[0].adapter.weights_file
    digests = [file.sha256 for file in stands_on.files if weights and file.name == weights.name]
    versions = dict(stands_on.versions)
    named = ("adapter-inspector", "peft", "transformers")
    return {
        "adapter": report.adapter,
        "facts": report.facts,
        "shelf": _plain(report.shelf),
        "parts": parts,
        "provenance": _plain(stands_on),
        "weights_sha256": digests[0] if digests and len(digests[0]) == 64 else "",
        "footer": " · ".join(f"{name} {versions[name]}" for name in named),
        "producer": f"adapter-inspector {__version__}",
        "date": {"text": day_text(day), "year": day.year, "month": day.month, "day": day.day},
        "attachment": {"name": ATTACHMENT, "text": as_json.dump(as_json.document(inspections))},
    }


def _landed(inspections: Sequence[Inspection]) -> Iterator[list[str]]:
    """The keys that land on each base, folded elsewhere; a list that was told already is not repeated."""
    told: list[list[str]] = []
    for inspection in inspections:
        landed = [row.key for row in inspection.report.tensors if row.status is Status.LANDED]
        keys = [printable(key) for key in sorted(landed, key=natural_key)]
        yield keys if len(keys) <= LONGEST_TABLE and keys not in told else []
        told.append(keys)


def _plain(value: Any) -> Any:
    """Records as JSON types, by field name (dataclasses.asdict would leave named tuples nameless)."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: _plain(item) for name, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _typeset(data: str, timeout: float, cancel: Event | None = None, *, pages: bool = False) -> bytes:
    """Run the worker, into whose import path no stranger's `typst.py` of the current folder comes."""
    if cancel is not None and cancel.is_set():
        raise Cancelled
    package_root = str(Path(inspector.__file__).resolve().parent.parent)
    paths = [package_root, *filter(None, [os.environ.get("PYTHONPATH")])]
    with TemporaryFile() as content:
        # From a file, not through a pipe: what waits for the end need not feed the beginning.
        content.write(data.encode())
        content.seek(0)
        try:
            process = subprocess.Popen(
                [*module_command("inspector.report.pdf_worker"), *(["--pages"] if pages else [])],
                stdin=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        except OSError as error:
            raise WorkerError("The process that sets the PDF could not be started.", str(error)) from error
    with process:
        try:
            made, said = _wait(process, timeout, cancel)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0 or not made.startswith(pdf_worker.PAGES_MAGIC if pages else b"%PDF-"):
        details = said.decode(errors="replace").strip()
        last = details.splitlines()[-1] if details else f"exit code {process.returncode}"
        raise WorkerError("The PDF could not be set.", f"{last[:300]}.".replace("..", "."), details=details)
    return made


def _wait(process: subprocess.Popen[bytes], timeout: float, cancel: Event | None) -> tuple[bytes, bytes]:
    """What the process writes until it ends. Raises Cancelled, and WorkerError after `timeout` seconds."""
    end = time.monotonic() + timeout
    while True:
        try:
            return process.communicate(timeout=min(_PATIENCE, max(0.0, end - time.monotonic())))
        except subprocess.TimeoutExpired:
            if cancel is not None and cancel.is_set():
                raise Cancelled from None
            if time.monotonic() > end:
                raise WorkerError(
                    f"Setting the PDF took longer than {timeout:.0f} seconds.",
                    "Write the report as JSON or text instead.",
                ) from None
