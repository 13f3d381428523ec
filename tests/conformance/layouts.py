"""Folders as the known trainers leave them, for a Llama with a tokenizer: as data, by name.

What PEFT and transformers write is written by them; a trainer's own fields and files are put beside it, as
its source writes them (looked up in September 2026).
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from edits import CONFIG, configured
from factories import PREFIX, WEIGHTS
from real_load import load_base, quiet
from safetensors.torch import load_file, save_file

Layout = Callable[[Path, Path], Path]
"""From the base and an empty folder to the adapter in it."""

ALL_LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
_STEP = 0.01
_RATE = 1e-3


def _adapted(base: Path, **settings: Any) -> Any:
    """A PEFT model, every trainable number moved by about a hundredth."""
    torch.manual_seed(0)
    config = peft.LoraConfig(
        **{"r": 4, "lora_alpha": 8, "target_modules": ["q_proj", "v_proj"], "task_type": "CAUSAL_LM"}
        | settings
    )
    model = peft.get_peft_model(load_base(base), config)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.add_(torch.randn_like(parameter) * _STEP)
    return model


def _saved(base: Path, folder: Path, *, saving: Mapping[str, Any] | None = None, **settings: Any) -> Path:
    _adapted(base, **settings).save_pretrained(str(folder), **(saving or {}))
    return folder


def _with_tokenizer(base: Path, folder: Path, *, pads: str | None = None) -> Path:
    """As `tokenizer.save_pretrained` leaves it, with a token for padding where there was none."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    if pads is not None:
        tokenizer.add_special_tokens({"pad_token": pads})
        tokenizer.padding_side = "left"
    tokenizer.save_pretrained(str(folder))
    return folder


def _with_files(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / name.replace("_DOT_", ".")).write_text(text)
    return folder


class _Lines(torch.utils.data.Dataset):  # type: ignore[type-arg]
    def __len__(self) -> int:
        return 8

    def __getitem__(self, number: int) -> dict[str, torch.Tensor]:
        ids = torch.arange(8) + number
        return {"input_ids": ids, "labels": ids, "attention_mask": torch.ones(8, dtype=torch.long)}


def _trained(base: Path, folder: Path) -> Path:
    """transformers' own Trainer over three steps: checkpoint-3, and the end result beside it."""
    settings = transformers.TrainingArguments(
        output_dir=str(folder),
        max_steps=3,
        save_steps=3,
        learning_rate=_RATE,
        report_to=[],
        use_cpu=True,
        disable_tqdm=True,
        per_device_train_batch_size=2,
    )
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    trainer = transformers.Trainer(
        _adapted(base),
        settings,
        train_dataset=_Lines(),
        processing_class=tokenizer,
        data_collator=transformers.default_data_collator,
    )
    trainer.remove_callback(transformers.PrinterCallback)
    trainer.train()
    trainer.save_model()
    return folder


def _checkpoint(base: Path, folder: Path) -> Path:
    return _trained(base, folder) / "checkpoint-3"


def _trl_sft(base: Path, folder: Path) -> Path:
    """SFTTrainer with a new token for padding and a model card."""
    _saved(base, folder, target_modules="all-linear")
    return _with_files(
        _with_tokenizer(base, folder, pads="[PAD]"), README_DOT_md="---\nlibrary_name: peft\n---\n"
    )


def _trl_dpo(base: Path, folder: Path) -> Path:
    """DPOTrainer with a reference adapter: the trained one in front, the other in a folder of its name."""
    model = _adapted(base)
    model.add_adapter("reference", model.peft_config["default"])
    model.save_pretrained(str(folder))
    return _with_tokenizer(base, folder)


def _unsloth(base: Path, folder: Path) -> Path:
    mapping = {
        "base_model_class": "LlamaForCausalLM",
        "parent_library": "transformers.models.llama.modeling_llama",
        "unsloth_fixed": True,
    }
    _saved(base, folder, target_modules=ALL_LINEAR, lora_alpha=16, use_rslora=False)
    configured(auto_mapping=mapping, base_model_name_or_path="unsloth/tiny-bnb-4bit", revision="unsloth")(
        folder
    )
    return _with_tokenizer(base, folder, pads="<|PAD_TOKEN|>")


def _unsloth_regex(base: Path, folder: Path) -> Path:
    """FastModel's pattern for text and vision models alike."""
    parts = "|".join(ALL_LINEAR)
    pattern = (
        "(?:.*?(?:language|text).*?(?:self_attn|attention|attn|mlp|feed_forward|ffn|dense).*?"
        f"(?:{parts}).*?)|(?:\\bmodel\\.layers\\.[\\d]{{1,}}\\.(?:self_attn|attention|attn|mlp|feed_forward"
        f"|ffn|dense)\\.(?:(?:{parts})))"
    )
    return _with_tokenizer(base, _saved(base, folder, target_modules=pattern))


