"""Small GGUF models, written by the gguf package as llama.cpp's converter writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np

SIZES = {"hidden": 32, "inner": 48, "layers": 2, "heads": 4, "kv": 2, "vocabulary": 64}


def write_gguf(
    path: Path,
    architecture: str,
    tensors: dict[str, tuple[int, ...]],
    *,
    quantised: tuple[str, ...] = (),
    edit: Any = None,
) -> Path:
    """A model with these tensors (torch order), the named ones in Q8_0; `edit(writer)` adds metadata."""
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_block_count(SIZES["layers"])
    writer.add_context_length(64)
    writer.add_embedding_length(SIZES["hidden"])
    writer.add_feed_forward_length(SIZES["inner"])
    writer.add_head_count(SIZES["heads"])
    writer.add_head_count_kv(SIZES["kv"])
    writer.add_token_list([f"token {number}" for number in range(SIZES["vocabulary"])])
    writer.add_token_merges([f"a{number} b{number}" for number in range(100)])
    writer.add_bos_token_id(1)
    if edit is not None:
        edit(writer)
    generator = np.random.default_rng(0)
    for name, shape in tensors.items():
        values = generator.standard_normal(shape, dtype=np.float32)
        if name in quantised:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def llama_tensors(*, tied: bool = False) -> dict[str, tuple[int, ...]]:
    """Names and shapes of a Llama of SIZES, as they stand in a GGUF file."""
    hidden, inner, rows = SIZES["hidden"], SIZES["inner"], SIZES["vocabulary"]
    narrow = hidden // SIZES["heads"] * SIZES["kv"]
    layer = {
        "attn_q": (hidden, hidden), "attn_k": (narrow, hidden), "attn_v": (narrow, hidden),
        "attn_output": (hidden, hidden), "ffn_gate": (inner, hidden), "ffn_up": (inner, hidden),
        "ffn_down": (hidden, inner), "attn_norm": (hidden,), "ffn_norm": (hidden,),
    }  # fmt: skip
    tensors = {"token_embd.weight": (rows, hidden), "output_norm.weight": (hidden,)}
    tensors |= {
        f"blk.{n}.{name}.weight": shape for n in range(SIZES["layers"]) for name, shape in layer.items()
    }
    return tensors if tied else {**tensors, "output.weight": (rows, hidden)}


def gpt2_tensors() -> dict[str, tuple[int, ...]]:
    """The same for GPT-2, whose matrices transformers keeps the other way round."""
    hidden, inner, rows = SIZES["hidden"], SIZES["inner"], SIZES["vocabulary"]
    layer = {
        "attn_qkv": (3 * hidden, hidden), "attn_output": (hidden, hidden), "ffn_up": (inner, hidden),
        "ffn_down": (hidden, inner), "attn_norm": (hidden,), "ffn_norm": (hidden,),
    }  # fmt: skip
    tensors = {"token_embd.weight": (rows, hidden), "position_embd.weight": (64, hidden)}
    tensors |= {"output_norm.weight": (hidden,), "output_norm.bias": (hidden,)}
    for number in range(SIZES["layers"]):
        for name, shape in layer.items():
            tensors[f"blk.{number}.{name}.weight"] = shape
            tensors[f"blk.{number}.{name}.bias"] = shape[:1]
    return tensors
