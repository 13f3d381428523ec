"""What a rule is, what it may look at, and how all of them are run over one case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from inspector.compat.inspection import (
    Finding,
    LoadReport,
    MissingSlot,
    NotChecked,
    Severity,
    Status,
    TensorMatch,
    WeightScan,
)
from inspector.compat.keys import KeyParts, fold, layer_place, split_key
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from inspector.compat.flips import GoldenComparison
    from inspector.compat.probe_result import ProbeResult
    from inspector.compat.repairs.proposal import RenameProposal
    from inspector.compat.revisions import ModuleChange
    from inspector.compat.tokenizer_facts import TokenizerFacts
    from inspector.files.lock_comparison import LockComparison


class Need(StrEnum):
    """Facts that a rule may need; one that is not at hand makes the rule *not checked*, never passed."""

    ADAPTER = "the adapter's folder"
    BASE = "a base"
    LOAD = "a certain answer on loading"
    WEIGHTS = "the adapter's values"
    CHANGES = "the change that the adapter makes to each module"
    BASE_VALUES = "the values of the base's weights"
    DRIFT = "a second base, held against this one"
    LOCK = "a lock file"
    PROBE = "a probe"
    GOLDEN = "a golden set"
    TOKENIZER = "the adapter's tokenizer"
    TOKENIZERS = "the adapter's and the base's tokenizers"
    TEMPLATES = "the adapter's and the base's chat templates"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One adapter on one base with all that is known so far: the only thing that a rule sees."""

    adapter: Adapter
    base: Base | None
    report: LoadReport
    weights: WeightScan | None = None
    probe: ProbeResult | None = None
    lock: LockComparison | None = None
    proposal: RenameProposal | None = None
    golden: GoldenComparison | None = None
    tokenizers: TokenizerFacts | None = None
    drift: tuple[ModuleChange, ...] | None = None

    def with_status(self, *statuses: Status) -> list[TensorMatch]:
        return [tensor for tensor in self.report.tensors if tensor.status in statuses]

    @cached_property
    def parts(self) -> Mapping[str, KeyParts]:
        """Module and part of every key of the file: taken apart once for all rules."""
        return {key: split_key(key) for key in self.adapter.tensors}

    @cached_property
    def base_paths(self) -> frozenset[str]:
        """Every module path of the base and everything above it."""
        paths: set[str] = set()
        for module in self.report.modules:
            path = module.path
            while path and path not in paths:
                paths.add(path)
                path = path.rpartition(".")[0]
        return frozenset(paths)

    @cached_property
    def layer_counts(self) -> Mapping[str, int]:
        """Layers of the base by stack: `{"model.layers": 32}`."""
        counts: dict[str, int] = {}
        for path in self.base_paths:
            place = layer_place(path)
            if place is not None:
                counts[place.stack] = max(counts.get(place.stack, 0), place.number + 1)
        return counts

    @property
    def repeated(self) -> Collection[str]:
        """Keys of full tensors that hold the base's own values, as far as values were read."""
        return self.weights.repeated if self.weights is not None else ()

    @cached_property
    def filled_slots(self) -> frozenset[str]:
        """Slots that a tensor of the file landed in."""
        return frozenset(t.slot for t in self.with_status(Status.LANDED) if t.slot is not None)

    @cached_property
    def touched_stacks(self) -> frozenset[str]:
        """First two segments of every module that the file has tensors for and that exists in the base."""
        return frozenset(stack_of(t.module) for t in self.report.tensors if t.slot is not None)

    @cached_property
    def real_missing(self) -> tuple[MissingSlot, ...]:
        """Missing slots in parts of the model that the adapter was trained for.

        A bare suffix such as `q_proj` also matches a vision or audio tower; slots there were never
        trained and are no loss as long as the file touches nothing in that tower (peft#2566).
        """
        if not self.touched_stacks:
            return self.report.missing
        return tuple(slot for slot in self.report.missing if stack_of(slot.module) in self.touched_stacks)

    @property
    def where_it_loads(self) -> str:
        return f"{self.report.loader} {self.report.loader_version}"

    def lacks(self, need: Need) -> str | None:
        """Why a need is not met, in one sentence; None when it is."""
        if need is Need.BASE and self.base is None:
            return "No base was chosen."
        if need is Need.LOAD:
            if self.base is None:
                return "No base was chosen."
            if self.report.loads is None:
                return self.report.unknown_because or "The dry run has not been made."
        if need is Need.WEIGHTS and self.weights is None:
            return "The adapter's values were not read."
        if need in (Need.CHANGES, Need.BASE_VALUES, Need.DRIFT):
            return self._lacks_values(need)
        if need is Need.LOCK:
            if self.lock is None:
                return "There is no adapter-lock.json to compare with."
            if self.lock.state == "unknown":
                return self.lock.text  # which says what was not compared
        if need is Need.PROBE and self.probe is None:
            return "The probe was not run."
        if need is Need.GOLDEN and self.golden is None:
            return "No golden set was answered."
        return self._lacks_tokenizers(need)

    def _lacks_values(self, need: Need) -> str | None:
        if need is Need.DRIFT:
            return None if self.drift is not None else "No other base was compared with this one."
        rows = self.weights.modules if self.weights is not None else None
        if rows is None:
            return "The adapter's values were not read."
        if need is Need.BASE_VALUES:
            if self.drift is not None or any(row.rho is not None for row in rows):
                return None
            return "The base's weights were not read, or chance alone could explain what they share."
        # What was left out says why, module by module; one reason stands for all.
        return None if any(row.norm is not None for row in rows) else rows[0].note if rows else _NO_CHANGES

    def _lacks_tokenizers(self, need: Need) -> str | None:
        if need not in (Need.TOKENIZER, Need.TOKENIZERS, Need.TEMPLATES):
            return None
        facts = self.tokenizers
        if facts is None:
            return "The tokenizers were not read."
        if need is Need.TEMPLATES and facts.template_diff is not None:
            return None
        return (facts.no_tokenizer if need is Need.TOKENIZER else facts.not_compared) or None


