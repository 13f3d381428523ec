"""Write `architectures.json`: facts of the installed transformers and peft that the header engine uses.

For every model class: its module tree on the meta device with default configuration, digits folded to `*`,
each module with the kind that PEFT's dispatch sees, and how names on disk become names in the model.
`make tables` runs it; a test fails when it is stale.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import warnings
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.filterwarnings("ignore")

import peft  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402
from peft import PEFT_TYPE_TO_CONFIG_MAPPING, PEFT_TYPE_TO_TUNER_MAPPING  # noqa: E402
from peft.utils import constants  # noqa: E402
from peft.utils import transformers_weight_conversion as peft_conversion  # noqa: E402
from transformers.conversion_mapping import (  # noqa: E402
    get_checkpoint_conversion_mapping,
    get_model_conversion_mapping,
)
from transformers.core_model_loading import WeightConverter  # noqa: E402
from transformers.models.auto import modeling_auto  # noqa: E402
from transformers.pytorch_utils import Conv1D  # noqa: E402

CODES = {
    "Linear": "L", "Conv1D": "C", "Embedding": "E", "Conv1d": "C1", "Conv2d": "C2", "Conv3d": "C3",
    "MultiheadAttention": "A", "weighted": "w", "other": "o",
}  # fmt: skip
TASKS = (
    "MODEL_FOR_CAUSAL_LM", "MODEL_FOR_SEQUENCE_CLASSIFICATION", "MODEL_FOR_TOKEN_CLASSIFICATION",
    "MODEL_FOR_QUESTION_ANSWERING", "MODEL_FOR_MASKED_LM", "MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM", "MODEL",
    "MODEL_FOR_IMAGE_TEXT_TO_TEXT", "MODEL_FOR_IMAGE_CLASSIFICATION", "MODEL_FOR_SPEECH_SEQ_2_SEQ",
    "MODEL_FOR_CTC", "MODEL_FOR_AUDIO_CLASSIFICATION", "MODEL_FOR_PRETRAINING",
)  # fmt: skip
TASK_MAPPINGS = {
    "SEQ_CLS": "MODEL_FOR_SEQUENCE_CLASSIFICATION", "TOKEN_CLS": "MODEL_FOR_TOKEN_CLASSIFICATION",
    "QUESTION_ANS": "MODEL_FOR_QUESTION_ANSWERING", "SEQ_2_SEQ_LM": "MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM",
    "FEATURE_EXTRACTION": "MODEL",
}  # fmt: skip
_NN = torch.nn
# Order matters: the first match is what peft.tuners.lora dispatches on (isinstance, so subclasses count).
KINDS = (
    ("Embedding", _NN.Embedding), ("Conv1d", _NN.Conv1d), ("Conv2d", _NN.Conv2d), ("Conv3d", _NN.Conv3d),
    ("MultiheadAttention", _NN.MultiheadAttention), ("Linear", _NN.Linear), ("Conv1D", Conv1D),
)  # fmt: skip


# What a default configuration leaves open and every real one states, by model_type. Sizes do not matter.
_HEADS = {"head_dim": 128}
STATED: dict[str, dict[str, Any]] = {
    "aya_vision": {"vision_config": {"model_type": "siglip_vision_model"}},
    "chameleon": {"vocabulary_map": {"<image>": 8711}},
    "dots1": {"n_routed_experts": 4, "n_shared_experts": 1, "num_experts_per_tok": 2},
    "emu3": {"vocabulary_map": {"<image>": 8711, "<|extra_200|>": 8712}},
    "esm": {"vocab_size": 33, "pad_token_id": 1, "mask_token_id": 32, "position_embedding_type": "rotary"},
    "hunyuan_v1_dense": _HEADS,
    "hunyuan_v1_moe": _HEADS,
    "hunyuan_vl": {"text_config": _HEADS},
    "hunyuan_vl_text": _HEADS,
    "lfm2_moe": {"layer_types": ["conv", "full_attention"] * 16, "num_hidden_layers": 32},
    "ministral": _HEADS,
    "nemotron": {"num_key_value_heads": 8},
    "wav2vec2-bert": {"vocab_size": 32},
    "wav2vec2-conformer": {"vocab_size": 32},
}


# Operations whose effect on a shape is known without the model; any other leaves the shape unknown.
OPERATIONS = {
    "MergeModulelist": lambda op: f"merge {op.dim}",
    "Concatenate": lambda op: f"cat {op.dim}",
    "PeftConcatenate": lambda op: "blocks",
    "FlattenDims": lambda op: f"flatten {op.dims[0]} {op.dims[1]}",
    "PermuteDims": lambda op: "permute " + " ".join(map(str, op.dims)),
    "Transpose": lambda op: "?" if op.check_dims else f"swap {op.dim0} {op.dim1}",
    "Chunk": lambda op: "?" if op.num_shards_attribute else f"chunk {op.dim}",
    "Interleave": lambda op: "same",
    "PermuteForRope": lambda op: "same",
}
RICHNESS = {"o": 0, "w": 1}
RENAMES = ("WeightRenaming", "PrefixChange", "WeightConverter")


def kind_of(module: torch.nn.Module) -> str:
    for name, cls in KINDS:
        if isinstance(module, cls):
            return name
    return "weighted" if next(module.parameters(recurse=False), None) is not None else "other"


def fold_digits(path: str) -> str:
    return re.sub(r"(?<![^.])\d+(?![^.])", "*", path)


def transform(entry: Any) -> dict[str, Any]:
    """One `WeightTransform` as data; a kind whose renaming keeps a state is `opaque`."""
    found: dict[str, Any] = {"re": entry.compiled_sources.pattern, "to": list(entry.target_patterns)}
    if entry.scope_prefix is not None:
        found["scope"] = [entry.base_model_prefix or "", entry.scope_prefix]
    if isinstance(entry, WeightConverter):
        found["ops"] = [OPERATIONS.get(type(op).__name__, lambda op: "?")(op) for op in entry.operations]
    if type(entry).__name__ not in RENAMES:
        found["opaque"] = True
    return found


def adapter_transforms(model: Any) -> list[dict[str, Any]]:
    """What peft makes of the model's converters for LoRA keys (its renames are the model's own)."""
    mapping = get_model_conversion_mapping(model)
    entries = peft_conversion.build_peft_weight_mapping(mapping, "default", peft.LoraConfig())
    return [transform(entry) for entry in entries if isinstance(entry, WeightConverter)]


def parts(model: Any) -> dict[str, list[Any]]:
    """Path of each model that AutoModel picks by a part's configuration -> field, model_type, and
    whether the configuration may be another model_type's."""
    found: dict[str, list[Any]] = {}
    classes = getattr(type(model.config), "sub_configs", {})
    fields = {id(value): name for name, value in vars(model.config).items() if hasattr(value, "model_type")}
    for path, module in model.named_modules():
        if not path or not isinstance(module, transformers.PreTrainedModel):
            continue
        field, kind = fields.get(id(module.config)), module.config.model_type
        named = modeling_auto.MODEL_MAPPING_NAMES.get(kind)
        if field is not None and type(module).__name__ in (named if isinstance(named, tuple) else (named,)):
            found[path] = [field, kind, classes.get(field) is transformers.AutoConfig]
    return found


