"""Which transformers class a base is loaded as, and that class without weights."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
import transformers
from transformers import initialization
from transformers.models.auto.configuration_auto import CONFIG_MAPPING
from transformers.pytorch_utils import Conv1D

from inspector.compat.inspection import Module
from inspector.files.gguf_base import ARCHITECTURE
from inspector.files.records import Base

TASK_HEADS: dict[str, tuple[str, Any]] = {
    "SEQ_CLS": ("ForSequenceClassification", transformers.AutoModelForSequenceClassification),
    "TOKEN_CLS": ("ForTokenClassification", transformers.AutoModelForTokenClassification),
    "QUESTION_ANS": ("ForQuestionAnswering", transformers.AutoModelForQuestionAnswering),
    "SEQ_2_SEQ_LM": ("ForConditionalGeneration", transformers.AutoModelForSeq2SeqLM),
    "FEATURE_EXTRACTION": ("Model", transformers.AutoModel),
    "CAUSAL_LM": ("ForCausalLM", transformers.AutoModelForCausalLM),
}
"""peft TaskType -> how such a class is called, and the auto class that people load it with."""

_HEADS_THAT_WIN = ("SEQ_CLS", "TOKEN_CLS", "QUESTION_ANS", "SEQ_2_SEQ_LM", "FEATURE_EXTRACTION")
_KINDS: tuple[tuple[type, str], ...] = (
    (torch.nn.Linear, "Linear"),
    (Conv1D, "Conv1D"),
    (torch.nn.Embedding, "Embedding"),
    (torch.nn.Conv1d, "Conv1d"),
    (torch.nn.Conv2d, "Conv2d"),
    (torch.nn.Conv3d, "Conv3d"),
    (torch.nn.MultiheadAttention, "MultiheadAttention"),
)
_DTYPE_CODES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.float8_e4m3fn: "F8_E4M3",
    torch.float8_e5m2: "F8_E5M2",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


class NotBuildable(Exception):
    """The base cannot be instantiated here; the text is a full sentence that says why."""


def read_config(base: Base) -> Any:
    """The transformers configuration of the base, without its quantisation (which changes no LoRA shape).

    Raises NotBuildable for an unknown model type and for models that only their own remote code knows.
    """
    settings = {key: value for key, value in base.config.items() if key != "quantization_config"}
    model_type = base.model_type
    if model_type is None and base.kind == "gguf":
        raise NotBuildable(
            f"This version cannot convert GGUF models of the architecture {base.config.get(ARCHITECTURE)!r}; "
            "give the folder of the model that it was converted from."
        )
    if model_type is None:
        raise NotBuildable("config.json names no model_type, so the model's class is not known.")
    if model_type not in CONFIG_MAPPING:
        if settings.get("auto_map"):
            raise NotBuildable(
                f"The model type {model_type!r} needs Python code from the model's repository, "
                "and code from strangers is never run here."
            )
        raise NotBuildable(
            f"transformers {transformers.__version__} does not know the model type {model_type!r}."
        )
    settings.pop("auto_map", None)
    try:
        # Infinity stands in the file as {"__float__": "Infinity"} (Mamba 2), and no from_dict knows that.
        settings = transformers.PreTrainedConfig._decode_special_floats(settings)
        return CONFIG_MAPPING[model_type].from_dict(settings)
    except Exception as error:
        raise NotBuildable(
            f"config.json is not a valid {model_type} configuration: {_short(error)}"
        ) from error


def choose_class(config: Any, architecture: str | None, task_type: str | None) -> Any:
    """The class that people load this base as when they use this adapter.

    `architectures[0]` as a rule; the auto class of the adapter's task where the architecture has another
    head (peft 0.21.2 puts its own task wrapper around whatever it is given). Raises NotBuildable.
    """
    named = _named_class(config, architecture)
    if task_type in _HEADS_THAT_WIN:
        suffix, auto = TASK_HEADS[task_type]
        if named is not None and _is_for(named.__name__, suffix):
            return named
        if (wanted := _from_auto(auto, config)) is not None:
            return wanted
    if named is not None:
        return named
    for auto in _by_spelling(architecture, task_type):
        if (found := _from_auto(auto, config)) is not None:
            return found
    raise NotBuildable(
        f"transformers {transformers.__version__} has no class {architecture or 'for this model'} "
        f"for the model type {config.model_type!r}."
    )


def _is_for(name: str, suffix: str) -> bool:
    """Whether a class name ends in the task's suffix (`GPT2LMHeadModel` is no bare `Model`)."""
    return name.endswith(suffix) and not (suffix == "Model" and name.endswith("LMHeadModel"))


