"""ADP4xx: values of the adapter's tensors, and the change that they make to each module."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from inspector.compat.inspection import Severity
from inspector.compat.keys import TUNER_PREFIXES, fold, split_key
from inspector.compat.rules.registry import Case, Fault, Need, rule

if TYPE_CHECKING:
    from inspector.compat.weights_result import ModuleWeights

UP_PARTS = ("lora_B.", "lora_embedding_B", "lora_B")
LARGEST_HALF = 65504.0
"""The largest number in float16."""

_HALVES_AND_WHOLES = frozenset({"F32", "F16", "BF16"})
_FEWEST_PEERS = 6
_OUTLIER = 10.0
_NEGLIGIBLE = 0.1
_OVERWHELMING = 3.0
_LEAST_RANK = 8


def _median(numbers: Iterable[float]) -> float:
    """The middle one, the larger of two; `statistics` would load half of the number library for it."""
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2]


def dead_modules(case: Case) -> list[str]:
    """Keys of the B matrices whose values are all zero: their modules add nothing."""
    zero = case.weights.zero if case.weights is not None else ()
    return [key for key in zero if split_key(key).part.startswith(UP_PARTS)]


def changed_modules(case: Case) -> tuple[ModuleWeights, ...]:
    """Every module's change, as far as it was computed."""
    modules = case.weights.modules if case.weights is not None else None
    return tuple(row for row in modules or () if row.norm is not None)


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
    what="A module's change is exactly zero (lora_B is all zero, or what stands for it): it was never trained.",
    why="B starts at zero, and B·A stays zero as long as no gradient reaches it: the adapter loads and does nothing.",
    fix="Train again and check that the adapter's parameters receive gradients.",
    source="unsloth#3089, alpaca-lora#357",
)
def zero_delta(case: Case) -> Iterator[Fault]:
    dead = dead_modules(case)
    total = sum(1 for key in case.adapter.tensors if case.parts[key].part.startswith(UP_PARTS))
    changes = changed_modules(case)
    idle = [row.module for row in changes if row.norm == 0]
    if dead and len(dead) == total:
        yield Fault(
            f"Every lora_B is zero ({total} of {total}): the adapter was never trained.", keys=tuple(dead)
        )
    elif idle and len(idle) == len(changes):
        text = (
            f"The change is zero in every module ({len(idle)} of {len(idle)}): the adapter was never trained."
        )
        yield Fault(text, where=fold(idle))
    elif dead or idle:
        # Some modules may rightly stay untouched (frozen layers); AdaLoRA takes ranks away by design.
        severity = Severity.INFO if case.adapter.peft_type == "ADALORA" else Severity.WARNING
        if dead:
            text = f"{len(dead)} of {total} lora_B matrices are zero: these modules add nothing."
            yield Fault(text, keys=tuple(dead), severity=severity)
        else:
            text = f"The change is zero in {len(idle)} of {len(changes)} modules: they add nothing."
            yield Fault(text, where=fold(idle), severity=severity)


@rule(
    "ADP403",
    "dtype-overflow",
    Severity.WARNING,
    needs=(Need.WEIGHTS,),
    what="Values are stored in a dtype that adapters do not use, or are too large for float16.",
    why="Loaders cast what they find without a word: whole numbers lose everything behind the point, and above "
    "65,504 float16 holds infinity.",
    fix="Save again in bfloat16 or float32, and serve in one of them.",
    source="musubi-tuner#26, TensorRT-LLM#1957, peft#1388; peft 0.21.2 `set_peft_model_state_dict`",
)
def dtype_overflow(case: Case) -> Iterator[Fault]:
    tuned = {key: t for key, t in case.adapter.tensors.items() if _is_factor(key)}
    for dtype, count in Counter(tensor.dtype for tensor in tuned.values()).items():
        if dtype in _HALVES_AND_WHOLES:
            continue
        is_float = dtype.startswith("F")
        yield Fault(
            f"{count} of {len(tuned)} tensors are stored as {dtype}, which the loader casts without a word.",
            keys=tuple(key for key, tensor in tuned.items() if tensor.dtype == dtype),
            severity=Severity.INFO if is_float else None,
        )
    scan = case.weights
    if scan is not None and (scan.largest or 0) > LARGEST_HALF:
        text = f"The largest value is {scan.largest:.3g}; in float16 it becomes infinity."
        yield Fault(text, keys=(scan.largest_key,))
    huge = [row for row in changed_modules(case) if (row.spectral or 0) > LARGEST_HALF]
    if huge:
        text = f"The change of {len(huge)} modules has a singular value above 65,504: merged into float16 it may overflow."
        yield Fault(text, where=fold(row.module for row in huge))


def _is_factor(key: str) -> bool:
    part = split_key(key).part
    return part.startswith(TUNER_PREFIXES) and "indices" not in part


