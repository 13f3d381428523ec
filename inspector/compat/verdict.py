"""From all that is known about one adapter on one base to one verdict, five answers and two sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inspector.compat.answers import base_identity, five_answers
from inspector.compat.inspection import (
    Counts,
    Finding,
    Ignored,
    Inspection,
    LoadReport,
    Severity,
    Status,
    TensorMatch,
    Verdict,
    WeightScan,
)
from inspector.compat.rules import Case, run_rules
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from inspector.compat.flips import GoldenComparison
    from inspector.compat.probe_result import ProbeResult
    from inspector.compat.repairs.proposal import RenameProposal
    from inspector.compat.revisions import ModuleChange
    from inspector.compat.tokenizer_facts import TokenizerFacts
    from inspector.files.lock_comparison import LockComparison
    from inspector.files.rule_choice import RuleChoice


def conclude(
    adapter: Adapter,
    base: Base | None,
    report: LoadReport,
    *,
    weights: WeightScan | None = None,
    probe: ProbeResult | None = None,
    lock: LockComparison | None = None,
    disagreement: str | None = None,
    probe_refused: str | None = None,
    proposal: RenameProposal | None = None,
    choice: RuleChoice | None = None,
    golden: GoldenComparison | None = None,
    golden_refused: str | None = None,
    tokenizers: TokenizerFacts | None = None,
    drift: tuple[ModuleChange, ...] | None = None,
) -> Inspection:
    """Run the rules over everything that is known and sum it up. Every stage ends here.

    `proposal` is one that a dry run has judged already; otherwise one is looked for. `choice` says which
    rules count: what the loader does, and whether anything has an effect, no choice can change.
    """
    report = replace(report, tensors=tuple(_biases_as_meant(adapter, report)))
    proposal = proposal or _proposal(adapter, base, report)
    case = Case(
        adapter=adapter,
        base=base,
        report=report,
        weights=weights,
        probe=probe,
        lock=lock,
        proposal=proposal if proposal is not None and proposal.is_offered else None,
        golden=golden,
        tokenizers=tokenizers,
        drift=drift,
    )
    found, not_checked = run_rules(case)
    findings, ignored = _counting(choice, found)
    identity = base_identity(case)
    counts = count(report)
    verdict = _verdict(case, counts, found, findings, identity)
    return Inspection(
        adapter=adapter,
        base=base,
        report=report,
        verdict=verdict,
        headline=_headline(case, verdict, counts, identity),
        summary=_summary(case, verdict, findings),
        answers=five_answers(case, counts, identity, probe_refused),
        findings=findings,
        not_checked=not_checked,
        weights=weights,
        probe=probe,
        lock=lock,
        identity=identity,
        disagreement=disagreement,
        probe_refused=probe_refused,
        counts=counts,
        proposal=proposal,
        choice=choice,
        ignored=ignored,
        golden=golden,
        golden_refused=golden_refused,
        tokenizers=tokenizers,
        drift=drift,
    )


def _counting(
    choice: RuleChoice | None, found: tuple[Finding, ...]
) -> tuple[tuple[Finding, ...], tuple[Ignored, ...]]:
    if choice is None:
        return found, ()
    from inspector.compat.rules.choice import apply_choice

    return apply_choice(choice, found)


def again(inspection: Inspection, **changes: Any) -> Inspection:
    """The same case with what a stage has found out; everything else as before.

    `changes` are keywords of `conclude`, and `report`. A later None takes nothing back. Another report may
    show another way to repair; under the same one a proposal that was judged already stays.
    """
    found = {name: value for name, value in changes.items() if value is not None}
    kept = {name: getattr(inspection, name) for name in _FACTS if name not in found}
    if "report" in found:
        kept.pop("proposal", None)
    if "probe" in found:
        kept.pop("probe_refused", None)
    if "golden" in found:
        kept.pop("golden_refused", None)
    report = found.pop("report", inspection.report)
    return conclude(inspection.adapter, inspection.base, report, **kept, **found)


def without_drift(inspection: Inspection) -> Inspection:
    """The same case as if its base had not been compared with another one."""
    kept = {name: getattr(inspection, name) for name in _FACTS if name != "drift"}
    return conclude(inspection.adapter, inspection.base, inspection.report, **kept)


_FACTS = tuple(conclude.__kwdefaults__ or ())
"""What a stage may find out; the inspection holds each under the same name."""


def _proposal(adapter: Adapter, base: Base | None, report: LoadReport) -> RenameProposal | None:
    if base is None or all(tensor.status is Status.LANDED for tensor in report.tensors):
        return None
    from inspector.compat.repairs.search import find_proposal  # only an adapter in trouble pays for it

    return find_proposal(adapter, base, report)


def _biases_as_meant(adapter: Adapter, report: LoadReport) -> list[TensorMatch]:
    """With bias="all" or "lora_only" the base's biases are the adapter's slots: they land, by design."""
    if adapter.config.get("bias") not in ("all", "lora_only"):
        return list(report.tensors)
    return [
        t._replace(status=Status.LANDED)
        if t.status is Status.OVERWRITES_BASE and t.part.endswith("bias")
        else t
        for t in report.tensors
    ]


def count(report: LoadReport) -> Counts:
    """How many tensors of the file have each status, and how many slots stay empty."""
    tally = dict.fromkeys(Status, 0)
    for tensor in report.tensors:
        tally[tensor.status] += 1
    return Counts(
        file=len(report.tensors),
        landed=tally[Status.LANDED],
        mismatched=tally[Status.MISMATCHED],
        orphaned=tally[Status.ORPHANED],
        missing=len(report.missing),
        overwrites_base=tally[Status.OVERWRITES_BASE],
        unknown=tally[Status.UNKNOWN],
    )


def _verdict(
    case: Case, counts: Counts, found: Sequence[Finding], counting: Sequence[Finding], identity: str
) -> Verdict:
    """`found` is all that the rules found, `counting` what the project lets count."""
    if case.base is None or case.report.loads is None:
        return Verdict.UNKNOWN
    if case.report.loads is False:
        return Verdict.FAILS
    if case.probe is not None and case.probe.acts is False:
        return Verdict.INERT
    nothing_placed = counts.landed == 0 and counts.overwrites_base == 0
    without_effect = any(finding.rule == "ADP402" and finding.severity is Severity.ERROR for finding in found)
    # A measured change decides: with B = 0 or a scale of 0 a trained head may still act.
    measured = case.probe is not None and case.probe.acts is True
    if not measured and (nothing_placed or without_effect or _scaled_by_zero(case)):
        return Verdict.INERT
    if any(finding.severity is Severity.ERROR for finding in counting):
        return Verdict.DEGRADED
    drifts = [finding for finding in found if finding.rule == "ADP503"]
    accepted = bool(drifts) and not any(finding.rule == "ADP503" for finding in counting)
    return Verdict.DEGRADED if identity in ("moved", "different") and not accepted else Verdict.FITS


def _scaled_by_zero(case: Case) -> bool:
    return case.adapter.peft_type == "LORA" and case.adapter.config.get("lora_alpha") == 0


def _headline(case: Case, verdict: Verdict, counts: Counts, identity: str) -> str:
    if case.base is None:
        return "No base chosen yet"
    name = case.base.name
    if verdict is Verdict.FITS:
        if counts.orphaned:  # each has a twin under the slot's own name, or it would be no fit
            landed = counts.file - counts.orphaned
            return f"Fits {name}: {landed} of {counts.file} tensors land, the rest are there twice"
        return f"Fits {name}: all {counts.file} tensors land"
    if verdict is Verdict.INERT:
        return f"Inert on {name}: it loads and does nothing"
    if verdict is Verdict.FAILS:
        if counts.mismatched:
            return f"Fails on {name}: {counts.mismatched} of {counts.file} tensors do not fit"
        error = case.report.error
        return f"Fails on {name}: the loader raises {error.type if error is not None else 'an error'}"
    if verdict is Verdict.UNKNOWN:
        return f"Cannot tell yet for {name}"
    return f"Degraded on {name}: {_loss(case, counts, identity)}"


def _loss(case: Case, counts: Counts, identity: str) -> str:
    """What a degraded adapter lost, gravest first."""
    lost = counts.orphaned
    if lost:
        # transformers logs the keys that it does not use; peft does not.
        unsaid = " without a word" if case.report.loader == "peft" else ""
        return f"{lost} of {counts.file} tensors are dropped{unsaid}"
    if case.real_missing:
        return f"{len(case.real_missing)} slots stay empty"
    if counts.overwrites_base:
        return f"{counts.overwrites_base} tensors overwrite the base"
    if identity == "moved":
        return "every tensor lands, but the base has moved"
    if identity == "different":
        return "it loads on a model that it was not trained on"
    if case.golden is not None and case.golden.passes is False:
        return "it breaks more answers than are allowed"
    return "it loads, with errors"


def _summary(case: Case, verdict: Verdict, findings: tuple[Finding, ...]) -> str:
    """Why, and what the loader does with it: the line below the headline."""
    report = case.report
    if case.base is None:
        return "Choose the base that this adapter is to be served on; what the adapter says alone is below."
    if verdict is Verdict.UNKNOWN:
        return report.unknown_because or "The dry run has not been made."
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    # The dropped config.json key or the head count is the cause; the loader's own text repeats it at length.
    cause = next((f for f in errors if f.rule in _CAUSES), None) or next(iter(errors), None)
    if cause is None:
        cause = next((finding for finding in findings if finding.rule == "ADP503"), None)
    why = f"{cause.message.rstrip('.')}. " if cause is not None else ""
    call = "PeftModel.from_pretrained" if report.loader == "peft" else "model.load_adapter"
    if report.loads is False and report.error is not None:
        return f"{why}{call} raises {report.error.type}; nothing is served."
    if verdict is Verdict.FITS:
        return f"{call} places every tensor. {_effect(case)}"
    return f"{why}{call} loads it without an error."


_CAUSES = ("ADP302", "ADP105", "ADP301", "ADP303", "ADP206", "ADP207", "ADP204", "ADP201", "ADP605", "ADP402")


def _effect(case: Case) -> str:
    probe = case.probe
    if probe is None:
        return "Whether it changes outputs has not been measured yet."
    if probe.task == "modules":
        return "Its modules were measured one by one; whether outputs change has not been measured yet."
    if probe.max_abs_logit_diff == 0 and probe.template is not None:
        return "The probe measured a change inside the chat template alone."
    return f"The probe measured a change: largest logit difference {probe.max_abs_logit_diff:.3g}."
