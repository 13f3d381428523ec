"""Holds a repaired copy against its original: equal bytes, or for fused projections an equal product B·A."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspector.compat.repairs.proposal import RenameProposal
from inspector.errors import Cancelled, InspectorError
from inspector.files.records import Adapter, TensorInfo
from inspector.files.repair import read_rows
from inspector.files.tensor_plan import Making, Source, TensorStep
from inspector.weights.scaling import scaling
from inspector.weights.values import WORDS, read_tensor

_ROWS_AT_ONCE = 256
_TOLERANCE = 1e-12
"""Relative to the largest product: both sides are computed in float64, in another order."""


class Unequal(InspectorError):
    """The copy does not hold what the original holds: a bug of ours, and the copy is thrown away."""


def prove_equal(
    original: Adapter,
    copy: Adapter,
    proposal: RenameProposal,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Compare every tensor of the copy with what it was made from; returns how many were compared.

    Reads both files anew. Raises Unequal, Cancelled.
    """
    if original.weights_file is None or copy.weights_file is None:
        raise Unequal("There are no weights to compare.")
    if set(copy.tensors) != {step.key for step in proposal.steps}:
        raise Unequal("The copy does not hold the tensors that it should.")
    composed: list[TensorStep] = []
    for step in proposal.steps:
        if cancelled is not None and cancelled():
            raise Cancelled
        made = copy.tensors[step.key]
        if (made.shape, made.dtype) != (step.shape, step.dtype):
            raise Unequal(f"{step.key} has another shape or dtype in the copy.")
        if step.making in (Making.COPY, Making.TRANSPOSE) and not _same_values(original, copy, step):
            raise Unequal(f"{step.key} has other values in the copy.")
        if step.making in (Making.ROWS, Making.DIAGONAL):
            composed.append(step)
    for module in sorted({step.key.rpartition(".lora_")[0] for step in composed}):
        if not _same_product(original, copy, proposal, module):
            raise Unequal(f"{module} has another product B·A in the copy.")
    return len(proposal.steps)


def _same_values(original: Adapter, copy: Adapter, step: TensorStep) -> bool:
    old, new = original.tensors[step.sources[0].key], copy.tensors[step.key]
    assert original.weights_file is not None and copy.weights_file is not None
    if step.making is Making.COPY:
        with original.weights_file.open("rb") as left, copy.weights_file.open("rb") as right:
            pairs = zip(
                read_rows(left, old, Source(old.key)), read_rows(right, new, Source(new.key)), strict=True
            )
            return all(a == b for a, b in pairs)
    import numpy

    before, after = _bits(original.weights_file, old), _bits(copy.weights_file, new)
    return bool(numpy.array_equal(before.T, after))


def _same_product(original: Adapter, copy: Adapter, proposal: RenameProposal, module: str) -> bool:
    """Compare scaling · B · A of one new module with that of the modules it came from, block by block."""
    import numpy

    steps = {step.key: step for step in proposal.steps}
    a_step, b_step = steps[f"{module}.lora_A.weight"], steps[f"{module}.lora_B.weight"]
    new_a, new_b = (_numbers(copy, step.key) for step in (a_step, b_step))
    stabilised = bool(proposal.config.get("use_rslora"))
    new_scale = scaling(proposal.config, module, new_a.shape[0], stabilised=stabilised)
    covered = numpy.zeros(new_b.shape[0], dtype=bool)
    for a_source, b_source in zip(a_step.sources, b_step.sources, strict=True):
        old_a, old_b = _numbers(original, a_source.key), _numbers(original, b_source.key)
        old_b = old_b[b_source.start : b_source.stop]
        old_module = a_source.key.rpartition(".lora_")[0]
        old_scale = scaling(original.config, old_module, old_a.shape[0], stabilised=stabilised)
        for start in range(0, old_b.shape[0], _ROWS_AT_ONCE):
            rows = old_b[start : start + _ROWS_AT_ONCE]
            first = b_source.at + start
            wanted = old_scale * (rows @ old_a)
            found = new_scale * (new_b[first : first + len(rows)] @ new_a)
            if not _close(wanted, found):
                return False
            covered[first : first + len(rows)] = True
    return not bool(new_b[~covered].any())


def _close(wanted: Any, found: Any) -> bool:
    import numpy

    if not numpy.isfinite(wanted).all():
        return bool(numpy.array_equal(wanted, found, equal_nan=True))
    largest = float(numpy.abs(wanted).max(initial=0.0))
    return float(numpy.abs(wanted - found).max(initial=0.0)) <= _TOLERANCE * largest


def _bits(path: Path, info: TensorInfo) -> Any:
    import numpy

    with path.open("rb") as file:
        raw = b"".join(read_rows(file, info, Source(info.key)))
    return numpy.frombuffer(raw, dtype=WORDS.get(info.dtype) or _word(info)).reshape(info.shape)


def _word(info: TensorInfo) -> str:
    """Any other dtype as unsigned integers of its width."""
    return f"<u{info.nbytes // info.parameters}" if info.parameters else "<u1"


def _numbers(adapter: Adapter, key: str) -> Any:
    """The tensor in float64."""
    assert adapter.weights_file is not None
    with adapter.weights_file.open("rb") as file:
        return read_tensor(file, adapter.tensors[key])
