"""True widths of packed weights, from the layouts that the quantisers write."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
from safetensors.numpy import save_file

from inspector.files.base import read_base
from inspector.files.quantised import true_shapes


def base_with(folder: Path, tensors: dict[str, numpy.ndarray]) -> Path:  # type: ignore[type-arg]
    folder.mkdir()
    save_file(tensors, folder / "model.safetensors")
    (folder / "config.json").write_text(
        json.dumps({"model_type": "llama", "architectures": ["LlamaForCausalLM"]})
    )
    return folder


def test_gptq_packs_along_the_inputs_and_awq_along_the_outputs(tmp_path: Path) -> None:
    outs, ins, bits, group = 48, 64, 4, 32
    packing = 32 // bits
    folder = base_with(
        tmp_path / "base",
        {
            "gptq.qweight": numpy.zeros((ins // packing, outs), "int32"),
            "gptq.scales": numpy.zeros((ins // group, outs), "float16"),
            "gptq.g_idx": numpy.zeros((ins,), "int32"),
            "awq.qweight": numpy.zeros((ins, outs // packing), "int32"),
            "awq.scales": numpy.zeros((ins // group, outs), "float16"),
        },
    )
    assert true_shapes(read_base(folder)) == {"gptq": (outs, ins), "awq": (outs, ins)}


def test_bitsandbytes_states_the_shape_beside_the_weight(tmp_path: Path) -> None:
    state = json.dumps({"quant_type": "nf4", "shape": [48, 64], "dtype": "bfloat16"}).encode()
    folder = base_with(
        tmp_path / "base",
        {
            "q.weight": numpy.zeros((48 * 64 // 2, 1), "uint8"),
            "q.weight.quant_state.bitsandbytes__nf4": numpy.frombuffer(state, "uint8").copy(),
            "broken.weight.quant_state.bitsandbytes__nf4": numpy.frombuffer(b"{no json", "uint8").copy(),
        },
    )
    assert true_shapes(read_base(folder)) == {"q": (48, 64)}
