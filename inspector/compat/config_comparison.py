"""Which fields of config.json differ between two bases, and what each does to an adapter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from inspector.compat.revisions import FieldChange
from inspector.compat.tokenizer_meaning import vocabulary_rows
from inspector.files.config_form import BOOKKEEPING, differing, meant_config
from inspector.files.records import Adapter

_LAYER_TYPE = re.compile(r"\[[^\]]*\]$")

_WIDTHS = "Projections change their width, so tensors trained for the old one do not fit and loading raises."
_ROPE = (
    "Positions are rotated otherwise: every shape stays and the adapter loads, but attention that it was "
    "trained on is another now."
)
_NORM = (
    "Activations are normalised with another epsilon: shapes stay, and every layer's input shifts a little."
)
_WINDOW = "Attention reaches over another stretch of text: shapes stay, long prompts are read otherwise."
_SCALE = (
    "Attention scores or logits are scaled otherwise: shapes stay, what the adapter adds weighs differently."
)
_ACTIVATION = (
    "The MLP bends its values with another function: shapes stay, and the adapter's MLP parts miss it."
)
_EXPERTS = (
    "Experts are counted or chosen otherwise: parts trained on one expert may serve another or find none."
)
_TOKEN_ID = "Programs start, stop or pad at another token id: answers may end too early or never."
_QUANTISED = (
    "Weights are rounded otherwise: the adapter's shapes still fit, its values were trained "
    "on other rounding."
)
_POSITIONS = "The longest prompt changes; shorter ones are computed as before."
_LEARNED = "The table of positions has other rows: prompts may only be as long as the shorter one."
_LAYERS = (
    "There are other layers: those that are gone take their part of the adapter with them, "
    "new ones have none."
)
_OTHER_KIND = "Another kind of model: modules have other names, and the adapter's may not exist."

EFFECTS: Mapping[str, str] = {
    "model_type": _OTHER_KIND,
    "architectures": "Another class is built: head and names of modules may differ.",
    "hidden_size": _WIDTHS, "n_embd": _WIDTHS, "d_model": _WIDTHS, "intermediate_size": _WIDTHS,
    "n_inner": _WIDTHS, "d_ff": _WIDTHS, "ffn_dim": _WIDTHS, "moe_intermediate_size": _WIDTHS,
    "head_dim": _WIDTHS, "v_head_dim": _WIDTHS, "qk_nope_head_dim": _WIDTHS, "qk_rope_head_dim": _WIDTHS,
    "q_lora_rank": _WIDTHS, "kv_lora_rank": _WIDTHS,
    "num_attention_heads": (
        "Heads are cut otherwise: where widths stay the adapter loads, on other heads than it was "
        "trained on."
    ),
    "n_head": (
        "Heads are cut otherwise: widths may stay and the adapter loads, on other heads than it "
        "was trained on."
    ),
    "num_key_value_heads": (
        "Keys and values get another number of heads: k_proj and v_proj change their width, and "
        "loading raises where the adapter has them."
    ),
    "num_hidden_layers": _LAYERS, "n_layer": _LAYERS, "num_layers": _LAYERS,
    "rope_theta": _ROPE, "rope_scaling": _ROPE, "rotary_pct": _ROPE, "rotary_dim": _ROPE,
    "no_rope_layers": _ROPE, "alibi": _ROPE, "position_embedding_type": _ROPE,
    "rms_norm_eps": _NORM, "layer_norm_eps": _NORM, "layer_norm_epsilon": _NORM, "norm_epsilon": _NORM,
    "sliding_window": _WINDOW, "use_sliding_window": _WINDOW, "max_window_layers": _WINDOW,
    "layer_types": _WINDOW, "sliding_window_pattern": _WINDOW, "attention_chunk_size": _WINDOW,
    "attn_logit_softcapping": _SCALE, "final_logit_softcapping": _SCALE, "query_pre_attn_scalar": _SCALE,
    "attention_multiplier": _SCALE, "residual_multiplier": _SCALE, "embedding_multiplier": _SCALE,
    "logits_scaling": _SCALE, "logit_scale": _SCALE,
    "hidden_act": _ACTIVATION, "hidden_activation": _ACTIVATION, "activation_function": _ACTIVATION,
    "num_experts": _EXPERTS, "num_local_experts": _EXPERTS, "n_routed_experts": _EXPERTS,
    "num_experts_per_tok": _EXPERTS, "n_shared_experts": _EXPERTS, "norm_topk_prob": _EXPERTS,
    "first_k_dense_replace": _EXPERTS, "decoder_sparse_step": _EXPERTS,
    "bos_token_id": _TOKEN_ID, "eos_token_id": _TOKEN_ID, "pad_token_id": _TOKEN_ID,
    "decoder_start_token_id": _TOKEN_ID,
    "quantization_config": _QUANTISED,
    "max_position_embeddings": _POSITIONS, "n_positions": _LEARNED, "n_ctx": _LEARNED,
    "num_labels": (
        "The classification head has another number of labels: a saved head does not fit, and "
        "loading raises."
    ),
    "attention_bias": (
        "Projections gain or lose their biases: a plain LoRA still lands, bias=\"all\" does not."
    ),
    "mlp_bias": "MLP projections gain or lose their biases: a plain LoRA still lands, bias=\"all\" does not.",
    "original_max_position_embeddings": _ROPE,
    "image_token_index": "Images are put in at another token id.",
    "image_token_id": "Images are put in at another token id.",
    "vision_feature_layer": "Images are taken from another layer of the vision tower.",
}  # fmt: skip
"""Field (without section and layer type) → one sentence on what a change of it does to an adapter."""

_UNKNOWN = "What this field does is not known here; it may change what the model computes."


def compare_configs(
    before: Mapping[str, Any], after: Mapping[str, Any], *, adapter: Adapter | None = None
) -> tuple[FieldChange, ...]:
    """Every field that means something else in `after`, those that matter for an adapter first.

    Both are read as transformers would (`files.config_form.meant_config`): a field that is left out counts
    as its default, and the forms of transformers 4 and 5 as the same. Fields are named as in the file, with
    their section (`text_config.hidden_size`); `rope_theta` and `rope_scaling` stand for all forms of them.
    """
    old, new = meant_config(before), meant_config(after)
    if before.get("model_type") != after.get("model_type"):
        # Defaults of two classes would fill the list; only what a file says itself is held against the other.
        said = _said(before) | _said(after)
        old, new = ({name: value for name, value in side.items() if name in said} for side in (old, new))
    changes = [_change(name, old.get(name), new.get(name), adapter) for name in differing(old, new)]
    order = {name: place for place, name in enumerate(EFFECTS)}
    return tuple(
        sorted(changes, key=lambda change: (not change.matters, order.get(_leaf(change.field), len(order))))
    )


def _leaf(name: str) -> str:
    """The field itself, without its section and the layer type that it is for."""
    return _LAYER_TYPE.sub("", name).rpartition(".")[2]


def _said(config: Mapping[str, Any]) -> frozenset[str]:
    """Names that the file itself has, as `meant_config` gives them, without any default."""
    bare = {name: value for name, value in config.items() if name != "model_type"}
    for name, value in bare.items():
        if name.endswith("_config") and isinstance(value, dict):
            bare[name] = {field: inner for field, inner in value.items() if field != "model_type"}
    return frozenset((*meant_config(bare), "model_type"))


def _change(name: str, old: Any, new: Any, adapter: Adapter | None) -> FieldChange:
    leaf = _leaf(name)
    if leaf in BOOKKEEPING:
        effect = "How the model was saved, loaded or trained; it computes the same."
        if leaf == "dtype":
            effect = "Numbers are stored in another type: shapes stay, values are rounded otherwise."
        return FieldChange(name, old, new, effect, matters=False)
    if leaf == "vocab_size":
        return FieldChange(name, old, new, _vocabulary(adapter))
    if leaf == "tie_word_embeddings":
        return FieldChange(name, old, new, _tied(adapter, new))
    return FieldChange(name, old, new, EFFECTS.get(leaf, _UNKNOWN), matters=True)


def _vocabulary(adapter: Adapter | None) -> str:
    rows = vocabulary_rows(adapter) if adapter is not None else None
    if rows is None:
        return "Embedding and head get another number of rows: adapters that hold such rows do not fit."
    if rows.embeddings or rows.heads or rows.low_rank:
        return (
            "The adapter holds embedding or head tensors with a row a token: they do not fit, and "
            "loading raises."
        )
    if rows.indices:
        return "The adapter holds rows of single tokens: they land where their ids still exist."
    return "Embedding and head get another number of rows; the adapter holds none, so its tensors fit."


def _tied(adapter: Adapter | None, tied: Any) -> str:
    rows = vocabulary_rows(adapter) if adapter is not None else None
    if rows is not None and not (rows.embeddings or rows.heads or rows.low_rank):
        return "Embedding and head become one matrix or two; the adapter touches neither."
    if tied is True:
        return (
            "Embedding and head become one matrix: what the adapter trained on one of them changes "
            "both or is lost."
        )
    return (
        "Embedding and head become two matrices: what the adapter trained on the shared one reaches only one."
    )
