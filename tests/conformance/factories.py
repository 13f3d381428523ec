"""Tiny random bases, real PEFT adapters on them, and what really loading one on the other does.

`real_load` is the truth that predictions are held against: real weights, the real loader, and every
tensor looked for in the model **by value** afterwards; it shares no code with the dry run.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from peft import PeftModel, get_peft_model
from safetensors.torch import load_file, save_file

transformers.utils.logging.disable_progress_bar()

PREFIX = "base_model.model."
WEIGHTS = "adapter_model.safetensors"
_SIZE_MISMATCH = re.compile(
    r"size mismatch for (\S+): copying a param with shape torch\.Size\(\[([\d, ]*)\]\) from checkpoint, "
    r"the shape in current model is torch\.Size\(\[([\d, ]*)\]\)"
)

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
_ENCODER = {**_DECODER, "num_labels": 3}

ARCHITECTURES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "llama": ("LlamaConfig", "LlamaForCausalLM", {**_DECODER, "tie_word_embeddings": False}),
    "llama_tied": ("LlamaConfig", "LlamaForCausalLM", {**_DECODER, "tie_word_embeddings": True}),
    "mistral": ("MistralConfig", "MistralForCausalLM", _DECODER),
    "qwen2": ("Qwen2Config", "Qwen2ForCausalLM", _DECODER),
    "gemma3_text": ("Gemma3TextConfig", "Gemma3ForCausalLM", {**_DECODER, "head_dim": 8}),
    "phi3": ("Phi3Config", "Phi3ForCausalLM", _DECODER),
    "mixtral": ("MixtralConfig", "MixtralForCausalLM", {**_DECODER, "num_local_experts": 4}),
    "opt": (
        "OPTConfig",
        "OPTForCausalLM",
        {**_DECODER, "ffn_dim": 48, "word_embed_proj_dim": 32},
    ),
    "gpt2": (
        "GPT2Config",
        "GPT2LMHeadModel",
        {"vocab_size": 64, "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 64, "bos_token_id": 1}
        | {"eos_token_id": 2},
    ),
    "t5": (
        "T5Config",
        "T5ForConditionalGeneration",
        {"vocab_size": 64, "d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 2, "num_heads": 4}
        | {"pad_token_id": 0, "decoder_start_token_id": 0},
    ),
    "bert": ("BertConfig", "BertForSequenceClassification", _ENCODER),
    "distilbert": (
        "DistilBertConfig",
        "DistilBertForSequenceClassification",
        {"vocab_size": 64, "dim": 32, "hidden_dim": 48, "n_layers": 2, "n_heads": 4, "num_labels": 3}
        | {"max_position_embeddings": 64},
    ),
}


def make_base(name: str, folder: Path, *, seed: int = 0, **overrides: Any) -> Path:
    """Save a tiny random model of architecture `name` (a key of ARCHITECTURES) and return its folder."""
    config_class, model_class, settings = ARCHITECTURES[name]
    with _quiet():
        torch.manual_seed(seed)
        config = getattr(transformers, config_class)(**{**settings, **overrides})
        getattr(transformers, model_class)(config).save_pretrained(folder)
    return folder


def make_adapter(
    base_folder: Path,
    folder: Path,
    *,
    seed: int = 1,
    edit: Callable[[Any], None] | None = None,
    method: str = "LoraConfig",
    **lora_kwargs: Any,
) -> Path:
    """Inject LoRA (`LoraConfig(**lora_kwargs)`, r=4 unless given) into the base, fill it with random
    values and save it with PEFT. `edit` may change the base model before the injection; `method` names
    the configuration of another PEFT method."""
    defaults = {"r": 4, "lora_alpha": 8} if method == "LoraConfig" else {}
    with _quiet():
        model = load_base(base_folder, task_type=lora_kwargs.get("task_type"))
        if edit is not None:
            edit(model)
        torch.manual_seed(seed)
        peft_model = get_peft_model(model, getattr(peft, method)(**{**defaults, **lora_kwargs}))
        with torch.no_grad():
            for parameter in peft_model.parameters():
                if parameter.requires_grad:
                    parameter.copy_(torch.randn_like(parameter) * 0.2)
        peft_model.save_pretrained(str(folder))
    return folder


def rewrite_tensors(
    adapter: Path, change: Callable[[dict[str, torch.Tensor]], Mapping[str, torch.Tensor]]
) -> Path:
    """Replace the adapter's tensors by `change(tensors)`, in place; returns the folder."""
    tensors = {key: value.clone() for key, value in load_file(adapter / WEIGHTS).items()}
    save_file({key: value.contiguous() for key, value in change(tensors).items()}, adapter / WEIGHTS)
    return adapter


def rewrite_config(folder: Path, name: str = "adapter_config.json", **changes: Any) -> Path:
    """Change fields of a JSON configuration in place; returns the folder."""
    path = folder / name
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class RealLoad:
    """What `PeftModel.from_pretrained` really did. Slots are runtime names without the adapter's name.

    `overwrites` holds the keys whose tensor replaced a parameter of the base itself (the biases of a
    `bias="all"` adapter too); `missing` the slots that the loader made and nothing filled;
    `mismatched` file key -> (found, expected) shapes.
    """

    loads: bool
    error_type: str | None = None
    error_message: str = ""
    landed: Mapping[str, str] = field(default_factory=dict)
    mismatched: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)
    orphaned: frozenset[str] = frozenset()
    overwrites: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()