def _axolotl(base: Path, folder: Path) -> Path:
    """The model's config.json beside the adapter, and checkpoints below."""
    _with_tokenizer(base, _saved(base, folder, target_modules=ALL_LINEAR, lora_dropout=0.05))
    shutil.copy(base / "config.json", folder)
    shutil.copytree(folder, folder / "checkpoint-12", ignore=shutil.ignore_patterns("checkpoint-*"))
    return _with_files(folder, README_DOT_md="axolotl version: `0.12`\n")


def _llama_factory(base: Path, folder: Path) -> Path:
    _with_tokenizer(base, _saved(base, folder, target_modules=ALL_LINEAR))
    return _with_files(
        folder,
        all_results_DOT_json='{"epoch": 3.0, "train_loss": 1.2}',
        trainer_state_DOT_json='{"global_step": 12}',
        trainer_log_DOT_jsonl='{"current_steps": 10, "total_steps": 12, "loss": 1.2}\n',
        training_args_DOT_yaml="finetuning_type: lora\ntemplate: llama3\n",
    )


def _swift(base: Path, folder: Path) -> Path:
    files = {"args_DOT_json": '{"train_type": "lora"}', "additional_config_DOT_json": '{"lora_dtype": null}'}
    return _with_files(_saved(base, folder, target_modules="all-linear"), **files)


def _torchtune(base: Path, folder: Path) -> Path:
    """Five fields, and PEFT's names for the tensors."""
    _saved(base, folder, target_modules=ALL_LINEAR)
    fields = ("r", "lora_alpha", "target_modules", "peft_type", "base_model_name_or_path")
    return _keeping(folder, fields)


def _mergekit(base: Path, folder: Path) -> Path:
    """mergekit-extract-lora: the difference of two models cut to a rank, embedding and norms along."""
    torch.manual_seed(0)
    tensors, ranks = {}, {}
    for name, weight in load_file(base / "model.safetensors").items():
        if not name.endswith(".weight"):
            continue  # it goes by modules and their weights; biases stay behind
        module = name.removesuffix(".weight")
        moved = weight + torch.randn_like(weight) * _STEP
        if weight.dim() != 2:
            tensors[PREFIX + name] = moved
            continue
        is_embedding = module.endswith("embed_tokens")
        delta = (moved - weight).T if is_embedding else moved - weight
        rank = min(*delta.shape, 20)
        left, values, right = torch.linalg.svd(delta, full_matrices=False)
        root = torch.diag(values[:rank]).sqrt()
        stem = f"{PREFIX}{module}.lora_{'embedding_' if is_embedding else ''}"
        ending = "" if is_embedding else ".weight"
        tensors[f"{stem}A{ending}"] = (root @ right[:rank]).contiguous()
        tensors[f"{stem}B{ending}"] = (left[:, :rank] @ root).contiguous()
        ranks[module] = rank
    config = {
        "alpha_pattern": {name: rank for name, rank in ranks.items() if rank != 20},
        "auto_mapping": None, "base_model_name_or_path": str(base), "bias": "none", "fan_in_fan_out": False,
        "inference_mode": True, "init_lora_weights": True, "layers_pattern": None,
        "layers_to_transform": None, "loftq_config": {}, "lora_alpha": 20, "lora_dropout": 0,
        "megatron_config": None, "megatron_core": "megatron.core",
        "modules_to_save": ["input_layernorm", "post_attention_layernorm", "norm"], "peft_type": "LORA",
        "r": 20, "rank_pattern": {name: rank for name, rank in ranks.items() if rank != 20},
        "revision": None, "target_modules": [*ALL_LINEAR, "embed_tokens", "lm_head"],
        "task_type": "CAUSAL_LM", "use_rslora": False,
    }  # fmt: skip
    save_file(tensors, folder / WEIGHTS, metadata={"format": "pt"})
    (folder / CONFIG).write_text(json.dumps(config))
    return folder


