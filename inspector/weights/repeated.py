"""Full tensors of the adapter that hold nothing but the base's own values, saved along and never trained."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO

from inspector.compat.inspection import LoadReport, Status
from inspector.errors import Cancelled
from inspector.files.records import Adapter, Base, TensorInfo
from inspector.files.signatures import open_regular
from inspector.weights.base_weights import WIDTHS, BaseWeights, NotReadable, Weight
from inspector.weights.delta import READ_UNASKED
from inspector.weights.values import as_numbers, read_bytes

_VALUES_AT_ONCE = 1 << 18
_READ_UNASKED = 4 * READ_UNASKED
"""Only compared, and mostly up to the first value alone: the two embeddings of an 8B model are within it."""

_DOUBTFUL = (Status.OVERWRITES_BASE, Status.UNKNOWN)


def repeated_tensors(
    adapter: Adapter,
    report: LoadReport,
    base: Base | None,
    *,
    read_base: bool | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[str, ...]:
    """Keys of the tensors that would be copied over the base's and are equal to them, value by value.

    As `save_embedding_layers=True` writes them (peft 0.21.2 `get_peft_model_state_dict`). `read_base` as for
    `module_weights`. Raises Cancelled, UnreadableInput where a file is cut while it is read.
    """
    named = dict(_candidates(adapter, report))
    path = adapter.weights_file
    if not named or base is None or read_base is False or path is None or adapter.container != "safetensors":
        return ()
    with ExitStack() as opened:
        weights = opened.enter_context(BaseWeights(base))
        pairs = list(_pairs(adapter, weights, named))
        if not read_base and sum(weight.nbytes for _, weight in pairs) > _READ_UNASKED:
            return ()
        file = opened.enter_context(open_regular(path)[0])
        return tuple(info.key for info, weight in pairs if _is_same(file, info, weights, weight, cancelled))


def _candidates(adapter: Adapter, report: LoadReport) -> Iterator[tuple[str, str]]:
    """Key → the name of the base's parameter that it is spelled like."""
    for row in report.tensors:
        name = f"{row.module}.{row.part}"
        if row.status in _DOUBTFUL and not row.part.startswith("lora_"):
            yield row.key, name.replace(".base_layer.", ".").replace(".original_module.", ".")


def _pairs(
    adapter: Adapter, weights: BaseWeights, named: dict[str, str]
) -> Iterator[tuple[TensorInfo, Weight]]:
    for key, name in named.items():
        info = adapter.tensors[key]
        try:
            weight = weights.find(name)
        except NotReadable:
            continue
        if weight.shape == info.shape and info.dtype in WIDTHS:
            yield info, weight


def _is_same(
    file: BinaryIO,
    info: TensorInfo,
    weights: BaseWeights,
    weight: Weight,
    cancelled: Callable[[], bool] | None,
) -> bool:
    """Whether every value is the same number, whatever dtype each side keeps it in."""
    width = WIDTHS[info.dtype]
    for start in range(0, weight.size, _VALUES_AT_ONCE):
        if cancelled is not None and cancelled():
            raise Cancelled
        stop = min(start + _VALUES_AT_ONCE, weight.size)
        mine = read_bytes(file, info.offset + start * width, (stop - start) * width)
        theirs = weights.raw(weight, start, stop)
        if info.dtype == weight.dtype and mine == theirs:
            continue  # the common case, and ten times as fast as numbers
        values: Any = as_numbers(mine, info.dtype)
        if not (values == as_numbers(theirs, weight.dtype)).all():
            return False
    return True