def load_base(folder: Path, *, task_type: str | None = None) -> Any:
    """The base with its real weights, in the class that its config names, or that the task asks for."""
    architecture = json.loads((folder / "config.json").read_text())["architectures"][0]
    loader = getattr(transformers, architecture)
    if task_type == "SEQ_CLS" and not architecture.endswith("ForSequenceClassification"):
        loader = transformers.AutoModelForSequenceClassification
    if task_type == "TOKEN_CLS" and not architecture.endswith("ForTokenClassification"):
        loader = transformers.AutoModelForTokenClassification
    if task_type == "FEATURE_EXTRACTION":
        loader = transformers.AutoModel
    with _quiet():
        return loader.from_pretrained(folder, local_files_only=True)


def real_load(base: Path, adapter: Path) -> RealLoad:
    """Load the adapter on the base with PEFT and find out, by value, where every tensor went."""
    settings = json.loads((adapter / "adapter_config.json").read_text())
    model = load_base(base, task_type=settings.get("task_type"))
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    tensors = load_file(adapter / WEIGHTS)
    error: Exception | None = None
    try:
        with _quiet():
            PeftModel.from_pretrained(model, str(adapter))
    except Exception as caught:
        error = caught
    if error is not None and "size mismatch" not in str(error):
        return RealLoad(loads=False, error_type=type(error).__name__, error_message=str(error))
    return _account_for(model, before, tensors, error)


def _account_for(
    model: Any,
    before: Mapping[str, torch.Tensor],
    tensors: Mapping[str, torch.Tensor],
    error: Exception | None,
) -> RealLoad:
    after = model.state_dict(keep_vars=True)
    original_of = {_original_name(name): name for name in after}
    changed = {
        name
        for original, name in original_of.items()
        if original in before and not torch.equal(before[original], after[name].detach())
    }
    made = {name for name in after if ".default" in name and "trainable_tokens_original" not in name}
    refused = {_slot(name.removeprefix(PREFIX)): shapes for name, *shapes in _mismatches(str(error or ""))}
    landed: dict[str, str] = {}
    overwrites: dict[str, str] = {}
    mismatched: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    filled: set[str] = set()
    for key, value in tensors.items():
        # A tensor of the base in the file may hold the very values that the base has already.
        namesake = {key.removeprefix(PREFIX)} & set(after)
        home = _home(value, {n: after[n].detach() for n in (*sorted(made), *sorted(changed | namesake))})
        if home is not None:
            filled.add(home)
            slot = _slot(home)
            (landed if home in made else overwrites)[key] = slot
            continue
        slot = _slot_for_key(key, refused)
        if slot is not None:
            mismatched[key] = (refused[slot][0], refused[slot][1])
    missing = {_slot(name) for name in made - filled}
    return RealLoad(
        loads=error is None,
        error_type=type(error).__name__ if error else None,
        error_message=str(error or ""),
        landed=landed,
        overwrites=overwrites,
        mismatched=mismatched,
        orphaned=frozenset(tensors) - set(landed) - set(overwrites) - set(mismatched),
        missing=frozenset(missing),
    )


def _home(value: torch.Tensor, candidates: Mapping[str, torch.Tensor]) -> str | None:
    """The tensor of the model that holds exactly these values, or, after a fusion, contains them all."""
    for name, tensor in candidates.items():
        if tensor.shape == value.shape and torch.equal(tensor.to(value.dtype), value):
            return name
    wanted = value.flatten()
    for name, tensor in candidates.items():
        if "experts" in name and tensor.numel() > value.numel() and bool(torch.isin(wanted, tensor).all()):
            return name
    return None


def _original_name(name: str) -> str:
    """The name that a parameter of the wrapped model had before PEFT wrapped its module."""
    return name.replace(".token_adapter.", ".").replace(".base_layer.", ".").replace(".original_module.", ".")


def _slot(name: str) -> str:
    return PREFIX + name.replace(".default.", ".").removesuffix(".default")


def _slot_for_key(key: str, slots: Mapping[str, Any]) -> str | None:
    """The refused slot that a file key was meant for; PEFT writes some slots in a shorter form."""
    spellings = (
        lambda slot: slot,
        lambda slot: slot.replace(".modules_to_save.", "."),
        lambda slot: slot.replace("lora_magnitude_vector.weight", "lora_magnitude_vector"),
    )
    plain = _slot(key.removeprefix(PREFIX))
    return next((slot for slot in slots for spell in spellings if spell(slot) == plain), None)


def _mismatches(message: str) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    def sizes(text: str) -> tuple[int, ...]:
        return tuple(int(part) for part in text.split(",") if part.strip())

    return [(name, sizes(found), sizes(want)) for name, found, want in _SIZE_MISMATCH.findall(message)]


class _quiet(warnings.catch_warnings):
    """The loaders' warnings are part of what is measured, not news about the tests."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")