def own_parameters(model: Any) -> dict[str, list[str]]:
    """Names, in order, of the parameters that a module of no standard kind holds itself."""
    found: dict[str, list[str]] = {}
    for path, module in model.named_modules():
        names = [name for name, _ in module.named_parameters(recurse=False)]
        if path and kind_of(module) == "weighted" and names not in (["weight"], ["weight", "bias"]):
            found.setdefault(fold_digits(path), names)
    return found


def section_configs(config: Any) -> list[Any]:
    return [value for value in vars(config).values() if hasattr(value, "model_type")]


def with_dense_layers(config: Any) -> Any:
    """A mixture of experts whose default has experts in every layer may have layers without: show both."""
    for section in (config, *section_configs(config)):
        if getattr(section, "mlp_only_layers", None) == []:
            section.mlp_only_layers = [0]
        if getattr(section, "first_k_dense_replace", None) == 0:
            section.first_k_dense_replace = 1
    return config


def tied_weights(model: Any) -> dict[str, str]:
    """Parameter -> the one that it shares its values with, over the model and every model inside."""
    found: dict[str, str] = {}
    for path, module in model.named_modules():
        tied = getattr(module, "_tied_weights_keys", None)
        if isinstance(module, transformers.PreTrainedModel) and isinstance(tied, dict):
            root = f"{path}." if path else ""
            found.update({root + name: root + source for name, source in tied.items()})
    return found


