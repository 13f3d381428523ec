"""Small models, adapters that real PEFT saves for them with values in them, and the plain, slow answer."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
import transformers
from peft import PeftModel, get_peft_model

WIDTH, INNER = 32, 48


@contextmanager
def _quietly() -> Iterator[None]:
    """Without peft's own warnings, on transformers and on every odd configuration that is tried."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def llama(seed: int = 0, **settings: Any) -> Any:
    torch.manual_seed(seed)
    config = transformers.LlamaConfig(
        **{
            "hidden_size": WIDTH, "intermediate_size": INNER, "num_hidden_layers": 2, "vocab_size": 64,
            "num_attention_heads": 4, "num_key_value_heads": 2, "tie_word_embeddings": False, **settings,
        }
    )  # fmt: skip
    return transformers.LlamaForCausalLM(config)


def gpt2(seed: int = 0) -> Any:
    torch.manual_seed(seed)
    config = transformers.GPT2Config(n_embd=WIDTH, n_layer=2, n_head=4, vocab_size=64, n_positions=16)
    return transformers.GPT2LMHeadModel(config)


def vit(seed: int = 0) -> Any:
    """Its patches go through a convolution, `projection`."""
    torch.manual_seed(seed)
    config = transformers.ViTConfig(
        hidden_size=WIDTH, intermediate_size=INNER, num_hidden_layers=1, num_attention_heads=4,
        image_size=16, patch_size=4,
    )  # fmt: skip
    return transformers.ViTForImageClassification(config)


def gpt_oss(seed: int = 0) -> Any:
    """Its experts are stored (experts, in, out)."""
    torch.manual_seed(seed)
    config = transformers.GptOssConfig(
        hidden_size=WIDTH, intermediate_size=INNER, num_hidden_layers=1, vocab_size=64, pad_token_id=0,
        num_attention_heads=4, num_key_value_heads=2, head_dim=8, num_local_experts=3, num_experts_per_tok=2,
    )  # fmt: skip
    return transformers.GptOssForCausalLM(config)


def mixtral(seed: int = 0) -> Any:
    torch.manual_seed(seed)
    config = transformers.MixtralConfig(
        hidden_size=WIDTH, intermediate_size=INNER, num_hidden_layers=1, vocab_size=64,
        num_attention_heads=4, num_key_value_heads=2, num_local_experts=3,
    )  # fmt: skip
    return transformers.MixtralForCausalLM(config)


def save_pair(
    folder: Path, make: Callable[[], Any], config: Any, *, seed: int = 1, trained: bool = True
) -> tuple[Path, Path]:
    """The model and an adapter on it; `trained`: values in every tensor (as peft starts, it is no change)."""
    base, adapter = folder / "base", folder / "adapter"
    model = make()
    model.save_pretrained(base)
    with _quietly():
        wrapped = get_peft_model(model, config)
    torch.manual_seed(seed)
    for name, parameter in wrapped.named_parameters():
        if not trained:
            break
        if parameter.requires_grad and "magnitude" not in name:
            parameter.data += 0.1 * torch.randn_like(parameter)
        elif parameter.requires_grad:
            parameter.data *= 1 + 0.1 * torch.rand_like(parameter)
    with _quietly():
        wrapped.save_pretrained(adapter)
    return base, adapter


def merged(
    base: Path, adapter: Path, make: Callable[[], Any], folder: Path, *, dtype: torch.dtype = torch.float32
) -> Path:
    """The base with the adapter in its weights, as PEFT merges and transformers saves it."""
    model = type(make()).from_pretrained(base, dtype=dtype)
    with _quietly():
        PeftModel.from_pretrained(model, str(adapter)).merge_and_unload().save_pretrained(folder)
    return folder


def merged_change(base: Path, adapter: Path, make: Callable[[], Any]) -> dict[str, torch.Tensor]:
    """W' - W of every weight that merging changes: PEFT's own merge, in float64."""
    model = type(make()).from_pretrained(base, dtype=torch.float64)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    with _quietly():
        merged = PeftModel.from_pretrained(model, str(adapter), autocast_adapter_dtype=False)
    for parameter in merged.parameters():
        parameter.data = parameter.data.double()
    after = merged.merge_and_unload().state_dict()
    changes = {name: after[name] - before[name] for name in before if name in after}
    return {name: change for name, change in changes.items() if change.abs().max() > 1e-12}
