"""Bases other than the one that an adapter was made on: other sizes, other files, packed weights. As data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load_file, save_file

OTHER_SIZES: dict[str, dict[str, dict[str, Any]]] = {
    "llama": {
        "wider": {"hidden_size": 64},
        "narrower": {"hidden_size": 16},
        "fewer key/value heads": {"num_key_value_heads": 1},
        "as many key/value heads as heads": {"num_key_value_heads": 4},
        "more heads": {"num_attention_heads": 8},
        "larger heads": {"head_dim": 16},
        "fewer layers": {"num_hidden_layers": 1},
        "more layers": {"num_hidden_layers": 3},
        "many more layers": {"num_hidden_layers": 12},
        "larger vocabulary": {"vocab_size": 80},
        "smaller vocabulary": {"vocab_size": 48},
        "wider MLP": {"intermediate_size": 64},
        "tied": {"tie_word_embeddings": True},
        "attention biases": {"attention_bias": True},
        "MLP biases": {"mlp_bias": True},
        "other rotary base": {"rope_theta": 500000.0},
    },
    "gemma3_text": {
        "wider": {"hidden_size": 64},
        "other heads": {"head_dim": 16},
        "untied": {"vocab_size": 72},
    },
    "gpt2": {
        "wider": {"n_embd": 64},
        "fewer layers": {"n_layer": 1},
        "larger vocabulary": {"vocab_size": 80},
    },
    "bert": {
        "more labels": {"num_labels": 5},
        "wider": {"hidden_size": 64},
        "more layers": {"num_hidden_layers": 3},
    },
    "t5": {
        "other heads": {"d_kv": 16},
        "gated": {"feed_forward_proj": "gated-gelu"},
        "fewer layers": {"num_layers": 1},
    },
    "opt": {"projected embeddings": {"word_embed_proj_dim": 16}, "wider": {"hidden_size": 64, "ffn_dim": 64}},
    "mixtral": {"more experts": {"num_local_experts": 6}, "wider experts": {"intermediate_size": 64}},
    "qwen3_moe": {
        "more experts": {"num_local_experts": 6},
        "all layers routed": {"mlp_only_layers": []},
        "wider experts": {"moe_intermediate_size": 24},
    },
    "deepseek_v3": {"no query rank": {"q_lora_rank": None}, "all dense": {"first_k_dense_replace": 2}},
    "whisper": {"fewer decoder layers": {"decoder_layers": 1}, "wider": {"d_model": 64}},
    "vit": {"more labels": {"num_labels": 5}, "more layers": {"num_hidden_layers": 3}},
    "mamba": {"wider": {"hidden_size": 64}, "other state": {"state_size": 8}},
    "falcon": {
        "grouped queries": {"new_decoder_architecture": True, "num_kv_heads": 2},
        "wider": {"hidden_size": 64},
    },
}
"""Architecture -> other configurations of it."""

Tensors = dict[str, torch.Tensor]


class Presentation(NamedTuple):
    """The same base in other files. `loadable` is False where only the original can really be loaded here
    (no backend for the packed weights): the truth is then the original's, whose shapes are the same."""

    change: Callable[[Path], None]
    loadable: bool = True


def _tensors(change: Callable[[Tensors], Mapping[str, torch.Tensor]]) -> Callable[[Path], None]:
    def rewrite(folder: Path) -> None:
        path = folder / "model.safetensors"
        made = change({key: value.clone() for key, value in load_file(path).items()})
        save_file({k: v.contiguous() for k, v in made.items()}, path, metadata={"format": "pt"})

    return rewrite


def _config(**changes: Any) -> Callable[[Path], None]:
    def rewrite(folder: Path) -> None:
        path = folder / "config.json"
        settings = {**json.loads(path.read_text()), **changes}
        path.write_text(json.dumps({key: value for key, value in settings.items() if value is not ...}))

    return rewrite


def _both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def rewrite(folder: Path) -> None:
        for change in changes:
            change(folder)

    return rewrite