def describe(cls: type, config: Any) -> dict[str, Any]:
    with torch.device("meta"):
        model = cls(with_dense_layers(config))
    modules: dict[str, str] = {}  # in the order of named_modules(), which the trees are shown in
    several: dict[str, set[str]] = {}
    grouped: list[str] = []
    for path, module in model.named_modules():
        pattern, code = fold_digits(path), CODES[kind_of(module)]
        # An Identity or a norm may stand in one layer where another has a projection: the richer kind counts.
        if path and RICHNESS.get(modules.setdefault(pattern, code), 2) < RICHNESS.get(code, 2):
            modules[pattern] = code
        if code not in ("o", "w") or any(p.dim() > 1 for p in module.parameters(recurse=False)):
            several.setdefault(pattern, set()).add(code)
        if getattr(module, "groups", 1) != 1 and fold_digits(path) not in grouped:
            grouped.append(fold_digits(path))
    # What is of two kinds that the shape of a weight does not tell apart has no kind.
    modules = {pattern: code for pattern, code in modules.items() if len(several.get(pattern, ())) < 2}
    names = {id(module): path for path, module in model.named_modules()}
    converts = get_checkpoint_conversion_mapping(config.model_type) is not None
    transposed = sorted(
        {fold_digits(p) for p, m in model.named_modules() if getattr(m, "is_transposed", False)}
    )
    head = model.get_output_embeddings()
    try:
        embedding = model.get_input_embeddings()
    except NotImplementedError:
        embedding = None
    return {
        "type": config.model_type,
        "prefix": model.base_model_prefix,
        "head": names.get(id(head)) if head is not None else None,
        "embedding": names.get(id(embedding)) if embedding is not None else None,
        "renames": bool(get_model_conversion_mapping(model, add_legacy=False)),
        "converts": converts,
        "experts": peft_conversion._MODEL_TO_CONVERSION_PATTERN.get(config.model_type) if converts else None,
        "groups_heads": any(hasattr(s, "num_key_value_heads") for s in (config, *section_configs(config))),
        "generates": hasattr(model, "prepare_inputs_for_generation"),
        "tied": tied_weights(model),
        "parts": parts(model),
        "parameters": own_parameters(model),
        "transposed": transposed,
        "transforms": [transform(entry) for entry in get_model_conversion_mapping(model, add_legacy=False)],
        "adapter_transforms": adapter_transforms(model) if converts else [],
        "modules": modules,
        **({"grouped": grouped} if grouped else {}),
    }


def classes() -> dict[str, str]:
    """Class name -> model_type, over the tasks that adapters are trained for."""
    found: dict[str, str] = {}
    for task in TASKS:
        for model_type, names in getattr(modeling_auto, f"{task}_MAPPING_NAMES").items():
            for name in names if isinstance(names, (list, tuple)) else [names]:
                found.setdefault(name, model_type)
    return dict(sorted(found.items()))


