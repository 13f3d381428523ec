"""Everything that goes wrong with adapter files, as data: a name and the edit that makes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import torch
from edits import (
    CONFIG,
    Change,
    configured,
    moved,
    of_bytes,
    of_tensors,
    only_first,
    renamed,
    replaced,
    rewritten,
    together,
    valued,
    with_tensor,
    without,
)
from factories import PREFIX, WEIGHTS
from safetensors.torch import load_file

BODY = PREFIX + "model."
ATTENTION = BODY + "layers.0.self_attn."


def _shifted(by: int, form: str = "{}") -> Change:
    return renamed(
        lambda key: re.sub(r"(layers|h)\.(\d+)\.", lambda m: f"{m[1]}.{form.format(int(m[2]) + by)}.", key)
    )


def _swapped(key: str) -> str:
    return key.replace("lora_A", "lora_?").replace("lora_B", "lora_A").replace("lora_?", "lora_B")


def _flat(key: str) -> str:
    return "lora_unet_" + key.removeprefix(PREFIX).replace(".lora_", "/lora_").replace(".", "_").replace(
        "/", "."
    )


def _as_bin(adapter: Path) -> None:
    torch.save(load_file(adapter / WEIGHTS), adapter / "adapter_model.bin")
    (adapter / WEIGHTS).unlink()


def _one_rank(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The first module alone with half of its rank."""
    first = min(tensors).rpartition(".lora_")[0]
    return {
        key: (value[:2] if "lora_A" in key else value[:, :2]) if key.startswith(first) else value
        for key, value in tensors.items()
    }


KEYS: dict[str, Change] = {
    "prefix stripped": renamed(lambda key: key.removeprefix(PREFIX)),
    "prefix halved": replaced(PREFIX, "base_model."),
    "prefix doubled": renamed(lambda key: PREFIX + key),
    "prefix without model": replaced(BODY, PREFIX),
    "prefix and model stripped": renamed(lambda key: key.removeprefix(BODY)),
    "model doubled": replaced(BODY, BODY + "model."),
    "compiled": replaced(PREFIX, PREFIX + "_orig_mod."),
    "compiled outside": renamed(lambda key: "_orig_mod." + key),
    "compiled in attention": replaced("self_attn.", "self_attn._orig_mod."),
    "FSDP outside": renamed(lambda key: "_fsdp_wrapped_module." + key),
    "FSDP in the layers": replaced("layers.0.", "layers.0._fsdp_wrapped_module."),
    "DDP outside": renamed(lambda key: "module." + key),
    "DDP inside": replaced(PREFIX, PREFIX + "module."),
    "checkpoint wrapper in attention": replaced("self_attn.", "self_attn._checkpoint_wrapped_module."),
    "checkpoint wrapper in one layer": replaced("layers.1.", "layers.1._checkpoint_wrapped_module."),
    "adapter name in keys": replaced(".weight", ".default.weight"),
    "another adapter name in keys": replaced(".weight", ".task.weight"),
    "adapter name twice": replaced(".weight", ".default.default.weight"),
    "adapter name in lora_A": replaced("lora_A.weight", "lora_A.default.weight"),
    "adapter name at the end": renamed(lambda key: key + ".default"),
    "mlx names": renamed(lambda key: key.removeprefix(PREFIX).replace("lora_A.weight", "lora_a")),
    "mlx names with prefix": replaced("lora_A.weight", "lora_a", "lora_B.weight", "lora_b"),
    "kohya names": renamed(_flat),
    "lora_down and lora_up": replaced("lora_A", "lora_down", "lora_B", "lora_up"),
    "weight left out": replaced(".weight", ""),
    "halves named for each other": renamed(_swapped),
    "language_model inserted": replaced(BODY, PREFIX + "language_model.model."),
    "language_model inserted after model": replaced(BODY, BODY + "language_model."),
    "transformer for model": replaced(BODY, PREFIX + "transformer."),
    "decoder inserted": replaced(BODY, BODY + "decoder."),
    "layers one further": _shifted(1),
    "layers one hundred further": _shifted(100),
    "layer numbers with zeros": _shifted(0, "{:02d}"),
    "attention for self_attn": replaced("self_attn", "attention"),
    "query for q_proj": replaced("q_proj", "query"),
    "k_proj for q_proj": replaced("q_proj", "k_proj"),
    "capitals": renamed(str.upper),
    "a space at the end": renamed(lambda key: key + " "),
    "base_layer in keys": replaced(".lora_", ".base_layer.lora_"),
    "slashes": replaced(".", "/"),
    "GGUF names": replaced(BODY + "layers.", "blk.", "self_attn.q_proj", "attn_q", "lora_A.weight", "lora_a"),
    "diffusers prefix": renamed(lambda key: "unet." + key),
    "lora_A.0": replaced("lora_A.weight", "lora_A.0.weight"),
    "one layer renamed": replaced("layers.1.", "block.1."),
}