_NO_CHANGES = "The adapter changes no module's weight."


def stack_of(module: str) -> str:
    """The part of the path before the first number: `model.layers`, `model.vision_tower.encoder.layers`."""
    pieces = module.split(".")
    for position, piece in enumerate(pieces):
        if piece.isdigit():
            return ".".join(pieces[:position])
    return module


class Fault(NamedTuple):
    """What a rule's check reports; the registry adds id, name, why and fix."""

    message: str
    keys: tuple[str, ...] = ()
    severity: Severity | None = None
    remedy: str = ""
    where: str = ""
    evidence: Mapping[str, Any] = {}


Check = Callable[[Case], Iterable[Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule with its page: what it means, why it matters, how to fix it, where it comes from."""

    id: str
    name: str
    severity: Severity
    needs: tuple[Need, ...]
    what: str
    why: str
    fix: str
    source: str
    check: Check = field(repr=False)


_RULES: dict[str, Rule] = {}


def rule(
    id: str,
    name: str,
    severity: Severity,
    *,
    what: str,
    why: str,
    fix: str,
    source: str,
    needs: tuple[Need, ...] = (Need.ADAPTER,),
) -> Callable[[Check], Check]:
    """Register a check under a stable id. Ids are never renumbered or used again."""

    def register(check: Check) -> Check:
        if id in _RULES:
            raise ValueError(f"{id} is taken by {_RULES[id].name}")
        _RULES[id] = Rule(
            id=id,
            name=name,
            severity=severity,
            needs=needs,
            what=what,
            why=why,
            fix=fix,
            source=source,
            check=check,
        )
        return check

    return register


def registered() -> Mapping[str, Rule]:
    """All rules by id, in order."""
    return dict(sorted(_RULES.items()))


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def run_rules(case: Case) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """Every finding, gravest first and in the order of the ids, and every rule that could not be run."""
    findings: list[Finding] = []
    skipped: list[NotChecked] = []
    for entry in registered().values():
        reason = next((why for need in entry.needs if (why := case.lacks(need))), None)
        if reason is not None:
            skipped.append(NotChecked(entry.id, entry.name, reason))
            continue
        findings.extend(_findings(entry, case))
    findings.sort(key=lambda finding: _ORDER[finding.severity])
    return tuple(findings), tuple(skipped)


def _findings(entry: Rule, case: Case) -> Iterator[Finding]:
    for fault in entry.check(case):
        yield Finding(
            rule=entry.id,
            name=entry.name,
            severity=fault.severity or entry.severity,
            message=fault.message,
            why=entry.why,
            remedy=fault.remedy or entry.fix,
            where=fault.where or fold(_short(key) for key in fault.keys),
            keys=fault.keys,
            evidence=dict(fault.evidence),
        )


def _short(key: str) -> str:
    return key.removeprefix("base_model.model.")