def _config_only(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def _sharded(folder: Path) -> None:
    path = folder / "model.safetensors"
    tensors = load_file(path)
    names = sorted(tensors)
    parts = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
    for part, keys in parts.items():
        save_file({key: tensors[key] for key in keys}, folder / part, metadata={"format": "pt"})
    index = {"metadata": {}, "weight_map": {key: part for part, keys in parts.items() for key in keys}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    path.unlink()


def _is_packed(key: str, value: torch.Tensor) -> bool:
    return key.endswith("_proj.weight") and value.dim() == 2


def _as_bnb4(tensors: Tensors) -> Tensors:
    made: Tensors = {}
    for key, value in tensors.items():
        if not _is_packed(key, value):
            made[key] = value
            continue
        made[key] = torch.zeros(value.numel() // 2, 1, dtype=torch.uint8)
        made[f"{key}.absmax"] = torch.ones(value.numel() // 64 or 1, dtype=torch.float32)
        made[f"{key}.quant_map"] = torch.zeros(16)
        made[f"{key}.quant_state.bitsandbytes__nf4"] = torch.zeros(80, dtype=torch.uint8)
    return made


def _as_gptq(tensors: Tensors) -> Tensors:
    made: Tensors = {}
    for key, value in tensors.items():
        if not _is_packed(key, value):
            made[key] = value
            continue
        stem, (n_out, n_in) = key.removesuffix("weight"), value.shape
        made[stem + "qweight"] = torch.zeros(n_in // 8, n_out, dtype=torch.int32)
        made[stem + "qzeros"] = torch.zeros(1, n_out // 8, dtype=torch.int32)
        made[stem + "scales"] = torch.ones(1, n_out, dtype=torch.float16)
        made[stem + "g_idx"] = torch.zeros(n_in, dtype=torch.int32)
    return made


def _as_awq(tensors: Tensors) -> Tensors:
    made: Tensors = {}
    for key, value in tensors.items():
        if not _is_packed(key, value):
            made[key] = value
            continue
        stem, (n_out, n_in) = key.removesuffix("weight"), value.shape
        made[stem + "qweight"] = torch.zeros(n_in, n_out // 8, dtype=torch.int32)
        made[stem + "qzeros"] = torch.zeros(1, n_out // 8, dtype=torch.int32)
        made[stem + "scales"] = torch.ones(1, n_out, dtype=torch.float16)
    return made


def _as_fp8(tensors: Tensors) -> Tensors:
    made: Tensors = {}
    for key, value in tensors.items():
        made[key] = value.to(torch.float8_e4m3fn) if _is_packed(key, value) else value
        if _is_packed(key, value):
            made[f"{key}_scale_inv"] = torch.ones(1, 1)
    return made


def _quantised(how: Callable[[Tensors], Tensors], **config: Any) -> Presentation:
    return Presentation(_both(_tensors(how), _config(quantization_config=config)), loadable=False)


PRESENTATIONS: dict[str, Presentation] = {
    "config.json alone": Presentation(_config_only, loadable=False),
    "sharded": Presentation(_sharded),
    "half precision": Presentation(_tensors(lambda ts: {k: v.half() for k, v in ts.items()})),
    "bfloat16": Presentation(_tensors(lambda ts: {k: v.bfloat16() for k, v in ts.items()})),
    "a tensor that no class has": Presentation(
        _tensors(lambda ts: {**ts, "model.extra.weight": torch.ones(4, 4)})
    ),
    "old rotary buffers": Presentation(
        _tensors(lambda ts: {**ts, "model.layers.0.self_attn.rotary_emb.inv_freq": torch.ones(4)})
    ),
    "a layer's tensors lost": Presentation(
        _tensors(lambda ts: {k: v for k, v in ts.items() if ".layers.1." not in k})
    ),
    "names of the body alone": Presentation(
        _tensors(lambda ts: {k.removeprefix("model."): v for k, v in ts.items()})
    ),
    "a bare body": Presentation(_config(architectures=["LlamaModel"])),
    "bitsandbytes 4 bit": _quantised(_as_bnb4, quant_method="bitsandbytes", load_in_4bit=True),
    "GPTQ": _quantised(_as_gptq, quant_method="gptq", bits=4, group_size=128),
    "AWQ": _quantised(_as_awq, quant_method="awq", bits=4, group_size=128, zero_point=True),
    "FP8": _quantised(_as_fp8, quant_method="fp8", weight_block_size=[128, 128]),
}
"""Ways to store a Llama."""
