"""Renames tried out with the real loader, and the repaired copy: written, proven, or nothing at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from inspector import __version__
from inspector.compat.inspection import Inspection, LoadReport
from inspector.compat.repairs.config import with_alphas
from inspector.compat.repairs.proposal import RenameProposal, Verified
from inspector.compat.repairs.search import WEIGHTS, lands_wholly, renamed
from inspector.compat.repairs.telling import readme
from inspector.compat.verdict import conclude
from inspector.errors import Cancelled, InspectorError
from inspector.files.adapter import read_adapter
from inspector.files.records import Adapter, Base
from inspector.files.repair import (
    appearing_whole,
    check_target,
    copy_companions,
    read_number,
    read_readme,
    write_config,
    write_readme,
    write_tensors,
)
from inspector.weights.equality import prove_equal
from inspector.worker.client import OnProgress, Worker
from inspector.worker.protocol import Progress


class NotRepairable(InspectorError):
    """There is no proposal, or it did not hold; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairResult:
    """`folder` is the copy, `inspection` what a dry run says of it; `left_out` names files not copied."""

    folder: Path
    proposal: RenameProposal
    inspection: Inspection
    compared: int
    left_out: tuple[str, ...]


def try_out(
    adapter: Adapter,
    base: Base,
    proposal: RenameProposal,
    *,
    worker: Worker,
    on_progress: OnProgress | None = None,
    cancel: Event | None = None,
) -> RenameProposal:
    """The proposal as a dry run of the renamed adapter judges it. Raises WorkerError, Cancelled."""
    with tempfile.TemporaryDirectory(prefix="adapter-inspector-") as made:
        folder = Path(made)
        # The loader reads its configuration from here, and only looks whether weights are there.
        write_config(folder, proposal.config)
        (folder / WEIGHTS).touch()
        copy = replace(renamed(adapter, proposal), path=folder, weights_file=folder / WEIGHTS)
        report = worker.dry_run(copy, base, on_progress=on_progress, cancel=cancel)
    lands = lands_wholly(copy, base, report)
    return replace(proposal, verified=Verified.DRY_RUN if lands else Verified.REFUTED)


def repair(
    inspection: Inspection,
    folder: Path,
    *,
    worker: Worker,
    on_progress: OnProgress | None = None,
    cancel: Event | None = None,
) -> RepairResult:
    """Write the repaired copy to a new folder; the original is only read.

    The copy is read again, loaded in a dry run and compared with the original tensor by tensor before it
    appears. Raises NotRepairable, UsageError (the folder), WorkerError, Cancelled; then nothing is written.
    """
    adapter, base = inspection.adapter, inspection.base
    proposal = inspection.proposal
    if base is None or proposal is None or not proposal.is_offered:
        raise NotRepairable(*_why_not(inspection))
    if adapter.container != "safetensors":
        raise NotRepairable(
            "The weights lie in a pickle (adapter_model.bin), which is never opened for copying.",
            "Save the adapter as safetensors first, with the PEFT version that wrote it.",
        )
    target = check_target(folder, original=adapter.path, base=base.path)
    step = _steps(on_progress)
    proposal = _with_true_alphas(adapter, proposal)
    asked = cancel.is_set if cancel is not None else None
    with appearing_whole(target) as made:
        write_config(made, proposal.config)
        write_tensors(adapter, proposal.steps, made, progress=step("Writing"), cancelled=asked)
        left_out = copy_companions(adapter.path, made)
        write_readme(
            made,
            readme(
                read_readme(adapter.path),
                proposal,
                adapter=adapter,
                base=base,
                version=__version__,
                left_out=left_out,
            ),
        )
        copy = read_adapter(made)
        compared = prove_equal(adapter, copy, proposal, cancelled=asked)
        report = worker.dry_run(copy, base, on_progress=on_progress, cancel=cancel)
        if not lands_wholly(copy, base, report):
            raise NotRepairable("The copy does not land as a whole; it was thrown away.", _said(report))
        if asked is not None and asked():
            raise Cancelled
    moved = read_adapter(target)
    return RepairResult(
        folder=target,
        proposal=replace(proposal, verified=Verified.DRY_RUN),
        inspection=conclude(moved, base, report),
        compared=compared,
        left_out=left_out,
    )


def _why_not(inspection: Inspection) -> tuple[str, str]:
    if inspection.base is None:
        return "A repair needs a base.", "Choose the base whose names the keys are to get."
    counts = inspection.counts
    if counts.file and counts.landed == counts.file:
        return "There is nothing to repair: every tensor lands.", ""
    if inspection.proposal is not None and inspection.proposal.verified is Verified.REFUTED:
        return "Other names were found, but the loader does not place every tensor by them.", ""
    return (
        "No renaming is known that would put every tensor in its place.",
        "Use the base that the adapter was trained on.",
    )


def _with_true_alphas(adapter: Adapter, proposal: RenameProposal) -> RenameProposal:
    """The proposal with the alphas that kohya keeps as tensors; a module without one has alpha = rank."""
    if not proposal.alpha_keys:
        return proposal
    ranks = {
        step.key.removeprefix("base_model.model.").removesuffix(".lora_A.weight"): step.shape[0]
        for step in proposal.steps
        if step.key.endswith(".lora_A.weight")
    }
    alphas: dict[str, int | float] = {**ranks}
    for module, key in proposal.alpha_keys.items():
        value = read_number(adapter, key)
        alphas[module] = int(value) if value.is_integer() else value
    return replace(proposal, config=with_alphas(proposal.config, alphas))


def _steps(on_progress: OnProgress | None) -> Callable[[str], Callable[[int, int], None] | None]:
    def step(text: str) -> Callable[[int, int], None] | None:
        if on_progress is None:
            return None
        tell = on_progress
        return lambda done, total: tell(Progress("repair", done, total, text))

    return step


def _said(report: LoadReport) -> str:
    if report.error is not None:
        return f"The loader raises {report.error.type}."
    return report.unknown_because or ""
