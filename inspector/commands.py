"""What each command of the terminal does: a few lines each over the pipeline and the reports."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inspector import pipeline
from inspector.compat.inspection import Inspection, Severity, Verdict
from inspector.errors import FAULT, OK, UNTOLD, UNUSABLE, InspectorError, UsageError, WorkerError
from inspector.files.records import Adapter, Base
from inspector.resource import resource_path

if TYPE_CHECKING:
    from inspector.worker.client import Worker
    from inspector.worker.protocol import Progress

_MAX_PROMPTS = 1000
_MAX_PROMPT_FILE = 1_000_000


def open_window(options: Namespace) -> int:
    """The window. Qt is imported here and nowhere else on this road."""
    _need_display()
    from inspector.ui.app import run

    return run(options.paths)


def demo(options: Namespace) -> int:
    """The bundled example: the window, or without a display the same inspection as text and PDF."""
    folder = resource_path("demo")
    if _has_display():
        from inspector.ui.app import run

        return run([], demo=folder)
    return _demo_in_terminal(folder, Path(options.output or "adapter-inspector-demo.pdf"))


def _demo_in_terminal(folder: Path, target: Path) -> int:
    from inspector import report
    from inspector.demo import Demo
    from inspector.report.text import render_text
    from inspector.worker.client import Worker

    example = Demo.read(folder)
    print("No display here: the example in the terminal, and as a PDF.", file=sys.stderr)
    inspections = []
    with Worker() as worker:
        worker.start()
        adapter = pipeline.open_adapter(example.adapter)
        for base_folder, _ in example.bases:
            base = pipeline.open_base(base_folder)
            *_, inspection = pipeline.stages(adapter, base, worker=worker, on_progress=say)
            if inspection.report.loads:
                inspection = pipeline.measure(
                    inspection, worker=worker, prompts=example.prompts or None, on_progress=say
                )
            inspections.append(inspection)
    _end_progress()
    print(render_text(inspections, colour=sys.stdout.isatty(), width=100), end="")
    report.write(inspections, target)
    print(f"Report written to {target}", file=sys.stderr)
    return OK


def check(options: Namespace) -> int:
    """Inspect one adapter against every base given; the worst base decides the exit code."""
    _settle_format(options)
    inspections = inspect_all(
        options.adapter,
        options.bases or [],
        quick=options.quick,
        loader=options.loader,
        verbose=options.verbose,
    )
    _deliver(inspections, options)
    return exit_code(inspections, fail_on=options.fail_on)


def probe(options: Namespace) -> int:
    """Inspect, then run the models with and without the adapter."""
    from inspector.worker.client import Worker

    _settle_format(options)
    prompts = _read_prompts(options.prompts) if options.prompts else None
    adapter = pipeline.open_adapter(options.adapter)
    bases = [pipeline.open_base(source) for source in options.bases]
    with Worker() as worker:
        inspections = []
        for base in bases:
            *_, inspection = pipeline.stages(adapter, base, worker=worker, on_progress=say)
            inspections.append(
                pipeline.measure(
                    inspection, worker=worker, prompts=prompts, device=options.device, on_progress=say
                )
            )
    _end_progress()
    _deliver(inspections, options)
    told = any(
        inspection.probe is None and inspection.report.loads is not False for inspection in inspections
    )
    return max(exit_code(inspections), UNTOLD if told else OK, key=_gravity)


def lock(options: Namespace) -> int:
    """Write adapter-lock.json for one adapter and one base."""
    from inspector.files.lock import LOCK_FILE, make_lock, write_lock
    from inspector.worker.protocol import Progress

    if len(options.bases) != 1:
        raise UsageError("A lock names one base.", "Give --base once.")
    adapter = pipeline.open_adapter(options.adapter)
    base = pipeline.open_base(options.bases[0])
    target = Path(options.output) if options.output else adapter.path / LOCK_FILE
    made = make_lock(
        adapter, base, _versions(), progress=lambda done, total: say(Progress("lock", done, total, "Hashing"))
    )
    _end_progress()
    write_lock(made, target)
    print(target)
    return OK


def repair(options: Namespace) -> int:
    """Write a repaired copy: every tensor lands in it, and nothing else has changed."""
    from inspector.compat.repairs.telling import rules_in_words
    from inspector.files.repair import check_target
    from inspector.repair import NotRepairable
    from inspector.worker.client import Worker

    if len(options.bases) != 1:
        raise UsageError("A copy is repaired for one base.", "Give --base once.")
    adapter, base = pipeline.open_adapter(options.adapter), pipeline.open_base(options.bases[0])
    target = check_target(Path(options.output), original=adapter.path, base=base.path)
    with Worker() as worker:
        worker.start()
        *_, inspection = pipeline.stages(adapter, base, worker=worker, on_progress=say)
        if inspection.counts.landed == inspection.counts.file:
            raise UsageError("There is nothing to repair: every tensor lands.", "Nothing was written.")
        try:
            result = pipeline.repair(inspection, target, worker=worker, on_progress=say)
        except NotRepairable as refusal:
            _end_progress()
            print(refusal, file=sys.stderr)
            return UNTOLD if inspection.report.loads is None else FAULT
    _end_progress()
    print(result.folder)
    print(f"{rules_in_words(result.proposal.rules)}; {result.compared} tensors compared.", file=sys.stderr)
    if result.left_out:
        print(f"Not copied: {', '.join(result.left_out)}", file=sys.stderr)
    print(result.inspection.headline, file=sys.stderr)
    return exit_code([result.inspection])


def rules(_: Namespace) -> int:
    """List every rule."""
    from inspector.compat.rules import registered

    for entry in registered().values():
        print(f"{entry.id}  {entry.severity:7}  {entry.name:26}  {entry.what}")
    return OK


def explain(options: Namespace) -> int:
    """One rule's page."""
    from inspector.compat.rules import registered

    wanted = options.rule.lower()
    entry = next((r for r in registered().values() if wanted in (r.id.lower(), r.name)), None)
    if entry is None:
        raise UsageError(f"There is no rule {options.rule}.", "`adapter-inspector rules` lists them.")
    print(f"{entry.id} {entry.name} ({entry.severity})\n")
    for title, text in (("What", entry.what), ("Why", entry.why), ("Fix", entry.fix)):
        print(f"{title}: {text}\n")
    print(f"Needs: {', '.join(entry.needs)}\nSource: {entry.source}")
    return OK


