"""Every PEFT method that is tried, as data: its configuration class and its settings for one architecture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Knobs(NamedTuple):
    """What varies between architectures and seeds: the rank, the target modules, the task."""

    rank: int
    targets: tuple[str, ...]
    task: str | None
    more: tuple[str, ...]
    """All leaf names that could be targeted."""


class Method(NamedTuple):
    peft_type: str
    config_class: str
    settings: Callable[[Knobs], Mapping[str, Any]]


NORMS = [
    "input_layernorm",
    "post_attention_layernorm",
    "LayerNorm",
    "layer_norm",
    "ln_1",
    "self_attn_layer_norm",
    "sa_layer_norm",
    "norm1",
    "norm",
    "layer_norm1",
    "layernorm_before",
    "norm_1",
    "attn_norm",
]
"""What normalisation layers are called; a list may name some that a model has not."""


def _ranked(**more: Any) -> Callable[[Knobs], dict[str, Any]]:
    return lambda knobs: {"r": knobs.rank, "target_modules": list(knobs.targets), **more}


def _targeted(**more: Any) -> Callable[[Knobs], dict[str, Any]]:
    return lambda knobs: {"target_modules": list(knobs.targets), **more}


def _prompt(**more: Any) -> Callable[[Knobs], dict[str, Any]]:
    return lambda knobs: {"num_virtual_tokens": knobs.rank, **more}


def _plain(**settings: Any) -> Callable[[Knobs], dict[str, Any]]:
    return lambda _knobs: settings


def _adalora(knobs: Knobs) -> dict[str, Any]:
    return {
        "init_r": knobs.rank + 2,
        "target_r": knobs.rank,
        "total_step": 10,
        "target_modules": list(knobs.targets),
    }


def _ia3(knobs: Knobs) -> dict[str, Any]:
    return {"target_modules": list(knobs.targets), "feedforward_modules": list(knobs.targets[1:])}


def _tokens(knobs: Knobs) -> dict[str, Any]:
    return {"token_indices": list(range(1, knobs.rank + 1))}


def _cpt(knobs: Knobs) -> dict[str, Any]:
    count = knobs.rank
    return {"cpt_token_ids": [*range(count)], "cpt_mask": [1] * count, "cpt_tokens_type_mask": [1] * count}


METHODS: dict[str, Method] = {
    name: Method(name, *rest)
    for name, *rest in (
        ("LORA", "LoraConfig", _ranked(lora_alpha=8)),
        ("ADALORA", "AdaLoraConfig", _adalora),
        ("LOHA", "LoHaConfig", _ranked()),
        ("LOKR", "LoKrConfig", _ranked()),
        ("IA3", "IA3Config", _ia3),
        ("VERA", "VeraConfig", _ranked()),
        ("VBLORA", "VBLoRAConfig", _ranked(num_vectors=8, vector_length=8, topk=2)),
        ("OFT", "OFTConfig", _targeted(oft_block_size=8)),
        ("BOFT", "BOFTConfig", _targeted(boft_block_size=8)),
        ("HRA", "HRAConfig", _ranked()),
        ("LN_TUNING", "LNTuningConfig", _plain(target_modules=NORMS)),
        ("FOURIERFT", "FourierFTConfig", _targeted(n_frequency=16)),
        ("MISS", "MissConfig", _ranked()),
        ("RANDLORA", "RandLoraConfig", _ranked()),
        ("SHIRA", "ShiraConfig", _ranked()),
        ("C3A", "C3AConfig", _targeted(block_size=8)),
        ("ROAD", "RoadConfig", _targeted(group_size=8)),
        ("TRAINABLE_TOKENS", "TrainableTokensConfig", _tokens),
        ("HIRA", "HiraConfig", _ranked()),
        ("WAVEFT", "WaveFTConfig", _targeted(n_frequency=16)),
        ("OSF", "OSFConfig", _targeted(effective_rank=4)),
        ("DELORA", "DeloraConfig", _ranked()),
        ("GRALORA", "GraloraConfig", _targeted(r=4, gralora_k=2)),
        ("TINYLORA", "TinyLoraConfig", _targeted(r=2, u=4)),
        ("PSOFT", "PsoftConfig", _ranked()),
        ("PVERA", "PveraConfig", _ranked()),
        ("FROD", "FrodConfig", _targeted(progressbar=False)),
        ("GLORA", "GloraConfig", _ranked()),
        ("LILY", "LilyConfig", _ranked()),
        ("POLY", "PolyConfig", _ranked(n_tasks=3, n_skills=2, n_splits=1)),
        ("BEFT", "BeftConfig", _targeted()),
        ("UNILORA", "UniLoraConfig", _ranked(theta_d_length=64)),
        ("PEANUT", "PeanutConfig", _ranked()),
        ("SHADOW", "ShadowConfig", _ranked()),
        ("SUPERTUNING", "SupertuningConfig", _targeted()),
        ("DEFT", "DeftConfig", _ranked()),
        ("ADAMSS", "AdamssConfig", _ranked()),
        ("XLORA", "XLoraConfig", _plain(hidden_size=32, adapters={})),
        ("PROMPT_TUNING", "PromptTuningConfig", _prompt()),
        ("PREFIX_TUNING", "PrefixTuningConfig", _prompt()),
        ("P_TUNING", "PromptEncoderConfig", _prompt(encoder_hidden_size=16)),
        ("MULTITASK_PROMPT_TUNING", "MultitaskPromptTuningConfig", _prompt(num_tasks=2)),
        ("CPT", "CPTConfig", _cpt),
        ("CARTRIDGE", "CartridgeConfig", _prompt()),
        ("ADAPTION_PROMPT", "AdaptionPromptConfig", _plain(adapter_len=4, adapter_layers=1)),
    )
}

CROSSED = ("LORA", "LOKR", "VERA", "IA3", "PREFIX_TUNING", "ADALORA")
"""The methods whose adapters are also put on foreign architectures: each with another way to fit or not."""


def _first(knobs: Knobs) -> str:
    return knobs.targets[0]


def _first_layer(knobs: Knobs) -> str:
    return rf".*\.0\..*\.{_first(knobs)}"


LORA_VARIANTS: dict[str, Callable[[Knobs], Mapping[str, Any]]] = {
    "dora": _plain(use_dora=True),
    "rslora": _plain(use_rslora=True),
    "rank one": _plain(r=1),
    "rank above the width": _plain(r=40),
    "rank pattern": lambda knobs: {"rank_pattern": {_first(knobs): 2}},
    "rank pattern for a layer": _plain(rank_pattern={r".*\.1\..*": 6}),
    "alpha pattern": lambda knobs: {"alpha_pattern": {_first(knobs): 2}},
    "lora bias": _plain(lora_bias=True),
    "bias all": _plain(bias="all"),
    "bias lora_only": _plain(bias="lora_only"),
    "some layers": _plain(layers_to_transform=[1]),
    "one layer by number": _plain(layers_to_transform=0),
    "layers of a pattern": _plain(layers_to_transform=[0], layers_pattern="layers"),
    "regex": lambda knobs: {"target_modules": _first_layer(knobs)},
    "all-linear": _plain(target_modules="all-linear"),
    "every leaf": lambda knobs: {"target_modules": list(knobs.more)},
    "excluded by name": lambda knobs: {"exclude_modules": [knobs.targets[-1]]},
    "excluded by regex": _plain(exclude_modules=r".*\.0\..*"),
    "default targets": _plain(target_modules=None),
    "no task": _plain(task_type=None),
    "gaussian": _plain(init_lora_weights="gaussian"),
    "fan in, fan out": _plain(fan_in_fan_out=True),
    "trainable tokens": _plain(trainable_token_indices=[1, 5, 9]),
    "dropout": _plain(lora_dropout=0.1),
    "dora of every leaf": lambda knobs: {"target_modules": list(knobs.more), "use_dora": True},
    "dora with rank pattern": lambda knobs: {"use_dora": True, "rank_pattern": {_first(knobs): 2}},
}
"""LoRA in the ways that change keys, shapes or targets; on any architecture."""

HEADS: dict[str, tuple[str, ...]] = {
    "dense": ("lm_head", "embed_tokens", "norm"),
    "fused qkv": ("lm_head", "embed_tokens"),
    "Conv1D": ("lm_head", "wte"),
    "encoder": ("classifier", "embeddings"),
    "encoder-decoder": ("lm_head", "shared"),
    "MoE": ("lm_head", "embed_tokens"),
    "VLM": ("lm_head", "multi_modal_projector"),
    "speech": ("proj_out", "lm_head"),
    "vision": ("classifier",),
    "state space": ("lm_head", "embeddings"),
}
"""What people put into `modules_to_save`, by family."""
