"""ADP4xx: values of the adapter's tensors."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.inspection import Severity
from inspector.compat.keys import split_key
from inspector.compat.rules.registry import Case, Fault, Need, rule

UP_PARTS = ("lora_B.", "lora_embedding_B", "lora_B")


def dead_modules(case: Case) -> list[str]:
    """Keys of the B matrices whose values are all zero: their modules add nothing."""
    zero = case.weights.zero if case.weights is not None else ()
    return [key for key in zero if split_key(key).part.startswith(UP_PARTS)]


@rule(
    "ADP401",
    "non-finite",
    Severity.ERROR,
    needs=(Need.WEIGHTS,),
    what="A tensor holds NaN or infinity.",
    why="Some attention kernels mask NaN, so that outputs look healthy on one device and break on another.",
    fix="Retrain in bf16 or fp32; the training diverged.",
    source="ainode#186, kohya_ss#1986",
)
def non_finite(case: Case) -> Iterator[Fault]:
    keys = case.weights.non_finite if case.weights is not None else ()
    if keys:
        yield Fault(f"{len(keys)} of {len(case.adapter.tensors)} tensors hold NaN or infinity.", keys=keys)


@rule(
    "ADP402",
    "zero-delta",
    Severity.ERROR,
    needs=(Need.WEIGHTS,),
    what="lora_B is all zero: the module was never trained.",
    why="B starts at zero, and B·A stays zero as long as no gradient reaches it: the adapter loads and does nothing.",
    fix="Train again and check that the adapter's parameters receive gradients.",
    source="unsloth#3089, alpaca-lora#357",
)
def zero_delta(case: Case) -> Iterator[Fault]:
    dead = dead_modules(case)
    total = sum(1 for key in case.adapter.tensors if split_key(key).part.startswith(UP_PARTS))
    if not dead:
        return
    if len(dead) == total:
        yield Fault(
            f"Every lora_B is zero ({total} of {total}): the adapter was never trained.", keys=tuple(dead)
        )
    else:
        # Some modules may rightly stay untouched (frozen layers), so part of it is worth a look, not an error.
        text = f"{len(dead)} of {total} lora_B matrices are zero: these modules add nothing."
        yield Fault(text, keys=tuple(dead), severity=Severity.WARNING)