def _converted_pissa(base: Path, folder: Path) -> Path:
    """Trained from PiSSA, saved as a plain LoRA of twice the rank: PEFT's own conversion."""
    torch.manual_seed(0)
    settings = peft.LoraConfig(
        r=4, lora_alpha=4, target_modules=["q_proj"], task_type="CAUSAL_LM", init_lora_weights="pissa"
    )
    with tempfile.TemporaryDirectory() as start:
        model = peft.get_peft_model(load_base(base), settings)
        model.peft_config["default"].init_lora_weights = True
        model.save_pretrained(start)
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.requires_grad:
                    parameter.add_(torch.randn_like(parameter) * _STEP)
        model.peft_config["default"].init_lora_weights = "pissa"
        model.save_pretrained(str(folder), path_initial_model_for_weight_conversion=start)
    return folder


_FIRST = (
    "base_model_name_or_path", "bias", "fan_in_fan_out", "inference_mode", "init_lora_weights", "lora_alpha",
    "lora_dropout", "modules_to_save", "peft_type", "r", "target_modules", "task_type",
)  # fmt: skip
_SINCE: dict[str, tuple[str, ...]] = {
    "0.3": (),
    "0.4": ("auto_mapping", "layers_pattern", "layers_to_transform", "revision"),
    "0.6": ("alpha_pattern", "rank_pattern"),
    "0.7": ("loftq_config", "megatron_config", "megatron_core"),
    "0.8": ("use_rslora",),
    "0.9": ("use_dora",),
    "0.10": ("layer_replication",),
    "0.14": ("eva_config", "exclude_modules", "lora_bias"),
    "0.15": ("corda_config", "trainable_token_indices"),
    "0.16": ("qalora_group_size", "use_qalora"),
    "0.17": ("target_parameters",),
    "0.18": ("peft_version", "alora_invocation_tokens", "arrow_config", "ensure_weight_tying"),
}
"""PEFT's release → the fields of LoraConfig that it was the first to write."""


def _keeping(folder: Path, fields: Iterable[str], **more: Any) -> Path:
    settings = json.loads((folder / CONFIG).read_text())
    kept = {name: settings[name] for name in fields if name in settings}
    (folder / CONFIG).write_text(json.dumps({**kept, **more}))
    return folder


def _of_era(release: str) -> Layout:
    """Stock PEFT's file with the fields of that release; a pickle until 0.6."""

    def make(base: Path, folder: Path) -> Path:
        known = list(_FIRST)
        for since, fields in _SINCE.items():
            if _number(since) <= _number(release):
                known += fields
        _saved(base, folder, saving={"safe_serialization": _number(release) >= (0, 7)})
        written = {"peft_version": f"{release}.0"} if "peft_version" in known else {}
        return _keeping(folder, known, **written)

    return make


def _number(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


def _before_the_first_release(base: Path, folder: Path) -> Path:
    """peft 0.2: fields that are gone since, and a pickle."""
    _saved(base, folder, saving={"safe_serialization": False})
    return _keeping(folder, _FIRST, enable_lora=None, merge_weights=False)


def _embeddings(**settings: Any) -> Layout:
    return lambda base, folder: _saved(base, folder, **settings)


LAYOUTS: dict[str, Layout] = {
    "Trainer": _trained,
    "Trainer, checkpoint": _checkpoint,
    "TRL, SFT": _trl_sft,
    "TRL, DPO with a reference adapter": _trl_dpo,
    "Unsloth": _unsloth,
    "Unsloth, pattern": _unsloth_regex,
    "axolotl": _axolotl,
    "LLaMA-Factory": _llama_factory,
    "ms-swift": _swift,
    "torchtune": _torchtune,
    "mergekit-extract-lora": _mergekit,
    "PiSSA converted": _converted_pissa,
    "embeddings saved along": _embeddings(saving={"save_embedding_layers": True}),
    "embeddings targeted": _embeddings(target_modules=["q_proj", "embed_tokens", "lm_head"]),
    "embeddings targeted, not saved": _embeddings(
        target_modules=["q_proj", "embed_tokens"], saving={"save_embedding_layers": False}
    ),
    "embeddings trained in full": _embeddings(modules_to_save=["embed_tokens", "lm_head"]),
    "embeddings trained in full and saved along": _embeddings(
        modules_to_save=["embed_tokens", "lm_head"], saving={"save_embedding_layers": True}
    ),
    "head trained in full": _embeddings(modules_to_save=["lm_head"]),
    "token rows trained": _embeddings(trainable_token_indices=[3, 60]),
    "PEFT 0.2": _before_the_first_release,
    **{f"PEFT {release}": _of_era(release) for release in _SINCE},
}


def make_layout(name: str, base: Path, folder: Path) -> Path:
    """The adapter's folder; `base` needs a tokenizer beside it."""
    folder.mkdir(parents=True)
    with quiet():
        return LAYOUTS[name](base, folder)