def doctor(_: Namespace) -> int:
    """What is here, what is missing, and the command that installs it."""
    from inspector.diagnosis import diagnose

    healthy = True
    for line in diagnose():
        healthy = healthy and line.fine
        print(f"{'✓' if line.fine else '✕'} {line.name:24} {line.text}")
        if line.remedy:
            print(f"  {'':24} {line.remedy}")
    return OK if healthy else FAULT


def inspect_all(
    adapter_path: str, sources: Sequence[str], *, quick: bool, loader: str = "peft", verbose: bool = False
) -> list[Inspection]:
    """Every base in turn through the stages, one worker for all of them."""
    adapter = pipeline.open_adapter(adapter_path)
    bases: list[Base | None] = [pipeline.open_base(source) for source in sources]
    if not sources:
        bases = [pipeline.recorded_base(adapter)]
    if quick:
        return [pipeline.inspect_headers(adapter, base, loader=loader) for base in bases]
    from inspector.worker.client import Worker

    with Worker() as worker:
        if any(base is not None for base in bases) and adapter.is_where_peft_looks:
            worker.start()  # its imports go on while the headers are read
        inspections = [_inspect(adapter, base, worker, loader, verbose) for base in bases]
    _end_progress()
    return inspections


def _inspect(adapter: Adapter, base: Base | None, worker: Worker, loader: str, verbose: bool) -> Inspection:
    inspection = None
    try:
        for inspection in pipeline.stages(adapter, base, worker=worker, loader=loader, on_progress=say):
            if verbose:
                report = inspection.report
                line = f"{report.evidence}: {inspection.verdict}, loads={report.loads}, {inspection.counts}"
                print(line, inspection.disagreement or "", file=sys.stderr)
    except WorkerError as error:
        # The headers' answer stands, and it says that it is the headers' answer.
        if inspection is None:
            raise
        _end_progress()
        print(f"{error.message} {error.hint}".strip(), file=sys.stderr)
    assert inspection is not None
    return inspection


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
    return max(codes, key=_gravity, default=UNTOLD)


def _gravity(code: int) -> int:
    return (OK, UNTOLD, FAULT, UNUSABLE).index(code)


def _settle_format(options: Namespace) -> None:
    """Fix the format before any work is done, so that a wrong suffix does not cost a dry run."""
    from inspector.report import format_of

    if options.format is None:
        options.format = format_of(Path(options.output)) if options.output else "text"
    if options.format == "pdf" and not options.output:
        raise UsageError("A PDF needs a file to go to.", "Give --output report.pdf.")


def _deliver(inspections: Sequence[Inspection], options: Namespace) -> None:
    from inspector import report

    if options.output:
        report.write(inspections, Path(options.output), format=options.format)
        print(f"Report written to {options.output}", file=sys.stderr)
    elif options.format == "json":
        print(report.render(inspections, "json"), end="")
    else:
        from inspector.report.text import render_text

        width = min(120, os.get_terminal_size().columns) if sys.stdout.isatty() else 100
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        print(render_text(inspections, colour=colour, width=width), end="")


def _read_prompts(path: str) -> list[str]:
    file = Path(path)
    try:
        if file.stat().st_size > _MAX_PROMPT_FILE:
            raise UsageError(f"{path} is larger than 1 MB.", "Give one prompt a line, up to 1,000 of them.")
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The prompts in {path} cannot be read: {error}.", "Give a UTF-8 text file."
        ) from error
    prompts = [line for line in lines if line]
    if not prompts or len(prompts) > _MAX_PROMPTS:
        raise UsageError(
            f"{path} holds {len(prompts)} prompts.", "Give one prompt a line, 1 to 1,000 of them."
        )
    return prompts


def say(progress: Progress) -> None:
    """Progress on standard error, one line that is written over; nothing where that is no terminal."""
    if sys.stderr.isatty():
        share = f" {progress.done}/{progress.total}" if progress.total else ""
        print(f"\r\033[K{progress.text}{share}", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in ("adapter-inspector", "peft", "transformers", "torch"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _need_display() -> None:
    if not _has_display():
        raise InspectorError(
            "There is no display for the window.",
            "Use `adapter-inspector check ADAPTER --base BASE` here, or set DISPLAY.",
        )
