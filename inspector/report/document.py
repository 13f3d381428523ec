"""The report as plain data, ready to be set: what text, PDF and later formats share.

Every string in it is safe to show; every word about the adapter comes from the inspections.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from inspector.compat.inspection import Answer, Evidence, Finding, Inspection, Severity, Verdict
from inspector.compat.keys import fold
from inspector.report.figures import count_of
from inspector.report.key_table import KeyTable, troubled_tables
from inspector.report.marks import ANSWER_GLYPHS, SEVERITY, VERDICT, Mark
from inspector.report.printable import printable, printable_lines, shorten
from inspector.report.subject import adapter_name, base_names, revision_text, subject

if TYPE_CHECKING:  # most reports have neither, and do without importing them
    from inspector.compat.flips import GoldenComparison
    from inspector.compat.inspection import WeightScan
    from inspector.compat.probe_result import ProbeResult
    from inspector.report.golden_section import GoldenSection
    from inspector.report.probe_section import Probe
    from inspector.report.weights_section import Weights

_LOADER_CALLS = {"peft": "PeftModel.from_pretrained", "transformers": "model.load_adapter"}
_METHODS = {"LORA": "LoRA", "ADALORA": "AdaLoRA", "LOHA": "LoHa", "LOKR": "LoKr", "IA3": "IA³"}
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class AnswerRow(NamedTuple):
    """One of the five questions; the mark's word is the short answer, `text` the sentence."""

    id: str
    question: str
    mark: Mark
    text: str


class FindingRow(NamedTuple):
    rule: str
    name: str
    mark: Mark
    message: str
    why: str
    remedy: str
    where: str
    keys: int


class RenameRow(NamedTuple):
    """One change of names, `*` for any number; `keys` as text."""

    before: str
    after: str
    keys: str


class Repair(NamedTuple):
    """Names under which every tensor lands: `standing` says what has shown it, `command` applies it."""

    rows: tuple[RenameRow, ...]
    standing: str
    command: str


class ShelfRow(NamedTuple):
    """One base of several, as a line of the comparison."""

    base: str
    revision: str
    verdict: Mark
    landed: str
    why: str


class Unchecked(NamedTuple):
    rule: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What there is to say about the adapter on one base. `keys` are those that do not land."""

    title: str
    base: str
    verdict: Mark
    headline: str
    summary: str
    standing: str
    answers: tuple[AnswerRow, ...]
    actions: tuple[str, ...]
    findings: tuple[FindingRow, ...]
    repair: Repair | None
    keys: tuple[KeyTable, ...]
    error: str
    probe: Probe | None
    weights: Weights | None
    not_checked: tuple[Unchecked, ...]
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]
    golden: GoldenSection | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One adapter on its bases, in the order in which they were given."""

    adapter: str
    facts: str
    shelf: tuple[ShelfRow, ...]
    parts: tuple[Part, ...]


def build(inspections: Sequence[Inspection]) -> Report:
    """Arrange the inspections for reading. Raises UsageError for none, or for more than one adapter."""
    adapter = subject(inspections)
    facts = [
        _METHODS.get(adapter.peft_type or "", adapter.peft_type) or "no PEFT type",
        f"rank {adapter.rank}" if adapter.rank is not None else "",
        count_of(len(adapter.tensors), "tensor"),
        count_of(adapter.parameters, "parameter"),
        f"declared base {adapter.base_name}" if adapter.base_name else "no declared base",
    ]
    names = base_names(inspections)
    return Report(
        adapter=adapter_name(adapter),
        facts=printable(" · ".join(fact for fact in facts if fact)),
        shelf=tuple(_shelf_row(item, name) for item, name in zip(inspections, names, strict=True)),
        parts=tuple(_part(item, name) for item, name in zip(inspections, names, strict=True)),
    )


def new_findings(before: Inspection, after: Inspection) -> list[FindingRow]:
    """What is found on the newer side alone; a finding is known by its rule and its words."""
    old, new = (build([side]).parts[0].findings for side in (before, after))
    known = {(finding.rule, finding.message) for finding in old}
    return [finding for finding in new if (finding.rule, finding.message) not in known]


def _shelf_row(inspection: Inspection, name: str) -> ShelfRow:
    counts = inspection.counts
    return ShelfRow(
        base=name or "no base",
        revision=revision_text(inspection.base.revision if inspection.base else None),
        verdict=VERDICT[inspection.verdict],
        landed=f"{counts.landed:,} / {counts.file:,}",
        why=printable(inspection.summary or inspection.headline),
    )


