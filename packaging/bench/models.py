"""Model and adapter files to measure on: true names and shapes, and holes for values."""

from __future__ import annotations

import json
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def sparse_base(folder: Path) -> Path:
    """A Llama-3-8B as files: true names and shapes, 16 GB of holes in four shards."""
    hidden, inner, layers, rows = 4096, 14336, 32, 128256
    shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (rows, hidden)}
    for layer in range(layers):
        root = f"model.layers.{layer}"
        for name, shape in {
            "self_attn.q_proj": (hidden, hidden),
            "self_attn.k_proj": (1024, hidden),
            "self_attn.v_proj": (1024, hidden),
            "self_attn.o_proj": (hidden, hidden),
            "mlp.gate_proj": (inner, hidden),
            "mlp.up_proj": (inner, hidden),
            "mlp.down_proj": (hidden, inner),
            "input_layernorm": (hidden,),
            "post_attention_layernorm": (hidden,),
        }.items():
            shapes[f"{root}.{name}.weight"] = shape
    shapes |= {"model.norm.weight": (hidden,), "lm_head.weight": (rows, hidden)}
    folder.mkdir()
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": hidden,
        "vocab_size": rows, "intermediate_size": inner, "num_hidden_layers": layers,
        "num_attention_heads": 32, "num_key_value_heads": 8, "tie_word_embeddings": False,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    names = list(shapes)
    shards = [names[start::4] for start in range(4)]
    weight_map = {}
    for number, keys in enumerate(shards, 1):
        file = f"model-{number:05}-of-00004.safetensors"
        write_sparse(folder / file, {key: shapes[key] for key in keys}, "BF16", 2)
        weight_map |= dict.fromkeys(keys, file)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))
    return folder


def sparse_adapter(folder: Path, rank: int = 16) -> Path:
    """A LoRA on all seven projections of that base: 448 tensors."""
    widths = {
        "self_attn.q_proj": (4096, 4096), "self_attn.k_proj": (1024, 4096), "self_attn.v_proj": (1024, 4096),
        "self_attn.o_proj": (4096, 4096), "mlp.gate_proj": (14336, 4096), "mlp.up_proj": (14336, 4096),
        "mlp.down_proj": (4096, 14336),
    }  # fmt: skip
    shapes = {}
    for layer in range(32):
        for name, (outs, ins) in widths.items():
            root = f"base_model.model.model.layers.{layer}.{name}"
            shapes[f"{root}.lora_A.weight"] = (rank, ins)
            shapes[f"{root}.lora_B.weight"] = (outs, rank)
    folder.mkdir()
    write_sparse(folder / "adapter_model.safetensors", shapes, "F32", 4)
    targets = [name.rsplit(".", 1)[-1] for name in widths]
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": rank,
        "lora_alpha": 32,
        "target_modules": targets,
    }
    (folder / "adapter_config.json").write_text(json.dumps(config))
    return folder


