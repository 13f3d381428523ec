"""True (out, in) of weights stored packed (GPTQ, AWQ, bitsandbytes), from headers and a few bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from inspector.files.records import Base, TensorInfo
from inspector.files.signatures import open_regular

Shape = tuple[int, ...]
_STATE = ".weight.quant_state.bitsandbytes__"
_MAX_STATE_BYTES = 4096


def true_shapes(base: Base) -> dict[str, Shape]:
    """Module path (in checkpoint names) → (out_features, in_features) for every packed weight.

    LoRA's shapes follow these and never the packed ones (peft 0.21.2 reads `in_features`/`out_features` of
    the backend's layer). Modules whose true shape cannot be told are left out.
    """
    shapes: dict[str, Shape] = {}
    tensors = base.tensors
    for key, tensor in tensors.items():
        if key.endswith(".qweight") and len(tensor.shape) == 2:
            module = key.removesuffix(".qweight")
            shape = _packed_linear(tensor, tensors.get(f"{module}.scales"), tensors.get(f"{module}.g_idx"))
            if shape is not None:
                shapes[module] = shape
        elif _STATE in key:
            stated = _stated_shape(base, tensor)
            if stated is not None:
                shapes[key.split(_STATE)[0]] = stated
    return shapes


def _packed_linear(packed: TensorInfo, scales: TensorInfo | None, order: TensorInfo | None) -> Shape | None:
    """GPTQ packs along the inputs, AWQ along the outputs; `scales` always counts the outputs unpacked.

    GPTQ: qweight (in·bits/32, out), scales (in/group, out), g_idx (in,). AWQ: qweight (in, out·bits/32),
    scales (in/group, out). (AutoGPTQ `QuantLinear`, AutoAWQ `WQLinear_GEMM`)
    """
    if scales is None or len(scales.shape) != 2:
        return None
    outs = scales.shape[1]
    if packed.shape[1] == outs:
        return (outs, order.shape[0]) if order is not None and len(order.shape) == 1 else None
    return (outs, packed.shape[0])


def _stated_shape(base: Base, tensor: TensorInfo) -> Shape | None:
    """bitsandbytes writes the true shape as JSON into a small tensor beside the packed weight."""
    if tensor.nbytes > _MAX_STATE_BYTES or not tensor.file:
        return None
    path = next((file for file in base.weight_files if file.name == Path(tensor.file).name), None)
    if path is None:
        return None
    with suppress(OSError, ValueError, RecursionError):
        file, _ = open_regular(path)
        with file:
            file.seek(tensor.offset)
            state = json.loads(file.read(tensor.nbytes))
        shape = state.get("shape") if isinstance(state, Mapping) else None
        if isinstance(shape, list) and len(shape) == 2 and all(isinstance(n, int) and n > 0 for n in shape):
            return (shape[0], shape[1])
    return None
