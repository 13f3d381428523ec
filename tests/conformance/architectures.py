"""Tiny models of many architectures, as data: configuration, class, and what adapters target in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Architecture(NamedTuple):
    """One tiny model. `linears` are leaf names that adapters target, `targets` the usual few of them.

    `task` is the adapter's task type where people state one.
    """

    config_class: str
    model_class: str
    settings: Mapping[str, Any]
    family: str
    linears: tuple[str, ...]
    targets: tuple[str, ...]
    task: str | None = "CAUSAL_LM"


_DECODER = {
    "vocab_size": 64,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 64,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
}
_HEAD_DIM = {**_DECODER, "head_dim": 8}
_ENCODER = {**_DECODER, "num_labels": 3}
_TOKENS = {"vocab_size": 64, "bos_token_id": 1, "eos_token_id": 2}
_ROUTED = {"num_experts": 4, "num_experts_per_tok": 2}
_VISION = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "image_size": 16,
    "patch_size": 8,
}
_TWO_STACKS = {
    "vocab_size": 64,
    "d_model": 32,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
}
_GATED = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_USUAL = ("q_proj", "v_proj", "down_proj")
_ATTENTION = ("q_proj", "k_proj", "v_proj", "o_proj")
_BERT = ("query", "key", "value", "dense")
_FUSED = ("query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h")


def _decoder(
    stem: str,
    settings: Mapping[str, Any] = _DECODER,
    *,
    family: str = "dense",
    linears: tuple[str, ...] = _GATED,
    targets: tuple[str, ...] = _USUAL,
    model: str = "ForCausalLM",
) -> Architecture:
    return Architecture(f"{stem}Config", f"{stem}{model}", settings, family, linears, targets)


def _encoder(
    stem: str,
    settings: Mapping[str, Any] = _ENCODER,
    *,
    linears: tuple[str, ...] = _BERT,
    targets: tuple[str, ...] = ("query", "value"),
) -> Architecture:
    name = f"{stem}ForSequenceClassification"
    return Architecture(f"{stem}Config", name, settings, "encoder", linears, targets, "SEQ_CLS")


_DENSE = {
    "llama": _decoder("Llama", {**_DECODER, "tie_word_embeddings": False}),
    "llama_tied": _decoder("Llama", {**_DECODER, "tie_word_embeddings": True}),
    "mistral": _decoder("Mistral"),
    "qwen2": _decoder("Qwen2"),
    "qwen3": _decoder("Qwen3", _HEAD_DIM),
    "gemma2": _decoder("Gemma2", _HEAD_DIM),
    "gemma3_text": Architecture(
        "Gemma3TextConfig", "Gemma3ForCausalLM", _HEAD_DIM, "dense", _GATED, ("q_proj", "v_proj")
    ),
    "phi": _decoder(
        "Phi", linears=("q_proj", "k_proj", "v_proj", "dense", "fc1", "fc2"), targets=("q_proj", "fc1")
    ),
    "stablelm": _decoder("StableLm"),
    "olmo2": _decoder("Olmo2"),
    "cohere": _decoder("Cohere"),
    "starcoder2": _decoder(
        "Starcoder2", linears=(*_ATTENTION, "c_fc", "c_proj"), targets=("q_proj", "v_proj", "c_fc")
    ),
    "opt": _decoder(
        "OPT",
        {**_DECODER, "ffn_dim": 48, "word_embed_proj_dim": 32},
        linears=("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"),
        targets=("q_proj", "v_proj"),
    ),
    "nemotron": _decoder("Nemotron", _HEAD_DIM, linears=(*_ATTENTION, "up_proj", "down_proj")),
    "gptj": _decoder(
        "GPTJ",
        {**_TOKENS, "n_embd": 32, "n_layer": 2, "n_head": 4, "rotary_dim": 4, "n_positions": 64},
        linears=("q_proj", "k_proj", "v_proj", "out_proj", "fc_in", "fc_out"),
        targets=("q_proj", "v_proj"),
    ),
}
_FUSED_QKV = {
    "phi3": _decoder(
        "Phi3",
        family="fused qkv",
        linears=("qkv_proj", "o_proj", "gate_up_proj", "down_proj"),
        targets=("qkv_proj", "down_proj"),
    ),
    "gpt_neox": _decoder("GPTNeoX", family="fused qkv", linears=_FUSED, targets=("query_key_value",)),
    "falcon": _decoder(
        "Falcon",
        {**_TOKENS, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4},
        family="fused qkv",
        linears=_FUSED,
        targets=("query_key_value",),
    ),
    "bloom": _decoder(
        "Bloom",
        {"vocab_size": 64, "hidden_size": 32, "n_layer": 2, "n_head": 4},
        family="fused qkv",
        linears=_FUSED,
        targets=("query_key_value", "dense_h_to_4h"),
    ),
    "mpt": _decoder(
        "Mpt",
        {"vocab_size": 64, "d_model": 32, "n_layers": 2, "n_heads": 4, "max_seq_len": 64},
        family="fused qkv",
        linears=("Wqkv", "out_proj", "up_proj", "down_proj"),
        targets=("Wqkv",),
    ),
    "gpt2": _decoder(
        "GPT2",
        {**_TOKENS, "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 64},
        family="Conv1D",
        linears=("c_attn", "c_proj", "c_fc"),
        targets=("c_attn",),
        model="LMHeadModel",
    ),
}
_ENCODERS = {
    "bert": _encoder("Bert"),
    "roberta": _encoder("Roberta"),
    "electra": _encoder("Electra", {**_ENCODER, "embedding_size": 32}),
    "deberta_v2": _encoder(
        "DebertaV2",
        linears=("query_proj", "key_proj", "value_proj", "dense"),
        targets=("query_proj", "value_proj"),
    ),
    "distilbert": _encoder(
        "DistilBert",
        {"vocab_size": 64, "dim": 32, "hidden_dim": 48, "n_layers": 2, "n_heads": 4, "num_labels": 3}
        | {"max_position_embeddings": 64},
        linears=("q_lin", "k_lin", "v_lin", "out_lin", "lin1", "lin2"),
        targets=("q_lin", "v_lin"),
    ),
    "albert": _encoder("Albert", {**_ENCODER, "embedding_size": 16}),
    "esm": _encoder(
        "Esm", {**_ENCODER, "pad_token_id": 1, "mask_token_id": 32, "position_embedding_type": "rotary"}
    ),
    "modernbert": _encoder(
        "ModernBert",
        {**_ENCODER, "cls_token_id": 1, "sep_token_id": 2},
        linears=("Wqkv", "Wo", "Wi"),
        targets=("Wqkv",),
    ),
}
_TWO_SIDED = {
    "t5": Architecture(
        "T5Config",
        "T5ForConditionalGeneration",
        {"vocab_size": 64, "d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 2, "num_heads": 4}
        | {"pad_token_id": 0, "decoder_start_token_id": 0},
        "encoder-decoder",
        ("q", "k", "v", "o", "wi", "wo"),
        ("q", "v"),
        "SEQ_2_SEQ_LM",
    ),
    "bart": Architecture(
        "BartConfig",
        "BartForConditionalGeneration",
        {**_TWO_STACKS, "max_position_embeddings": 64, "decoder_start_token_id": 2},
        "encoder-decoder",
        ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"),
        ("q_proj", "v_proj"),
        "SEQ_2_SEQ_LM",
    ),
}
_EXPERTS = {
    "mixtral": _decoder(
        "Mixtral",
        {**_DECODER, "num_local_experts": 4},
        family="MoE",
        linears=_ATTENTION,
        targets=("q_proj", "v_proj"),
    ),
    "qwen3_moe": _decoder(
        "Qwen3Moe",
        {**_HEAD_DIM, **_ROUTED, "moe_intermediate_size": 16, "mlp_only_layers": [0]},
        family="MoE",
        targets=("q_proj", "v_proj"),
    ),
    "qwen2_moe": _decoder(
        "Qwen2Moe",
        {**_DECODER, **_ROUTED, "moe_intermediate_size": 16, "shared_expert_intermediate_size": 24},
        family="MoE",
        targets=("q_proj", "v_proj"),
    ),
    "olmoe": _decoder(
        "Olmoe", {**_DECODER, **_ROUTED}, family="MoE", linears=_ATTENTION, targets=("q_proj", "v_proj")
    ),
    "gpt_oss": _decoder(
        "GptOss",
        {**_HEAD_DIM, "num_local_experts": 4, "num_experts_per_tok": 2},
        family="MoE",
        linears=_ATTENTION,
        targets=("q_proj", "v_proj"),
    ),
    "deepseek_v3": _decoder(
        "DeepseekV3",
        {**_DECODER, "num_key_value_heads": 4, "n_routed_experts": 4, "num_experts_per_tok": 2}
        | {"n_group": 2, "topk_group": 1, "moe_intermediate_size": 16, "first_k_dense_replace": 1}
        | {"q_lora_rank": 12, "kv_lora_rank": 8, "qk_rope_head_dim": 4, "qk_nope_head_dim": 8}
        | {"v_head_dim": 8, "n_shared_experts": 1},
        family="MoE",
        linears=("q_a_proj", "q_b_proj", "kv_b_proj", "o_proj"),
        targets=("q_a_proj", "q_b_proj"),
    ),
}
_SIGHTED = {
    "llava": _decoder(
        "Llava",
        {
            "text_config": {**_DECODER, "model_type": "llama"},
            "vision_config": {**_VISION, "model_type": "clip_vision_model"},
            "image_token_index": 60,
            "tie_word_embeddings": False,
        },
        family="VLM",
        linears=(*_GATED, "linear_1", "linear_2"),
        model="ForConditionalGeneration",
    ),
    "gemma3": _decoder(
        "Gemma3",
        {"text_config": _HEAD_DIM, "vision_config": _VISION, "mm_tokens_per_image": 4}
        | {"image_token_index": 60, "boi_token_index": 61, "eoi_token_index": 62},
        family="VLM",
        model="ForConditionalGeneration",
    ),
    "qwen2_vl": _decoder(
        "Qwen2VL",
        {
            "text_config": {**_DECODER, "rope_scaling": {"type": "mrope", "mrope_section": [1, 1, 2]}},
            "vision_config": {"embed_dim": 32, "hidden_size": 32, "depth": 2, "num_heads": 4}
            | {"mlp_ratio": 2, "patch_size": 4},
            "image_token_id": 60,
            "video_token_id": 61,
            "vision_start_token_id": 62,
            "vision_end_token_id": 63,
        },
        family="VLM",
        linears=(*_GATED, "qkv"),
        model="ForConditionalGeneration",
    ),
    "paligemma": _decoder(
        "PaliGemma",
        {
            "text_config": {**_HEAD_DIM, "model_type": "gemma"},
            "vision_config": {**_VISION, "model_type": "siglip_vision_model", "projection_dim": 32},
            "projection_dim": 32,
            "image_token_index": 60,
        },
        family="VLM",
        model="ForConditionalGeneration",
    ),
}
_SENSES = {
    "whisper": Architecture(
        "WhisperConfig",
        "WhisperForConditionalGeneration",
        {**_TWO_STACKS, "num_mel_bins": 8, "max_source_positions": 32, "max_target_positions": 32}
        | {"decoder_start_token_id": 1, "suppress_tokens": [], "begin_suppress_tokens": []},
        "speech",
        ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"),
        ("q_proj", "v_proj"),
        None,
    ),
    "wav2vec2": Architecture(
        "Wav2Vec2Config",
        "Wav2Vec2ForCTC",
        {"vocab_size": 64, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4}
        | {"intermediate_size": 48, "conv_dim": [16, 16], "conv_stride": [5, 2], "conv_kernel": [10, 3]}
        | {"num_feat_extract_layers": 2, "num_conv_pos_embeddings": 4, "num_conv_pos_embedding_groups": 2},
        "speech",
        ("q_proj", "k_proj", "v_proj", "out_proj", "intermediate_dense", "output_dense"),
        ("q_proj", "v_proj"),
        None,
    ),
    "vit": Architecture(
        "ViTConfig",
        "ViTForImageClassification",
        {**_VISION, "num_labels": 3},
        "vision",
        ("q_proj", "k_proj", "v_proj", "o_proj", "fc1", "fc2"),
        ("q_proj", "v_proj"),
        None,
    ),
    "dinov2": Architecture(
        "Dinov2Config",
        "Dinov2ForImageClassification",
        {**_VISION, "num_labels": 3},
        "vision",
        ("q_proj", "k_proj", "v_proj", "o_proj", "fc1", "fc2"),
        ("q_proj", "v_proj"),
        None,
    ),
    "clip_vision": Architecture(
        "CLIPVisionConfig",
        "CLIPVisionModel",
        _VISION,
        "vision",
        ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"),
        ("q_proj", "v_proj"),
        None,
    ),
    "mamba": _decoder(
        "Mamba",
        {**_TOKENS, "hidden_size": 32, "state_size": 4, "num_hidden_layers": 2, "pad_token_id": 0},
        family="state space",
        linears=("in_proj", "x_proj", "dt_proj"),
        targets=("in_proj", "x_proj"),
    ),
    "mamba2": _decoder(
        "Mamba2",
        {**_TOKENS, "hidden_size": 32, "state_size": 4, "num_hidden_layers": 2, "pad_token_id": 0}
        | {"num_heads": 8, "head_dim": 8, "n_groups": 2},
        family="state space",
        linears=("in_proj",),
        targets=("in_proj",),
    ),
}
CATALOGUE: dict[str, Architecture] = {
    **_DENSE,
    **_FUSED_QKV,
    **_ENCODERS,
    **_TWO_SIDED,
    **_EXPERTS,
    **_SIGHTED,
    **_SENSES,
}
