"""The one road: read → match → weigh → dry run → probe. Each stage hands on a better Inspection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.collector import uncollected
from inspector.compat.engines import check_loader, disagreement, left_to_dry_run
from inspector.compat.inspection import Inspection
from inspector.compat.match import match_headers
from inspector.compat.verdict import again, conclude
from inspector.errors import Cancelled, UsageError
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.folder import existing
from inspector.files.lock_comparison import LOCK_FILE, LockComparison
from inspector.files.quantised import true_shapes
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from threading import Event

    from inspector.compat.repairs.proposal import RenameProposal
    from inspector.files.rule_choice import RuleChoice
    from inspector.repair import RepairResult
    from inspector.worker.client import OnProgress, Prompt, Worker

_HASHED_AT_ONCE = 32 * 1024 * 1024


@uncollected()
def open_adapter(path: str | Path) -> Adapter:
    """Read an adapter folder (or its adapter_config.json). Raises UnreadableInput."""
    return read_adapter(path)


def open_base(
    source: str | Path,
    *,
    network: bool = False,
    with_tokenizer: bool = False,
    cancel: Event | None = None,
    on_progress: OnProgress | None = None,
) -> Base:
    """Read a base: a folder, .safetensors, .gguf, config.json, or a name or link on the Hub.

    The local Hub cache comes first. With `network` (a person named this very model) the Hub is asked for what
    is not in it: headers and small files, and its tokenizer `with_tokenizer`; weights are never downloaded.
    Raises UnreadableInput (HubError for what goes wrong with the Hub), Cancelled.
    """
    if existing(source) is not None:
        return read_base(source)
    from inspector.files.hub_access import HubAccess  # what lies on disk does without

    def say(done: int, total: int, text: str) -> None:
        from inspector.worker.protocol import Progress

        if on_progress is not None:
            on_progress(Progress("hub", done, total, text))

    access = HubAccess(network=network, with_tokenizer=with_tokenizer, cancel=cancel, on_progress=say)
    return read_base(source, access)


def recorded_base(adapter: Adapter) -> Base | None:
    """The base that the adapter records, if the local Hub cache has it; the network is never asked."""
    from inspector.files.hub import cached_snapshot

    name = adapter.base_name
    if name is None or name.count("/") != 1 or name.startswith((".", "/", "~")):
        return None
    if cached_snapshot(name, adapter.base_revision) is None:
        return None
    return read_base(f"{name}@{adapter.base_revision}" if adapter.base_revision else name)


@uncollected()
def inspect_headers(
    adapter: Adapter, base: Base | None, *, loader: str = "peft", choice: RuleChoice | None = None
) -> Inspection:
    """The answer from names and shapes alone: milliseconds, no torch.

    Weights are not read, except that a base of up to 32 MB is hashed where there is a lock for it.
    `choice` says which rules count, here and in every later stage.
    """
    check_loader(loader)
    report = match_headers(adapter, base, true_shapes=true_shapes(base) if base is not None else None)
    if loader != "peft":
        report = left_to_dry_run(report, base, loader)
    small = base is not None and sum(tensor.nbytes for tensor in base.tensors.values()) <= _HASHED_AT_ONCE
    lock = _held_against_lock(adapter, base, hash_weights=small)
    return conclude(adapter, base, report, lock=lock, choice=choice)


def weigh(
    inspection: Inspection,
    *,
    read_base: bool | None = None,
    cancel: Event | None = None,
    on_progress: OnProgress | None = None,
) -> Inspection:
    """Read values: the adapter's for zeros, NaN and the change that they make, the base's for its hashes
    where there is a lock. And the tokenizers, where the adapter's folder holds one.

    `read_base`: whether the base's weights are read to compare the change with; None leaves it to their size.
    """
    from inspector.tokenizer_check import adapter_tokenizer
    from inspector.weights.delta import module_weights
    from inspector.weights.repeated import repeated_tensors
    from inspector.weights.scan import scan_weights
    from inspector.worker.protocol import Progress

    cancelled = _asked(cancel)

    def hashed(done: int, total: int) -> None:
        if on_progress is not None:
            on_progress(Progress("lock", done, total, "Comparing the base with the lock"))

    def computed(done: int, total: int) -> None:
        if on_progress is not None:
            on_progress(Progress("weights", done, total, "Working out what each module gains"))

    weights = scan_weights(inspection.adapter, cancelled=cancelled)
    if weights is not None:
        modules = module_weights(
            inspection.adapter,
            report=inspection.report,
            base=inspection.base,
            read_base=read_base,
            cancelled=cancelled,
            progress=computed,
        )
        repeated = repeated_tensors(
            inspection.adapter, inspection.report, inspection.base, read_base=read_base, cancelled=cancelled
        )
        weights = replace(weights, modules=modules, repeated=repeated)
    lock = _held_against_lock(
        inspection.adapter, inspection.base, hash_weights=True, progress=hashed, cancelled=cancelled
    )
    tokenizers = adapter_tokenizer(inspection.adapter, inspection.base, cancelled=cancelled)
    return again(inspection, weights=weights, lock=lock, tokenizers=tokenizers)


def confirm(
    inspection: Inspection,
    *,
    worker: Worker,
    cancel: Event | None = None,
    on_progress: OnProgress | None = None,
) -> Inspection:
    """The dry run: the real loader on the meta device, which overrules the headers.

    Raises WorkerError when the second process fails, Cancelled.
    """
    adapter, base = inspection.adapter, inspection.base
    if base is None:
        return inspection
    if adapter.is_where_peft_looks:
        loader = inspection.report.loader
        report = worker.dry_run(adapter, base, loader=loader, on_progress=on_progress, cancel=cancel)
        inspection = again(inspection, report=report, disagreement=disagreement(inspection.report, report))
    if not _waits_for_dry_run(inspection.proposal):
        return inspection
    from inspector.repair import try_out

    assert inspection.proposal is not None
    tried = try_out(adapter, base, inspection.proposal, worker=worker, cancel=cancel)
    return again(inspection, proposal=tried)


def repair(
    inspection: Inspection,
    folder: Path,
    *,
    worker: Worker,
    on_progress: OnProgress | None = None,
    cancel: Event | None = None,
) -> RepairResult:
    """Write a repaired copy by the inspection's proposal into a new folder, proven before it appears.

    Raises NotRepairable, UsageError (the folder), WorkerError, Cancelled; then nothing is written.
    """
    from inspector.repair import repair as write_copy

    return write_copy(inspection, folder, worker=worker, on_progress=on_progress, cancel=cancel)


def measure(
    inspection: Inspection,
    *,
    worker: Worker,
    prompts: Sequence[Prompt] | None = None,
    device: str = "auto",
    text: str | None = None,
    figures: str = "full",
    offload: bool = False,
    on_progress: OnProgress | None = None,
    cancel: Event | None = None,
) -> Inspection:
    """The probe: run the model with and without the adapter. A refusal is an answer, not an error.

    `text` is one to take the perplexity of; `figures` is `basic` for the outputs alone, `numbers` with
    what happens inside, or `full` with written text too; with `offload`, what does not fit on the device
    is spread over memory and disk.

    Raises WorkerError when the second process fails, Cancelled, UsageError without a base.
    """
    from inspector.worker.client import ProbeRefused

    if inspection.base is None:
        raise UsageError("A probe needs a base.", "Choose the base that the adapter is to be served on.")
    if inspection.report.loads is False:
        error = inspection.report.error
        kind = error.type if error is not None else "an error"
        return again(inspection, probe_refused=f"It cannot be probed: the loader raises {kind}.")
    try:
        result = worker.probe(
            inspection.adapter,
            inspection.base,
            prompts=prompts,
            device=device,
            text=text,
            figures=figures,
            offload=offload,
            on_progress=on_progress,
            cancel=cancel,
        )
    except ProbeRefused as refusal:
        return again(inspection, probe_refused=f"{refusal.message} {refusal.hint}".strip())
    return again(inspection, probe=result)


def stages(
    adapter: Adapter,
    base: Base | None,
    *,
    worker: Worker | None,
    loader: str = "peft",
    choice: RuleChoice | None = None,
    read_base: bool | None = None,
    cancel: Event | None = None,
    on_progress: OnProgress | None = None,
) -> Iterator[Inspection]:
    """Headers, then values, then the dry run: each yields the Inspection that holds from then on.

    Without a worker it ends after the values. `read_base`: see `weigh`. Raises WorkerError, Cancelled.
    """
    inspection = inspect_headers(adapter, base, loader=loader, choice=choice)
    yield inspection
    stop_if(cancel)
    inspection = weigh(inspection, read_base=read_base, cancel=cancel, on_progress=on_progress)
    yield inspection
    stop_if(cancel)
    if worker is None or base is None:
        return
    if adapter.is_where_peft_looks or _waits_for_dry_run(inspection.proposal):
        yield confirm(inspection, worker=worker, cancel=cancel, on_progress=on_progress)


def _waits_for_dry_run(proposal: RenameProposal | None) -> bool:
    return proposal is not None and proposal.verified == "not-yet"


def _held_against_lock(
    adapter: Adapter,
    base: Base | None,
    *,
    hash_weights: bool,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> LockComparison | None:
    if base is None or not (adapter.path / LOCK_FILE).exists():
        return None
    from inspector.files.lock import compare_lock, read_lock

    lock = read_lock(adapter.path)
    if lock is None:
        return None
    return compare_lock(
        lock, base, adapter=adapter, hash_weights=hash_weights, progress=progress, cancelled=cancelled
    )


def _asked(cancel: Event | None) -> Callable[[], bool] | None:
    return cancel.is_set if cancel is not None else None


def stop_if(cancel: Event | None) -> None:
    """Raise Cancelled where somebody asked for it."""
    if cancel is not None and cancel.is_set():
        raise Cancelled
