"""Adapters and bases as records, made in a line: a Llama-shaped model and a LoRA on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inspector.files.records import Adapter, Base, FileNote, TensorInfo

HIDDEN, INNER, VOCABULARY, HEADS, KEY_HEADS = 32, 48, 64, 4, 2
PREFIX = "base_model.model."


def tensors(shapes: Mapping[str, tuple[int, ...]], dtype: str = "F32") -> dict[str, TensorInfo]:
    return {key: TensorInfo(key, shape, dtype, "model.safetensors", 0, 4) for key, shape in shapes.items()}


def llama_shapes(
    *, layers: int = 2, hidden: int = HIDDEN, key_heads: int = KEY_HEADS, rows: int = VOCABULARY
) -> dict[str, tuple[int, ...]]:
    narrow = hidden // HEADS * key_heads
    shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (rows, hidden)}
    for layer in range(layers):
        root = f"model.layers.{layer}"
        for name, outs in {"q_proj": hidden, "k_proj": narrow, "v_proj": narrow, "o_proj": hidden}.items():
            shapes[f"{root}.self_attn.{name}.weight"] = (outs, hidden)
        shapes[f"{root}.mlp.up_proj.weight"] = (INNER, hidden)
        shapes[f"{root}.mlp.gate_proj.weight"] = (INNER, hidden)
        shapes[f"{root}.mlp.down_proj.weight"] = (hidden, INNER)
        shapes[f"{root}.input_layernorm.weight"] = (hidden,)
        shapes[f"{root}.post_attention_layernorm.weight"] = (hidden,)
    shapes["model.norm.weight"] = (hidden,)
    shapes["lm_head.weight"] = (rows, hidden)
    return shapes


def llama(
    *,
    layers: int = 2,
    hidden: int = HIDDEN,
    key_heads: int = KEY_HEADS,
    rows: int = VOCABULARY,
    tied: bool = False,
    **config: Any,
) -> Base:
    """A Llama base of these sizes, its config.json telling the same."""
    shapes = llama_shapes(layers=layers, hidden=hidden, key_heads=key_heads, rows=rows)
    if tied:
        del shapes["lm_head.weight"]
    settings = {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": hidden,
        "intermediate_size": INNER,
        "num_hidden_layers": layers,
        "num_attention_heads": HEADS,
        "num_key_value_heads": key_heads,
        "vocab_size": rows,
        "tie_word_embeddings": tied,
        **config,
    }
    return base(shapes, settings)


def base(shapes: Mapping[str, tuple[int, ...]], config: Mapping[str, Any], *, name: str = "base-n") -> Base:
    return Base(source=name, path=Path(name), kind="folder", config=config, tensors=tensors(shapes))


def lora(
    targets: Iterable[str] = ("q_proj", "v_proj"),
    *,
    layers: int = 2,
    rank: int = 4,
    key_heads: int = KEY_HEADS,
    extra: Mapping[str, tuple[int, ...]] | None = None,
    drop: str = "\0",
    notes: tuple[FileNote, ...] = (),
    format: str = "peft",
    **config: Any,
) -> Adapter:
    """A LoRA as stock PEFT writes it for `llama()`; keys that contain `drop` are left out."""
    shapes: dict[str, tuple[int, ...]] = {}
    for key, (outs, ins) in _linear_shapes(layers, key_heads).items():
        if key.rsplit(".", 1)[-1] in targets:
            shapes[f"{PREFIX}{key}.lora_A.weight"] = (rank, ins)
            shapes[f"{PREFIX}{key}.lora_B.weight"] = (outs, rank)
    shapes = {key: shape for key, shape in shapes.items() if drop not in key}
    settings = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": "maker/base-n",
        "revision": "0123abc",
        "r": rank,
        "lora_alpha": 2 * rank,
        "target_modules": list(targets),
        **config,
    }
    return Adapter(
        path=Path("adapter"),
        config=settings,
        tensors=tensors({**shapes, **(extra or {})}),
        format=format,
        notes=notes,
    )


def _linear_shapes(layers: int, key_heads: int) -> dict[str, tuple[int, int]]:
    shapes = llama_shapes(layers=layers, key_heads=key_heads)
    return {k.removesuffix(".weight"): s for k, s in shapes.items() if k.count(".") > 3 and len(s) == 2}  # type: ignore[misc]