def _by_spelling(architecture: str | None, task_type: str | None) -> Iterator[Any]:
    """Auto classes to try for an architecture that transformers does not have under this name."""
    spelled = (architecture or "").replace("LMHeadModel", "ForCausalLM")
    yield from (auto for suffix, auto in TASK_HEADS.values() if spelled.endswith(suffix))
    if spelled.endswith("ForConditionalGeneration"):
        yield transformers.AutoModelForImageTextToText
    if task_type in TASK_HEADS:
        yield TASK_HEADS[task_type][1]
    yield transformers.AutoModelForCausalLM
    if "For" not in spelled:
        # A model with a head must not be judged by its body: the module paths differ.
        yield transformers.AutoModel


def _named_class(config: Any, architecture: str | None) -> Any | None:
    """The transformers class of that name, if it is a model and takes this configuration."""
    candidate = getattr(transformers, architecture, None) if architecture else None
    if not isinstance(candidate, type) or not issubclass(candidate, transformers.PreTrainedModel):
        return None
    config_class = getattr(candidate, "config_class", None)
    return candidate if config_class is not None and isinstance(config, config_class) else None


def _from_auto(auto: Any, config: Any) -> Any | None:
    mapping = auto._model_mapping
    if type(config) not in mapping:
        return None
    found = mapping[type(config)]
    return found[0] if isinstance(found, tuple | list) else found


def build_weightless(model_class: Any, config: Any) -> Any:
    """An instance on the meta device: names and shapes, no memory. Raises NotBuildable."""
    try:
        with torch.device("meta"), _as_from_pretrained():
            return model_class._from_config(config, attn_implementation="eager").eval()
    except Exception as error:
        raise NotBuildable(
            f"{model_class.__name__} cannot be built from this config.json: {_short(error)}"
        ) from error


@contextlib.contextmanager
def _as_from_pretrained() -> Iterator[None]:
    """The settings of transformers' own meta build that matter here (`get_init_context`)."""
    with initialization.no_init_weights(), initialization.meta_device_safe_creation_ops():
        yield


def list_modules(model: Any) -> tuple[Module, ...]:
    """Every module that owns a parameter, in the model's own order."""
    return tuple(
        _describe(path, module)
        for path, module in model.named_modules()
        if next(module.parameters(recurse=False), None) is not None
    )


def _describe(path: str, module: Any) -> Module:
    kind = next((name for cls, name in _KINDS if isinstance(module, cls)), "other")
    weight = getattr(module, "weight", None)
    shape = tuple(weight.shape) if isinstance(weight, torch.Tensor) else None
    own = weight if isinstance(weight, torch.Tensor) else next(module.parameters(recurse=False))
    n_in, n_out = _features(kind, module)
    return Module(path, kind, n_in, n_out, shape, dtype_code(own.dtype))


def _features(kind: str, module: Any) -> tuple[int | None, int | None]:
    if kind == "Linear":
        return int(module.in_features), int(module.out_features)
    if kind == "Conv1D":
        return int(module.weight.shape[0]), int(module.weight.shape[1])
    if kind == "Embedding":
        return int(module.num_embeddings), int(module.embedding_dim)
    if kind.startswith("Conv"):
        return int(module.in_channels), int(module.out_channels)
    return None, None


def dtype_code(dtype: torch.dtype) -> str:
    """The safetensors code of a torch dtype."""
    return _DTYPE_CODES.get(dtype, str(dtype).removeprefix("torch.").upper())


def torch_dtype(code: str) -> torch.dtype:
    """The torch dtype of a safetensors code; uint8 for codes that torch has no type for."""
    return next((dtype for dtype, name in _DTYPE_CODES.items() if name == code), torch.uint8)


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:300]}"
