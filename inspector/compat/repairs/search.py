"""Looks for names under which every tensor would land, and holds them against the header engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from inspector.compat.inspection import LoadReport, Module, Status
from inspector.compat.match import match_headers
from inspector.compat.repairs.config import NotExact, repaired_config
from inspector.compat.repairs.placing import Placement, place
from inspector.compat.repairs.proposal import SHELLS, Cause, RenameProposal, Verified
from inspector.compat.repairs.reading import Piece, read_pieces
from inspector.compat.repairs.telling import explain, rename_rules
from inspector.compat.rules.registry import Case
from inspector.compat.rules.targets import written_on_purpose
from inspector.files.quantised import true_shapes
from inspector.files.records import Adapter, Base, TensorInfo
from inspector.files.tensor_plan import TensorStep

WEIGHTS = "adapter_model.safetensors"


def find_proposal(adapter: Adapter, base: Base | None, report: LoadReport) -> RenameProposal | None:
    """The one proposal that puts every tensor in its place, or None.

    What the header engine refutes is not returned; where it is not certain, the proposal is `not-yet`
    verified and waits for a dry run. Tensors that land already keep their names.
    """
    if base is None or report.loads is None or report.loader != "peft":
        return None
    if not any(row.status in (Status.ORPHANED, Status.UNKNOWN) for row in report.tensors):
        return None
    modules = {module.path: module for module in report.modules if module.kind != "stored"}
    pieces = read_pieces(adapter, modules) if modules else None
    if pieces is None:
        return None
    landed = frozenset(row.key for row in report.tensors if row.status is Status.LANDED)
    placement = place(pieces, modules, model_type=base.model_type, landed=landed)
    if placement is None or not placement.causes or not _shapes_agree(placement, modules):
        return None
    try:
        proposal = _propose(adapter, base, placement, pieces, modules)
    except NotExact:
        return None
    return _verified_by_headers(proposal, adapter, base)


def renamed(adapter: Adapter, proposal: RenameProposal) -> Adapter:
    """The record of the copy that the proposal would write."""
    tensors = {step.key: TensorInfo(step.key, step.shape, step.dtype, WEIGHTS) for step in proposal.steps}
    return replace(
        adapter,
        config=proposal.config,
        tensors=tensors,
        format="peft",
        container="safetensors",
        weights_file=adapter.path / WEIGHTS,
        notes=(),
    )


def lands_wholly(adapter: Adapter, base: Base, report: LoadReport) -> bool | None:
    """Whether it loads, every tensor lands and nothing that was trained stays empty; None if not told."""
    if report.loads is None:
        return None
    case = Case(adapter=adapter, base=base, report=report)
    placed = all(
        row.status is Status.LANDED
        or (row.status is Status.OVERWRITES_BASE and written_on_purpose(adapter, row.part))
        for row in report.tensors
    )
    return report.loads and placed and bool(report.tensors) and not case.real_missing


def _propose(
    adapter: Adapter, base: Base, placement: Placement, pieces: list[Piece], modules: Iterable[str]
) -> RenameProposal:
    generates = (base.architecture or "").endswith(("ForCausalLM", "LMHeadModel"))
    task = "CAUSAL_LM" if generates else None
    config = repaired_config(adapter, placement, tuple(modules), task_type=task)
    causes = tuple(cause for cause in Cause if cause in placement.causes)
    rules = rename_rules(placement.steps, pieces)
    fields = {name for name in (*config, *adapter.config) if config.get(name) != adapter.config.get(name)}
    return RenameProposal(
        causes=causes,
        rules=rules,
        steps=tuple(placement.steps),
        config=config,
        config_changes=tuple(sorted(fields)),
        alpha_keys=placement.alphas,
        confidence="certain" if placement.causes <= SHELLS else "likely",
        explanation=explain(causes, rules, len(adapter.tensors)),
    )


def _shapes_agree(placement: Placement, modules: dict[str, Module]) -> bool:
    """Whether each A and B fits the linear module that it goes to, as far as its size is known."""
    return all(_fits(step, modules) for step in placement.steps)


def _fits(step: TensorStep, modules: dict[str, Module]) -> bool:
    path, found, _ = step.key.removeprefix("base_model.model.").partition(".lora_")
    module = modules.get(path)
    if not found or module is None or module.kind not in ("Linear", "Conv1D") or len(step.shape) != 2:
        return True
    if ".lora_A.weight" in step.key:
        return module.in_features in (None, step.shape[1])
    if ".lora_B.weight" in step.key:
        return module.out_features in (None, step.shape[0])
    return True


def _verified_by_headers(proposal: RenameProposal, adapter: Adapter, base: Base) -> RenameProposal | None:
    copy = renamed(adapter, proposal)
    lands = lands_wholly(copy, base, match_headers(copy, base, true_shapes=true_shapes(base)))
    if lands is None:
        return proposal
    return replace(proposal, verified=Verified.HEADERS) if lands else None
