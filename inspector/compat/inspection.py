"""The immutable records that flow to every view: what a loader does, and what we conclude from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from inspector.files.records import Adapter, Base

if TYPE_CHECKING:  # made by later stages only; a quick check does without them
    from inspector.compat.flips import GoldenComparison
    from inspector.compat.probe_result import ProbeResult
    from inspector.compat.repairs.proposal import RenameProposal
    from inspector.compat.revisions import ModuleChange
    from inspector.compat.tokenizer_facts import TokenizerFacts
    from inspector.compat.weights_result import ModuleWeights, ZeroRows
    from inspector.files.lock_comparison import LockComparison
    from inspector.files.rule_choice import RuleChoice


class Status(StrEnum):
    """What becomes of one tensor of the file (or, for `missing`, of one slot of the model)."""

    LANDED = "landed"
    MISMATCHED = "mismatched"
    ORPHANED = "orphaned"
    OVERWRITES_BASE = "overwrites_base"
    UNKNOWN = "unknown"
    MISSING = "missing"


class Verdict(StrEnum):
    FITS = "fits"
    DEGRADED = "degraded"
    INERT = "inert"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    HEADERS = "headers"
    DRY_RUN = "dry-run"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class TensorMatch(NamedTuple):
    """One tensor of the adapter file and its fate.

    `module` is the runtime module path (`model.layers.0.self_attn.q_proj`), or the best guess for an
    orphan; `part` the rest of the key (`lora_A.weight`). `slot` carries `base_model.model.` and no
    adapter name; it is None for orphans and unknowns.
    """

    key: str
    status: Status
    module: str
    part: str
    shape: tuple[int, ...]
    dtype: str
    slot: str | None = None
    expected: tuple[int, ...] | None = None


class MissingSlot(NamedTuple):
    """A slot that the loader creates and the file does not fill."""

    slot: str
    module: str
    part: str
    expected: tuple[int, ...] | None = None


class Module(NamedTuple):
    """One module of the base. `kind` is `Linear`, `Conv1D`, `Embedding`, `Conv2d`, … or `other`.

    `in_features` and `out_features` are the true ones, also for quantised weights; `shape` is the
    weight as it is stored (for Conv1D: (in, out)); None where there is no weight or it is not known.
    """

    path: str
    kind: str
    in_features: int | None = None
    out_features: int | None = None
    shape: tuple[int, ...] | None = None
    dtype: str | None = None


class LoadError(NamedTuple):
    """What the loader raises, in its own words."""

    type: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What one loader does with one adapter on one base: predicted from headers or seen in a dry run.

    `loads` is None when it could not be told; `unknown_because` then says why, in one sentence.
    """

    evidence: Evidence
    loader: str
    loader_version: str
    loads: bool | None
    tensors: tuple[TensorMatch, ...]
    missing: tuple[MissingSlot, ...] = ()
    modules: tuple[Module, ...] = ()
    error: LoadError | None = None
    unknown_because: str | None = None
    warnings: tuple[str, ...] = ()
    base_class: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What happens (`message`), why, and what to do (`remedy`), under a stable rule id.

    `where` names the place in one line: a folded key pattern or a file name.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    why: str = ""
    remedy: str = ""
    where: str = ""
    keys: tuple[str, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)


class NotChecked(NamedTuple):
    rule: str
    name: str
    why: str


class Ignored(NamedTuple):
    """A rule that found something and was told not to count; `why` is `ignored` or `not selected`."""

    rule: str
    name: str
    findings: int
    why: str


class Answer(NamedTuple):
    """One of the five questions. `id`: readable, loads, lands, base, acts.

    `tone` is `good`, `bad`, `warn` or `unknown` and picks glyph and colour; `word` is the short answer
    (`yes`, `raises RuntimeError`, `64 of 448`, `moved`, `not measured`); `text` a full sentence.
    """

    id: str
    question: str
    tone: str
    word: str
    text: str


class Counts(NamedTuple):
    file: int
    landed: int
    mismatched: int
    orphaned: int
    missing: int
    overwrites_base: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightScan:
    """Values of the adapter's tensors, from one streamed pass. Keys are as in the file.

    `largest` is the largest finite magnitude, in `largest_key`; `dtypes` counts tensors by dtype. `modules`
    is what each module's weight gains; None where it was not worked out. `repeated` are keys of full tensors
    that hold the base's own values.
    """

    non_finite: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()
    scanned: int = 0
    seconds: float = 0.0
    zero_rows: tuple[ZeroRows, ...] = ()
    largest: float | None = None
    largest_key: str = ""
    dtypes: tuple[tuple[str, int], ...] = ()
    modules: tuple[ModuleWeights, ...] | None = None
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One adapter on one base (or on none): everything that a view may show.

    Made by `compat.verdict.conclude`; each later stage makes a new one. Views only read it.
    """

    adapter: Adapter
    base: Base | None
    report: LoadReport
    verdict: Verdict
    headline: str
    summary: str
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    weights: WeightScan | None = None
    probe: ProbeResult | None = None
    golden: GoldenComparison | None = None
    lock: LockComparison | None = None
    identity: str = "unknown"
    disagreement: str | None = None
    probe_refused: str | None = None
    counts: Counts = Counts(0, 0, 0, 0, 0, 0, 0)
    proposal: RenameProposal | None = None
    choice: RuleChoice | None = None
    ignored: tuple[Ignored, ...] = ()
    golden_refused: str | None = None
    tokenizers: TokenizerFacts | None = None
    drift: tuple[ModuleChange, ...] | None = None