def _part(inspection: Inspection, base: str) -> Part:
    report = inspection.report
    name = adapter_name(inspection.adapter)
    findings = sorted(inspection.findings, key=lambda finding: _SEVERITIES.index(finding.severity))
    return Part(
        title=f"{name} on {base}" if base else f"{name}, no base chosen",
        base=base,
        verdict=VERDICT[inspection.verdict],
        headline=printable(inspection.headline),
        summary=printable(inspection.summary),
        standing=_standing(inspection),
        answers=tuple(_answer(answer) for answer in inspection.answers),
        actions=_actions(inspection.verdict, findings),
        findings=tuple(_finding(finding) for finding in findings),
        repair=_repair(inspection),
        keys=troubled_tables(inspection),
        error=printable_lines(f"{report.error.type}: {report.error.message}") if report.error else "",
        probe=_probe(inspection.probe) if inspection.probe else None,
        weights=_weights(inspection.weights) if inspection.weights else None,
        golden=_golden(inspection.golden) if inspection.golden else None,
        not_checked=tuple(
            Unchecked(item.rule, printable(item.name), printable(item.why)) for item in inspection.not_checked
        ),
        ignored=_ignored(inspection),
        remarks=_remarks(inspection),
    )


def _standing(inspection: Inspection) -> str:
    """What the verdict stands on: `Dry run · PeftModel.from_pretrained, peft 0.21.2`."""
    report = inspection.report
    call = _LOADER_CALLS.get(report.loader, report.loader)
    seen = "Dry run" if report.evidence is Evidence.DRY_RUN else "Read from headers"
    return printable(f"{seen} · {call}, {report.loader} {report.loader_version}".rstrip())


def _answer(answer: Answer) -> AnswerRow:
    mark = Mark(ANSWER_GLYPHS.get(answer.tone, "?"), printable(answer.word), answer.tone)
    return AnswerRow(answer.id, printable(answer.question), mark, printable(answer.text))


def _actions(verdict: Verdict, findings: Sequence[Finding]) -> tuple[str, ...]:
    """What to do, gravest first, each advice once."""
    remedies = tuple(dict.fromkeys(printable(finding.remedy) for finding in findings if finding.remedy))
    if not remedies and verdict is Verdict.FITS and not findings:
        return ("Nothing needs doing.",)
    return remedies


def _finding(finding: Finding) -> FindingRow:
    return FindingRow(
        rule=finding.rule,
        name=finding.name,
        mark=SEVERITY[finding.severity],
        message=printable(finding.message),
        why=printable(finding.why),
        remedy=printable(finding.remedy),
        where=printable(finding.where or fold(finding.keys, limit=2)),
        keys=len(finding.keys),
    )


def _repair(inspection: Inspection) -> Repair | None:
    proposal, base = inspection.proposal, inspection.base
    if proposal is None or base is None or not proposal.is_offered:
        return None
    from inspector.compat.repairs.telling import command_line

    shown = {"headers": "the headers", "dry-run": "a dry run of the renamed adapter"}[proposal.verified]
    sure = "The modules' own names stay what they were."
    if proposal.confidence != "certain":
        sure = "The modules stand at the same place and have these shapes; names cannot prove more."
    return Repair(
        rows=tuple(
            RenameRow(printable(rule.from_pattern), printable(rule.to_pattern), f"{rule.keys:,}")
            for rule in proposal.rules
        ),
        standing=f"Every tensor lands, by {shown}. {sure}",
        command=printable(command_line(inspection.adapter, base)),
    )


def _weights(scan: WeightScan) -> Weights:
    from inspector.report.weights_section import weights_section

    return weights_section(scan)


def _probe(probe: ProbeResult) -> Probe:
    from inspector.report.probe_section import probe_section

    return probe_section(probe)


def _golden(golden: GoldenComparison) -> GoldenSection:
    from inspector.report.golden_section import golden_section

    return golden_section(golden)


def _ignored(inspection: Inspection) -> tuple[str, ...]:
    """One line a rule that found something and does not count here: left out, but told."""
    source = f" in {inspection.choice.source}" if inspection.choice and inspection.choice.source else ""
    return tuple(
        printable(f"{item.rule} {item.name}: {count_of(item.findings, 'finding')}, {item.why}{source}")
        for item in inspection.ignored
    )


def _remarks(inspection: Inspection) -> tuple[str, ...]:
    said = [
        inspection.report.unknown_because,
        f"Headers and dry run disagree: {inspection.disagreement}" if inspection.disagreement else None,
        _refused("Not probed", inspection.probe_refused, earlier=inspection.probe is not None),
        _refused("Golden set not answered", inspection.golden_refused, earlier=inspection.golden is not None),
        *(f"The loader warns: {shorten(warning, 400)}" for warning in inspection.report.warnings),
    ]
    return tuple(printable(remark) for remark in said if remark)


def _refused(what: str, why: str | None, *, earlier: bool) -> str | None:
    """What a run was refused with; with a result of an `earlier` run, which is told too."""
    if not why:
        return None
    return f"{what} again: {why}" if earlier else f"{what}: {why}"
