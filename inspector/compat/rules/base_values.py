"""ADP504, ADP507, ADP508: what the base's own values say, held against the adapter or another base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspector.compat.inspection import Severity
from inspector.compat.keys import fold
from inspector.compat.rules.numbers import changed_modules
from inspector.compat.rules.registry import Case, Fault, Need, rule

if TYPE_CHECKING:
    from inspector.compat.revisions import ModuleChange

_RESIDUAL_STARTS = ("pissa", "olora", "corda", "loftq", "lora_ga")
"""Starts that take the first change out of the weight itself: ΔW then lies along W by construction."""

_HELD = (0.5, 1.5)
_MOST = 0.8


def _of_kind(case: Case, kind: str) -> tuple[list[ModuleChange], int]:
    """The compared modules of that kind, and how many modules were compared at all."""
    from inspector.compat.revisions import is_measured  # a quick check does without

    compared = [change for change in case.drift or () if is_measured(change)]
    return [change for change in compared if change.kind == kind], len(compared)


@rule(
    "ADP504",
    "same-shape-other-weights",
    Severity.ERROR,
    needs=(Need.DRIFT,),
    what="The base's weights have the same shapes and nothing in common with the other base's.",
    why="A change that was learned on one set of weights means nothing on another; loaders only compare shapes.",
    fix="Serve the base that the adapter was trained on, or train on this one.",
    source="open-llms#18, vllm#12106, lorax#58",
)
def other_weights(case: Case) -> Iterator[Fault]:
    found, compared = _of_kind(case, "other-weights")
    if found:
        text = f"{len(found)} of {compared} weights that the adapter changes have nothing in common with the base before."
        yield Fault(text, where=fold(change.module for change in found))


@rule(
    "ADP507",
    "already-merged",
    Severity.ERROR,
    needs=(Need.BASE_VALUES,),
    what="The base already holds this adapter: it was merged into it.",
    why="Applied on top it acts twice. A merged model often keeps the name of its base, and no loader can tell.",
    fix="Serve this base without the adapter, or the unmerged base with it.",
    source="text-generation-inference#2788; ρ = ⟨W, ΔW⟩ / ‖ΔW‖²",
)
def already_merged(case: Case) -> Iterator[Fault]:
    merged, compared = _of_kind(case, "merged")
    if merged:
        text = (
            f"This base is the one before with the adapter merged into {len(merged)} of {compared} modules."
        )
        yield Fault(text, where=fold(change.module for change in merged))
        return
    start = case.adapter.config.get("init_lora_weights")
    if isinstance(start, str) and start.startswith(_RESIDUAL_STARTS):
        return
    told = [row for row in changed_modules(case) if row.rho is not None]
    held = [row for row in told if row.rho is not None and _HELD[0] <= row.rho <= _HELD[1]]
    if held and len(held) >= _MOST * len(told):
        mean = sum(row.rho or 0.0 for row in held) / len(held)
        yield Fault(
            f"The base already holds the adapter's change in {len(held)} of {len(told)} modules (ρ = {mean:.2f}).",
            where=fold(row.module for row in held),
            evidence={"rho": mean},
        )


@rule(
    "ADP508",
    "stacked-adapter",
    Severity.WARNING,
    needs=(Need.DRIFT,),
    what="The base differs from the other one by a change of few directions, as a merged LoRA leaves it.",
    why="An adapter that was trained on top of a merged one (DPO after SFT) needs that merge, and names the raw base; "
    "one that was trained on the raw base now acts on top of somebody else's.",
    fix="Serve the adapter on the base that it was trained on: with the merge if it was there, without if not.",
    source="trl#692, alignment-handbook#78, LLaMA-Factory#2588; MoTHer (arXiv 2405.18432)",
)
def stacked_adapter(case: Case) -> Iterator[Fault]:
    found, compared = _of_kind(case, "low-rank")
    if found:
        ranks = sorted({change.rank for change in found if change.rank is not None})
        of_rank = f" of rank {ranks[-1]}" if ranks else ""
        text = f"{len(found)} of {compared} weights differ from the base before by a change{of_rank}, as a merged LoRA leaves it."
        yield Fault(text, where=fold(change.module for change in found))
