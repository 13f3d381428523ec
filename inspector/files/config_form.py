"""config.json in one form: what transformers 4 and 5 write differently, and what is left to a default.

transformers 5 saves `rope_theta` and `rope_scaling` as `rope_parameters`, `torch_dtype` as `dtype`, and many
fields that a model's author left out. (transformers 5.23 `RotaryEmbeddingConfigMixin`, `PreTrainedConfig`)
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from inspector.resource import resource_path

_NAME = "tables/config_defaults.json"
_WORKED_OUT = "layer_types"
_OLDER_NAMES = {
    "torch_dtype": "dtype",
    "rotary_emb_base": "rope_theta",
    "rotary_pct": "partial_rotary_factor",
    "rope_pct": "partial_rotary_factor",
}
MAX_SECTIONS = 16

BOOKKEEPING = frozenset({
    "_name_or_path", "_commit_hash", "transformers_version", "use_cache", "return_dict", "auto_map",
    "output_hidden_states", "output_attentions", "torchscript", "_auto_class", "dtype", "torch_dtype",
    "initializer_range", "initializer_factor", "pretraining_tp", "attention_dropout", "hidden_dropout",
    "hidden_dropout_prob", "attention_probs_dropout_prob", "attn_pdrop", "embd_pdrop", "resid_pdrop",
    "dropout", "classifier_dropout", "activation_dropout", "router_jitter_noise", "output_router_logits",
    "router_aux_loss_coef", "gradient_checkpointing", "_attn_implementation", "attn_implementation",
    "_attn_implementation_autoset", "base_model_tp_plan", "base_model_pp_plan", "base_model_ep_plan",
    "base_config_key", "chunk_size_feed_forward", "task_specific_params", "summary_activation",
    "summary_first_dropout", "summary_proj_to_labels", "summary_type", "summary_use_proj",
    "unsloth_version", "unsloth_fixed", "do_sample", "temperature", "top_k", "top_p", "typical_p",
    "num_beams", "num_beam_groups", "diversity_penalty", "early_stopping", "length_penalty",
    "repetition_penalty",
    "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "max_length", "min_length", "bad_words_ids",
    "num_return_sequences", "output_scores", "return_dict_in_generate", "remove_invalid_values",
    "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens", "forced_bos_token_id",
    "forced_eos_token_id", "tf_legacy_loss", "use_bfloat16", "pruned_heads", "prefix", "finetuning_task",
    "transformers.js_config", "tokenizer_class", "context_window_size", "prefill_chunk_size",
})  # fmt: skip
"""Fields that say how a model was saved, loaded or trained, and nothing about what it computes."""


def meant_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """What the model is built from: one flat level, `text_config.hidden_size`, with defaults filled in.

    `rope_theta` and `rope_scaling` stand for every way to write them (`rope_scaling` is None for the plain
    kind; `rope_theta[full_attention]` where layers differ). Defaults are those of the model type's class in
    the installed transformers; of a type that is not known, only what the file says is there.
    """
    meant = _section(config)
    sections = [
        name for name, value in config.items() if name.endswith("_config") and isinstance(value, dict)
    ]
    for name in sections[:MAX_SECTIONS]:
        meant.pop(name, None)
        if name in BOOKKEEPING:
            continue
        if name == "quantization_config":
            meant[name] = config[name]
            continue
        meant.update((f"{name}.{field}", value) for field, value in _section(config[name]).items())
    return meant


def differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Names of the fields that mean something else, of two results of `meant_config`, in their order.

    `layer_types` is worked out by the class where a file leaves it out, and written by transformers 5 when it
    saves: against none it says nothing. A number and its float32, which is what GGUF keeps, are the same.
    """
    return [
        name
        for name in dict.fromkeys((*was, *now))
        if not _alike(was.get(name), now.get(name))
        and not (name.endswith(_WORKED_OUT) and (was.get(name) is None or now.get(name) is None))
    ]


def _alike(one: Any, other: Any) -> bool:
    """Whether two values are the same, or the same number as float32: GGUF keeps 1e-06 as that."""
    if one == other:
        return True
    if not isinstance(one, float) or not isinstance(other, float):
        return False
    return other == _as_float32(one) or one == _as_float32(other)