TENSORS: dict[str, Change] = {
    "a layer lost": without(".layers.1."),
    "lora_A lost": without("lora_A"),
    "lora_B lost": without("lora_B"),
    "one lora_B lost": without("layers.0.self_attn.q_proj.lora_B"),
    "everything lost": without(""),
    "one tensor left": only_first(1),
    "the last tensor lost": of_tensors(lambda tensors: dict(sorted(tensors.items())[:-1])),
    "everything empty": valued(lambda value: value[:0]),
    "lora_B empty": valued(lambda value: torch.empty(0), "lora_B"),
    "lora_A of no rank": valued(lambda value: value[:0], "lora_A"),
    "everything transposed": valued(lambda value: value.T.contiguous() if value.dim() == 2 else value),
    "lora_A transposed": valued(lambda value: value.T.contiguous(), "lora_A"),
    "lora_B in three dimensions": valued(lambda value: value[..., None].clone(), "lora_B"),
    "lora_A flattened": valued(torch.flatten, "lora_A"),
    "lora_A a scalar": valued(lambda value: value.flatten()[0].clone(), "lora_A"),
    "half the rank": of_tensors(
        lambda ts: {k: (v[:2] if "lora_A" in k else v[:, :2]).clone() for k, v in ts.items()}
    ),
    "one module of half the rank": of_tensors(_one_rank),
    "half the output (a shard)": valued(lambda value: value[: len(value) // 2].clone(), "lora_B"),
    "half the input (a shard)": valued(lambda value: value[:, : value.shape[1] // 2].clone(), "lora_A"),
    "half precision": valued(torch.Tensor.half),
    "bfloat16": valued(torch.Tensor.bfloat16),
    "double precision": valued(torch.Tensor.double),
    "lora_B in half precision": valued(torch.Tensor.half, "lora_B"),
    "integers": valued(lambda value: (value * 100).to(torch.int8)),
    "fp8": valued(lambda value: value.to(torch.float8_e4m3fn), "lora_B"),
    "zeros": valued(torch.zeros_like, "lora_B"),
    "infinite": valued(lambda value: torch.full_like(value, float("inf")), "layers.0", "lora_B"),
    "embedding passes through": with_tensor(BODY + "embed_tokens.weight", 64, 32),
    "longer embedding passes through": with_tensor(BODY + "embed_tokens.weight", 70, 32),
    "norm passes through": with_tensor(BODY + "norm.weight", 32),
    "head passes through": with_tensor(PREFIX + "lm_head.weight", 64, 32),
    "head without prefix": with_tensor("lm_head.weight", 64, 32),
    "head of another shape": with_tensor(PREFIX + "lm_head.weight", 32, 64),
    "a bias that no module has": with_tensor(ATTENTION + "q_proj.bias", 32),
    "base weight under its old name": with_tensor(ATTENTION + "q_proj.weight", 32, 32),
    "base weight of a wrapped module": with_tensor(ATTENTION + "q_proj.base_layer.weight", 32, 32),
    "base weight of an untargeted module": with_tensor(ATTENTION + "o_proj.weight", 32, 32),
    "wrapped weight of an untargeted module": with_tensor(ATTENTION + "o_proj.base_layer.weight", 32, 32),
    "foreign tensor": with_tensor(BODY + "visual.patch.weight", 4, 4),
    "halves of an untargeted module": with_tensor(ATTENTION + "o_proj.lora_A.weight", 4, 32),
    "a layer that no base has": with_tensor(BODY + "layers.9.self_attn.q_proj.lora_A.weight", 4, 32),
    "alpha tensors": with_tensor(ATTENTION + "q_proj.alpha", 1),
    "magnitudes without the flag": with_tensor(ATTENTION + "q_proj.lora_magnitude_vector", 32),
    "lora_bias without the flag": with_tensor(ATTENTION + "q_proj.lora_B.bias", 32),
    "embedding halves without a target": with_tensor(BODY + "embed_tokens.lora_embedding_A", 4, 64),
    "rotary buffer": with_tensor(BODY + "rotary_emb.inv_freq", 4),
    "head as a wrapped module": with_tensor(PREFIX + "lm_head.modules_to_save.default.weight", 64, 32),
    "head's original module": with_tensor(PREFIX + "lm_head.original_module.weight", 64, 32),
    "a key of no name": with_tensor("weight", 4),
    "prompt embeddings among LoRA": with_tensor("prompt_embeddings", 4, 32),
    "trainable tokens without the field": with_tensor(
        BODY + "embed_tokens.token_adapter.trainable_tokens_delta", 3, 32
    ),
}

FIELDS: dict[str, dict[str, Any]] = {
    "r 8": {"r": 8},
    "r 0": {"r": 0},
    "r negative": {"r": -1},
    "r a string": {"r": "4"},
    "r a fraction": {"r": 4.0},
    "r null": {"r": None},
    "r a list": {"r": [4]},
    "r a boolean": {"r": True},
    "r absent": {"r": ...},
    "alpha 0": {"lora_alpha": 0},
    "alpha a string": {"lora_alpha": "16"},
    "alpha null": {"lora_alpha": None},
    "alpha absent": {"lora_alpha": ...},
    "rslora": {"use_rslora": True},
    "rank pattern": {"rank_pattern": {"v_proj": 2}},
    "rank pattern harmless": {"rank_pattern": {"v_proj": 4}},
    "rank pattern of everything": {"rank_pattern": {".*": 2}},
    "rank pattern of a full path": {"rank_pattern": {"^model.layers.0.self_attn.q_proj": 2}},
    "rank pattern anchored": {"rank_pattern": {"^q_proj": 2}},
    "rank pattern of a layer": {"rank_pattern": {"layers.1": 2}},
    "rank pattern, first wins": {"rank_pattern": {"self_attn.q_proj": 2, "layers.0.self_attn.q_proj": 8}},
    "rank pattern, specific first": {"rank_pattern": {"layers.0.self_attn.q_proj": 8, "q_proj": 2}},
    "rank pattern, dot as wildcard": {"rank_pattern": {"q.proj": 2}},
    "rank pattern, broken regex": {"rank_pattern": {"(": 2}},
    "rank pattern of rank 0": {"rank_pattern": {"v_proj": 0}},
    "rank pattern as strings": {"rank_pattern": {"v_proj": "2"}},
    "rank pattern unmatched": {"rank_pattern": {"c_attn": 2}},
    "rank pattern of alternatives": {"rank_pattern": {"(q|v)_proj": 2}},
    "rank pattern null": {"rank_pattern": None},
    "rank pattern a list": {"rank_pattern": [2]},
    "alpha pattern": {"alpha_pattern": {"q_proj": 2}},
    "alpha pattern null": {"alpha_pattern": None},
    "alpha pattern of zero": {"alpha_pattern": {"q_proj": 0}},
    "layers [0]": {"layers_to_transform": [0]},
    "layers 1": {"layers_to_transform": 1},
    "layers [5]": {"layers_to_transform": [5]},
    "layers []": {"layers_to_transform": []},
    "layers as strings": {"layers_to_transform": ["0"]},
    "layers of layers": {"layers_to_transform": [0], "layers_pattern": "layers"},
    "layers of a list of patterns": {"layers_to_transform": [1], "layers_pattern": ["h", "layers"]},
    "layers of h": {"layers_to_transform": [0], "layers_pattern": "h"},
    "layers of an empty pattern": {"layers_to_transform": [0], "layers_pattern": ""},
    "layers pattern alone": {"layers_pattern": "layers"},
    "layers with a regex target": {"layers_to_transform": [0], "target_modules": ".*q_proj"},
    "layers with full paths": {
        "layers_to_transform": [1],
        "target_modules": ["model.layers.0.self_attn.q_proj"],
    },
    "exclude a name": {"exclude_modules": ["q_proj"]},
    "exclude a bare string": {"exclude_modules": "q_proj"},
    "exclude a regex": {"exclude_modules": r".*\.layers\.0\..*"},
    "exclude everything": {"exclude_modules": ["q_proj", "v_proj"]},
    "exclude everything by regex": {"exclude_modules": ".*"},
    "exclude a container": {"exclude_modules": ["layers.0"]},
    "exclude an empty name": {"exclude_modules": [""]},
    "exclude nothing": {"exclude_modules": []},
    "exclude a broken regex": {"exclude_modules": "("},
    "targets narrowed": {"target_modules": ["q_proj"]},
    "targets widened": {"target_modules": ["q_proj", "v_proj", "o_proj"]},
    "targets none": {"target_modules": []},
    "targets null": {"target_modules": None},
    "targets absent": {"target_modules": ...},
    "targets a bare string": {"target_modules": "q_proj"},
    "targets a regex": {"target_modules": r".*\.(q|v)_proj"},
    "targets a regex of a layer": {"target_modules": r"model\.layers\.0\.self_attn\.(q|v)_proj"},
    "targets everything": {"target_modules": ".*"},
    "targets every projection": {"target_modules": ".*_proj"},
    "targets a broken regex": {"target_modules": "(q_proj"},
    "targets a regex in a list": {"target_modules": [".*q_proj"]},
    "targets all-linear": {"target_modules": "all-linear"},
    "targets ALL-LINEAR": {"target_modules": "ALL-LINEAR"},
    "targets all-linear in a list": {"target_modules": ["all-linear"]},
    "targets of another architecture": {"target_modules": ["c_attn"]},
    "targets of both architectures": {"target_modules": ["c_attn", "q_proj"]},
    "targets a full path": {"target_modules": ["model.layers.0.self_attn.q_proj"]},
    "targets a path's end": {"target_modules": ["0.self_attn.q_proj"]},
    "targets a container": {"target_modules": ["self_attn"]},
    "targets a stack": {"target_modules": ["layers"]},
    "targets the embedding": {"target_modules": ["q_proj", "embed_tokens"]},
    "targets the head": {"target_modules": ["q_proj", "lm_head"]},
    "targets a norm": {"target_modules": ["norm"]},
    "targets an empty name": {"target_modules": ["", "q_proj"]},
    "targets part of a name": {"target_modules": ["proj"]},
    "targets twice": {"target_modules": ["q_proj", "v_proj", "q_proj"]},
    "targets numbers": {"target_modules": [1, 2]},
    "targets a dictionary": {"target_modules": {"q_proj": 1}},
    "targets many names": {"target_modules": [f"model.layers.{n}.self_attn.q_proj" for n in range(25)]},
    "target parameters of no module": {"target_parameters": ["experts.gate_up_proj"]},
    "target parameters of a linear": {"target_parameters": ["q_proj.weight"], "target_modules": ["v_proj"]},
    "saves the head": {"modules_to_save": ["lm_head"]},
    "saves a name's end": {"modules_to_save": ["head"]},
    "saves the embedding": {"modules_to_save": ["embed_tokens"]},
    "saves a target": {"modules_to_save": ["q_proj"]},
    "saves the norm": {"modules_to_save": ["norm"]},
    "saves all attention": {"modules_to_save": ["self_attn"]},
    "saves what no base has": {"modules_to_save": ["projector"]},
    "saves an empty name": {"modules_to_save": [""]},
    "saves a string": {"modules_to_save": "lm_head"},
    "saves nothing": {"modules_to_save": []},
    "saves a regex": {"modules_to_save": ["lm.head"]},
    "tokens that the file lacks": {"trainable_token_indices": [1, 2]},
    "tokens beyond the vocabulary": {"trainable_token_indices": [3, 99]},
    "tokens below zero": {"trainable_token_indices": [-1]},
    "tokens none": {"trainable_token_indices": []},
    "tokens of the head": {"trainable_token_indices": {"lm_head": [1]}},
    "tokens of no module": {"trainable_token_indices": {"wte": [1]}},
    "bias all": {"bias": "all"},
    "bias lora_only": {"bias": "lora_only"},
    "bias of no kind": {"bias": "some"},
    "bias null": {"bias": None},
    "lora_bias": {"lora_bias": True},
    "dora without vectors": {"use_dora": True},
    "dora a string": {"use_dora": "yes"},
    "qalora": {"use_qalora": True},
    "fan in, fan out": {"fan_in_fan_out": True},
    "dropout": {"lora_dropout": 0.5},
    "dropout above one": {"lora_dropout": 2.0},
    "dropout a string": {"lora_dropout": "0.1"},
    "init false": {"init_lora_weights": False},
    "init gaussian": {"init_lora_weights": "gaussian"},
    "init pissa": {"init_lora_weights": "pissa"},
    "init pissa, iterations": {"init_lora_weights": "pissa_niter_4"},
    "init olora": {"init_lora_weights": "olora"},
    "init orthogonal": {"init_lora_weights": "orthogonal"},
    "init corda": {"init_lora_weights": "corda"},
    "init eva": {"init_lora_weights": "eva"},
    "init loftq": {"init_lora_weights": "loftq", "loftq_config": {"loftq_bits": 4, "loftq_iter": 1}},
    "init of no kind": {"init_lora_weights": "nosuch"},
    "layer replication": {"layer_replication": [[0, 1], [0, 2]]},
    "aLoRA": {"alora_invocation_tokens": [1, 2]},
    "BD-LoRA": {"use_bdlora": {"target_modules_bd_a": ["q_proj"], "nblocks": 2}},
    "weights tied": {"ensure_weight_tying": True, "modules_to_save": ["embed_tokens"]},
    "task of a classifier": {"task_type": "SEQ_CLS"},
    "task of a tagger": {"task_type": "TOKEN_CLS"},
    "task of questions": {"task_type": "QUESTION_ANS"},
    "task of features": {"task_type": "FEATURE_EXTRACTION"},
    "task of two sequences": {"task_type": "SEQ_2_SEQ_LM"},
    "task null": {"task_type": None},
    "task of no kind": {"task_type": "NOSUCH"},
    "task in small letters": {"task_type": "causal_lm"},
    "task a number": {"task_type": 3},
    "method of no kind": {"peft_type": "NOSUCH"},
    "method absent": {"peft_type": ...},
    "method null": {"peft_type": None},
    "method in small letters": {"peft_type": "lora"},
    "method LOHA": {"peft_type": "LOHA"},
    "method ADALORA": {"peft_type": "ADALORA"},
    "method IA3": {"peft_type": "IA3"},
    "method VERA": {"peft_type": "VERA"},
    "method PROMPT_TUNING": {"peft_type": "PROMPT_TUNING", "num_virtual_tokens": 4},
    "unknown field": {"invented_option": 3},
    "unknown field null": {"invented_option": None},
    "runtime field": {"runtime_config": {"ephemeral_gpu_offload": False}},
    "a later peft": {"peft_version": "99.0.0"},
    "trainable": {"inference_mode": False},
    "another base recorded": {"base_model_name_or_path": "someone/else"},
    "no base recorded": {"base_model_name_or_path": None},
    "auto mapping": {"auto_mapping": {"base_model_class": "NoSuchModel", "parent_library": "nowhere"}},
    "megatron": {"megatron_config": {}, "megatron_core": None},
}

FILES: dict[str, Change] = {
    "weights missing": moved(WEIGHTS, None),
    "weights under another name": moved(WEIGHTS, "adapters.safetensors"),
    "weights in a sub-folder": moved(WEIGHTS, "adapter/" + WEIGHTS),
    "weights pickled": _as_bin,
    "weights truncated": of_bytes(lambda data: data[: len(data) // 2]),
    "weights shortened by a byte": of_bytes(lambda data: data[:-1]),
    "weights with bytes behind": of_bytes(lambda data: data + b"\0" * 8),
    "weights of no bytes": rewritten(WEIGHTS, b""),
    "weights a pointer": rewritten(
        WEIGHTS, b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    ),
    "weights a web page": rewritten(WEIGHTS, b"<!DOCTYPE html><html><body>404</body></html>"),
    "configuration missing": moved(CONFIG, None),
    "configuration not JSON": rewritten(CONFIG, b"r: 4\n"),
    "configuration of no bytes": rewritten(CONFIG, b""),
    "configuration a list": rewritten(CONFIG, b"[]"),
    "configuration an empty object": rewritten(CONFIG, b"{}"),
    "configuration with a byte order mark": of_bytes(lambda data: b"\xef\xbb\xbf" + data, CONFIG),
    "a pickle beside the weights": rewritten("adapter_model.bin", b"\x80\x04N."),
}

MUTATIONS: dict[str, Change] = {
    **{f"keys: {name}": change for name, change in KEYS.items()},
    **{f"tensors: {name}": change for name, change in TENSORS.items()},
    **{f"config: {name}": configured(**fields) for name, fields in FIELDS.items()},
    **{f"files: {name}": change for name, change in FILES.items()},
}
"""For a LoRA adapter on `q_proj` and `v_proj` of a Llama; on other architectures some change nothing."""

OLD_NAMES: dict[str, tuple[str, Change]] = {
    "llava before 4.52": ("llava", replaced(BODY + "language_model.", PREFIX + "language_model.model.")),
    "llava, projector and tower before 4.52": ("llava", replaced(BODY, PREFIX)),
    "gemma3 before 4.52": ("gemma3", replaced(BODY + "language_model.", PREFIX + "language_model.model.")),
    "qwen2_vl before 4.52": ("qwen2_vl", replaced(BODY + "language_model.", BODY)),
    "qwen2_vl, text alone": ("qwen2_vl", without("visual")),
    "paligemma before 4.52": (
        "paligemma",
        replaced(BODY + "language_model.", PREFIX + "language_model.model."),
    ),
    "vit before 5": (
        "vit",
        together(
            replaced("layers.", "encoder.layer.", "q_proj", "attention.query", "v_proj", "attention.value"),
            configured(target_modules=["query", "value"]),
        ),
    ),
    "gpt_neox, head": ("gpt_neox", with_tensor(PREFIX + "embed_out.weight", 64, 32)),
}
"""Adapters in the names of older transformers: what they were made on, and how the keys were written."""