def task_classes() -> dict[str, dict[str, str]]:
    """peft TaskType -> model_type -> the class that the task's auto class takes."""
    found: dict[str, dict[str, str]] = {}
    for task, mapping in TASK_MAPPINGS.items():
        names = getattr(modeling_auto, f"{mapping}_MAPPING_NAMES")
        first = {kind: name[0] if isinstance(name, (list, tuple)) else name for kind, name in names.items()}
        found[task] = dict(sorted(first.items()))
    return found


def base_classes() -> dict[str, str]:
    """model_type -> the class that AutoModel takes."""
    names = modeling_auto.MODEL_MAPPING_NAMES
    return {
        kind: name[0] if isinstance(name, (list, tuple)) else name for kind, name in sorted(names.items())
    }


def adapter_renames() -> list[dict[str, Any]]:
    """The renames that peft puts before a model's own: its prefix goes, the adapter's name comes."""
    legacy = get_checkpoint_conversion_mapping("legacy")
    entries = peft_conversion.build_peft_weight_mapping(legacy, "default", peft.LoraConfig())
    return [transform(entry) for entry in entries[: len(entries) - len(legacy)]]


def default_targets() -> dict[str, Any]:
    """`target_modules` by model_type for a configuration without: LoRA's, and each method's if it differs."""

    def plain(mapping: dict[str, Any]) -> dict[str, Any]:
        return {key: sorted(v) if isinstance(v, (list, set)) else v for key, v in sorted(mapping.items())}

    lora = plain(constants.TRANSFORMERS_MODELS_TO_LORA_TARGET_MODULES_MAPPING)
    own: dict[str, Any] = {}
    for kind, tuner in PEFT_TYPE_TO_TUNER_MAPPING.items():
        name = f"TRANSFORMERS_MODELS_TO_{kind.value.replace('_', '')}_TARGET_MODULES_MAPPING"
        mapping = plain(getattr(tuner, "target_module_mapping", None) or getattr(constants, name, {}))
        if mapping != lora:
            own[str(kind.value)] = mapping
    feedforward = plain(constants.TRANSFORMERS_MODELS_TO_IA3_FEEDFORWARD_MODULES_MAPPING)
    return {"default_targets": lora, "own_default_targets": own, "default_feedforward": feedforward}


def build() -> tuple[dict[str, Any], list[str]]:
    architectures: dict[str, Any] = {}
    left_out: list[str] = []
    for name, model_type in classes().items():
        try:
            cls = getattr(transformers, name)
            architectures[name] = describe(
                cls, cls.config_class(**STATED.get(cls.config_class.model_type, {}))
            )
        except (
            Exception
        ) as error:  # a class whose default configuration does not build is left to the dry run
            left_out.append(f"{name} ({model_type}): {type(error).__name__}: {str(error)[:80]}")
    table = {
        "made_with": {"transformers": transformers.__version__, "peft": peft.__version__},
        "peft_types": sorted(str(kind.value) for kind in PEFT_TYPE_TO_CONFIG_MAPPING),
        **default_targets(),
        "task_classes": task_classes(),
        "base_classes": base_classes(),
        "legacy_transforms": [transform(entry) for entry in get_checkpoint_conversion_mapping("legacy")],
        "adapter_renames": adapter_renames(),
        "expert_targets": peft_conversion._MOE_TARGET_MODULE_MAPPING,
        "fused_targets": peft_conversion._MOE_FUSED_TARGETS,
        "architectures": architectures,
    }
    return table, left_out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("architectures.json"))
    arguments = parser.parse_args()
    table, left_out = build()
    lines = [
        f"{json.dumps(name)}: {json.dumps(entry, separators=(',', ':'))}"
        for name, entry in table.pop("architectures").items()
    ]
    head = "{\n" + ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items())
    arguments.output.write_text(
        head + ',\n "architectures": {\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8"
    )
    print(f"{len(lines)} architectures, {len(left_out)} left out", file=sys.stderr)
    print("\n".join(left_out), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