def _as_float32(number: float) -> float:
    try:
        rounded: float = struct.unpack("<f", struct.pack("<f", number))[0]
    except OverflowError:
        return number
    return rounded


def _section(config: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(config)
    for older, newer in _OLDER_NAMES.items():
        if older in fields:
            fields.setdefault(newer, fields[older])
            del fields[older]
    model_type = fields.get("model_type")
    known = defaults_of(model_type) if isinstance(model_type, str) else {}
    ropes = _rope({**_lengths(known), **fields}, known.get("rope_theta"))
    for name in ("rope_theta", "rope_scaling", "rope_parameters", "rope_local_base_freq"):
        fields.pop(name, None)
    if ropes:
        fields.pop("partial_rotary_factor", None)
    filled = {name: value for name, value in known.items() if not name.startswith("rope_")}
    filled.update(fields)
    filled.update(ropes)
    return _derived(filled)


def _lengths(known: Mapping[str, Any]) -> dict[str, Any]:
    names = ("max_position_embeddings", "original_max_position_embeddings", "partial_rotary_factor")
    return {name: known[name] for name in names if known.get(name) is not None}


def _rope(fields: Mapping[str, Any], usual_theta: Any) -> dict[str, Any]:
    """`rope_theta` and `rope_scaling` from whichever form is there; empty for a model without them."""
    parameters = fields.get("rope_parameters")
    parameters = dict(parameters) if isinstance(parameters, dict) else {}
    nested = {name: value for name, value in parameters.items() if isinstance(value, dict)}
    if nested:
        return {
            f"{part}[{name}]": value
            for name, own in nested.items()
            for part, value in _rope({**fields, "rope_parameters": own}, usual_theta).items()
        }
    scaling = fields.get("rope_scaling")
    if isinstance(scaling, dict):
        parameters = {**scaling, **parameters}
    theta = parameters.pop("rope_theta", fields.get("rope_theta", usual_theta))
    if theta is None and not parameters:
        return {}
    kind = parameters.pop("rope_type", parameters.pop("type", "default"))
    parameters.pop("type", None)
    partial = fields.get("partial_rotary_factor")
    if partial is not None:
        parameters.setdefault("partial_rotary_factor", partial)
    if parameters.get("partial_rotary_factor") == 1:
        del parameters["partial_rotary_factor"]
    if kind in ("llama3", "yarn", "longrope"):
        trained = fields.get("original_max_position_embeddings", fields.get("max_position_embeddings"))
        parameters.setdefault("original_max_position_embeddings", trained)
    plain = kind == "default" and not parameters
    return {"rope_theta": theta, "rope_scaling": None if plain else {"rope_type": kind, **parameters}}


def _derived(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields that follow from others where they are null (Llama's and most later configurations)."""
    if fields.get("use_sliding_window") is False:
        fields["sliding_window"] = None
    types = fields.get(_WORKED_OUT)
    if isinstance(types, list) and set(map(str, types)) == {"full_attention"}:
        fields[_WORKED_OUT] = None
    heads, hidden = fields.get("num_attention_heads"), fields.get("hidden_size")
    if not isinstance(heads, int) or isinstance(heads, bool) or heads <= 0:
        return fields
    if fields.get("num_key_value_heads", 0) is None:
        fields["num_key_value_heads"] = heads
    if fields.get("head_dim", 0) is None and isinstance(hidden, int):
        fields["head_dim"] = hidden // heads
    return fields


@lru_cache(maxsize=64)
def defaults_of(model_type: str) -> Mapping[str, Any]:
    """The defaults of a model type's configuration class; empty for a type that the table does not know."""
    own = _line(model_type) if model_type else None
    return {**(_line("") or {}), **own} if own is not None else {}


def _line(model_type: str) -> dict[str, Any] | None:
    text = _text()
    start = text.find(f"\n{json.dumps(model_type)}: ".encode())
    if start < 0:
        return None
    line = text[start + 1 : text.index(b"\n", start + 1)].rstrip(b",")
    loaded: dict[str, Any] = json.loads(line.split(b": ", 1)[1])
    return loaded


@lru_cache(maxsize=1)
def _text() -> bytes:
    return resource_path(_NAME).read_bytes()