def sparse_moe(folder: Path) -> tuple[Path, Path]:
    """A Qwen3-235B-A22B (36,945 tensors, each expert by itself) and a LoRA on attention and experts."""
    hidden, inner, layers, experts, rank, rows = 4096, 1536, 94, 128, 16, 151936
    attention = {
        "q_proj": (8192, hidden),
        "k_proj": (512, hidden),
        "v_proj": (512, hidden),
        "o_proj": (hidden, 8192),
    }
    base: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (rows, hidden)}
    adapter: dict[str, tuple[int, ...]] = {}
    for layer in range(layers):
        root = f"model.layers.{layer}"
        for name, (outs, ins) in attention.items():
            base[f"{root}.self_attn.{name}.weight"] = (outs, ins)
            adapter[f"base_model.model.{root}.self_attn.{name}.lora_A.weight"] = (rank, ins)
            adapter[f"base_model.model.{root}.self_attn.{name}.lora_B.weight"] = (outs, rank)
        for name, extent in {
            "self_attn.q_norm": 128,
            "self_attn.k_norm": 128,
            "input_layernorm": hidden,
        }.items():
            base[f"{root}.{name}.weight"] = (extent,)
        base[f"{root}.post_attention_layernorm.weight"] = (hidden,)
        base[f"{root}.mlp.gate.weight"] = (experts, hidden)
        for expert in range(experts):
            base[f"{root}.mlp.experts.{expert}.gate_proj.weight"] = (inner, hidden)
            base[f"{root}.mlp.experts.{expert}.up_proj.weight"] = (inner, hidden)
            base[f"{root}.mlp.experts.{expert}.down_proj.weight"] = (hidden, inner)
        fused = f"base_model.model.{root}.mlp.experts"
        adapter[f"{fused}.lora_A.weight"], adapter[f"{fused}.lora_B.weight"] = (
            (experts * rank, inner),
            (hidden, experts * rank),
        )
        adapter[f"{fused}.base_layer.lora_A.weight"] = (experts * rank, hidden)
        adapter[f"{fused}.base_layer.lora_B.weight"] = (2 * inner, experts * rank)
    base |= {"model.norm.weight": (hidden,), "lm_head.weight": (rows, hidden)}
    config = {
        "architectures": ["Qwen3MoeForCausalLM"], "model_type": "qwen3_moe", "hidden_size": hidden,
        "intermediate_size": 12288, "moe_intermediate_size": inner, "num_hidden_layers": layers,
        "num_attention_heads": 64, "num_key_value_heads": 4, "head_dim": 128, "vocab_size": rows,
        "tie_word_embeddings": False, "decoder_sparse_step": 1, "mlp_only_layers": [], "num_experts": experts,
    }  # fmt: skip
    settings = {
        "peft_type": "LORA", "task_type": "CAUSAL_LM", "r": rank, "lora_alpha": 32,
        "target_modules": list(attention),
        "target_parameters": ["mlp.experts.gate_up_proj", "mlp.experts.down_proj"],
    }  # fmt: skip
    folders = folder / "moe", folder / "moe-lora"
    documents = {"config.json": config, "adapter_config.json": settings}
    for place, (name, contents) in zip(folders, documents.items(), strict=True):
        place.mkdir()
        (place / name).write_text(json.dumps(contents))
    write_sparse(folders[0] / "model.safetensors", base, "BF16", 2)
    write_sparse(folders[1] / "adapter_model.safetensors", adapter, "BF16", 2)
    return folders


def write_sparse(path: Path, shapes: dict[str, tuple[int, ...]], dtype: str, width: int) -> None:
    header: dict[str, Any] = {}
    end = 0
    for key, shape in shapes.items():
        count = width
        for extent in shape:
            count *= extent
        header[key] = {"dtype": dtype, "shape": shape, "data_offsets": [end, end + count]}
        end += count
    raw = json.dumps(header).encode()
    raw += b" " * (-len(raw) % 8)
    with path.open("wb") as file:
        file.write(len(raw).to_bytes(8, "little") + raw)
        file.truncate(8 + len(raw) + end)


def real_pair(folder: Path) -> tuple[Path, Path]:
    """A Llama of 46M random parameters that runs, with a tokenizer, and a rank-8 LoRA on it."""
    import torch
    import transformers
    from peft import LoraConfig, get_peft_model
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    rows, base, adapter = 32000, folder / "llama-46m", folder / "llama-46m-lora"
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=rows,
        special_tokens=["<unk>", "<s>", "</s>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_english(), trainer)
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="<unk>", bos_token="<s>", eos_token="</s>", pad_token="</s>"
    ).save_pretrained(base)
    torch.manual_seed(0)
    config = transformers.LlamaConfig(
        vocab_size=rows, hidden_size=512, intermediate_size=1536, num_hidden_layers=9, num_attention_heads=8,
        num_key_value_heads=4, max_position_embeddings=1024, tie_word_embeddings=True,
        bos_token_id=1, eos_token_id=2, pad_token_id=2,
    )  # fmt: skip
    model = transformers.LlamaForCausalLM(config)
    model.save_pretrained(base)
    targets = ["q_proj", "k_proj", "v_proj", "o_proj"]
    adapted = get_peft_model(model, LoraConfig(r=8, task_type="CAUSAL_LM", target_modules=targets))
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora_B" in name:
                parameter.normal_(std=0.02)
    adapted.peft_config["default"].base_model_name_or_path = str(base)
    adapted.save_pretrained(str(adapter))
    return base, adapter


def _english() -> Iterator[str]:
    """Prose that every Python brings along: the comments and docstrings of its library."""
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        yield path.read_text(encoding="utf-8", errors="replace")
