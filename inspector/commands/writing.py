"""`lock` and `repair`: the two commands that write beside an adapter, because they were asked to."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from inspector import pipeline
from inspector.commands.bases import open_bases
from inspector.commands.outcome import exit_code
from inspector.commands.progress import end_progress, say
from inspector.errors import FAULT, OK, UNTOLD, UsageError


def lock(options: Namespace) -> int:
    """Write adapter-lock.json for one adapter and one base."""
    from inspector.files.lock import LOCK_FILE, make_lock, write_lock
    from inspector.worker.protocol import Progress

    if len(options.bases) != 1:
        raise UsageError("A lock names one base.", "Give --base once.")
    adapter = pipeline.open_adapter(options.adapter)
    [base] = open_bases(options.bases, options, with_tokenizer=True)
    target = Path(options.output) if options.output else adapter.path / LOCK_FILE
    made = make_lock(
        adapter, base, _versions(), progress=lambda done, total: say(Progress("lock", done, total, "Hashing"))
    )
    end_progress()
    write_lock(made, target)
    print(target)
    if not made.base.weights:
        print(
            "No weights are pinned: their hashes are not known. Lock on a downloaded base to pin them."
            if base.remote_weights
            else "No weights are pinned: the base has no weight files here.",
            file=sys.stderr,
        )
    return OK


def repair(options: Namespace) -> int:
    """Write a repaired copy: every tensor lands in it, and nothing else has changed."""
    from inspector.compat.repairs.telling import rules_in_words
    from inspector.files.repair import check_target
    from inspector.repair import NotRepairable
    from inspector.worker.client import Worker

    if len(options.bases) != 1:
        raise UsageError("A copy is repaired for one base.", "Give --base once.")
    adapter = pipeline.open_adapter(options.adapter)
    [base] = open_bases(options.bases, options)
    target = check_target(Path(options.output), original=adapter.path, base=base.path)
    with Worker() as worker:
        worker.start()
        *_, inspection = pipeline.stages(adapter, base, worker=worker, on_progress=say)
        if inspection.counts.landed == inspection.counts.file:
            raise UsageError("There is nothing to repair: every tensor lands.", "Nothing was written.")
        try:
            result = pipeline.repair(inspection, target, worker=worker, on_progress=say)
        except NotRepairable as refusal:
            end_progress()
            print(refusal, file=sys.stderr)
            return UNTOLD if inspection.report.loads is None else FAULT
    end_progress()
    print(result.folder)
    print(f"{rules_in_words(result.proposal.rules)}; {result.compared} tensors compared.", file=sys.stderr)
    if result.left_out:
        print(f"Not copied: {', '.join(result.left_out)}", file=sys.stderr)
    print(result.inspection.headline, file=sys.stderr)
    return exit_code([result.inspection])


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in ("adapter-inspector", "peft", "transformers", "torch"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