@rule(
    "ADP404",
    "delta-outlier",
    Severity.WARNING,
    needs=(Need.CHANGES,),
    what="A module's change is far larger than that of its peers in other layers, or than the weight itself; or "
    "the base's weight there is all zero. A weight near zero is measured as an ordinary one of its shape.",
    why="A change that drowns the weight comes from a wrong alpha or from training that diverged; one on a dead "
    "weight is wasted.",
    fix="Compare alpha with the training script, and look at the training's loss; leave dead modules out of the targets.",
    source="needle#59; peft#1555 for alpha",
)
def delta_outlier(case: Case) -> Iterator[Fault]:
    changes = changed_modules(case)
    drowned = [row for row in changes if _is_drowned(row)]
    if drowned:
        most = max(row.relative or 0 for row in drowned)
        text = f"The change is larger than {_OVERWHELMING:g} times the weight itself in {len(drowned)} of {len(changes)} modules (up to {most:.1f} times)."
        yield Fault(text, where=fold(row.module for row in drowned))
    outliers = [] if drowned else _outliers(changes)
    if outliers:
        row, times = max(outliers, key=lambda found: found[1])
        text = f"The change of {row.module} is {times:.0f} times that of the same projection in other layers"
        text += f", and so is that of {len(outliers) - 1} more." if len(outliers) > 1 else "."
        yield Fault(text, where=fold(found.module for found, _ in outliers))
    wasted = [row.module for row in changes if row.weight_norm == 0]
    if wasted:
        yield Fault(f"The base's own weight is all zero in {len(wasted)} modules.", where=fold(wasted))


def _is_drowned(row: ModuleWeights) -> bool:
    """Whether the change is beyond three times the weight, and beyond three times an ordinary one of its shape.

    The weights of a small model that was hardly trained are near zero (0.02 of 32 inputs): there any change is
    many times the weight, and no harm. From a width of 2,500 on 0.02 is ordinary.
    """
    if row.relative is None or row.norm is None or row.relative <= _OVERWHELMING:
        return False
    return row.norm > _OVERWHELMING * (row.fresh_norm or 0.0)


def _outliers(changes: Iterable[ModuleWeights]) -> list[tuple[ModuleWeights, float]]:
    """Rows beyond ten times the median of their peers; relative to ‖W‖ where that is known, and not tiny."""
    peers: dict[str, list[ModuleWeights]] = defaultdict(list)
    for row in changes:
        peers[row.module.rpartition(".")[2]].append(row)
    found = []
    for group in peers.values():
        measured = [row for row in group if row.relative is not None] or group
        sizes = [row.norm if row.relative is None else row.relative for row in measured]
        middle = _median(size or 0.0 for size in sizes)
        if len(measured) < _FEWEST_PEERS or middle == 0:
            continue
        for row, size in zip(measured, sizes, strict=True):
            if (size or 0) > _OUTLIER * middle and (row.relative is None or row.relative > _NEGLIGIBLE):
                found.append((row, (size or 0) / middle))
    return found


@rule(
    "ADP405",
    "spectral-profile",
    Severity.INFO,
    needs=(Need.CHANGES,),
    what="The changes use a small part of their rank.",
    why="Where a few directions hold nearly all of the change, a smaller rank would serve the same at less cost.",
    fix="Nothing has to be done; a smaller r, or a truncation to it, is worth a try.",
    source="Roy & Vetterli 2007 (effective rank)",
)
def spectral_profile(case: Case) -> Iterator[Fault]:
    told = [
        (row.rank, row.ranks_for_90, row.entropy_rank)
        for row in changed_modules(case)
        if row.rank is not None and row.ranks_for_90 is not None and row.entropy_rank is not None
    ]
    if not told:
        return
    rank, used = _median(row[0] for row in told), _median(row[1] for row in told)
    if rank >= _LEAST_RANK and used * 4 <= rank:
        effective = _median(row[2] for row in told)
        yield Fault(
            f"Of rank {rank:g}, {used:g} directions hold 90 % of the change in the median module (effective rank {effective:.1f}).",
            where="adapter_model.safetensors",
            evidence={"rank": rank, "ranks_for_90": used, "entropy_rank": effective},
        )


def ungathered_rows(case: Case) -> tuple[tuple[str, ...], int] | None:
    """Keys of matrices that hold rank 0's rows and zeros below, and of how many shards that is; None if not so.

    FSDP cuts rows into equal pieces, the last ones shorter (torch.chunk). All matrices must agree.
    """
    if case.weights is None:
        return None
    matrices = [k for k, t in case.adapter.tensors.items() if _is_factor(k) and len(t.shape) > 1]
    shards: dict[int, list[str]] = defaultdict(list)
    for key, start, stop, rows in case.weights.zero_rows:
        if stop == rows and start > 0 and _is_factor(key):
            for count in {rows // start, -(-rows // start)}:
                if count > 1 and -(-rows // count) == start:
                    shards[count].append(key)
    if not shards:
        return None
    count, keys = max(shards.items(), key=lambda found: len(found[1]))
    return (tuple(keys), count) if 10 * len(keys) >= 8 * len(matrices) > 0 else None
