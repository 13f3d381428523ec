"""The second road: one adapter on two bases, each inspected as ever, then held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from inspector import pipeline
from inspector.compat.comparison_words import flips_in_words, verdicts_in_words
from inspector.compat.config_comparison import compare_configs
from inspector.compat.drift_words import drift_in_words, uncompared_in_words
from inspector.compat.inspection import Inspection
from inspector.compat.module_changes import module_changes
from inspector.compat.revisions import Comparison, FieldChange, ModuleChange
from inspector.compat.verdict import again
from inspector.errors import UnreadableInput, UsageError
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from inspector.compat.flips import GoldenComparison
    from inspector.files.golden import GoldenSet
    from inspector.files.rule_choice import RuleChoice
    from inspector.worker.client import OnProgress, Worker

_HEADERS_ONLY = "Only headers and configurations were looked at."


def compare(
    adapter: Adapter,
    before: Base,
    after: Base,
    *,
    worker: Worker | None,
    from_adapter: Adapter | None = None,
    golden: GoldenSet | None = None,
    gate: float | None = None,
    device: str = "auto",
    offload: bool = False,
    resume: Path | None = None,
    choice: RuleChoice | None = None,
    cancel: Event | None = None,
    on_progress: OnProgress | None = None,
) -> Comparison:
    """What changes for the adapter when its base moves from `before` to `after`.

    `from_adapter` is what stood on `before`, where the adapter itself was updated too. A `golden` set is
    answered on both sides; `gate` is the largest negative flip rate that is allowed, `resume` the file
    that keeps the answers (see `golden_run.answer_sides`). A refusal to answer is an answer, not an error.
    `choice` says which rules count.

    Without a worker the answers are those of headers and values, and a golden set cannot be answered
    (UsageError). Raises WorkerError, Cancelled.
    """
    if golden is not None and worker is None:
        raise UsageError("A golden set is answered by the models themselves.", "Leave out --quick.")
    sides = [
        _last(side, base, worker=worker, choice=choice, cancel=cancel, on_progress=on_progress)
        for side, base in ((from_adapter or adapter, before), (adapter, after))
    ]
    comparison = compare_inspections(*sides)
    if worker is None:
        return comparison
    texts = [example.prompt for example in golden.examples] if golden is not None else None
    comparison = add_values(comparison, texts=texts, cancel=cancel, on_progress=on_progress)
    if golden is None:
        return comparison
    return add_golden(
        comparison,
        golden,
        worker=worker,
        gate=gate,
        device=device,
        offload=offload,
        resume=resume,
        cancel=cancel,
        on_progress=on_progress,
    )


def compare_inspections(before: Inspection, after: Inspection) -> Comparison:
    """The comparison of two inspections of the same adapter, from what they hold already: milliseconds."""
    config, no_config = _configs(before, after)
    not_compared = (
        ("weights", _HEADERS_ONLY),
        ("config", no_config),
        ("tokenizer", _HEADERS_ONLY),
        ("golden", "No golden set was given."),
    )
    return Comparison(
        before=before,
        after=after,
        headline=verdicts_in_words(before, after),
        modules=module_changes(before, after),
        config=config,
        not_compared=tuple((part, why) for part, why in not_compared if why),
    )


def add_values(
    comparison: Comparison,
    *,
    texts: Sequence[str] | None = None,
    cancel: Event | None = None,
    on_progress: OnProgress | None = None,
) -> Comparison:
    """The comparison with how far the target weights moved, and with both tokenizers held against each other.

    Weights are streamed from disk in blocks; `texts` are the sample texts to encode, else the built-in ones.
    A part that cannot be compared says why in `not_compared`. Raises Cancelled.
    """
    before, after = comparison.before, comparison.after
    old, new = before.base, after.base
    if old is None or new is None:
        return comparison
    from inspector.tokenizer_check import compare_base_tokenizers

    modules, no_weights = _drift(comparison, cancel, on_progress)
    if not no_weights:
        after = again(after, drift=modules)  # other weights, a merged adapter, a merged LoRA are findings
    pipeline.stop_if(cancel)
    tokenizer, no_tokenizer = compare_base_tokenizers(
        old,
        new,
        adapter=after.adapter,
        texts=texts,
        cancelled=cancel.is_set if cancel is not None else None,
    )
    told = [part for part in comparison.not_compared if part[0] not in ("weights", "tokenizer")]
    no_weights = no_weights or uncompared_in_words(modules or ())
    told += [(part, why) for part, why in (("weights", no_weights), ("tokenizer", no_tokenizer)) if why]
    return replace(
        comparison,
        after=after,
        headline=f"{verdicts_in_words(before, after)} {drift_in_words(modules)}".strip(),
        modules=modules,
        tokenizer=tokenizer,
        not_compared=tuple(told),
    )


def _drift(
    comparison: Comparison, cancel: Event | None, on_progress: OnProgress | None
) -> tuple[tuple[ModuleChange, ...] | None, str]:
    """The modules with their values compared, or as they were and why not."""
    from inspector.weights.drift import drift
    from inspector.worker.protocol import Progress

    before, after = comparison.before.base, comparison.after.base
    assert before is not None and after is not None
    if before.remote_weights or after.remote_weights:
        return _by_hashes(comparison, before, after)

    def moved(done: int, total: int) -> None:
        if on_progress is not None:
            on_progress(Progress("drift", done, total, "Comparing the bases' weights"))

    try:
        found = drift(
            comparison.before,
            comparison.after,
            cancelled=cancel.is_set if cancel is not None else None,
            progress=moved,
        )
    except UnreadableInput as error:
        return comparison.modules, error.message
    return found, ""


def _by_hashes(
    comparison: Comparison, before: Base, after: Base
) -> tuple[tuple[ModuleChange, ...] | None, str]:
    """What can be told of weights that are on the Hub and not here: the same to the byte, or not."""
    from inspector.files.fingerprint import same_weights
    from inspector.files.hub_link import download_command

    same = same_weights(before, after)
    if same:
        return tuple(
            row._replace(relative_change=0.0, gap=0.0, max_change=0.0, cosine=1.0, kind="same")
            for row in comparison.modules or ()
        ), ""
    absent = before if before.remote_weights else after
    told = "By the hashes that the Hub lists, the weight files differ. " if same is False else ""
    fetch = download_command(absent.source, absent.revision)
    return comparison.modules, f"{told}The weights of {absent.source} are not here; to measure: {fetch}"


def _configs(before: Inspection, after: Inspection) -> tuple[tuple[FieldChange, ...] | None, str]:
    for side in (before, after):
        if side.base is None:
            return None, "There is no base on one side."
        if not side.base.config:
            return None, f"{side.base.name} has no config.json."
    assert before.base is not None and after.base is not None
    return compare_configs(before.base.config, after.base.config, adapter=after.adapter), ""


def add_golden(
    comparison: Comparison,
    golden: GoldenSet,
    *,
    worker: Worker,
    gate: float | None = None,
    device: str = "auto",
    offload: bool = False,
    resume: Path | None = None,
    on_progress: OnProgress | None = None,
    cancel: Event | None = None,
) -> Comparison:
    """The comparison with a golden set answered on both sides, which `after` then holds too, as a finding.

    Where a side cannot answer, `not_compared` says why. Raises WorkerError, Cancelled.
    """
    from inspector.golden_run import flips_between

    found, refused = flips_between(
        comparison.before,
        comparison.after,
        golden,
        both_adapted=True,
        worker=worker,
        gate=gate,
        device=device,
        offload=offload,
        resume=resume,
        on_progress=on_progress,
        cancel=cancel,
    )
    kept = [part for part in comparison.not_compared if part[0] != "golden"]
    if found is None:
        return replace(comparison, golden=None, not_compared=(*kept, ("golden", refused)))
    return with_sides(
        replace(comparison, not_compared=tuple(kept)),
        comparison.before,
        again(comparison.after, golden=found),
        golden=found,
    )


def with_sides(
    comparison: Comparison, before: Inspection, after: Inspection, *, golden: GoldenComparison | None
) -> Comparison:
    """The same comparison of better records of its sides, and the flips counted from one to the other.

    The headline is worked out anew: what is known now may have made a verdict another one.
    """
    sentences = (
        verdicts_in_words(before, after),
        drift_in_words(comparison.modules),
        flips_in_words(golden) if golden is not None else "",
    )
    return replace(
        comparison, before=before, after=after, golden=golden, headline=" ".join(filter(None, sentences))
    )


def answer_golden(
    inspection: Inspection,
    golden: GoldenSet,
    *,
    worker: Worker,
    device: str = "auto",
    offload: bool = False,
    gate: float | None = None,
    resume: Path | None = None,
    on_progress: OnProgress | None = None,
    cancel: Event | None = None,
) -> Inspection:
    """The inspection with a golden set answered by the base alone, then with the adapter.

    A refusal is an answer (`golden_refused`). Raises UsageError without a base, WorkerError, Cancelled.
    """
    if inspection.base is None:
        raise UsageError("A golden set needs a base.", "Choose the base that the adapter is to be served on.")
    from inspector.golden_run import flips_between

    found, refused = flips_between(
        inspection,
        inspection,
        golden,
        both_adapted=False,
        worker=worker,
        gate=gate,
        device=device,
        offload=offload,
        resume=resume,
        on_progress=on_progress,
        cancel=cancel,
    )
    return again(inspection, golden=found) if found is not None else again(inspection, golden_refused=refused)


def _last(
    adapter: Adapter,
    base: Base,
    *,
    worker: Worker | None,
    choice: RuleChoice | None,
    cancel: Event | None,
    on_progress: OnProgress | None,
) -> Inspection:
    if worker is None:
        return pipeline.inspect_headers(adapter, base, choice=choice)
    *_, last = pipeline.stages(
        adapter, base, worker=worker, choice=choice, cancel=cancel, on_progress=on_progress
    )
    return last
